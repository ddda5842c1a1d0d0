from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mas_hub import db
from tests.live.running import Guest, Server
from tests.sitting import Sitting, copy_to, token_of

Connect = Callable[..., Guest]


@pytest.fixture(scope="session")
def server(prepared: Sitting, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with the opened meeting, for all tests that do not kill it. Olu's seat may be gone."""
    db.close()
    server = Server(copy_to(prepared, "opened", tmp_path_factory.mktemp("live")))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def fragile(prepared: Sitting, tmp_path: Path) -> Iterator[Server]:
    """A server of one's own, to be killed."""
    db.close()
    server = Server(copy_to(prepared, "opened", tmp_path))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def connect() -> Iterator[Connect]:
    """`connect(server, "beth")`: somebody's page, closed when the test ends."""
    guests: list[Guest] = []

    def connect(server: Server, who: str, token: str | None = None) -> Guest:
        guests.append(Guest(server, token or token_of(who)))
        return guests[-1]

    yield connect
    for guest in guests:
        guest.close()
