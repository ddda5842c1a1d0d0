"""A connection to PostgreSQL that says what needs no answer together with what is asked next.

Each statement that is waited for costs both sides a wake-up, and the network's way there and back. Of an act's ten
only every second has an answer that anybody looks at (docs/decisions/0045).
"""

from contextlib import suppress
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

Said = tuple[str, Any]


class Gathering(psycopg.Connection[Any]):
    """What is to be said `later` goes before whatever comes next: a statement, or the commit. Its error comes with it.

    It does not begin transactions by itself (it is in psycopg's "autocommit"): `begin` does, and says that later too.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: list[Said] = []

    def begin(self, how: str) -> None:
        self.later(how)

    def later(self, query: str, params: Any = None) -> None:
        self._waiting.append((query, params))

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        if not self._waiting:
            return super().cursor().execute(query, params, **how)
        with self.pipeline():
            self._say_waiting()
            return super().cursor().execute(query, params, **how)

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """What is done with it comes after what waits, which is said now."""
        if self._waiting:
            with self.pipeline():
                self._say_waiting()
        return super().cursor(*args, **kwargs)

    def commit(self) -> None:
        if self.pgconn.transaction_status == TransactionStatus.IDLE and len(self._waiting) <= 1:
            self._waiting.clear()  # it was begun, and nothing came of it
        elif self._waiting:
            try:
                with self.pipeline():
                    self._say_waiting()
                    super().cursor().execute("COMMIT", prepare=False)
            except psycopg.Error:
                # It may not have come to the commit, and nobody rolls back after one.
                with suppress(psycopg.Error):
                    self.rollback()
                raise
        else:
            super().commit()

    def rollback(self) -> None:
        self._waiting.clear()
        super().rollback()

    def _say_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for query, params in waiting:
            super().cursor().execute(query, params)
