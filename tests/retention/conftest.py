from collections.abc import Iterator

import pytest

from mas_hub import clock
from tests.retention.purges import LATER
from tests.sitting import Sitting


@pytest.fixture
def due(closed: Sitting) -> Iterator[Sitting]:
    """The closed case, three years on."""
    with clock.fixed(LATER):
        yield closed
