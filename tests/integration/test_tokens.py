"""Making and using tokens: whose they are, how long they hold, and what ends them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, NotFound, SignedOut
from mas_hub.identity.models import Agency, Person, PersonRole
from mas_hub.integration.actions import enter_by_token, make_token, revoke_token
from mas_hub.integration.models import ApiToken
from mas_hub.integration.rules import MOST_TOKENS, SCOPES
from tests.sitting import NOW, PEOPLE, Sitting, api_token_of

SIANS = api_token_of("sian")


def made(sitting: Sitting, who: str, *scopes: str, days: int = 90) -> str:
    with transaction() as session:
        return make_token(session, sitting.actor(who), name="Files", scopes=scopes or SCOPES, days=days)[1]


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_a_recorder_makes_one_for_their_own_agency_and_nobody_else_any(planned: Sitting, who: str) -> None:
    if who not in ("sian", "kit"):
        with pytest.raises(Forbidden, match="may_not_make_tokens"):
            made(planned, who)
        return
    actor = enter_by_token(made(planned, who), "")
    assert (actor.person_id, actor.agency_id) == (planned.people[who], planned.agencies[PEOPLE[who][0]])
    assert actor.roles == {"recorder"}


def test_only_its_digest_is_kept_and_no_two_are_alike(planned: Sitting) -> None:
    secrets = {made(planned, "sian") for _ in range(3)}
    assert len(secrets) == 3
    assert all(secret.startswith("mas_hub_") and len(secret) > 50 for secret in secrets)
    with snapshot() as session:
        kept = str([vars(row) for row in session.scalars(select(ApiToken))])
    assert not [secret for secret in secrets if secret in kept or secret.removeprefix("mas_hub_") in kept]


def test_making_and_revoking_stand_in_the_audit(planned: Sitting) -> None:
    made(planned, "sian", "read_decisions")
    with transaction() as session:
        revoke_token(session, planned.actor("ines"), 1)
        revoke_token(session, planned.actor("sian"), 1)
    with snapshot() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.what.like("token%")).order_by(AuditRow.id)).all()
    assert [(row.what, row.person_id) for row in rows] == [
        ("token_made", planned.people["sian"]),
        ("token_revoked", planned.people["ines"]),
    ]
    assert rows[0].detail == {"made": 3, "scopes": ["read_decisions"], "days": 90}


def test_it_holds_to_the_day_it_was_made_for(planned: Sitting) -> None:
    secret = made(planned, "sian", days=30)
    with clock.fixed(NOW + timedelta(days=30, seconds=-1)):
        enter_by_token(secret, "read_decisions")
    with clock.fixed(NOW + timedelta(days=30)), pytest.raises(SignedOut, match="token_refused"):
        enter_by_token(secret, "read_decisions")


def dismiss(person: Person, role: PersonRole, agency: Agency) -> None:
    person.roles_held.remove(role)


def deactivate(person: Person, role: PersonRole, agency: Agency) -> None:
    person.active = False


def move(person: Person, role: PersonRole, agency: Agency) -> None:
    person.agency_id = 1


def close_down(person: Person, role: PersonRole, agency: Agency) -> None:
    agency.active = False


@pytest.mark.parametrize("end", [dismiss, deactivate, move, close_down])
def test_it_ends_with_its_maker_s_part_in_the_agency(planned: Sitting, end: type) -> None:
    enter_by_token(SIANS, "read_decisions")
    with transaction() as session:
        person = session.get_one(Person, planned.people["sian"])
        end(person, person.roles_held[0], session.get_one(Agency, planned.agencies["school"]))
    with pytest.raises(SignedOut, match="token_refused"):
        enter_by_token(SIANS, "read_decisions")


def test_it_does_only_what_it_was_made_for(planned: Sitting) -> None:
    secret = made(planned, "kit", "post_receipts")
    enter_by_token(secret, "post_receipts")
    enter_by_token(secret, "")
    with pytest.raises(Forbidden, match="token_lacks_scope"):
        enter_by_token(secret, "read_decisions")


def test_it_acts_as_a_recorder_whatever_else_its_maker_is(planned: Sitting) -> None:
    with transaction() as session:
        session.add(PersonRole(person_id=planned.people["kit"], role="assurance_lead"))
    assert enter_by_token(api_token_of("kit"), "").roles == {"recorder"}


def test_when_it_was_last_used_is_noted_to_the_minute(planned: Sitting) -> None:
    def last_used() -> object:
        with snapshot() as session:
            return session.get_one(ApiToken, 1).last_used_at

    assert last_used() is None
    for after, noted in ((0, 0), (59, 0), (60, 60), (100, 60)):
        with clock.fixed(NOW + timedelta(seconds=after)):
            enter_by_token(SIANS, "")
        assert last_used() == NOW + timedelta(seconds=noted)


def test_an_agency_has_no_more_than_it_can_keep_in_sight(planned: Sitting) -> None:
    for _ in range(MOST_TOKENS - 1):
        made(planned, "sian")
    with pytest.raises(Conflict, match="token_too_many"):
        made(planned, "sian")
    with transaction() as session:
        revoke_token(session, planned.actor("sian"), 1)
    made(planned, "sian")


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_who_revokes_one(planned: Sitting, who: str) -> None:
    refusal: type[DomainError] | None = {"sian": None, "ines": None, "kit": NotFound}.get(who, Forbidden)
    with transaction() as session:
        actor: Actor = planned.actor(who)
        if refusal is None:
            assert revoke_token(session, actor, 1).revoked_by == planned.people[who]
        else:
            with pytest.raises(refusal):
                revoke_token(session, actor, 1)
