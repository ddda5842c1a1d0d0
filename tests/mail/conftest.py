from collections.abc import Iterator
from contextlib import suppress

import pytest

from mas_hub import mail
from tests.mail.post_office import PostOffice


@pytest.fixture
def office() -> Iterator[PostOffice]:
    office = PostOffice()
    office.start()
    mail.configure(office.smtp)
    yield office
    mail.configure(None)
    with suppress(Exception):
        office.stop()
