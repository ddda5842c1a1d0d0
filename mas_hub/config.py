"""Settings, read once from the environment, typed and checked at start."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from mas_hub.monitoring import logs


class SettingsError(Exception):
    """A setting that cannot be used; the message says which and what to do."""


@dataclass(frozen=True)
class Smtp:
    """The server that takes e-mail. Links in messages begin with `public_url`.

    `security`: `starttls`, `tls` (from the first byte) or `none`.
    """

    host: str
    sender: str
    public_url: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Settings:
    """`data` holds the SQLite file and the key; `production` refuses what is only fit for one's own machine.

    `owner_url` is the same database, as the role that owns its tables: for `mas-hub database upgrade` alone.
    `database_pool` is the most connections to PostgreSQL that a worker holds; `redis_url` is set when there are several
    workers; `trusted_proxies` is how many proxies of the operator's own stand before a worker and say for whom.

    What one person may do, for each worker: `acts_per_second` and `calls_per_second` (connecting, joining and so on),
    three seconds' worth of which may come at once; `sockets_per_person`. 0 is no limit.

    `public_url` is where people reach the service; nothing that a request says of itself stands in for it.

    A sign-in ends after `idle_minutes` in which nothing was done, and after `session_hours` in any case.
    """

    data: Path = field(default_factory=lambda: Path("data"))
    database_url: str = ""
    owner_url: str = field(default="", repr=False)
    key_file: Path | None = None
    async_mode: str = "eventlet"
    production: bool = False
    demo: bool = False
    now: datetime | None = None
    log_level: str = "INFO"
    log_form: logs.Form = "text"
    metrics_token: str = field(default="", repr=False)
    database_pool: int = 10
    redis_url: str = ""
    trusted_proxies: int = 0
    acts_per_second: int = 10
    calls_per_second: int = 5
    requests_per_second: int = 100
    sockets_per_person: int = 12
    public_url: str = ""
    smtp: Smtp | None = None
    idle_minutes: int = 30
    session_hours: int = 12
    backup_recipient: str = ""
    checkpoints: Path | None = None
    checkpoint_key_file: Path | None = None
    backup_passphrase: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.data.resolve() / 'mas_hub.sqlite'}"

    @property
    def key_path(self) -> Path:
        return self.key_file or self.data / "key"

    @property
    def checkpoint_key_path(self) -> Path:
        return self.checkpoint_key_file or self.key_path.with_name("checkpoint-key")

    @property
    def secure_cookies(self) -> bool:
        return self.production


ASYNC_MODES = ("eventlet", "gevent", "threading")
SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}
SHORTEST_TOKEN = 24
AN_ADDRESS = "https://hub.example.org"
ON_THIS_MACHINE = (None, "", "localhost", "127.0.0.1", "::1")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def settings_from(environment: Mapping[str, str] | None = None) -> Settings:
    """Read `MAS_HUB_*`; raise `SettingsError` naming the variable that is wrong."""
    env = os.environ if environment is None else environment
    settings = Settings(
        data=Path(env.get("MAS_HUB_DATA", "data")),
        database_url=env.get("MAS_HUB_DATABASE_URL", ""),
        owner_url=env.get("MAS_HUB_DATABASE_OWNER_URL", ""),
        key_file=_path(env, "MAS_HUB_KEY_FILE"),
        async_mode=env.get("MAS_HUB_ASYNC_MODE", "eventlet"),
        production=_flag(env, "MAS_HUB_PRODUCTION"),
        demo=_flag(env, "MAS_HUB_DEMO"),
        now=_moment(env, "MAS_HUB_NOW"),
        log_level=env.get("MAS_HUB_LOG_LEVEL", "INFO").upper(),
        log_form=_log_form(env),
        metrics_token=env.get("MAS_HUB_METRICS_TOKEN", ""),
        database_pool=_number(env, "MAS_HUB_DATABASE_POOL", 10, least=2),
        redis_url=env.get("MAS_HUB_REDIS_URL", ""),
        trusted_proxies=_number(env, "MAS_HUB_TRUSTED_PROXIES", 0, least=0),
        acts_per_second=_number(env, "MAS_HUB_ACTS_PER_SECOND", 10, least=0),
        calls_per_second=_number(env, "MAS_HUB_CALLS_PER_SECOND", 5, least=0),
        requests_per_second=_number(env, "MAS_HUB_REQUESTS_PER_SECOND", 100, least=0),
        sockets_per_person=_number(env, "MAS_HUB_SOCKETS_PER_PERSON", 12, least=0),
        public_url=_public_url(env),
        smtp=_smtp(env),
        idle_minutes=_number(env, "MAS_HUB_IDLE_MINUTES", 30, least=5),
        session_hours=_number(env, "MAS_HUB_SESSION_HOURS", 12, least=1),
        backup_recipient=env.get("MAS_HUB_BACKUP_RECIPIENT", "").strip(),
        checkpoints=_path(env, "MAS_HUB_CHECKPOINTS"),
        checkpoint_key_file=_path(env, "MAS_HUB_CHECKPOINT_KEY_FILE"),
        backup_passphrase=env.get("MAS_HUB_BACKUP_PASSPHRASE", ""),
    )
    _refuse_unusable(settings)
    _refuse_unsafe(settings)
    return settings


def _refuse_unusable(settings: Settings) -> None:
    if settings.async_mode not in ASYNC_MODES:
        raise SettingsError(f"MAS_HUB_ASYNC_MODE must be one of {', '.join(ASYNC_MODES)}.")
    if settings.log_level not in LOG_LEVELS:
        raise SettingsError(f"MAS_HUB_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}.")
    if settings.production and settings.now is not None:
        raise SettingsError("MAS_HUB_NOW fixes the clock for tests and is refused in production. Unset it.")
    if settings.production and settings.demo:
        raise SettingsError("The demo's accounts are refused in production. Unset MAS_HUB_DEMO.")
    if settings.production and settings.public_url and not settings.public_url.startswith("https://"):
        raise SettingsError("MAS_HUB_PUBLIC_URL must begin with https:// in production.")
    if settings.production and settings.smtp is not None:
        _check_smtp_in_production(settings.smtp)
    if settings.database_url and not _is_database(settings.database_url):
        raise SettingsError(
            "MAS_HUB_DATABASE_URL must be like postgresql://role:password@host/database, or sqlite:///."
        )
    if settings.owner_url and not (settings.database_url and _is_database(settings.owner_url)):
        raise SettingsError(
            "MAS_HUB_DATABASE_OWNER_URL is the same database as MAS_HUB_DATABASE_URL, as the role that owns its tables."
        )
    if settings.redis_url and not settings.redis_url.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("MAS_HUB_REDIS_URL must begin with redis://, rediss:// or unix://.")


def _refuse_unsafe(settings: Settings) -> None:
    """What is only fit for one's own machine is refused in production, and a token that could be guessed anywhere."""
    if settings.metrics_token and len(settings.metrics_token) < SHORTEST_TOKEN:
        raise SettingsError(f"MAS_HUB_METRICS_TOKEN must have {SHORTEST_TOKEN} characters or more.")
    if not settings.production:
        return
    if settings.async_mode == "threading":
        raise SettingsError("MAS_HUB_ASYNC_MODE=threading is a development server and is refused in production.")
    for key in (settings.key_path, settings.checkpoint_key_path):
        if key.exists() and key.stat().st_mode & 0o077:
            raise SettingsError(f"Others can read the key {key}. Run: chmod 600 {key}")
    url = make_url(settings.url)
    if not _is_here(url) and "sslmode" not in url.query:
        raise SettingsError(
            "MAS_HUB_DATABASE_URL names a server on a network and not how the way to it is protected. Add "
            "?sslmode=verify-full, or sslmode=disable where the network is nobody else's."
        )


def _is_here(url: URL) -> bool:
    """Whether every host of `url` is this machine.

    A host may also stand after the question mark, where it counts instead of the other, and may be a socket's folder.
    """
    said = [each for name in ("host", "hostaddr") for each in url.normalized_query.get(name, ())]
    hosts = [url.host, *(host for each in said for host in each.split(","))]
    return all(host in ON_THIS_MACHINE or str(host).startswith("/") for host in hosts)


def _log_form(env: Mapping[str, str]) -> logs.Form:
    said = env.get("MAS_HUB_LOG_FORM", "") or ("json" if _flag(env, "MAS_HUB_PRODUCTION") else "text")
    for form in logs.FORMS:
        if said == form:
            return form
    raise SettingsError(f"MAS_HUB_LOG_FORM must be one of {', '.join(logs.FORMS)}.")


def _smtp(env: Mapping[str, str]) -> Smtp | None:
    """The server for e-mail, or None: then none is sent."""
    host = env.get("MAS_HUB_SMTP_HOST", "").strip()
    if not host:
        return None
    security = env.get("MAS_HUB_SMTP_SECURITY", "").strip() or "starttls"
    if security not in SMTP_PORTS:
        raise SettingsError(f"MAS_HUB_SMTP_SECURITY must be one of {', '.join(SMTP_PORTS)}.")
    sender = env.get("MAS_HUB_SMTP_FROM", "").strip()
    if not re.fullmatch(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+", sender):
        raise SettingsError("MAS_HUB_SMTP_FROM must be the plain address that e-mail comes from.")
    url = _public_url(env)
    if not url:
        raise SettingsError(f"MAS_HUB_PUBLIC_URL must be the service's address, such as {AN_ADDRESS}.")
    return Smtp(
        host,
        sender,
        url,
        port=_number(env, "MAS_HUB_SMTP_PORT", SMTP_PORTS[security], least=1),
        security=security,
        user=env.get("MAS_HUB_SMTP_USER", ""),
        password=env.get("MAS_HUB_SMTP_PASSWORD", ""),
    )


def _public_url(env: Mapping[str, str]) -> str:
    """Where people reach the service, or empty: then there are no passkeys, and no links in messages."""
    url = env.get("MAS_HUB_PUBLIC_URL", "").strip().rstrip("/")
    if url and not re.fullmatch(r"https?://[^\s/@?#]+", url):
        raise SettingsError(f"MAS_HUB_PUBLIC_URL must be the service's address, such as {AN_ADDRESS}.")
    return url


def _check_smtp_in_production(smtp: Smtp) -> None:
    """A link in a message may let somebody in, so it travels encrypted (and leads to an encrypted page)."""
    if smtp.security == "none" and smtp.host not in ("localhost", "127.0.0.1", "::1"):
        raise SettingsError("MAS_HUB_SMTP_SECURITY=none is refused in production but for a server on this machine.")


def _is_database(url: str) -> bool:
    try:
        return make_url(url).get_backend_name() in ("sqlite", "postgresql", "postgres")
    except (ArgumentError, ValueError):
        return False


def _number(env: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    value = env.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise SettingsError(f"{name} must be a whole number of {least} or more.")
    return int(value)


def _path(env: Mapping[str, str], name: str) -> Path | None:
    said = env.get(name, "")
    return Path(said) if said else None


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip().lower()
    if value in ("", "0", "no", "false"):
        return False
    if value in ("1", "yes", "true"):
        return True
    raise SettingsError(f"{name} must be 1 or 0.")


def _moment(env: Mapping[str, str], name: str) -> datetime | None:
    value = env.get(name, "")
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None  # said below, with the missing time zone
    if moment is None or moment.tzinfo is None:
        raise SettingsError(f"{name} must be an ISO time with its offset, such as 2026-09-21T13:30:00+01:00.")
    return moment
