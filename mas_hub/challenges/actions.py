"""Challenging a process in a meeting, or after it, and sending the challenge to the partnership."""

import secrets
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.challenges.models import PartnershipChallenge, ProcessChallenge
from mas_hub.challenges.queries import challenge_view
from mas_hub.challenges.rules import RECEIVED, check_concerned, check_no_case, check_not_sent, month_of
from mas_hub.challenges.schemas import AmendProcessChallenge, RaiseProcessChallenge
from mas_hub.db.prepared import add_row
from mas_hub.db.versions import check_version, revise
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.meetings.acts import CLOSED, OPEN, act
from mas_hub.meetings.queries import get_meeting, list_invited_agencies, list_seats
from mas_hub.meetings.subjects import belongs_to, check_changeable, check_changes, get_row
from mas_hub.meetings.views import meeting_view, seat_view


@act(RaiseProcessChallenge, Can.CHALLENGE_PROCESS, states=OPEN | CLOSED)
def raise_process_challenge(session: Session, actor: MeetingActor, **said: Any) -> None:
    challenge = ProcessChallenge(**belongs_to(actor), **said, raised_at=clock.now())
    _check(session, actor, challenge)
    add_row(session, challenge)
    append(session, actor, "process_challenge_raised", challenge_view(challenge))


@act(AmendProcessChallenge, Can.CHALLENGE_PROCESS, states=OPEN | CLOSED)
def amend_process_challenge(session: Session, actor: MeetingActor, *, of: int, version: int, **changed: Any) -> None:
    """Until it is sent. Fields not given keep their value."""
    check_changes(changed)
    challenge = _changeable(session, actor, of, version)
    revise(challenge, changed)
    _check(session, actor, challenge)
    append(session, actor, "process_challenge_amended", challenge_view(challenge))


@act(OnVersion, Can.CHALLENGE_PROCESS, states=OPEN | CLOSED)
def withdraw_process_challenge(session: Session, actor: MeetingActor, *, of: int, version: int) -> None:
    """Until it is sent; why is nobody's business."""
    challenge = _changeable(session, actor, of, version)
    challenge.withdrawn = True
    challenge.version += 1
    append(session, actor, "process_challenge_withdrawn", challenge_view(challenge))


@act(OnVersion, Can.CHALLENGE_PROCESS, states=OPEN | CLOSED)
def send_process_challenge(session: Session, actor: MeetingActor, *, of: int, version: int) -> None:
    """To the partnership, as a copy that knows nothing of where it comes from. It cannot be called back."""
    challenge = _changeable(session, actor, of, version)
    _check(session, actor, challenge)  # seats may have been taken since
    copy = PartnershipChallenge(
        key=secrets.token_urlsafe(18),
        month=month_of(clock.today()),
        process=challenge.process,
        obstacle=challenge.obstacle,
        would_help=challenge.would_help,
        concerns=sorted(set(challenge.concerns)),
    )
    session.add(copy)
    session.flush()
    challenge.copy = copy.key
    challenge.sent_on, challenge.state = clock.today(), RECEIVED
    challenge.version += 1
    append(session, actor, "process_challenge_sent", challenge_view(challenge))


def _check(session: Session, actor: MeetingActor, challenge: ProcessChallenge) -> None:
    meeting = get_meeting(session, actor.meeting.id)
    case = meeting_view(session, meeting)["case"]
    check_no_case(
        {"obstacle": challenge.obstacle, "would_help": challenge.would_help},
        reference=case["reference"],
        initials=case["subject_initials"],
        names=[seat_view(session, seat)["name"] for seat in list_seats(session, meeting.id)],
    )
    check_concerned(challenge.concerns, list_invited_agencies(session, meeting.id))


def _changeable(session: Session, actor: MeetingActor, of: int, version: int) -> ProcessChallenge:
    challenge = get_row(session, actor, ProcessChallenge, of)
    check_changeable(actor, challenge)
    check_not_sent(sent=challenge.sent_on is not None)
    check_version(challenge, version, challenge_view)
    return challenge
