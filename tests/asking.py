"""The whole application over one of the prepared databases, and everybody in front of it with their own cookies."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from mas_hub.web.csrf import HEADER
from mas_hub.web.csrf import token_of as csrf_token_of
from tests.sitting import Sitting, take, token_of

NOBODY = "nobody"


@dataclass
class Doors:
    app: Flask
    prepared: Sitting
    sitting: Sitting

    def stage(self, stage: str) -> Sitting:
        """Put one of the prepared databases behind the doors, as it was prepared."""
        self.sitting = take(self.prepared, stage)
        return self.sitting

    def ask(self, who: str, method: str, path: str, said: Any = None) -> TestResponse:
        """What `who` is answered, asked as the page asks. No answer is ever the server's own failure."""
        client = self.app.test_client()
        headers = {}
        if who == NOBODY:
            client.set_cookie("mas_hub_visitor", "a-visitor")
            headers[HEADER] = csrf_token_of("a-visitor")
        else:
            client.set_cookie("mas_hub_session", token_of(who))
            headers[HEADER] = csrf_token_of(token_of(who))
        answer = client.open(path, method=method, headers=headers, **({} if said is None else {"json": said}))
        assert answer.status_code < 500, f"{who}: {method} {path} {said}: {answer.get_data(as_text=True)}"
        return answer

    def act(self, who: str, meeting_id: int, act: str, data: Any, act_id: str = "an-act-of-mine") -> TestResponse:
        return self.ask(who, "POST", f"/api/meetings/{meeting_id}/acts/{act}", {"act_id": act_id, "data": data})
