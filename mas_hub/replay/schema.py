"""The shape of a scenario file. What an act says is the act's own matter, checked when it is done."""

from datetime import date, datetime
from typing import Any

from marshmallow import INCLUDE, Schema, ValidationError, fields, post_load, validate

from mas_hub import clock
from mas_hub.meetings.acts import ACTS
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
from mas_hub.web.fields import BilingualName, Name, PlainText, Whole

OF_THE_FILE = ("by", "do", "key", "refused")
NOT_IN_A_SCENARIO = frozenset({"open_meeting", "accept_ground_rules"})
"""Acts that replay does by itself; a scenario begins when the meeting is open."""

ROLES = ("facilitator", "administrator", "assurance_lead", "recorder")


class Key(fields.String):
    def __init__(self, **more: Any) -> None:
        super().__init__(validate=validate.Length(min=1, max=60), **more)


class Day(fields.Date):
    """A date as YAML reads it, or as text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return super()._deserialize(value, attr, data, **kwargs)


class Moment(fields.AwareDateTime):
    """A time as YAML reads it, or as text; without an offset it is Europe/London's."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=clock.LOCAL)
        return super()._deserialize(value, attr, data, **kwargs)


class OneOrMore(fields.List):
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
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), load_default=list)


class Case(Schema):
    reference = PlainText(required=True, max=60)
    subject_initials = PlainText(required=True, max=20)
    subject_type = fields.String(required=True, validate=validate.OneOf(SUBJECT_TYPES))
    age_band = PlainText(load_default="", blank=True, max=40)


class Milestone(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(MILESTONE_KINDS))
    date = Day(required=True)


class Invited(Schema):
    agency = Key(required=True)
    participants = fields.List(Key(), load_default=list)
    recorders = fields.List(Key(), load_default=list)
    attendance = fields.String(load_default=None, validate=validate.OneOf(ATTENDANCES))


class Meeting(Schema):
    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES))
    criteria = fields.List(fields.String(validate=validate.OneOf(CRITERIA)), load_default=list)
    criteria_other = PlainText(load_default="", blank=True, max=500)
    scheduled_at = Moment(required=True)
    planned_minutes = Whole(load_default=90, min=15, max=480)
    template = fields.String(load_default="standard", validate=validate.OneOf(TEMPLATES))
    information_shared = fields.String(load_default="assigned", validate=validate.OneOf(("assigned", "all_reached")))
    facilitator = Key(required=True)
    invited = fields.List(fields.Nested(Invited), required=True)
    advisers = OneOrMore(Key(), load_default=list)
    observers = OneOrMore(Key(), load_default=list)
    adviser = OneOrMore(Key(), load_default=list)
    observer = OneOrMore(Key(), load_default=list)

    @post_load
    def _one_or_many(self, meeting: dict[str, Any], **_: Any) -> dict[str, Any]:
        """`adviser: ann` reads as `advisers: [ann]`, and so for observers."""
        meeting["advisers"] += meeting.pop("adviser")
        meeting["observers"] += meeting.pop("observer")
        return meeting


class Act(Schema):
    """`said`: everything that belongs to the act itself, as it stands in the file."""

    class Meta:
        unknown = INCLUDE

    by = OneOrMore(Key(), required=True)
    do = fields.String(required=True)
    key = Key(load_default=None)
    refused = fields.Raw(load_default=None)

    @post_load
    def _apart(self, act: dict[str, Any], **_: Any) -> dict[str, Any]:
        if act["do"] not in ACTS or act["do"] in NOT_IN_A_SCENARIO:
            raise ValidationError({"do": ["no_such_act"]})
        said = {name: value for name, value in act.items() if name not in OF_THE_FILE}
        return {**{name: act[name] for name in OF_THE_FILE}, "said": said}


class Scenario(Schema):
    partnership = fields.Nested(Partnership, required=True)
    agencies = fields.List(fields.Nested(Agency), required=True, validate=validate.Length(min=1))
    people = fields.List(fields.Nested(Person), required=True, validate=validate.Length(min=1))
    case = fields.Nested(Case, required=True)
    milestones = fields.List(fields.Nested(Milestone), load_default=list)
    meeting = fields.Nested(Meeting, required=True)
    acts = fields.List(fields.Nested(Act, unknown=INCLUDE), required=True)
    expect = fields.Dict(load_default=None, allow_none=True)
