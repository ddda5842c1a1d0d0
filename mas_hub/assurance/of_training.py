"""Training in supervision, agency by agency (S1 and S2, row 45). Counts of people at work, never who they are."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.assurance.rules import protected
from mas_hub.assurance.scope import Scope, by_group
from mas_hub.assurance.tables import Row, Table
from mas_hub.identity.models import Agency, Person, PersonRole
from mas_hub.practice.working_days import add_months
from mas_hub.training.models import TrainingRecord
from mas_hub.training.rules import TO_FACILITATE

RECENT_MONTHS = 36


def training(session: Session, scope: Scope) -> Table:
    """As things are today, whatever the months."""
    since = add_months(clock.today(), -RECENT_MONTHS)
    facilitates = Person.id.in_(select(PersonRole.person_id).where(PersonRole.role == "facilitator"))
    lately = select(TrainingRecord.person_id).where(
        TrainingRecord.level.in_(TO_FACILITATE), TrainingRecord.day >= since
    )
    counts = [
        _people(session, facilitates),
        _people(session, facilitates, Person.id.in_(lately)),
        _people(session),
        _people(session, Person.id.not_in(select(TrainingRecord.person_id))),
    ]
    agencies = select(Agency).where(Agency.active).order_by(Agency.id)
    if scope.agency_id is not None:
        agencies = agencies.where(Agency.id == scope.agency_id)
    rows = [
        Row(str(agency.id), agency.name, [protected(each.get(agency.id, 0)) for each in counts])
        for agency in session.scalars(agencies)
    ]
    return Table("training", "agency", ["facilitators", "trained", "people", "untrained"], rows, of_people=True)


def _people(session: Session, *of: ColumnElement[bool]) -> dict[int, int]:
    """How many of each agency's people, by its id."""
    active = select(Person.agency_id, func.count()).where(Person.active, Person.guest.is_(False), *of)
    return by_group(session, active.group_by(Person.agency_id))
