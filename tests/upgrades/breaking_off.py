"""`python -m tests.upgrades.breaking_off URL SEED TIMES`: upgrades of a filled database, killed at chance statements.

Each is a process of its own that ends by SIGKILL. Prints, as JSON, how many statements an upgrade has, where each was
killed, and what was not as before then.
"""

import json
import os
import random
import signal
import sys
from typing import Any

from sqlalchemy import Engine, event, inspect

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db
from mas_hub.db.schema import revision_of
from tests.upgrades.rows import Filler, Rows, every_row, written

BEGIN_AT = "0005"
COMMIT = 0
"""Stands for the moment before the commit."""


def upgrade_in_another_process(url: str, kill_at: int | None) -> int:
    """How it ended: the signal, negative, or its exit code. `kill_at`: the statement's number, or `COMMIT`."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)
    done = 0

    def after_a_statement(*_: Any) -> None:
        nonlocal done
        done += 1
        if done == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def before_the_commit(_: Any) -> None:
        if kill_at == COMMIT:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", after_a_statement)
    event.listen(Engine, "commit", before_the_commit)
    db.configure(url)
    db.upgrade()
    os._exit(0)


def how_it_is(url: str) -> tuple[str | None, Rows, list[str]]:
    db.configure(url)
    with db.engine().connect() as connection:
        left = [name for name in inspect(connection).get_table_names() if name.startswith("_alembic_tmp")]
        if connection.dialect.name == "sqlite":
            left += [said for (said,) in connection.exec_driver_sql("PRAGMA integrity_check") if said != "ok"]
        found = revision_of(connection), every_row(connection), left
    db.close()
    return found


def count_statements(url: str) -> int:
    """Of an upgrade that is then taken back."""
    counted = 0

    def count(*_: Any) -> None:
        nonlocal counted
        counted += 1

    class TakenBack(Exception): ...

    def take_back(_: Any) -> None:
        raise TakenBack

    engine = db.configure(url)
    event.listen(engine, "after_cursor_execute", count)
    event.listen(engine, "commit", take_back)
    try:
        db.upgrade()
    except TakenBack:
        return counted
    finally:
        db.close()
    raise AssertionError("nothing was to be upgraded")


def main(url: str, seed: str, times: str) -> None:
    db.configure(url)
    db.upgrade(BEGIN_AT)
    with written() as connection:
        Filler().fill(connection)
    db.close()
    before = how_it_is(url)
    statements = count_statements(url)
    chance = random.Random(int(seed))
    places = [*sorted(chance.sample(range(1, statements + 1), int(times) - 1)), COMMIT]
    wrong = []
    for place in places:
        ended = upgrade_in_another_process(url, place)
        if ended != -signal.SIGKILL:
            wrong.append(f"at {place}: ended with {ended}")
        if how_it_is(url) != before:
            wrong.append(f"at {place}: not as before")
    ended = upgrade_in_another_process(url, None)
    if ended:
        wrong.append(f"then: ended with {ended}")
    sys.stdout.write(
        json.dumps({"statements": statements, "places": places, "wrong": wrong, "after": how_it_is(url)[0]})
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
