"""The things a board is made of. Each room registers its own types; from these a snapshot is made."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mas_hub.access.actor import MeetingActor
from mas_hub.db.versions import check_version
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from mas_hub.meeting_log import View


class SubjectRow:
    """The columns that everything on the board has. An entry belongs to the agency of the person who made it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Withdrawable:
    withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawn_because: Mapped[str] = mapped_column(String(8000), default="")


class Row(Protocol):
    """Anything with SubjectRow's columns."""

    id: Any
    version: Any
    meeting_id: Any
    agency_id: Any
    person_id: Any


R = TypeVar("R", bound=Row)

ListViews = Callable[[Session, int], list[View]]
ListPrivate = Callable[[Session, int, frozenset[str]], list[View]]
_subject_types: dict[str, ListViews] = {}
_private: dict[str, ListPrivate] = {}


def subject_type(name: str, list_views: ListViews, list_private: ListPrivate | None = None) -> None:
    """Make `name` part of every snapshot. `list_views(session, meeting_id)` gives the current views, in order of id.

    `list_private(session, meeting_id, streams)` gives those that stand in these private streams: things that are not on
    the board, or not yet as they stand here.
    """
    _subject_types[name] = list_views
    if list_private is not None:
        _private[name] = list_private


def views_of(session: Session, meeting_id: int) -> dict[str, list[View]]:
    """Everything on the board, by subject type."""
    return {name: list_views(session, meeting_id) for name, list_views in _subject_types.items()}


def private_views_of(session: Session, meeting_id: int, streams: Iterable[str]) -> dict[str, list[View]]:
    """What stands in these private streams alone, by subject type."""
    wanted = frozenset(streams)
    return {name: list_views(session, meeting_id, wanted) for name, list_views in _private.items()} if wanted else {}


def merged(views: Mapping[str, list[View]], private: Mapping[str, list[View]]) -> dict[str, list[View]]:
    """What somebody sees who reads both: the highest version of each thing, as the log is folded, in order of id."""
    both = dict(views)
    for name, own in private.items():
        newest: dict[int, View] = {}
        for view in [*views.get(name, []), *own]:
            if view["id"] not in newest or view["version"] > newest[view["id"]]["version"]:
                newest[view["id"]] = view
        both[name] = [view for _, view in sorted(newest.items())]
    return both


def check_on_board(session: Session, meeting_id: int, answers: Iterable[Mapping[str, Any]]) -> None:
    """Refuse `answers`, each `{type, id}`, that name something not on this meeting's board. Each type is read once."""
    wanted: dict[str, set[int]] = {}
    for each in answers:
        wanted.setdefault(each["type"], set()).add(each["id"])
    for name, ids in wanted.items():
        if not ids <= {view["id"] for view in _subject_types[name](session, meeting_id)}:
            raise Invalid("check_your_answers", fields={"answers": "no_such_entry"})


def get_view(session: Session, meeting_id: int, name: str, row_id: int) -> View:
    """The current view of one thing of this meeting. What was erased is as absent as what never was."""
    for view in _subject_types[name](session, meeting_id):
        if view["id"] == row_id and not view.get("erased"):
            return view
    raise NotFound("no_such_entry")


def register_rows(name: str, model: type[R], view: Callable[[R], View]) -> None:
    """`subject_type` for a table whose rows each give one view."""

    def list_views(session: Session, meeting_id: int) -> list[View]:
        rows = session.scalars(select(model).where(model.meeting_id == meeting_id).order_by(model.id))
        return [view(row) for row in rows]

    subject_type(name, list_views)


def by(row: Row) -> Mapping[str, int]:
    return {"person_id": row.person_id, "agency_id": row.agency_id}


def belongs_to(actor: MeetingActor) -> dict[str, int]:
    """The columns that tie a new row to its meeting and maker."""
    return {"meeting_id": actor.meeting.id, "agency_id": actor.agency_id, "person_id": actor.person_id}


def get_row(session: Session, actor: MeetingActor, model: type[R], row_id: int) -> R:
    """One thing of the actor's own meeting; another meeting's is as absent as one that never was."""
    row = session.get(model, row_id)
    if row is None or row.meeting_id != actor.meeting.id:
        raise NotFound("no_such_entry")
    return row


def get_to_change(
    session: Session, actor: MeetingActor, model: type[R], row_id: int, version: int, view: Callable[[R], View]
) -> R:
    """One thing of the actor's own meeting that they may change, as it stood when they saw it."""
    row = get_row(session, actor, model, row_id)
    check_changeable(actor, row)
    check_version(row, version, view)
    return row


def check_changeable(actor: MeetingActor, row: Any) -> None:
    """What was withdrawn stays as it was."""
    check_own(actor, agency_id=row.agency_id, person_id=row.person_id)
    if row.withdrawn:
        raise Conflict("already_withdrawn")


def check_own(actor: MeetingActor, *, agency_id: int, person_id: int) -> None:
    """The chair changes any agency's entry, a representative their own agency's, others what they made themselves."""
    own = agency_id == actor.agency_id if actor.role == "representative" else person_id == actor.person_id
    if not (actor.chairs or own):
        raise Forbidden("belongs_to_another_agency")


def withdraw(row: Any, reason: str) -> None:
    """Mark it as withdrawn, and why. It stays on the record."""
    row.withdrawn, row.withdrawn_because = True, reason
    row.version += 1


def check_changes(changed: Mapping[str, Any]) -> None:
    if not changed:
        raise Invalid("nothing_changed")
