"""What is asked of somebody who has just shown who they are: ten minutes after signing in it waits for that, undone."""

from datetime import timedelta

import pytest

from mas_hub import clock
from tests.asking import Doors
from tests.doors.taken import body_for, path_of
from tests.sitting import NOW, everything

ASKED_AFRESH = {
    "POST /api/exports/bulk": "sian",
    "POST /api/tokens": "sian",
    "POST /api/account/second-factor": "beth",
    "PUT /api/account/second-factor": "beth",
    "DELETE /api/account/second-factor": "beth",
    "POST /api/account/recovery-codes": "beth",
    "DELETE /api/people/<person_id>/second-factor": "ines",
    "PUT /api/partnership/sign-in": "ines",
    "POST /api/people/<person_id>/link": "ines",
    "POST /api/people": "ines",
    "PUT /api/people/<person_id>": "ines",
    "POST /api/people/<person_id>/roles/<role>/confirm": "ines",
    "POST /api/people/<person_id>/roles/<role>/refuse": "ines",
    "DELETE /api/account/provider/<provider_id>": "beth",
    "PUT /api/retention": "ines",
    "POST /api/cases/<case_id>/hold/lift": "ines",
    "POST /api/account/passkeys/options": "beth",
    "POST /api/account/passkeys": "beth",
    "DELETE /api/account/passkeys/<passkey_id>": "beth",
    "POST /api/cases/<case_id>/purge": "ines",
    "POST /api/cases/<case_id>/purge/confirm": "ines",
}


@pytest.mark.parametrize("route", sorted(ASKED_AFRESH))
def test_it_waits_until_somebody_shows_again_who_they_are(doors: Doors, route: str) -> None:
    method, path = path_of(route, doors.sitting.meeting_id)
    said = body_for(route, doors.sitting)
    with clock.fixed(NOW + timedelta(minutes=10)):
        doors.ask(ASKED_AFRESH[route], "GET", "/api/session")  # which notes that they are there
        before = everything()
        answer = doors.ask(ASKED_AFRESH[route], method, path, said)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "prove_again")
    assert everything() == before
