"""Those who wait to write."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session


@dataclass(eq=False)
class Waiting:
    """Work that waits for its commit, and what came of it. `info` is the session's, as this work left it.

    `of`: the thing that is written in. `aside`: it is not done, and has to be done without the others.
    """

    work: Callable[[Session], Any]
    of: int | None = None
    aside: bool = False
    done: bool = False
    made: Any = None
    error: Exception | None = None
    info: dict[Any, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Queue:
    """Those who write together, one transaction at a time. `held`: how many are in it now."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: deque[Waiting] = field(default_factory=deque)
    held: int = 0
