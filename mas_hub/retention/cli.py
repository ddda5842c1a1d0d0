"""`mas-hub purge`: for whoever runs the service, at its own machine."""

from pathlib import Path

import click
from sqlalchemy import select

from mas_hub import db
from mas_hub.cases.models import Case
from mas_hub.cases.queries import case_ids_with
from mas_hub.config import SettingsError, settings_from
from mas_hub.meeting_log.opening import open_hub
from mas_hub.retention.listed import FILE, keep_list
from mas_hub.retention.purging import purge_by_operator
from mas_hub.retention.queries import KeptCase, get_kept, list_kept
from mas_hub.retention.rules import DUE, HELD


@click.command("purge")
@click.option("--due", is_flag=True, help="List the cases that are due to be deleted, and delete nothing.")
@click.option("--case", "wanted", help="The reference or the number of one case that is due.")
@click.option("--confirm", is_flag=True, help="Delete that case. It cannot be undone.")
@click.option("--list", "list_to", type=click.Path(dir_okay=False, path_type=Path), help="Write what was deleted here.")
def purge(due: bool, wanted: str | None, confirm: bool, list_to: Path | None) -> None:
    """Delete a case at the end of its time, or say which are due. In the pages it takes two people."""
    if not (due or wanted or list_to):
        raise SettingsError("Say --due, --case with --confirm, or --list FILE.")
    settings = settings_from()
    open_hub(settings)
    if due:
        _say_due()
    if wanted:
        case_id = case_said(wanted)
        _check_due(case_id)
        if not confirm:
            raise SettingsError(f"Case {case_id} would be deleted. Say --confirm as well; it cannot be undone.")
        with db.transaction() as session:
            stubs = purge_by_operator(session, case_id)
        click.echo(f"Case {case_id} is deleted, with {len(stubs)} of its meetings. Backups made before still hold it.")
    keep_list(settings.data / FILE)
    if list_to is not None:
        keep_list(list_to)
        list_to.touch(0o600)  # where nothing was deleted yet it is empty, and can be named all the same
        click.echo(f"What was deleted is listed in {list_to}. Keep it where backups are.")
    db.close()


def _check_due(case_id: int) -> None:
    """Raise `SettingsError`, saying until when or why it is kept, unless the case is due."""
    with db.snapshot() as session:
        kept = get_kept(session, case_id)
    if kept.state == DUE:
        return
    if kept.state == HELD:
        why = "is on hold. Lift the hold first, if its reason is over"
    elif kept.due_on is not None:
        why = f"is not due before {kept.due_on:%d/%m/%Y}"
    elif not kept.meetings:
        why = "has no meeting, and nothing is known of when it was opened, so it is never due"
    else:
        meetings = ", ".join(str(meeting.id) for meeting in kept.meetings if meeting.ended is None)
        why = f"is in use: still to come, open or without a day is meeting {meetings}"
    raise SettingsError(f"Case {case_id} {why}. Nothing is deleted.")


def _say_due() -> None:
    with db.snapshot() as session:
        found = [(kept, session.get_one(Case, kept.id).reference) for kept in list_kept(session) if kept.state == DUE]
    for kept, reference in found:
        click.echo(_line(kept, reference))
    if not found:
        click.echo("No case is due to be deleted.")


def _line(kept: KeptCase, reference: str) -> str:
    waiting = f"; {kept.unrecorded} agencies have not recorded" if kept.unrecorded else ""
    return f"case {kept.id}, {reference}: due since {kept.due_on}, last on {kept.last_on}{waiting}"


def case_said(wanted: str) -> int:
    """The case with this reference or number. Raises `SettingsError` when there is none, or several."""
    with db.snapshot() as session:
        found = case_ids_with(session, wanted)
        if not found and wanted.isascii() and wanted.isdigit():
            found = session.scalars(select(Case.id).where(Case.id == int(wanted), Case.purged_at.is_(None))).all()
    if len(found) != 1:
        several = f"Several cases have this reference: say the number, one of {', '.join(map(str, found))}."
        raise SettingsError(several if found else f"There is no case {wanted}.")
    return found[0]
