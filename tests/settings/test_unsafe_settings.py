"""Settings that are only fit for one's own machine are refused in production, in a sentence that says what to do."""

from pathlib import Path

import pytest

from mas_hub.config import SettingsError, settings_from


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ({"MAS_HUB_ASYNC_MODE": "threading"}, "development server"),
        ({"MAS_HUB_DATABASE_URL": "postgresql://a:b@db.example/hub"}, "sslmode=verify-full"),
        ({"MAS_HUB_DATABASE_URL": "postgresql://a:b@localhost/hub?host=db.example"}, "sslmode=verify-full"),
        ({"MAS_HUB_DATABASE_URL": "postgresql:///hub?host=localhost,db.example"}, "sslmode=verify-full"),
        ({"MAS_HUB_DATABASE_URL": "postgresql:///hub?hostaddr=192.0.2.7"}, "sslmode=verify-full"),
        ({"MAS_HUB_METRICS_TOKEN": "short"}, "24 characters"),
        ({"MAS_HUB_LOG_FORM": "xml"}, "one of text, json"),
    ],
)
def test_what_is_unsafe_is_refused_in_production(tmp_path: Path, said: dict[str, str], about: str) -> None:
    with pytest.raises(SettingsError, match=about):
        settings_from({"MAS_HUB_PRODUCTION": "1", "MAS_HUB_DATA": str(tmp_path), **said})


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://a:b@db.example/hub?sslmode=verify-full",
        "postgresql://a:b@postgres/hub?sslmode=disable",
        "postgresql://a:b@127.0.0.1/hub",
        "postgresql:///hub",
        "postgresql:///hub?host=/run/postgresql",
    ],
)
def test_a_database_is_here_or_says_how_it_is_reached(tmp_path: Path, url: str) -> None:
    said = {"MAS_HUB_PRODUCTION": "1", "MAS_HUB_DATA": str(tmp_path), "MAS_HUB_DATABASE_URL": url}
    assert settings_from(said).log_form == "json"


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("0" * 64)
    key.chmod(0o640)
    with pytest.raises(SettingsError, match="chmod 600"):
        settings_from({"MAS_HUB_PRODUCTION": "1", "MAS_HUB_DATA": str(tmp_path)})
    key.chmod(0o600)
    settings_from({"MAS_HUB_PRODUCTION": "1", "MAS_HUB_DATA": str(tmp_path)})
