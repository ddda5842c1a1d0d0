"""Erasing what the audit may no longer keep, while its chains stay whole."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.audit.chaining import EMPTY
from mas_hub.audit.models import AuditRow
from mas_hub.db import after_commit, forget_erased_pages, table_of

_rows = table_of(AuditRow)


def erase_rows(session: Session, actor: Actor | None, row_ids: Sequence[int]) -> None:
    """Empty these rows of whom and what they were about: that there was one, when and of which kind stays.

    A new row, `audit_erased`, names them, without which an emptied one is a fault.
    """
    chosen = (_rows.c.id.in_(row_ids), _rows.c.salt.is_not(None))
    numbers: dict[int, list[int]] = {}
    for lane, seq in session.execute(select(_rows.c.lane, _rows.c.seq).where(*chosen).order_by(_rows.c.id)):
        numbers.setdefault(lane, []).append(seq)
    session.execute(update(_rows).where(*chosen).values(**EMPTY, salt=None))
    after_commit(session, "forget_erased_pages", forget_erased_pages)
    for lane, seqs in numbers.items():
        record(session, actor, "audit_erased", of_lane=lane, seqs=seqs)
