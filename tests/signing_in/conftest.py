"""A provider of social care's, at which Beth has connected her account."""

from collections.abc import Iterator

import pytest

from mas_hub import clock
from mas_hub.db import transaction
from mas_hub.identity import oidc
from mas_hub.identity.models import Agency, OutsideIdentity
from mas_hub.identity.providers import add_provider
from tests.people import Partners
from tests.signing_in.a_provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.signing_in.at_the_agency import BETH


@pytest.fixture
def provider(partners: Partners) -> Iterator[Provider]:
    oidc.forget()  # what an earlier one said at the same port
    running = Provider()
    with transaction() as session:
        added = add_provider(
            session,
            session.get_one(Agency, partners.csc),
            name="Fellshire Council",
            issuer=running.issuer,
            client_id=CLIENT_ID,
            secret=CLIENT_SECRET,
            second_factor=False,
        )
        assert added.id == 1
        session.add(
            OutsideIdentity(issuer=running.issuer, subject=BETH, person_id=partners.beth, connected_at=clock.now())
        )
    yield running
    running.stop()
