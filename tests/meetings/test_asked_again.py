"""Who was not told whether what they did is saved sends it again, and is answered as it stands."""

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mas_hub.errors import Unavailable
from tests.sitting import Sitting

ACT = {"act_id": "the-same-act-each-time", "prompt": "analysis", "text": "Said once."}


@pytest.mark.parametrize("went_through", [True, False])
def test_when_the_database_goes_away_in_mid_commit(
    opened: Sitting, monkeypatch: pytest.MonkeyPatch, went_through: bool
) -> None:
    commit = Session.commit

    def breaks_off(session: Session) -> None:
        if went_through:
            commit(session)
        error = OperationalError("COMMIT", None, Exception("server closed the connection unexpectedly"))
        error.connection_invalidated = True
        raise error

    before = opened.log()
    with monkeypatch.context() as away:
        away.setattr(Session, "commit", breaks_off)
        with pytest.raises(Unavailable):
            opened.do("beth", "add_reflection", **ACT)
    assert opened.log()[: len(before)] == before
    assert len(opened.log()) - len(before) == went_through
    answered = opened.do("beth", "add_reflection", **ACT)
    assert answered == opened.do("beth", "add_reflection", **ACT) == opened.log()[len(before) :]
    assert [entry.subject["text"] for entry in answered] == ["Said once."]
