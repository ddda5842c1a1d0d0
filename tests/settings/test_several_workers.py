"""The settings that several workers need."""

import pytest

from mas_hub.config import SettingsError, settings_from
from mas_hub.live.bus import NoBus, RedisBus, bus_at


def test_one_worker_needs_none_of_them() -> None:
    settings = settings_from({})
    assert (settings.redis_url, settings.trusted_proxies, settings.database_pool) == ("", 0, 10)
    assert isinstance(bus_at(settings.redis_url), NoBus)


def test_they_are_read() -> None:
    settings = settings_from(
        {
            "MAS_HUB_REDIS_URL": "redis://127.0.0.1:6379/0",
            "MAS_HUB_TRUSTED_PROXIES": "2",
            "MAS_HUB_DATABASE_POOL": "4",
        }
    )
    assert (settings.trusted_proxies, settings.database_pool) == (2, 4)
    assert isinstance(bus_at(settings.redis_url), RedisBus)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAS_HUB_TRUSTED_PROXIES", "-1"),
        ("MAS_HUB_TRUSTED_PROXIES", "all"),
        ("MAS_HUB_DATABASE_POOL", "1"),
        ("MAS_HUB_REDIS_URL", "127.0.0.1:6379"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings_from({name: value})
