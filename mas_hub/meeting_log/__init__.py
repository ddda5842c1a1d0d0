"""The append-only record of what happened in meetings. Its tables are this room's alone."""

from mas_hub.meeting_log.chain import configure_key, keyed
from mas_hub.meeting_log.entries import Entry, View
from mas_hub.meeting_log.erasing import erase
from mas_hub.meeting_log.opening import open_log
from mas_hub.meeting_log.purging import Stub, count_entries, find_stub, list_stubs, purge, stub_mac
from mas_hub.meeting_log.reading import (
    activity,
    entries_after,
    entries_done,
    every_head,
    fold,
    hashes_at,
    heads_of,
    last_hashes,
    last_written,
    lost_ends,
)
from mas_hub.meeting_log.verifying import Fault, verify
from mas_hub.meeting_log.writing import append, append_privately, appended, on_appended, open_stream, remember_act

__all__ = [
    "Entry",
    "Fault",
    "Stub",
    "View",
    "activity",
    "append",
    "append_privately",
    "appended",
    "configure_key",
    "count_entries",
    "entries_after",
    "entries_done",
    "erase",
    "every_head",
    "find_stub",
    "fold",
    "hashes_at",
    "heads_of",
    "keyed",
    "last_hashes",
    "last_written",
    "list_stubs",
    "lost_ends",
    "on_appended",
    "open_log",
    "open_stream",
    "purge",
    "remember_act",
    "stub_mac",
    "verify",
]
