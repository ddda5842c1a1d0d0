"""Those who wait to write."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session


@dataclass(eq=False)
class Waiting:
    """Work that waits for its commit, and what came of it. `info` is the session's, as this work left it."""

    work: Callable[[Session], Any]
    done: bool = False
    made: Any = None
    error: Exception | None = None
    info: dict[Any, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Queue:
    """Those who write in the same thing, one transaction at a time. `held`: how many are in it now."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: deque[Waiting] = field(default_factory=deque)
    held: int = 0
