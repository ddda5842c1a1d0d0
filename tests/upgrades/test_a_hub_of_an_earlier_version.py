"""What an earlier version wrote can be read, exported, verified and gone on with."""

from pathlib import Path

import mas_hub.rooms  # noqa: F401 (every room registers its tables, acts and views)
from mas_hub import db
from tests.upgrades.earlier import bring_up_to_date, use_all_of_it


def test_it_is_brought_up_to_date_and_used(tmp_path: Path) -> None:
    db.configure(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    bring_up_to_date(tmp_path)
    use_all_of_it()
    db.close()
