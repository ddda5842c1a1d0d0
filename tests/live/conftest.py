from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from mas_hub import db
from mas_hub.config import ASYNC_MODES
from tests.live.running import UNBOUND, Guest, Server, StoppedServer
from tests.sitting import Sitting, copy_to, token_of

Connect = Callable[..., Guest]
AnyServer = TypeVar("AnyServer", bound=Server)


class Standing(Protocol):
    def __call__(self, kind: type[AnyServer], mode: str, environment: Mapping[str, str]) -> AnyServer: ...


@pytest.fixture(scope="session", params=ASYNC_MODES)
def async_mode(request: pytest.FixtureRequest) -> str:
    """Everything here is shown in each of them."""
    mode: str = request.param
    return mode


@pytest.fixture(scope="session")
def standing(prepared: Sitting, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """A server of each kind in each mode, started when it is first asked for; they stand until the end."""
    made: dict[tuple[type[Server], str], Server] = {}
    with ExitStack() as stack:

        def stand(kind: type[AnyServer], mode: str, environment: Mapping[str, str]) -> AnyServer:
            if (kind, mode) not in made:
                new = kind(tmp_path_factory.mktemp("standing"), {**environment, "MAS_HUB_ASYNC_MODE": mode})
                made[kind, mode] = stack.enter_context(until_the_end(prepared, new))
            found = made[kind, mode]
            assert isinstance(found, kind)
            return found

        yield stand


@pytest.fixture
def server(standing: Standing, async_mode: str) -> Server:
    """One server with the opened meeting, for all tests that do not kill it. Olu's seat may be gone."""
    return standing(Server, async_mode, UNBOUND)


@pytest.fixture
def bound(standing: Standing, async_mode: str) -> StoppedServer:
    """As an operator has it who changes nothing: with bounds on what one person may do. Nobody has come near them."""
    server = standing(StoppedServer, async_mode, {})
    server.let_pass(60.0)
    return server


@pytest.fixture
def fragile(prepared: Sitting, async_mode: str, tmp_path: Path) -> Iterator[Server]:
    """A server of one's own, to be killed."""
    yield from serving(prepared, tmp_path, {**UNBOUND, "MAS_HUB_ASYNC_MODE": async_mode})


def serving(prepared: Sitting, folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    with until_the_end(prepared, Server(folder, environment)) as server:
        yield server


@contextmanager
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
