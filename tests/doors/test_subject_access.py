"""An agency's answer over HTTP: the file holds what its meetings shared, and never a word that is another's."""

import io
import re

import pyzipper

from mas_hub.exports.bulk_routes import PASSPHRASE
from tests.asking import Doors
from tests.breaking import prove
from tests.doors.taken import ASKED
from tests.doors.test_canaries import ON_THE_BOARD, say_everything
from tests.retention.test_keeping import case_of
from tests.subject_access.test_for_one_s_agency import WHO, appoint

LOOK, FILE = "/api/subject-access/look-up", "/api/subject-access/file"
CANARY = re.compile(r"canary-[a-z-]+")


def test_nobody_is_handed_what_is_another_agency_s(doors: Doors) -> None:
    sitting = doors.sitting
    say_everything(sitting)
    for who, agency in (("beth", "csc"), ("dina", "police")):
        sitting.do(who, "state_capacity", level="over", words=f"canary-own-{agency}")
        sitting.do(who, "raise_private_point", text="canary-point", sharing="no")
    appoint(sitting, "police")
    refused = doors.ask(WHO, "POST", FILE, {**ASKED, "id": 1, "language": "en"})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "second_factor_first")
    prove(sitting, WHO)
    looked = doors.ask(WHO, "POST", LOOK, ASKED)
    assert looked.status_code == 200
    assert CANARY.findall(looked.get_data(as_text=True)) == []
    answer = doors.ask(WHO, "POST", FILE, {**ASKED, "id": case_of(sitting), "language": "cy"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    with pyzipper.AESZipFile(io.BytesIO(answer.data)) as packed:
        packed.setpassword(answer.headers[PASSPHRASE].encode())
        whole = "".join(packed.read(name).decode() for name in packed.namelist())
    assert set(CANARY.findall(whole)) == (ON_THE_BOARD - {"canary-wellbeing"}) | {"canary-own-police"}
    listed = doors.ask(WHO, "GET", "/api/subject-access")
    assert [each["request"] for each in listed.get_json()["made"]] == [ASKED["request"]]
    theirs = doors.ask(WHO, "POST", LOOK, {**ASKED, "named": "FS-7777"})
    assert theirs.get_json() == {"found": []}
