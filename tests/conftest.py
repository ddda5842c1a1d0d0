"""A real database in a folder of its own, and a made-up partnership in it."""

import gc
import importlib
import pkgutil
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

import mas_hub
from mas_hub import clock, db, meeting_log, web
from mas_hub.app import create_app
from mas_hub.audit.chaining import begin_chain
from mas_hub.config import Settings
from mas_hub.identity import routes as identity
from tests.asking import Doors
from tests.convening import prepare
from tests.people import Partners, settle
from tests.sitting import NOW, Sitting, take

# No test is timed: how long an example takes, or making it up, is the machine's matter.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")

THOROUGH = (
    "assurance",
    "audit",
    "backup",
    "bench",
    "checkpoints",
    "cli",
    "db",
    "doors",
    "evidence",
    "exports",
    "identity",
    "live",
    "machine",
    "mail",
    "migrations",
    "pounding",
    "replay",
    "retention",
    "returns",
    "signing_in",
    "subject_access",
    "upgrades",
)
"""Folders whose tests start servers, hash passwords again and again, write and read whole documents, walk whole tables
or replay whole meetings: `make test` runs them."""


LONGEST = (
    "exports/test_any_text.py",
    "live/test_bounds.py",
    "pounding/test_every_operation.py",
    "live/test_following.py",
    "replay/test_scenarios.py",
    "backup/test_backup.py",
    "replay/test_command.py",
    "machine",
    "upgrades",
    "doors",
)
"""What takes longest begins first, so that nothing is waited for alone at the end."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pound", type=int, default=None, help="how many examples of each in tests/pounding")


PARTS = {"e2e": "e2e", "faults": "faults", "scale": "scale", **dict.fromkeys(THOROUGH, "thorough")}
"""What a folder's tests are all marked with."""


def part_of(path: Path) -> str | None:
    here = Path(__file__).parent
    return PARTS.get(path.relative_to(here).parts[0]) if path != here and path.is_relative_to(here) else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A folder whose mark `-m` leaves out is not even read."""
    part, wanted = part_of(collection_path), config.getoption("-m")
    return True if part and wanted and not eval(wanted, {each: each == part for each in PARTS.values()}) else None


def place_of(path: Path) -> int:
    """When it begins, among what is run by several workers."""
    here = path.relative_to(Path(__file__).parent) if path.is_relative_to(Path(__file__).parent) else path
    names = (here.as_posix(), here.parts[0])
    return next((place for place, name in enumerate(LONGEST) if name in names), len(LONGEST))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if part := part_of(item.path):
            item.add_marker(part)
    items.sort(key=lambda item: place_of(item.path))


def pytest_collection_finish() -> None:
    """What was imported and collected stays: looking through it for garbage took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@cache
def every_room_s_tables() -> None:
    for room in pkgutil.iter_modules(mas_hub.__path__):
        folder = Path(mas_hub.__path__[0]) / room.name
        if (folder / "models.py").is_file():
            importlib.import_module(f"mas_hub.{room.name}.models")


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    every_room_s_tables()
    path = tmp_path_factory.mktemp("empty") / "mas_hub.sqlite"
    db.Base.metadata.create_all(db.configure(f"sqlite:///{path}"))
    db.close()
    return path


@pytest.fixture
def database(_empty: Path, tmp_path: Path) -> Iterator[Path]:
    """An empty SQLite database with every table."""
    path = tmp_path / "mas_hub.sqlite"
    shutil.copy(_empty, path)
    db.configure(f"sqlite:///{path}")
    meeting_log.configure_key(tmp_path / "key")
    begin_chain()
    yield path
    db.close()


@pytest.fixture
def partners(database: Path) -> Partners:
    return settle()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, async_mode="threading", requests_per_second=0)


@pytest.fixture
def app(database: Path, settings: Settings) -> Flask:
    app = Flask("mas_hub", static_folder=None)
    web.init(app, settings)
    identity.init(app)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Sitting:
    """The databases of `tests.sitting`, made once."""
    every_room_s_tables()
    with clock.fixed(NOW):
        return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def on_the_day() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def planned(prepared: Sitting, on_the_day: None) -> Iterator[Sitting]:
    yield take(prepared, "planned")
    db.close()


@pytest.fixture
def opened(prepared: Sitting, on_the_day: None) -> Iterator[Sitting]:
    yield take(prepared, "opened")
    db.close()


@pytest.fixture
def closed(prepared: Sitting, on_the_day: None) -> Iterator[Sitting]:
    yield take(prepared, "closed")
    db.close()


@pytest.fixture(scope="session")
def whole_app(prepared: Sitting, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    data = tmp_path_factory.mktemp("whole_app")
    app = create_app(
        Settings(
            data=data,
            async_mode="threading",
            acts_per_second=0,
            calls_per_second=0,
            requests_per_second=0,
            public_url="https://hub.example.org",
        )
    )
    db.close()
    return app


@pytest.fixture
def doors(whole_app: Flask, prepared: Sitting, on_the_day: None) -> Iterator[Doors]:
    yield Doors(whole_app, prepared, take(prepared, "opened"))
    db.close()
