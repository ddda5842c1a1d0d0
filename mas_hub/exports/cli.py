"""What `mas-hub verify-export` says of a file."""

import click

from mas_hub import clock
from mas_hub.db import snapshot
from mas_hub.exports.actions import sha256
from mas_hub.exports.verifying import Known, files_within, find_known, known_of
from mas_hub.identity.models import Agency
from mas_hub.language import named


def say_whether_unaltered(name: str, content: bytes) -> bool:
    """Print it for the file and each file in a ZIP. Returns whether the file, or else everything in it, is ours."""
    whole = _known(sha256(content))
    click.echo(f"{name} {_sentence(whole)}")
    inside = list(files_within(content))
    found = {}
    for file, digest in inside:
        if digest is None:
            click.echo(f"  {file} is locked: unpack it with its passphrase to check it by itself.")
        else:
            found[file] = _known(digest)
            click.echo(f"  {file} {_sentence(found[file])}")
    return whole is not None or (len(found) == len(inside) > 0 and all(found.values()))


def _known(digest: str) -> Known | None:
    with snapshot() as session:
        row = find_known(session, digest)
    return None if row is None else known_of(row)


def _sentence(known: Known | None) -> str:
    if known is None:
        return "is not a file that was taken from here, or it was altered since."
    with snapshot() as session:
        agency = session.get(Agency, known.agency_id)
    whose = named(agency.name, "en") if agency else f"agency {known.agency_id}"
    taken = f"{known.taken_at.astimezone(clock.LOCAL):%d %B %Y, %H:%M}"
    if known.format == "bulk":
        return (
            f"is unaltered: {known.meetings} meetings from {known.first} to {known.last} for {whose} "
            f"({known.language}), taken on {taken}. Each file in it says whether there is a newer one."
        )
    copy = f"issue {known.issue}" if known.issue else f"an interim copy, as at entry {known.seq},"
    age = "It is the newest." if known.newest else "There is a newer one."
    return (
        f"is unaltered: {copy} of meeting {known.meeting_id} for {whose}, taken as {known.format} ({known.language}) "
        f"on {taken}. {age}"
    )
