"""The JSON of Socket.IO's frames."""

import json
from typing import Any

import orjson


class JsonText:
    """Written by orjson, several times as fast as the standard library, which a board of 500 entries would hold up
    everybody with. Read by the standard library, which takes half a surrogate pair for the schemas to refuse politely.
    """

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return orjson.dumps(value).decode()
