import pytest

from mas_hub.config import SettingsError, settings_from

ON = {
    "MAS_HUB_SMTP_HOST": "mail.example",
    "MAS_HUB_SMTP_FROM": "hub@example.org",
    "MAS_HUB_PUBLIC_URL": "https://hub.example.org/",
}


def test_email_is_off_until_a_server_is_named() -> None:
    assert settings_from({}).smtp is None


@pytest.mark.parametrize(("security", "port"), [("", 587), ("starttls", 587), ("tls", 465), ("none", 25)])
def test_port_follows_the_security(security: str, port: int) -> None:
    smtp = settings_from({**ON, "MAS_HUB_SMTP_SECURITY": security}).smtp
    assert smtp is not None
    assert (smtp.port, smtp.public_url) == (port, "https://hub.example.org")


def test_password_is_not_shown() -> None:
    smtp = settings_from({**ON, "MAS_HUB_SMTP_USER": "hub", "MAS_HUB_SMTP_PASSWORD": "hush"}).smtp
    assert smtp is not None
    assert (smtp.user, smtp.password) == ("hub", "hush")
    assert "hush" not in repr(smtp)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"MAS_HUB_SMTP_FROM": ""}, "MAS_HUB_SMTP_FROM"),
        ({"MAS_HUB_SMTP_FROM": "hub@a.example\nBcc: b@c.example"}, "MAS_HUB_SMTP_FROM"),
        ({"MAS_HUB_PUBLIC_URL": ""}, "MAS_HUB_PUBLIC_URL"),
        ({"MAS_HUB_PUBLIC_URL": "hub.example.org"}, "MAS_HUB_PUBLIC_URL"),
        ({"MAS_HUB_SMTP_SECURITY": "maybe"}, "MAS_HUB_SMTP_SECURITY"),
        ({"MAS_HUB_SMTP_PORT": "x"}, "MAS_HUB_SMTP_PORT"),
        ({"MAS_HUB_PRODUCTION": "1", "MAS_HUB_SMTP_SECURITY": "none"}, "MAS_HUB_SMTP_SECURITY"),
        ({"MAS_HUB_PRODUCTION": "1", "MAS_HUB_PUBLIC_URL": "http://hub.example.org"}, "MAS_HUB_PUBLIC_URL"),
    ],
)
def test_wrong_setting_is_named(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        settings_from({**ON, **wrong})
