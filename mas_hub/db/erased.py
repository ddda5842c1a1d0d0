"""What was erased is gone from the files too."""

import threading

from mas_hub.db.connected import Current, engine, is_sqlite
from mas_hub.db.engines import BUSY_MS

_one_at_a_time = threading.Lock()  # else one who could would answer for another who could not


def forget_erased_pages() -> None:
    """Empty SQLite's write-ahead file, so that what was just erased is gone from it too. Others need nothing.

    While another process reads (a backup), or the disk is full, SQLite cannot: then each later transaction tries again,
    without waiting.
    """
    if not is_sqlite():
        Current.erased_lingers = False
        return
    with _one_at_a_time:
        Current.erased_lingers = True
        with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=50")
            try:
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")
        Current.erased_lingers = bool(busy)
