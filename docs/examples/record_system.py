"""A small client for an agency's record system. It needs Python 3.11 and nothing else.

    export MAS_HUB_URL=https://hub.example.org
    export MAS_HUB_TOKEN=mas_hub_...            the token that your agency's recorder made
    python record_system.py fetch decisions/    what is new, a JSON file an issue, and the cursor to go on from
    python record_system.py receipt 7 --reference POL/26/00812 --on 2026-09-22
    python record_system.py receipt 7 --why-not "No file is open for this person."

`fetch` may be run as often as wanted, for example every five minutes. It prints the meeting and the path of each file
that it wrote. A file is there whole or not at all, and the cursor is moved on only once the files before it are there:
whatever breaks off, the next run fetches it again.
"""

import argparse
import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path
from typing import Any

ATTEMPTS = 5
TOO_MANY, UNAVAILABLE = 429, (502, 503, 504)


class Refused(Exception):
    """What the hub said, in words for people."""


def ask(path: str, body: object = None) -> Any:
    """The hub's answer. When it is busy or cannot be reached, asked again after a while, a few times."""
    request = urllib.request.Request(
        os.environ["MAS_HUB_URL"].rstrip("/") + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {os.environ['MAS_HUB_TOKEN']}", "Content-Type": "application/json"},
    )
    for attempt in range(1, ATTEMPTS + 1):
        wait = 2.0**attempt
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == TOO_MANY:
                wait = float(error.headers.get("Retry-After", wait))
            elif error.code not in UNAVAILABLE:
                raise Refused(in_words(error)) from None
        except OSError:
            pass  # not reached: no network, or the hub is starting
        if attempt < ATTEMPTS:
            time.sleep(wait)
    raise Refused("The hub cannot be reached. Nothing is lost: run this again later.")


def in_words(error: urllib.error.HTTPError) -> str:
    try:
        said = json.load(error)
        return " ".join([said["message"], *(f"{name}: {what}" for name, what in said["fields"].items())])
    except (ValueError, KeyError):
        return f"The hub answered {error.code}."


def fetch(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "cursor"
    cursor, more = int(kept.read_text()) if kept.exists() else 0, True
    while more:
        answer = ask(f"/api/record-system/decisions?after={cursor}")
        for issue in answer["issues"]:
            print(issue["meeting_id"], keep(folder, issue))
        cursor, more = answer["cursor"], answer["more"]
        write(kept, str(cursor).encode())


def keep(folder: Path, issue: dict[str, Any]) -> Path:
    """The document as the file whose digest the hub knows: it can be checked there later ("Check a file")."""
    content = (json.dumps(issue["document"], ensure_ascii=False, indent=2) + "\n").encode()
    if hashlib.sha256(content).hexdigest() != issue["sha256"]:
        raise Refused("A document did not arrive as it was sent. Nothing of it was kept: run this again.")
    path = folder / f"meeting-{issue['meeting_id']}-issue-{issue['issue']}.json"
    write(path, content)
    return path


def write(path: Path, content: bytes) -> None:
    """On the disk and whole before it has its name."""
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def receipt(meeting_id: int, reference: str, on: str, why_not: str) -> None:
    said = {"recorded": False, "why_not": why_not} if why_not else {
        "recorded": True, "reference": reference, "recorded_on": on,
    }  # fmt: skip
    given = ask(f"/api/record-system/meetings/{meeting_id}/receipt", said)["receipt"]
    print(f"meeting {meeting_id}: {given['reference'] if given['recorded'] else given['why_not']}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Fetch what there is to record, and say where it was recorded.")
    commands = parser.add_subparsers(dest="command", required=True)
    fetching = commands.add_parser("fetch", help="write what is new into a folder")
    fetching.add_argument("folder", type=Path)
    telling = commands.add_parser("receipt", help="say that a meeting's decisions are recorded, or why not")
    telling.add_argument("meeting", type=int)
    telling.add_argument("--reference", default="", help="under which reference of your own")
    telling.add_argument("--on", default=date.today().isoformat(), help="on which day, YYYY-MM-DD; today if not given")
    telling.add_argument("--why-not", default="", help="why it is not recorded; nothing about the case")
    asked = parser.parse_args()
    try:
        if asked.command == "fetch":
            fetch(asked.folder)
        else:
            receipt(asked.meeting, asked.reference, asked.on, asked.why_not)
    except Refused as refused:
        sys.exit(str(refused))


if __name__ == "__main__":
    main()
