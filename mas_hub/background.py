"""What a worker does again and again: a round that fails is logged, and the next one comes."""

import logging
import time
from collections.abc import Callable

from mas_hub.errors import Unavailable

log = logging.getLogger(__name__)


def once(work: Callable[[], object], *, failed: str) -> None:
    try:
        work()
    except Unavailable:
        pass  # the database has been logged as away
    except Exception:
        log.exception("%s; it is tried again", failed)


def without_end(work: Callable[[], object], *, every_s: float, failed: str) -> None:
    while True:
        once(work, failed=failed)
        time.sleep(every_s)
