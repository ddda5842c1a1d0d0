"""What one agency takes away (docs/domain.md, rows 6 to 8). Pure: views of one moment in, a `Document` out.

Only what is picked here can ever be in a file, so this is the place where nothing of another agency may slip through:
agreed decisions alone; of others' decisions none, or one line; no wellbeing, nothing withdrawn, nothing erased. What
the child said is in a reflective meeting's documents; a decision says for itself how it reflects the child.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mas_hub import clock
from mas_hub.errors import NotFound
from mas_hub.exports.corrections import addenda_for
from mas_hub.exports.parts import (
    Agency,
    Answer,
    Case,
    Decision,
    Document,
    Invited,
    Involvement,
    Language,
    Meeting,
    Owned,
    Person,
    Reflection,
    Source,
    Stand,
    Summary,
    Voice,
)
from mas_hub.language import named

View = Mapping[str, Any]
Views = Mapping[str, Sequence[View]]

VOICE = "voice_of_the_child"
NEVER_EXPORTED = frozenset({"wellbeing"})
LONGEST_LINE = 160
_BESIDE_THE_AGENCIES = ("adviser", "observer")


def build(views: Views, agency_id: int, *, seq: int, interim: bool, made_at: datetime, language: str) -> Document:
    """The document of an invited agency. `views` are the current views by subject type, `seq` the head of the shared
    stream, both read at one moment. Raises `NotFound` for an agency that was not invited."""
    return _Builder(views, agency_id, "cy" if language == "cy" else "en").document(
        seq=seq, interim=interim, made_at=made_at
    )


class _Builder:
    def __init__(self, views: Views, agency_id: int, language: Language) -> None:
        self.language = language
        self.views = {name: [view for view in each if not view.get("erased")] for name, each in views.items()}
        self.agencies = self._all_agencies()
        invitation = next((each for each in self._of("invitation") if each["agency_id"] == agency_id), None)
        if invitation is None:
            raise NotFound
        self.own = invitation
        self.agency_id = agency_id
        self.meeting = self._meeting(self._of("meeting")[0])
        decisions = sorted(self._of("decision"), key=lambda view: int(view["id"]))
        self.numbers = {view["id"]: number for number, view in enumerate(decisions, start=1)}
        self.agreed = [view for view in decisions if view["state"] == "agreed"]

    def document(self, *, seq: int, interim: bool, made_at: datetime) -> Document:
        own = self.agencies[self.agency_id]
        owned = [view for view in self.agreed if view["owner_agency_id"] == own.id]
        involved = [view for view in self.agreed if view not in owned and own.id in view["involves"]]
        others = [view for view in self.agreed if view not in owned and view not in involved]
        people = [self._person(seat) for seat in self._of("seat") if not seat["removed"]]
        view = self._of("meeting")[0]
        reflective = self.meeting.purpose == "reflective"
        voice = tuple(self._voice()) if reflective else ()
        return Document(
            id=f"{self.meeting.id}-{own.code}-{seq}",
            language=self.language,
            sequence=seq,
            interim=interim,
            made_at=made_at,
            agency=own,
            record_system=self.own["record_system"] or "",
            attendance=self.own["attendance"],
            case=Case(
                **{name: view["case"][name] or "" for name in ("reference", "subject_initials", "age_band")},
                **{name: view["case"].get(name, "") for name in ("capacity", "capacity_words")},
                subject_type=view["case"]["subject_type"],
            ),
            meeting=self.meeting,
            facilitator=next((person for person in people if person.role == "facilitator"), None),
            invited=tuple(self._invited(each, people) for each in self._of("invitation")),
            others_present=tuple(each for each in people if each.role in _BESIDE_THE_AGENCIES and each.took_part),
            owned=tuple(self._decision(each, for_owner=True) for each in owned),
            involved=tuple(self._decision(each, for_owner=False) for each in involved),
            summaries=tuple(self._summary(each) for each in others)
            if self.meeting.information_shared == "all_reached"
            else None,
            reflections=tuple(self._own_reflections()) if reflective else None,
            voice=voice,
            voice_not_heard_because=view["childs_voice_not_heard_because"] or "" if reflective and not voice else "",
            network=tuple(self._network()),
            addenda=tuple(
                addenda_for(
                    own.id, self.views, self.agencies, {each["id"]: self._reference(each) for each in owned + involved}
                )
            ),
        )

    def _of(self, name: str) -> list[View]:
        return self.views.get(name, [])

    def _all_agencies(self) -> dict[int, Agency]:
        """Those with a seat, and those invited: a facilitator's or adviser's agency may not be invited."""
        seen = {
            seat["agency_id"]: Agency(seat["agency_id"], named(seat["agency_name"], self.language), seat["agency_code"])
            for seat in self._of("seat")
        }
        for each in self._of("invitation"):
            seen[each["agency_id"]] = Agency(each["agency_id"], named(each["name"], self.language), each["code"])
        return seen

    def _agencies(self, ids: Iterable[int]) -> tuple[Agency, ...]:
        return tuple(self.agencies[agency_id] for agency_id in ids)

    def _meeting(self, view: View) -> Meeting:
        scheduled_at = _moment(view["scheduled_at"])
        held_at = _moment(view["opened_at"]) or scheduled_at
        day = _day(view["meeting_day"]) or (clock.local_day(held_at) if held_at else None)
        if day is None:
            raise NotFound
        return Meeting(
            id=view["id"],
            reference=f"{view['case']['reference']}/{view['id']}",
            partnership=named(view["partnership"], self.language),
            nation=view["nation"],
            state=view["state"],
            purpose=view["purpose"],
            session_model=view.get("session_model", ""),  # a record made before it was asked for has none
            criteria=tuple(view["criteria"]),
            criteria_other=view["criteria_other"] or "",
            information_shared=view["information_shared"],
            lawful_basis=view.get("lawful_basis", ""),  # a record made before it was asked for has none
            lawful_basis_note=view.get("lawful_basis_note", ""),
            day=day,
            scheduled_at=scheduled_at,
            opened_at=_moment(view["opened_at"]),
            closed_at=_moment(view["closed_at"]),
            next_meeting_on=_day(view["next_meeting_on"]),
            no_next_meeting_because=view["no_next_meeting_because"] or "",
        )

    def _person(self, seat: View) -> Person:
        return Person(
            name=seat["name"],
            job=seat["job"] or "",
            role=seat["role"],
            agency=self.agencies[seat["agency_id"]],
            took_part=seat["ground_rules_accepted_at"] is not None,
        )

    def _invited(self, invitation: View, people: Iterable[Person]) -> Invited:
        here = [
            person
            for person in people
            if person.agency.id == invitation["agency_id"] and person.role in ("representative", "recorder")
        ]
        return Invited(self.agencies[invitation["agency_id"]], invitation["attendance"], tuple(here))

    def _reference(self, decision: View) -> str:
        return f"{self.meeting.reference}/{self.numbers[decision['id']]}"

    def _decision(self, view: View, *, for_owner: bool) -> Decision:
        return Decision(
            id=view["id"],
            number=self.numbers[view["id"]],
            reference=self._reference(view),
            owner=self.agencies[view["owner_agency_id"]],
            involves=self._agencies(view["involves"]),
            proposed_by=self.agencies[view["agency_id"]],
            handed_over=tuple(
                Owned(self.agencies[each["from"]], datetime.fromisoformat(each["at"]))
                for each in view.get("handed_over", ())
            ),
            text=view["text"],
            measure=view["measure"],
            responsible=view["responsible"],
            due=_day(view["due"]),
            reflects_child=view["reflects_child"],
            # a decision of a record made before these were asked for has none of them
            authority=view.get("authority", ""),
            sign_off_by=view.get("sign_off_by", ""),
            family_what=view.get("family_what", ""),
            family_by=view.get("family_by", ""),
            family_on=_day(view.get("family_on")),
            rationale=(view["rationale"] or "") if for_owner else "",
            agreed_at=_moment(view["agreed_at"]),
            answers=tuple(self._answers(view["answers"])) if for_owner else (),
            sources=self._sources("decision", view["id"]),
            stands=tuple(self._stands(view["id"])),
        )

    def _stands(self, decision_id: int) -> Iterable[Stand]:
        standing = {
            view["agency_id"]: view
            for view in self._of("consent")
            if view["decision_id"] == decision_id and not view["lapsed"]
        }
        for invitation in self._of("invitation"):
            given = standing.get(invitation["agency_id"])
            agency = self.agencies[invitation["agency_id"]]
            yield Stand(agency, given["stand"], given["reason"] or "") if given else Stand(agency, None, "")

    def _answers(self, answered: Iterable[View]) -> Iterable[Answer]:
        """A concern, a requirement and a disagreement by their one line, as everybody at the table heard it; a position
        only by whose it is, never its evidence; a reflection only by its prompt, and another agency's not at all."""
        for each in answered:
            kind = each["type"]
            view = next((found for found in self._of(kind) if found["id"] == each["id"]), None)
            if view is None or view.get("withdrawn"):
                continue
            agency = self.agencies[view["agency_id"]]
            if kind == "drift_concern":
                yield Answer(kind, agency, _first_line(view["what"]), sources=self._sources(kind, view["id"]))
            elif kind == "requirement":
                line = " – ".join(part for part in (view["what"], view["basis"]) if part)
                yield Answer(kind, agency, _first_line(line), sources=self._sources(kind, view["id"]))
            elif kind == "disagreement":
                yield Answer(kind, agency, _first_line(view["about"]), sources=self._sources(kind, view["id"]))
            elif kind == "threshold_position":
                yield Answer(kind, agency, "")
            elif kind == "reflection" and self._may_name(view):
                yield Answer(kind, agency, "", prompt=view["prompt"])

    def _sources(self, kind: str, entry_id: int) -> tuple[Source, ...]:
        """What was cited beside an entry that the document names."""
        return tuple(
            Source(named(view["title"], self.language), view["place"], view["link"])
            for view in self._of("citation")
            if view["beside"] == {"type": kind, "id": entry_id} and not view["withdrawn"]
        )

    def _may_name(self, reflection: View) -> bool:
        own = reflection["agency_id"] == self.agency_id and reflection["prompt"] not in NEVER_EXPORTED
        return own or reflection["prompt"] == VOICE

    def _summary(self, view: View) -> Summary:
        return Summary(
            number=self.numbers[view["id"]],
            reference=self._reference(view),
            owner=self.agencies[view["owner_agency_id"]],
            line=_first_line(view["text"]),
            due=_day(view["due"]),
        )

    def _voice(self) -> Iterable[Voice]:
        for view in self._of("reflection"):
            if view["prompt"] == VOICE and not view["withdrawn"]:
                yield Voice(self.agencies[view["agency_id"]], view["text"])

    def _network(self) -> Iterable[Involvement]:
        """In the order of invitation, services that are not at the table last. By role, so in
        every agency's alike."""
        standing = [view for view in self._of("involvement") if not view["withdrawn"]]
        invited = [view["agency_id"] for view in self._of("invitation")]
        order = {
            agency_id: number
            for number, agency_id in enumerate([*invited, *(each for each in self.agencies if each not in invited)])
        }
        standing.sort(key=lambda view: (bool(view["service"]), order[view["agency_id"]], view["id"]))
        for view in standing:
            yield Involvement(
                self.agencies[view["agency_id"]],
                view["service"],
                view["people"],
                view["does"],
                self._sources("involvement", view["id"]),
            )

    def _own_reflections(self) -> Iterable[Reflection]:
        for view in self._of("reflection"):
            own = view["agency_id"] == self.agency_id and not view["withdrawn"]
            if own and view["prompt"] != VOICE and view["prompt"] not in NEVER_EXPORTED:
                yield Reflection(
                    view["prompt"],
                    view["text"],
                    _moment(view["added_at"]),
                    answers=tuple(self._answers(view.get("answers", ()))),  # an older record's answers nothing
                    sources=self._sources("reflection", view["id"]),
                )


def _first_line(text: str) -> str:
    """The first line that says something, cut at a word where it is long."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= LONGEST_LINE:
        return line
    cut = line[: LONGEST_LINE - 1]
    head, _, _ = cut.rpartition(" ")
    return (head or cut) + "…"


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
