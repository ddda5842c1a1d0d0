"""Every route says who may call it. A route that says nothing fails the tests.

The innermost decorator, so that it wraps what Flask registers::

    @blueprint.get("/api/agencies")
    @needs(Can.MANAGE_IDENTITY)
    def agencies() -> Response: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from mas_hub.access.permissions import Can, require, require_within
from mas_hub.web.session import current_actor

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Guard:
    """Who may call a view: anybody (`why`), anybody signed in, who holds `permission`, or an agency's record system
    with a token, which has `scope` where one is named."""

    permission: Can | None = None
    signed_in: bool = True
    why: str = ""
    token: bool = False
    scope: str = ""

    @property
    def in_words(self) -> str:
        if self.permission is not None:
            return f"Needs the permission {self.permission.value}."
        if self.token:
            return f"Needs a token with the scope {self.scope}." if self.scope else "Needs a token."
        return "Needs somebody signed in." if self.signed_in else f"Open to anybody: {self.why}."


def needs(permission: Can) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only for those who hold `permission` by their partnership-wide roles."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            require(current_actor(), permission)
            return view(*args, **kwargs)

        return say(guarded, Guard(permission))

    return guard


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """For everybody who is signed in; further in, their seat decides what they may see.

    Guests come in where the address names their meeting, and nowhere else.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        meeting_id = kwargs.get("meeting_id")
        require_within(current_actor(), meeting_id if isinstance(meeting_id, int) else None)
        return view(*args, **kwargs)

    return say(guarded, Guard())


def signed_in_or_guest(view: Callable[P, R]) -> Callable[P, R]:
    """For everybody who is signed in, guests too: what it answers is about no meeting and nobody."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        current_actor()
        return view(*args, **kwargs)

    return say(guarded, Guard())


def public(why: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For everybody. `why` says why that is right."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        return say(view, Guard(signed_in=False, why=why))

    return guard


def guard_of(view: Callable[..., object]) -> Guard | None:
    return getattr(view, "guard", None)


def say(view: Callable[P, R], guard: Guard) -> Callable[P, R]:
    view.guard = guard  # type: ignore[attr-defined]
    return view
