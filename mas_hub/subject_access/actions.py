"""Making the answer: the operator everything or a part, an agency's data protection officer its own part."""

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.blocking import run_blocking
from mas_hub.db import snapshot, transaction
from mas_hub.errors import NotFound, Unavailable
from mas_hub.exports import bundle
from mas_hub.exports.actions import alone, sha256
from mas_hub.identity.proof import require_second_factor
from mas_hub.identity.queries import as_they_are_now
from mas_hub.subject_access.collecting import answer_about
from mas_hub.subject_access.queries import MADE, Json, answer_view, find_asked
from mas_hub.subject_access.rules import check_request
from mas_hub.subject_access.whose import About, Whose


@dataclass(frozen=True)
class Taken:
    content: bytes
    passphrase: str
    files: int

    @property
    def file_name(self) -> str:
        """It says nothing of whom it is about."""
        return f"subject-access-{clock.today().isoformat()}.zip"


def look_up(actor: Actor, *, about: str, named: str, ground: str, request: str) -> list[Json]:
    """What an answer would hold, for who may make it. That they looked stands in the audit, found or not."""
    with transaction() as session:
        _may_ask(session, actor, request)
        asked = find_asked(session, actor.agency_id, about, named)
        record(
            session, actor, "subject_access_looked_up", about=about, found=len(asked), ground=ground, request=request
        )
    with snapshot() as session:
        return [answer_view(session, each, Whose(actor.agency_id)) for each in asked]


def make_own(actor: Actor, *, about: str, named: str, id: int, ground: str, request: str, language: str) -> Taken:
    """The actor's agency's part, of what was found under the same words."""
    with snapshot() as session:
        _may_ask(session, actor, request)
        asked = [
            each for each in find_asked(session, actor.agency_id, about, named) if id in (each.case_id, each.person_id)
        ]
    if not asked:
        raise NotFound
    return make(actor, asked[0], Whose(actor.agency_id), language, ground=ground, request=request)


def make(
    actor: Actor | None,
    about: About,
    whose: Whose,
    language: str,
    *,
    ground: str | None = None,
    request: str | None = None,
) -> Taken:
    """A locked ZIP. The audit has its SHA-256 before the first byte is anywhere, and each meeting of a case that it was
    taken: every agency there sees it. `actor` None: the operator."""
    with snapshot() as session:
        answer = answer_about(session, about, whose, language)
    passphrase = bundle.new_passphrase()
    with alone():
        content = run_blocking(bundle.pack, answer.files, clock.now(), passphrase)
    try:
        with transaction() as session:
            if actor is not None:
                now = as_they_are_now(session, actor)
                require(now, Can.ANSWER_SUBJECT_ACCESS)
                if now.agency_id != actor.agency_id:
                    raise NotFound
            record(
                session, actor, MADE, sha256=sha256(content), case_id=about.case_id, about_worker=about.person_id,
                of_agency=whose.agency_id, ground=ground, request=request,
            )  # fmt: skip
            for meeting_id in answer.meetings if about.case_id is not None else ():
                record(session, actor, "subject_access_taken", meeting_id=meeting_id, of_agency=whose.agency_id)
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None
    return Taken(content, passphrase, len(answer.files))


def _may_ask(session: Session, actor: Actor, request: str) -> None:
    require(actor, Can.ANSWER_SUBJECT_ACCESS)
    check_request(request)
    require_second_factor(session, actor)
