"""Beginning to use a database's log: with its key, or with a new one while nothing was ever written."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from sqlalchemy import exists, inspect, select

from mas_hub import db
from mas_hub.audit.chaining import begin_chain
from mas_hub.audit.models import AuditLane
from mas_hub.config import Settings, SettingsError
from mas_hub.db.upgrading import First
from mas_hub.db.waiting import when_there
from mas_hub.meeting_log.chain import configure_key
from mas_hub.meeting_log.models import LogStream


def open_hub(settings: Settings) -> None:
    """For a command: the hub as it is, or a new one where there is nothing yet."""
    _use(settings)
    when_there(lambda: db.upgrade() if db.is_empty() else db.require_this_version(), longest_s=0.0)
    open_log(settings.key_path)
    begin_chain()


def open_hub_up_to_date(
    settings: Settings, *, first: First, meanwhile: Callable[[], AbstractContextManager[None]], longest_s: float
) -> None:
    """For whoever serves it: brought to this version, after what has to come `first`."""
    _use(settings)
    when_there(partial(db.upgrade, first=first), meanwhile=meanwhile, longest_s=longest_s)
    open_log(settings.key_path)
    begin_chain()


def make_private_folder(settings: Settings) -> None:
    """Make the data folder, for this user's eyes alone, as is whatever this process makes from now on."""
    os.umask(0o077)
    settings.data.mkdir(parents=True, exist_ok=True)


def _use(settings: Settings) -> None:
    make_private_folder(settings)
    db.configure(settings.url)


def open_log(key: Path) -> None:
    """Use the key file for the configured database. A new key is made only for a log in which nothing was written.

    Raises `SettingsError` when a used log's key is missing: under another key every entry would look forged.
    """
    if not key.exists() and _is_used():
        raise SettingsError(
            f"The key file {key} is missing, and this database was written with it. "
            "Put it back from where it was kept, or say where it is with MAS_HUB_KEY_FILE."
        )
    configure_key(key)


def _is_used() -> bool:
    chains = (LogStream.meeting_id, AuditLane.lane)
    found = inspect(db.engine())
    with db.snapshot() as session:
        return any(
            found.has_table(head.class_.__tablename__) and session.scalar(select(exists().where(head.is_not(None))))
            for head in chains
        )
