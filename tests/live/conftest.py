from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from mas_hub import db
from mas_hub.config import ASYNC_MODES
from tests.live.running import UNBOUND, Guest, Server, StoppedServer
from tests.sitting import Sitting, copy_to, token_of

Connect = Callable[..., Guest]
AnyServer = TypeVar("AnyServer", bound=Server)


@pytest.fixture(scope="session", params=ASYNC_MODES)
def async_mode(request: pytest.FixtureRequest) -> str:
    """Everything here is shown in each of them."""
    mode: str = request.param
    return mode


@pytest.fixture(scope="session")
def server(prepared: Sitting, async_mode: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with the opened meeting, for all tests that do not kill it. Olu's seat may be gone."""
    yield from serving(prepared, tmp_path_factory.mktemp("live"), {**UNBOUND, "MAS_HUB_ASYNC_MODE": async_mode})


@pytest.fixture(scope="session")
def _bound(prepared: Sitting, async_mode: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoppedServer]:
    folder = tmp_path_factory.mktemp("bound")
    yield from until_the_end(prepared, StoppedServer(folder, {"MAS_HUB_ASYNC_MODE": async_mode}))


@pytest.fixture
def bound(_bound: StoppedServer) -> StoppedServer:
    """As an operator has it who changes nothing: with bounds on what one person may do. Nobody has come near them."""
    _bound.let_pass(60.0)
    return _bound


@pytest.fixture
def fragile(prepared: Sitting, async_mode: str, tmp_path: Path) -> Iterator[Server]:
    """A server of one's own, to be killed."""
    yield from serving(prepared, tmp_path, {**UNBOUND, "MAS_HUB_ASYNC_MODE": async_mode})


def serving(prepared: Sitting, folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    yield from until_the_end(prepared, Server(folder, environment))


def until_the_end(prepared: Sitting, server: AnyServer) -> Iterator[AnyServer]:
    db.close()
    copy_to(prepared, "opened", server.data)
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
