"""The whole application over one of the prepared databases, and everybody in front of it with their own cookies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from mas_hub import db
from mas_hub.app import create_app
from mas_hub.config import Settings
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


@pytest.fixture(scope="session")
def whole_app(prepared: Sitting, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    data = tmp_path_factory.mktemp("whole_app")
    app = create_app(
        Settings(
            data=data,
            async_mode="threading",
            acts_per_second=0,
            calls_per_second=0,
            public_url="https://hub.example.org",
        )
    )
    db.close()
    return app


@pytest.fixture
def doors(whole_app: Flask, prepared: Sitting, on_the_day: None) -> Iterator[Doors]:
    yield Doors(whole_app, prepared, take(prepared, "opened"))
    db.close()
