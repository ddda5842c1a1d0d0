from collections.abc import Iterator
from pathlib import Path

import pytest

from mas_hub import clock
from mas_hub.config import Settings
from tests.signing_in.passkeys.an_authenticator import ORIGIN
from tests.signing_in.passkeys.in_a_browser import NOON


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.fixed(NOON):
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, async_mode="threading", public_url=ORIGIN)
