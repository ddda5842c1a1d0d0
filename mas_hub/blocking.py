"""One way to run native work that takes long (argon2, Typst) without holding up everybody else's meeting."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

in_transaction: ContextVar[bool] = ContextVar("in_transaction", default=False)
_runner: list[Callable[..., Any]] = []


def use_runner(runner: Callable[..., Any]) -> None:
    """`serve` hands in what its async mode offers, for example eventlet's `tpool.execute`."""
    _runner[:] = [runner]


def run_blocking(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run `work` off the event loop and give back its result. Never inside a transaction: nothing there may yield."""
    if in_transaction.get():
        raise RuntimeError("run_blocking inside a transaction: it would yield while holding the write lock")
    if _runner:
        result: R = _runner[0](work, *args, **kwargs)
        return result
    return work(*args, **kwargs)
