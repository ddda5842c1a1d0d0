"""The shape of a scenario file. What an act says is the act's own matter, checked when it is done."""

import re
from datetime import date, datetime
from typing import Any

from marshmallow import INCLUDE, Schema, ValidationError, fields, post_load, validate

import mas_hub.rooms  # noqa: F401 (registers the acts)
from mas_hub import clock
from mas_hub.cases.schemas import CAPACITIES, MOST_OF_CAPACITY
from mas_hub.language import LANGUAGES
from mas_hub.meetings.acts import ACTS
from mas_hub.meetings.schemas import INFORMATION_SHARED, LAWFUL_BASES, SESSION_MODELS
from mas_hub.practice.profile import NATIONS
from mas_hub.practice.vocabulary import (
    ATTENDANCES,
    CRITERIA,
    MILESTONE_KINDS,
    PURPOSES,
    SECTORS,
    SUBJECT_TYPES,
    TEMPLATES,
)
from mas_hub.replay.on_the_day import RESUME
from mas_hub.web.fields import BilingualName, Name, PlainText, Whole

OF_THE_FILE = ("by", "do", "key", "refused")
DONE_BY_REPLAY = frozenset({"open_meeting", "accept_ground_rules"})
"""A scenario's acts begin when the meeting is open."""
ACTS_OF_A_SCENARIO = tuple(sorted({*ACTS.keys() - DONE_BY_REPLAY, RESUME}))

ROLES = ("facilitator", "administrator", "assurance_lead", "data_protection", "recorder")


class Key(PlainText):
    """Names something inside the file, and an agency's export."""

    _FIT_FOR_A_FILE_NAME = re.compile(r"(?!\.)[^/\\]+")

    def __init__(self, **more: Any) -> None:
        super().__init__(max=60, **more)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        key = super()._deserialize(value, *args, **kwargs)
        if not self._FIT_FOR_A_FILE_NAME.fullmatch(key):
            raise ValidationError("not_valid")
        return key


class Day(fields.Date):
    """A date as YAML reads it, or as text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return super()._deserialize(value, attr, data, **kwargs)


class Moment(fields.AwareDateTime):
    """A time as YAML reads it, or as text; without an offset it is Europe/London's. Within reach of the calendars."""

    YEARS = range(1900, 2200)

    def __init__(self, **more: Any) -> None:
        super().__init__(default_timezone=clock.LOCAL, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if isinstance(value, datetime):
            moment = value if value.tzinfo else value.replace(tzinfo=clock.LOCAL)
        elif isinstance(value, str):
            moment = super()._deserialize(value, attr, data, **kwargs)
        else:
            raise ValidationError("not_a_time")
        if moment.year not in self.YEARS:
            raise ValidationError("not_a_time")
        return moment


class Many(fields.List[Any]):
    """A list; nothing after the colon is an empty one."""

    def __init__(self, inner: fields.Field[Any], **more: Any) -> None:
        super().__init__(inner, **more if more.get("required") else {"load_default": list, **more})

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return super().deserialize([] if value is None else value, *args, **kwargs)


class OneOrMore(Many):
    """A list, or a single thing that stands for a list of one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        return super()._deserialize(value if isinstance(value, list) else [value], attr, data, **kwargs)


class Partnership(Schema):
    name = BilingualName(required=True)
    nation = fields.String(required=True, validate=validate.OneOf(NATIONS))


class Agency(Schema):
    key = Key(required=True)
    sector = fields.String(required=True, validate=validate.OneOf(SECTORS))
    name = BilingualName(required=True)
    record_system = PlainText(load_default="", blank=True, max=200)


class Person(Schema):
    key = Key(required=True)
    agency = Key(required=True)
    name = Name(required=True)
    job = PlainText(load_default="", blank=True, max=200)
    roles = Many(fields.String(validate=validate.OneOf(ROLES)))
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))


class Case(Schema):
    reference = PlainText(required=True, max=60)
    subject_initials = PlainText(required=True, max=20)
    subject_type = fields.String(required=True, validate=validate.OneOf(SUBJECT_TYPES))
    age_band = PlainText(load_default="", blank=True, max=40)
    capacity = fields.String(load_default="", validate=validate.OneOf(("", *CAPACITIES)))
    capacity_words = PlainText(load_default="", blank=True, max=MOST_OF_CAPACITY)


class Milestone(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(MILESTONE_KINDS))
    date = Day(required=True)


class Invited(Schema):
    agency = Key(required=True)
    participants = Many(Key())
    recorders = Many(Key())
    attendance = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ATTENDANCES))


class Meeting(Schema):
    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES))
    criteria = Many(fields.String(validate=validate.OneOf(CRITERIA)))
    criteria_other = PlainText(load_default="", blank=True, max=500)
    scheduled_at = Moment(required=True)
    planned_minutes = Whole(load_default=90, min=15, max=480)
    session_model = fields.String(load_default="group", validate=validate.OneOf(SESSION_MODELS))
    template = fields.String(load_default="standard", validate=validate.OneOf(TEMPLATES))
    information_shared = fields.String(load_default="assigned", validate=validate.OneOf(INFORMATION_SHARED))
    lawful_basis = fields.String(load_default="", validate=validate.OneOf(("", *LAWFUL_BASES)))
    lawful_basis_note = PlainText(load_default="", blank=True, max=500)
    facilitator = Key(required=True)
    invited = Many(fields.Nested(Invited), required=True)
    advisers = OneOrMore(Key())
    observers = OneOrMore(Key())
    deputy = Key(load_default=None, allow_none=True)
    adviser = OneOrMore(Key())
    observer = OneOrMore(Key())

    @post_load
    def _one_or_many(self, meeting: dict[str, Any], **_: Any) -> dict[str, Any]:
        """`adviser: ann` reads as `advisers: [ann]`, and so for observers."""
        meeting["advisers"] += meeting.pop("adviser")
        meeting["observers"] += meeting.pop("observer")
        return meeting


class Act(Schema):
    """`said`: everything that belongs to the act itself, as it stands in the file. `refused`: the act must be."""

    class Meta:
        unknown = INCLUDE

    by = OneOrMore(Key(), required=True, validate=validate.Length(min=1))
    do = fields.String(required=True, validate=validate.OneOf(ACTS_OF_A_SCENARIO))
    key = Key(load_default=None, allow_none=True)
    refused = fields.Raw(load_default=None, allow_none=True)

    @post_load
    def _apart(self, act: dict[str, Any], **_: Any) -> dict[str, Any]:
        said = {str(name): value for name, value in act.items() if name not in OF_THE_FILE}
        refused = act["refused"] not in (None, False)
        return {**{name: act[name] for name in OF_THE_FILE}, "refused": refused, "said": said}


class Scenario(Schema):
    partnership = fields.Nested(Partnership, required=True)
    agencies = Many(fields.Nested(Agency), required=True, validate=validate.Length(min=1))
    people = Many(fields.Nested(Person), required=True, validate=validate.Length(min=1))
    case = fields.Nested(Case, required=True)
    milestones = Many(fields.Nested(Milestone))
    meeting = fields.Nested(Meeting, required=True)
    acts = Many(fields.Nested(Act, unknown=INCLUDE), required=True)
    expect = fields.Dict(load_default=None, allow_none=True)
