"""`mas-hub subject-access`: for whoever runs the service, at its own machine."""

import os
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import db
from mas_hub.config import SettingsError, settings_from
from mas_hub.identity.models import Agency
from mas_hub.identity.queries import find_person_by_email
from mas_hub.language import LANGUAGES
from mas_hub.meeting_log.opening import open_hub
from mas_hub.retention.cli import case_said
from mas_hub.subject_access.actions import make
from mas_hub.subject_access.collecting import READ_FIRST
from mas_hub.subject_access.whose import About, Whose


@click.command("subject-access")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--case", "wanted", help="The case's reference or number.")
@click.option("--worker", "email", help="Instead of a case: the e-mail address of somebody who works here.")
@click.option("--agency", "code", help="The code of one agency, for its part alone; without it everything.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the labels.")
def subject_access(file: Path, wanted: str | None, email: str | None, code: str | None, language: str) -> None:
    """Write everything held about a case or a worker into FILE, a locked ZIP, for review before its release."""
    if (wanted is None) == (email is None):
        raise SettingsError("Say --case or --worker, one of the two.")
    open_hub(settings_from())
    case_id = case_said(wanted) if wanted else None
    if file.exists():
        raise FileExistsError(17, "there is a file of that name already", str(file))
    with db.snapshot() as session:
        about = About(case_id, _worker(session, email) if email else None)
        whose = Whose(_agency(session, code) if code else None)
        if code and case_id and not whose.meetings(session, about):
            raise SettingsError(
                f"{code.upper()} had no part in case {case_id}: it was invited to none of its meetings, and "
                "none of its people had a seat. Nothing is written."
            )
    taken = make(None, about, whose, language)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(taken.content)
    db.close()
    of = f"case {case_id}" if case_id else email
    click.echo(f"{taken.files} files about {of} are in {file}. Read {READ_FIRST} first: release nothing as it is.")
    click.echo(f"Passphrase, kept nowhere: {taken.passphrase}")


def _worker(session: Session, email: str) -> int:
    found = find_person_by_email(session, email)
    if found is None:
        raise SettingsError(f"Nobody here has the e-mail address {email}.")
    return found.id


def _agency(session: Session, code: str) -> int:
    found = session.scalars(select(Agency.id).where(Agency.code == code.upper(), Agency.active)).first()
    if found is None:
        raise SettingsError(f"There is no agency with the code {code}.")
    return found
