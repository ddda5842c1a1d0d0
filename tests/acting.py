"""Every act once, ready to be done in a prepared meeting of `tests.sitting`. `tests.who_may` says by whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from mas_hub import clock
from mas_hub.chronology.models import ChronologyEvent
from mas_hub.db import transaction
from mas_hub.learning.actions import add_point, put_learning
from mas_hub.learning.models import ChosenLearning
from mas_hub.meeting_log import View
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.meetings.queries import get_meeting
from mas_hub.meetings.subjects import belongs_to
from mas_hub.network.models import Involvement
from tests.sitting import GROUND_RULES, NOW, PREPARED, SMART, Sitting


@dataclass(frozen=True)
class Example:
    """`data` is what the act takes when the meeting has just been prepared; `kinds` what it then appends."""

    data: Callable[[Sitting], Mapping[str, Any]]
    kinds: tuple[str, ...]
    on: str = ""
    """The thing on the board that it changes; such an act says which version it was made on."""
    stage: str = "opened"
    """The prepared meeting in which it is done."""
    before: tuple[str, str] | None = None
    """Who does which other act first."""

    def begin(self, sitting: Sitting) -> Sitting:
        """The meeting in which the act can be done."""
        if self.before:
            who, act = self.before
            sitting.do(who, act, **EXAMPLES[act].data(sitting))
        return sitting


def nothing(_: Sitting) -> Mapping[str, Any]:
    return {}


def in_a_round(sitting: Sitting) -> Mapping[str, Any]:
    """With positions hidden, so that they can be revealed."""
    if not any(view["state"] == "hidden" for view in sitting.views("position_round")):
        sitting.do("amara", "hide_positions")
    return {}


def seat_of(sitting: Sitting, who: str) -> View:
    return next(seat for seat in sitting.views("seat") if seat["person_id"] == sitting.people[who])


def chair_long_gone(sitting: Sitting) -> Mapping[str, Any]:
    """As the feed would have noted it."""
    with transaction() as session:
        get_meeting(session, sitting.meeting_id).chair_away_since = NOW - timedelta(minutes=5)
    return {}


def with_a_hand(sitting: Sitting) -> Mapping[str, Any]:
    """Beth's hand, up."""
    up = [view["id"] for view in sitting.views("hand") if view["state"] == "up"]
    return {"of": up[0] if up else sitting.do("beth", "raise_hand")[0].subject["id"]}


def with_a_point(sitting: Sitting, **data: Any) -> Mapping[str, Any]:
    """What Beth told Amara in private, as the two see it."""
    seen = [view for view in sitting.seen_by("amara", "private_point") if "text" in view]
    if not seen:
        seen = [sitting.do("beth", "raise_private_point", text="He shouts at her.", sharing="unnamed")[0].subject]
    return {"of": seen[0]["id"], "version": seen[0]["version"], **data}


def of_thing(sitting: Sitting, key: str) -> dict[str, Any]:
    kind, number = sitting.things[key]
    return {"type": kind, "id": number}


def with_a_citation(sitting: Sitting) -> Mapping[str, Any]:
    """What social care cites beside its concern."""
    there = sitting.views("citation")
    if not there:
        said = {"title": "Made-up study of neglect", "link": "https://x.example/1"}
        there = [sitting.do("beth", "cite_source", beside=of_thing(sitting, "concern"), **said)[0].subject]
    return {"of": there[0]["id"], "version": there[0]["version"]}


def with_a_requirement(sitting: Sitting, **data: Any) -> Mapping[str, Any]:
    """What social care's law asks, on the board."""
    there = sitting.views("requirement")
    if not there:
        said: dict[str, Any] = {"kind": "visit", "what": "Protection visit.", "every": 2, "child": "alone"}
        there = [sitting.do("beth", "add_requirement", **said)[0].subject]
    return {"of": there[0]["id"], "version": there[0]["version"], **data}


def with_an_involvement(sitting: Sitting, **data: Any) -> Mapping[str, Any]:
    """Who of social care is involved, on the board."""
    there = sitting.views("involvement")
    if not there:
        there = [
            sitting.do("beth", "add_involvement", people="Social worker", does="Visits every second week.")[0].subject
        ]
    return {"of": there[0]["id"], "version": there[0]["version"], **data}


def with_learning(sitting: Sitting) -> Mapping[str, Any]:
    """A learning point on the board, as if it had been chosen when the meeting was planned."""
    if not sitting.views("learning_point"):
        with transaction() as session:
            chair = sitting.entering(session, "amara")
            said = {"title": {"en": "Ask who lives there", "cy": None}, "text": {"en": "Nobody had.", "cy": None}}
            review = {"review": "Child H", "publisher": "Partnership", "year": 2025, "link": "https://x.example/h"}
            point = add_point(session, sitting.actor("gwen"), **said, **review)
            session.add(ChosenLearning(**belongs_to(chair), point_id=point.id, facts=None))
            session.flush()
            put_learning(session, chair, Invitation())
    there = sitting.views("learning_point")[0]
    return {"of": there["id"], "version": there["version"], "meant": "We had not asked."}


def with_a_challenge(sitting: Sitting, **data: Any) -> Mapping[str, Any]:
    """What social care says gets in the way, not sent yet."""
    there = sitting.views("process_challenge")
    if not there:
        said = {"process": "report", "obstacle": "No answer to reports."}
        there = [sitting.do("beth", "raise_process_challenge", **said)[0].subject]
    return {"of": there[0]["id"], "version": there[0]["version"], **data}


def held_before(sitting: Sitting) -> Mapping[str, Any]:
    """The case was discussed before, and social care put an event into its lane then."""
    _earlier(sitting, lambda said: ChronologyEvent(**said, began=date(2025, 11, 3), what="First referral.", shown=True))
    return {}


def involved_before(sitting: Sitting) -> Mapping[str, Any]:
    """The case was discussed before, and social care said who of it was involved."""
    _earlier(sitting, lambda said: Involvement(**said, people="Social worker"))
    return {}


def _earlier(sitting: Sitting, said_then: Callable[[dict[str, Any]], object]) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, sitting.meeting_id)
        if session.scalar(select(Meeting.id).where(Meeting.case_id == meeting.case_id, Meeting.id != meeting.id)):
            return
        before = Meeting(case_id=meeting.case_id, facilitator_id=meeting.facilitator_id, state="closed", criteria=[])
        session.add(before)
        session.flush()
        whose = {"agency_id": sitting.agencies["csc"], "person_id": sitting.people["beth"]}
        session.add(said_then({"meeting_id": before.id, **whose, "added_at": clock.now()}))


EXAMPLES: dict[str, Example] = {
    "open_meeting": Example(nothing, ("meeting_opened",)),
    "accept_ground_rules": Example(lambda _: {"version": GROUND_RULES}, ("ground_rules_accepted",)),
    "record_attendance": Example(
        lambda s: {"agency": s.agencies["school"], "attendance": "apologies"}, ("attendance_recorded",)
    ),
    "invite_agency": Example(lambda s: {"agency": s.agencies["housing"]}, ("agency_invited",)),
    "seat_guest": Example(
        lambda s: {"name": "Gus Made-up", "agency": s.agencies["health"], "role": "representative"}, ("guest_seated",)
    ),
    "seat_person": Example(lambda s: {"person": s.people["sian"], "role": "representative"}, ("seat_taken",)),
    "remove_seat": Example(
        lambda s: s.edit("a_seat", reason="They have changed jobs."), ("seat_removed",), on="a_seat"
    ),
    "hand_over_chair": Example(
        lambda s: {"to": seat_of(s, "nia")["id"]}, ("chair_handed_over", "seat_changed", "seat_changed")
    ),
    "postpone_meeting": Example(
        lambda _: {"reason": "The chair is ill.", "scheduled_at": "2026-09-28T13:30:00+01:00"}, ("meeting_postponed",)
    ),
    "cancel_meeting": Example(lambda _: {"reason": "The family has moved."}, ("erased", "meeting_cancelled")),
    "take_chair": Example(chair_long_gone, ("chair_taken", "seat_changed", "seat_changed")),
    "set_stage": Example(lambda _: {"stage": "decisions"}, ("stage_set",)),
    "close_meeting": Example(
        lambda _: {"no_next_meeting_because": "The plan is working."}, ("erased", "meeting_closed")
    ),
    "add_threshold_position": Example(
        lambda _: {"level": 2, "evidence": "No callouts since May."}, ("threshold_position_added",)
    ),
    "move_threshold_position": Example(
        lambda s: s.moving("position", level=4, evidence="Having heard the weights."),
        ("threshold_position_moved",),
        on="position",
    ),
    "withdraw_threshold_position": Example(
        lambda s: s.moving("position", reason="We were not asked."), ("threshold_position_withdrawn",), on="position"
    ),
    "hide_positions": Example(nothing, ("positions_hidden",)),
    "reveal_positions": Example(in_a_round, ("positions_revealed",)),
    "prepare": Example(
        lambda s: s.moving("preparation", **{**PREPARED, "to_raise": "K. was seen."}),
        ("preparation_changed",),
        on="preparation",
    ),
    "share_preparation": Example(
        lambda s: s.moving("preparation"), ("preparation_shared", "involvement_added"), on="preparation"
    ),
    "raise_hand": Example(nothing, ("hand_raised",)),
    "lower_hand": Example(with_a_hand, ("hand_lowered",)),
    "give_word": Example(with_a_hand, ("word_given",)),
    "say_ready": Example(lambda _: {"ready": True}, ("readiness_said",)),
    "state_capacity": Example(lambda _: {"level": "over", "words": "Two vacancies."}, ("capacity_stated",)),
    "raise_private_point": Example(lambda _: {"text": "I fear for her."}, ("private_point_raised",)),
    "answer_private_point": Example(lambda s: with_a_point(s, answer="Thank you."), ("private_point_answered",)),
    "set_private_point_aside": Example(with_a_point, ("private_point_set_aside",)),
    "allow_sharing": Example(lambda s: with_a_point(s, sharing="agency"), ("sharing_allowed",)),
    "take_back_private_point": Example(with_a_point, ("erased",)),
    "share_private_point": Example(with_a_point, ("private_point_shared", "point_shared")),
    "raise_disagreement": Example(
        lambda s: {"about": "Who leads.", "between": [s.agencies["csc"], s.agencies["police"]]},
        ("disagreement_raised",),
    ),
    "resolve_disagreement": Example(
        lambda s: s.edit("disagreement", how="Social care moved."), ("disagreement_resolved",), on="disagreement"
    ),
    "escalate_disagreement": Example(
        lambda s: s.edit("disagreement", owner=s.agencies["csc"], reason="Not resolved here.", immediate_risk=False),
        ("disagreement_escalated",),
        on="disagreement",
    ),
    "settle_disagreement": Example(
        lambda s: s.edit("disagreement", how="The team managers agreed."),
        ("disagreement_settled",),
        on="disagreement",
        before=("amara", "escalate_disagreement"),
    ),
    "advance_disagreement": Example(
        lambda s: s.edit("disagreement", owner=s.agencies["police"], reason="No answer.", immediate_risk=False),
        ("disagreement_advanced",),
        on="disagreement",
        before=("amara", "escalate_disagreement"),
    ),
    "raise_drift_concern": Example(
        lambda _: {
            "what": "The conference was late.",
            "effect_on_child": "Six weeks with no plan.",
            "risk_source": "none",
            "expectation": "initial_conference",
            "from_milestone": "strategy_discussion",
        },
        ("drift_concern_raised",),
    ),
    "amend_drift_concern": Example(
        lambda s: s.edit("concern", what="It has met once."), ("drift_concern_amended",), on="concern"
    ),
    "withdraw_drift_concern": Example(
        lambda s: s.edit("concern", reason="It has met."), ("drift_concern_withdrawn",), on="concern"
    ),
    "add_reflection": Example(lambda _: {"prompt": "learning", "text": "Ask sooner."}, ("reflection_added",)),
    "amend_reflection": Example(
        lambda s: s.edit("reflection", text="Neglect, seen late."), ("reflection_amended",), on="reflection"
    ),
    "withdraw_reflection": Example(
        lambda s: s.edit("reflection", reason="Said twice."), ("reflection_withdrawn",), on="reflection"
    ),
    "add_chronology_event": Example(
        lambda _: {"began": "2026-02-02", "ended": "2026-03-20", "what": "Away from school.", "source": "Register"},
        ("chronology_event_added",),
    ),
    "amend_chronology_event": Example(
        lambda s: s.edit("event", what="Second referral; the visit was not made."),
        ("chronology_event_amended",),
        on="event",
    ),
    "withdraw_chronology_event": Example(
        lambda s: s.edit("event", reason="It was another child."), ("chronology_event_withdrawn",), on="event"
    ),
    "bring_chronology_events": Example(held_before, ("chronology_event_added",)),
    "add_involvement": Example(
        lambda _: {"service": "Beck Surgery", "people": "GP", "does": "Sees her monthly."}, ("involvement_added",)
    ),
    "bring_involvements": Example(involved_before, ("involvement_added",)),
    "amend_involvement": Example(lambda s: with_an_involvement(s, does="Weekly now."), ("involvement_amended",)),
    "withdraw_involvement": Example(
        lambda s: with_an_involvement(s, reason="They have left."), ("involvement_withdrawn",)
    ),
    "add_requirement": Example(
        lambda _: {
            "kind": "visit",
            "what": "Looked-after visit.",
            "every": 6,
            "next_due": "2026-09-28",
            "child": "seen",
        },
        ("requirement_added", "burden_reckoned"),
    ),
    "amend_requirement": Example(
        lambda s: with_a_requirement(s, every=None), ("requirement_amended", "burden_reckoned")
    ),
    "withdraw_requirement": Example(
        lambda s: with_a_requirement(s, reason="It was another child."), ("requirement_withdrawn", "burden_reckoned")
    ),
    "raise_process_challenge": Example(
        lambda s: {"process": "report", "obstacle": "No answer.", "concerns": [s.agencies["police"]]},
        ("process_challenge_raised",),
    ),
    "amend_process_challenge": Example(
        lambda s: with_a_challenge(s, obstacle="No answer in a week."), ("process_challenge_amended",)
    ),
    "withdraw_process_challenge": Example(with_a_challenge, ("process_challenge_withdrawn",)),
    "send_process_challenge": Example(with_a_challenge, ("process_challenge_sent",)),
    "note_learning": Example(with_learning, ("learning_noted",)),
    "cite_source": Example(
        lambda s: {"beside": of_thing(s, "concern"), "source": "working_together", "place": "chapter 3"},
        ("source_cited",),
    ),
    "withdraw_citation": Example(with_a_citation, ("citation_withdrawn",)),
    "propose_decision": Example(
        lambda s: {"owner": s.agencies["school"], "involves": [s.agencies["csc"]], **SMART}, ("decision_proposed",)
    ),
    "amend_decision": Example(
        lambda s: s.edit("decision", due="2026-10-05"), ("decision_amended", "consent_lapsed"), on="decision"
    ),
    "withdraw_decision": Example(lambda s: s.edit("decision", reason=""), ("decision_withdrawn",), on="decision"),
    "give_consent": Example(
        lambda s: s.edit("decision", stand="disagree", reason="Too late."), ("consent_given",), on="decision"
    ),
    "agree_decision": Example(lambda s: s.edit("decision"), ("decision_agreed",), on="decision"),
    "start_read_back": Example(nothing, ("read_back_started",)),
    "confirm_read_back": Example(lambda _: {"seen": []}, ("read_back_confirmed",), before=("amara", "start_read_back")),
    "add_addendum": Example(
        lambda s: {
            "corrects": {"type": "threshold_position", "id": s.view("position")["id"]},
            "text": "Three of five visits.",
            "reason": "Miscounted.",
        },
        ("addendum_added",),
        stage="closed",
    ),
}

STATE_OF = {"planned": "planned", "opened": "open", "closed": "closed"}
"""The state of the meeting in each of the prepared databases."""
