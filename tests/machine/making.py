"""What a random act says: mostly what could be said at this moment, sometimes not."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from mas_hub.meeting_log import View
from mas_hub.practice.vocabulary import ATTENDANCES, PROMPTS, RISK_SOURCES, STANDS
from tests.sitting import GROUND_RULES, NO_SUCH_ID, SMART, Sitting

Draw = Callable[[st.SearchStrategy[Any]], Any]
Views = dict[str, list[View]]
Making = Callable[[Draw, Sitting, Views], dict[str, Any]]

TEXTS = st.sampled_from(["Words.", "Other words.", "Gwên", "=1+1", "x" * 300])
MAYBE_EMPTY = st.sampled_from(["", "Words.", "Other words."])
SHARING = st.sampled_from(["no", "unnamed", "agency"])
DAYS = st.sampled_from(["2026-04-20", "2026-08-06", "2026-09-21", "2026-09-22", "2026-11-09", None])
INVITED = ("csc", "police", "health", "school")


def agency(draw: Draw, sitting: Sitting) -> int:
    key: str = draw(st.sampled_from([*INVITED * 3, "housing"]))
    return sitting.agencies[key]


def agencies(draw: Draw, sitting: Sitting) -> list[int]:
    return [agency(draw, sitting) for _ in range(draw(st.integers(0, 3)))]


def on(subject_type: str) -> Callable[[Draw, Views], dict[str, Any]]:
    """`of` and `version` of something there is, now and then of an older version or of nothing."""

    def choose(draw: Draw, views: Views) -> dict[str, Any]:
        there = [view for view in views.get(subject_type, []) if "erased" not in view]
        if not there:
            return {"of": NO_SUCH_ID, "version": 1}
        view = there[draw(st.integers(0, len(there) - 1))]
        return {"of": view["id"], "version": max(1, view["version"] - draw(st.sampled_from([0, 0, 0, 0, 1])))}

    return choose


def some(draw: Draw, fields: dict[str, Any]) -> dict[str, Any]:
    """Some of the fields."""
    return {name: value for name, value in fields.items() if draw(st.booleans())}


def own_version(draw: Draw, views: Views) -> int:
    versions = [view["version"] for view in views.get("threshold_position", []) if not view["withdrawn"]] or [1]
    version: int = draw(st.sampled_from(versions))
    return version


def concern_fields(draw: Draw) -> dict[str, Any]:
    start = draw(st.sampled_from(["since", "from_milestone", "neither"]))
    expectation = draw(st.sampled_from(["none", "initial_conference", "core_group_monthly", "adult_enquiry"]))
    fields = {
        "what": draw(TEXTS),
        "effect_on_child": draw(TEXTS),
        "risk_source": draw(st.sampled_from(RISK_SOURCES)),
        "expectation": expectation,
    }
    if start == "since":
        fields["since"] = draw(DAYS)
    elif start == "from_milestone":
        fields["from_milestone"] = draw(st.sampled_from(["strategy_discussion", "referral", "report"]))
    return fields


def decision_fields(draw: Draw, sitting: Sitting, views: Views) -> dict[str, Any]:
    answers = [{"type": "drift_concern", "id": view["id"]} for view in views.get("drift_concern", [])][:1]
    return {
        "owner": draw(st.sampled_from([agency(draw, sitting), None])),
        "involves": agencies(draw, sitting),
        "text": draw(MAYBE_EMPTY),
        "measure": draw(MAYBE_EMPTY),
        "due": draw(DAYS),
        "answers": answers,
        "authority": draw(st.sampled_from(["", "within_role", "needs_sign_off"])),
        "sign_off_by": draw(MAYBE_EMPTY),
        "family_what": draw(MAYBE_EMPTY),
        "family_on": draw(DAYS),
    }


def smart_or_not(draw: Draw, sitting: Sitting, views: Views) -> dict[str, Any]:
    if draw(st.booleans()):
        return {**SMART, "owner": agency(draw, sitting)}
    return some(draw, decision_fields(draw, sitting, views))


def event_fields(draw: Draw) -> dict[str, Any]:
    return {"began": draw(DAYS), "ended": draw(DAYS), "what": draw(TEXTS), "source": draw(MAYBE_EMPTY)}


def citation(draw: Draw, _sitting: Sitting, views: Views) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(["drift_concern", "decision", "threshold_position", "reflection", "requirement", "involvement"])
    )
    return {
        "beside": {"type": kind, "id": on(kind)(draw, views)["of"]},
        "source": draw(st.sampled_from(["", "working_together", "no_such_source"])),
        "title": draw(MAYBE_EMPTY),
        "link": draw(st.sampled_from(["", "https://x.example/1", "javascript:x"])),
    }


def taken_up(views: Views) -> list[dict[str, Any]]:
    return [{"type": "drift_concern", "id": view["id"]} for view in views.get("drift_concern", [])][:1]


def requirement_fields(draw: Draw) -> dict[str, Any]:
    return {
        "kind": draw(st.sampled_from(["visit", "assessment", "tea"])),
        "what": draw(TEXTS),
        "every": draw(st.sampled_from([None, 1, 6])),
        "unit": draw(st.sampled_from(["days", "weeks", "months"])),
        "next_due": draw(DAYS),
        "child": draw(st.sampled_from(["no", "seen", "alone"])),
        "asks": draw(st.sampled_from([[], ["wishes"], ["wishes", "home"]])),
    }


def involvement_fields(draw: Draw) -> dict[str, Any]:
    return {"service": draw(MAYBE_EMPTY), "people": draw(TEXTS), "does": draw(MAYBE_EMPTY)}


def corrected(draw: Draw, views: Views) -> dict[str, Any] | None:
    kind = draw(st.sampled_from(["decision", "consent", "reflection", "threshold_position", None]))
    return {"type": kind, "id": on(kind)(draw, views)["of"]} if kind else None


def closing(draw: Draw, _sitting: Sitting, _views: Views) -> dict[str, Any]:
    return some(
        draw,
        {
            "next_meeting_on": draw(DAYS),
            "no_next_meeting_because": draw(MAYBE_EMPTY),
            "childs_voice_not_heard_because": draw(MAYBE_EMPTY),
        },
    )


MAKINGS: dict[str, Making] = {
    "open_meeting": lambda *_: {},
    "accept_ground_rules": lambda *_: {"version": GROUND_RULES},
    "record_attendance": lambda d, s, _: {"agency": agency(d, s), "attendance": d(st.sampled_from(ATTENDANCES))},
    "invite_agency": lambda d, s, _: {"agency": agency(d, s)},
    "seat_guest": lambda d, s, _: {
        "name": d(st.sampled_from(["Gus Made-up", "Gwên"])),
        "agency": agency(d, s),
        "role": d(st.sampled_from(["representative", "adviser", "observer", "recorder"])),
    },
    "seat_person": lambda d, s, _: {
        "person": s.people[d(st.sampled_from(["sian", "kit", "hugo", "freya", "dora", "olu"]))],
        "role": d(st.sampled_from(["representative", "adviser", "observer", "recorder"])),
    },
    "remove_seat": lambda d, _, v: {**on("seat")(d, v), "reason": d(MAYBE_EMPTY)},
    "hand_over_chair": lambda d, _, v: {"to": on("seat")(d, v)["of"]},
    "postpone_meeting": lambda d, *_: {
        "reason": d(MAYBE_EMPTY),
        "scheduled_at": d(st.sampled_from(["2026-09-28T13:30:00+01:00", "2026-09-20T13:30:00+01:00"])),
    },
    "cancel_meeting": lambda d, *_: {"reason": d(MAYBE_EMPTY)},
    "take_chair": lambda *_: {},
    "set_stage": lambda d, *_: {"stage": d(st.sampled_from(["welcome", "decisions", "tea"]))},
    "close_meeting": closing,
    "add_threshold_position": lambda d, *_: {"level": d(st.integers(0, 5)), "evidence": d(TEXTS)},
    "move_threshold_position": lambda d, _, v: {
        "level": d(st.integers(1, 4)),
        "evidence": d(TEXTS),
        "version": own_version(d, v),
    },
    "withdraw_threshold_position": lambda d, _, v: {"reason": d(MAYBE_EMPTY), "version": own_version(d, v)},
    "hide_positions": lambda *_: {},
    "reveal_positions": lambda *_: {},
    "prepare": lambda d, _, v: {
        "version": d(st.sampled_from([0, 1, 2, 3])),
        "to_raise": d(MAYBE_EMPTY),
        "level": d(st.sampled_from([None, 3])),
        "evidence": d(MAYBE_EMPTY),
        "ready": d(st.booleans()),
    },
    "share_preparation": lambda d, *_: {"version": d(st.sampled_from([1, 2, 3]))},
    "raise_hand": lambda *_: {},
    "lower_hand": lambda d, _, v: {"of": on("hand")(d, v)["of"]},
    "give_word": lambda d, _, v: {"of": on("hand")(d, v)["of"]},
    "say_ready": lambda d, *_: {"ready": d(st.booleans())},
    "state_capacity": lambda d, *_: {
        "level": d(st.sampled_from(["room", "stretched", "over"])),
        "words": d(MAYBE_EMPTY),
    },
    "raise_private_point": lambda d, *_: {"text": d(TEXTS), "sharing": d(SHARING)},
    "answer_private_point": lambda d, _, v: {**on("private_point")(d, v), "answer": d(TEXTS)},
    "set_private_point_aside": lambda d, _, v: on("private_point")(d, v),
    "allow_sharing": lambda d, _, v: {**on("private_point")(d, v), "sharing": d(SHARING)},
    "take_back_private_point": lambda d, _, v: on("private_point")(d, v),
    "share_private_point": lambda d, _, v: on("private_point")(d, v),
    "raise_disagreement": lambda d, s, _: {"about": d(TEXTS), "between": agencies(d, s)},
    "resolve_disagreement": lambda d, _, v: {**on("disagreement")(d, v), "how": d(MAYBE_EMPTY)},
    "escalate_disagreement": lambda d, s, v: {
        **on("disagreement")(d, v),
        "owner": agency(d, s),
        "reason": d(TEXTS),
        "immediate_risk": d(st.booleans()),
    },
    "settle_disagreement": lambda d, _, v: {**on("disagreement")(d, v), "how": d(MAYBE_EMPTY)},
    "advance_disagreement": lambda d, s, v: {
        **on("disagreement")(d, v),
        "owner": agency(d, s),
        "reason": d(TEXTS),
        "immediate_risk": d(st.booleans()),
    },
    "raise_drift_concern": lambda d, *_: concern_fields(d),
    "amend_drift_concern": lambda d, _, v: {**on("drift_concern")(d, v), **some(d, concern_fields(d))},
    "withdraw_drift_concern": lambda d, _, v: {**on("drift_concern")(d, v), "reason": d(MAYBE_EMPTY)},
    "add_reflection": lambda d, _, v: {
        "prompt": d(st.sampled_from([*PROMPTS, "wellbeing"])),
        "text": d(MAYBE_EMPTY),
        "answers": taken_up(v),
    },
    "amend_reflection": lambda d, _, v: {
        **on("reflection")(d, v),
        **some(d, {"text": d(TEXTS), "answers": taken_up(v)}),
    },
    "withdraw_reflection": lambda d, _, v: {**on("reflection")(d, v), "reason": d(TEXTS)},
    "add_chronology_event": lambda d, *_: event_fields(d),
    "amend_chronology_event": lambda d, _, v: {**on("chronology_event")(d, v), **some(d, event_fields(d))},
    "withdraw_chronology_event": lambda d, _, v: {**on("chronology_event")(d, v), "reason": d(MAYBE_EMPTY)},
    "bring_chronology_events": lambda *_: {},
    "add_involvement": lambda d, *_: involvement_fields(d),
    "bring_involvements": lambda *_: {},
    "amend_involvement": lambda d, _, v: {**on("involvement")(d, v), **some(d, involvement_fields(d))},
    "withdraw_involvement": lambda d, _, v: {**on("involvement")(d, v), "reason": d(MAYBE_EMPTY)},
    "add_requirement": lambda d, *_: requirement_fields(d),
    "amend_requirement": lambda d, _, v: {**on("requirement")(d, v), **some(d, requirement_fields(d))},
    "withdraw_requirement": lambda d, _, v: {**on("requirement")(d, v), "reason": d(MAYBE_EMPTY)},
    "raise_process_challenge": lambda d, s, _: {
        "process": d(st.sampled_from(["report", "tea"])),
        "obstacle": d(TEXTS),
        "concerns": agencies(d, s),
    },
    "amend_process_challenge": lambda d, _, v: {**on("process_challenge")(d, v), "would_help": d(MAYBE_EMPTY)},
    "withdraw_process_challenge": lambda d, _, v: on("process_challenge")(d, v),
    "send_process_challenge": lambda d, _, v: on("process_challenge")(d, v),
    "note_learning": lambda d, _, v: {**on("learning_point")(d, v), "meant": d(MAYBE_EMPTY)},
    "cite_source": citation,
    "withdraw_citation": lambda d, _, v: on("citation")(d, v),
    "propose_decision": smart_or_not,
    "amend_decision": lambda d, s, v: {**on("decision")(d, v), **some(d, decision_fields(d, s, v))},
    "withdraw_decision": lambda d, _, v: {**on("decision")(d, v), "reason": d(MAYBE_EMPTY)},
    "give_consent": lambda d, _, v: {
        **on("decision")(d, v),
        "stand": d(st.sampled_from(STANDS)),
        "reason": d(MAYBE_EMPTY),
    },
    "agree_decision": lambda d, _, v: on("decision")(d, v),
    "start_read_back": lambda *_: {},
    "confirm_read_back": lambda d, _, v: {
        "seen": [each["id"] for each in v.get("decision", [])][: d(st.integers(0, 1))]
    },
    "add_addendum": lambda d, _, v: {"corrects": corrected(d, v), "text": d(TEXTS), "reason": d(MAYBE_EMPTY)},
}
