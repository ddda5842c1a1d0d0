"""Who gets in at every route there is. A route that is not in this table fails."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mas_hub.db import snapshot
from mas_hub.meetings.planning import get_planned, plan_view
from mas_hub.web.guard import guard_of
from tests.doors.conftest import NOBODY, Doors
from tests.sitting import NO_SUCH_ID, PREPARED, Sitting, everything, token_of

STAGES = ("planned", "opened", "closed")
EVERYBODY = ("amara", "beth", "dora", "arun", "olu", "rhys", "sian", "ines", "freya", "hugo", NOBODY)

# Facilitator; representative; representative who has not accepted the ground rules; adviser; observer; seated
# recorder; recorder without a seat; administrator; facilitator and representative of another meeting; nobody signed in.
# Three letters: while planned, open and closed.
STATUS = {"y": 200, "n": 403, "?": 404, "c": 409, "u": 422, "o": 401}
WHO_GETS_IN: dict[str, str] = {
    # route                                amara beth dora arun olu  rhys sian ines freya hugo nobody
    "GET /healthz": "                       y     y    y    y    y    y    y    y    y     y    y",
    "GET /readyz": "                        y     y    y    y    y    y    y    y    y     y    y",
    "GET /metrics": "                       ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    ?",
    "GET /api/openapi.json": "              y     y    y    y    y    y    y    y    y     y    y",
    "GET /assets/<name>": "                 ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    ?",
    "GET /api/session": "                   y     y    y    y    y    y    y    y    y     y    y",
    "POST /api/session": "                  u     u    u    u    u    u    u    u    u     u    u",
    "DELETE /api/session": "                y     y    y    y    y    y    y    y    y     y    y",
    "POST /api/session/code": "             o     o    o    o    o    o    o    o    o     o    o",
    "POST /api/session/second-factor": "    o     o    o    o    o    o    o    o    o     o    o",
    "PUT /api/session/second-factor": "     o     o    o    o    o    o    o    o    o     o    o",
    "POST /api/account/second-factor": "    y     y    y    y    y    y    y    y    y     y    o",
    "PUT /api/account/second-factor": "     c     c    c    c    c    c    c    c    c     c    o",
    "DELETE /api/account/second-factor": "  y     y    y    y    y    y    y    y    y     y    o",
    "POST /api/account/recovery-codes": "   c     c    c    c    c    c    c    c    c     c    o",
    "DELETE /api/people/<person_id>/second-factor": "n n  n   n    n    n    n    ?    n     n    o",
    "GET /api/partnership/sign-in": "       n     n    n    n    n    n    n    y    n     n    o",
    "PUT /api/partnership/sign-in": "       n     n    n    n    n    n    n    y    n     n    o",
    "POST /api/session/forgotten": "        y     y    y    y    y    y    y    y    y     y    y",
    "POST /api/session/link": "             ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    ?",
    "PUT /api/session/link": "              ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    ?",
    "POST /api/people/<person_id>/link": "  n     n    n    n    n    n    n    y    n     n    o",
    "POST /api/session/provider": "         ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    ?",
    "POST /api/account/provider": "         ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    o",
    "DELETE /api/account/provider/<provider_id>": "? ? ?    ?    ?    ?    ?    ?    ?     ?    o",
    "POST /api/session/provider/answer": "  o     o    o    o    o    o    o    o    o     o    o",
    "POST /api/session/passkey/options": "  y     y    y    y    y    y    y    y    y     y    y",
    "POST /api/session/passkey": "          u     u    u    u    u    u    u    u    u     u    u",
    "POST /api/session/step/passkey/options": "o o    o    o    o    o    o    o    o     o    o",
    "POST /api/session/step/passkey": "     o     o    o    o    o    o    o    o    o     o    o",
    "POST /api/session/step/passkeys/options": "o o   o    o    o    o    o    o    o     o    o",
    "POST /api/session/step/passkeys": "    o     o    o    o    o    o    o    o    o     o    o",
    "POST /api/account/passkeys/options": " y     y    y    y    y    y    y    y    y     y    o",
    "POST /api/account/passkeys": "         n     n    n    n    n    n    n    n    n     n    o",
    "DELETE /api/account/passkeys/<passkey_id>": "? ?   ?    ?    ?    ?    ?    ?    ?     ?    o",
    "POST /api/account/proof/passkey/options": "y y   y    y    y    y    y    y    y     y    o",
    "POST /api/account/proof/passkey": "    n     n    n    n    n    n    n    n    n     n    o",
    "PUT /api/session/language": "          y     y    y    y    y    y    y    y    y     y    y",
    "GET /api/account": "                   y     y    y    y    y    y    y    y    y     y    o",
    "PUT /api/account/password": "          u     u    u    u    u    u    u    u    u     u    o",
    "POST /api/account/proof": "            u     u    u    u    u    u    u    u    u     u    o",
    "DELETE /api/account/sessions": "       y     y    y    y    y    y    y    y    y     y    o",
    "DELETE /api/account/sessions/<session_id>": "? ?  ?    ?    ?    ?    ?    ?    ?     ?    o",
    "GET /api/reference": "                 y     y    y    y    y    y    y    y    y     y    o",
    "GET /api/home": "                      y     y    y    y    y    y    y    y    y     y    o",
    "GET /api/agencies": "                  n     n    n    n    n    n    n    y    n     n    o",
    "POST /api/agencies": "                 n     n    n    n    n    n    n    y    n     n    o",
    "PUT /api/agencies/<agency_id>": "      n     n    n    n    n    n    n    y    n     n    o",
    "GET /api/people": "                    n     n    n    n    n    n    n    y    n     n    o",
    "POST /api/people": "                   n     n    n    n    n    n    n    y    n     n    o",
    "PUT /api/people/<person_id>": "        n     n    n    n    n    n    n    y    n     n    o",
    "GET /api/agreements": "                y     n    n    n    n    n    n    y    y     n    o",
    "PUT /api/agreements/<agency_id>": "    y     n    n    n    n    n    n    y    y     n    o",
    "GET /api/agreements/due": "            y     y    y    y    y    y    y    y    y     y    o",
    "GET /api/meetings/<>/agreement": "     n     y    y    n    n    y    ?nn  ?    ?     ?    o",
    "GET /api/templates": "                 y     n    n    n    n    n    n    y    y     n    o",
    "POST /api/templates": "                y     n    n    n    n    n    n    y    y     n    o",
    "PUT /api/templates/<key>": "           ?     n    n    n    n    n    n    ?    ?     n    o",
    "GET /api/ground-rules": "              y     n    n    n    n    n    n    y    y     n    o",
    "POST /api/ground-rules": "             y     n    n    n    n    n    n    y    y     n    o",
    "POST /api/people/<person_id>/roles/<role>/confirm": "n n n n n n n ? n n o",
    "POST /api/people/<person_id>/roles/<role>/refuse": " n n n n n n n ? n n o",
    "GET /api/directory": "                 y     n    n    n    n    n    n    n    y     n    o",
    "GET /api/cases": "                     y     n    n    n    n    n    n    n    y     n    o",
    "POST /api/cases": "                    y     n    n    n    n    n    n    n    y     n    o",
    "PUT /api/cases/<case_id>": "           y     n    n    n    n    n    n    n    ?     n    o",
    "GET /api/cases/<case_id>/timeline": "  y     n    n    n    n    n    n    n    ?     n    o",
    "POST /api/meetings": "                 y     n    n    n    n    n    n    n    ?     n    o",
    "GET /api/meetings/<>/plan": "          y     n    n    n    n    n    n    n    ?     n    o",
    "PUT /api/meetings/<>/plan": "          ycc   n    n    n    n    n    n    n    ?     n    o",
    "GET /api/meetings/<>": "               y     y    y    y    y    y    ?yy  ?    ?     ?    o",
    "GET /api/meetings/<>/board": "         cyy   cyy  cnn  cyy  cyy  cyy  ?nn  ?    ?     ?    o",
    "GET /api/meetings/<>/preparation": "   n     y    y    n    n    y    ?nn  ?    ?     ?    o",
    "PUT /api/meetings/<>/preparation": "   n     ycc  c    n    n    c    ?nn  ?    ?     ?    o",
    "GET /api/meetings/<>/guests": "        y     n    n    n    n    n    ?nn  ?    ?     ?    o",
    "POST /api/meetings/<>/guests": "       ycc   n    n    n    n    n    ?nn  ?    ?     ?    o",
    "DELETE /api/meetings/<>/guests/<seat_id>": "?cc n n n   n    n    ?nn  ?    ?     ?    o",
    "POST /api/meetings/<>/guests/<seat_id>/link": "??c n n n n   n    ?nn  ?    ?     ?    o",
    "DELETE /api/meetings/<>/guests/<seat_id>/link": "??c n n n n n    ?nn  ?    ?     ?    o",
    "POST /api/joining/look": "             ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    ?",
    "POST /api/joining": "                  ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    ?",
    "GET /api/meetings/<>/last-time": "     y     y    y    y    y    y    ?nn  ?    ?     ?    o",
    "GET /api/meetings/<>/diary": "         y     y    y    y    y    y    ?nn  ?    ?     ?    o",
    "GET /api/meetings/<>/readiness": "     y     n    n    n    n    n    ?nn  ?    ?     ?    o",
    "GET /api/meetings/<>/earlier-positions": "cyy cyy cnn  cyy  cyy  cyy  ?nn  ?    ?     ?    o",
    "GET /api/meetings/<>/chronology": "    n     y    y    n    n    n    ?nn  ?    ?     ?    o",
    "POST /api/meetings/<>/chronology": "   n     ycc  ycc  n    n    n    ?nn  ?    ?     ?    o",
    "PUT /api/meetings/<>/chronology/<event_id>": " n ?cc ?cc n  n    n    ?nn  ?    ?     ?    o",
    "DELETE /api/meetings/<>/chronology/<event_id>": " n ?cc ?cc n n   n    ?nn  ?    ?     ?    o",
    "POST /api/meetings/<>/chronology/bring": " n  c    c    n    n    n    ?nn  ?    ?     ?    o",
    "GET /api/meetings/<>/requirements": "   n     y    y    n    n    n    ?nn  ?    ?     ?    o",
    "POST /api/meetings/<>/requirements": "  n     ycc  ycc  n    n    n    ?nn  ?    ?     ?    o",
    "PUT /api/meetings/<>/requirements/<requirement_id>": " n ?cc ?cc n  n    n    ?nn  ?    ?     ?    o",
    "POST /api/meetings/<>/requirements/bring": "n c   c    n    n    n    ?nn  ?    ?     ?    o",
    "DELETE /api/meetings/<>/requirements/<requirement_id>": " n ?cc ?cc n n   n    ?nn  ?    ?     ?    o",
    "POST /api/meetings/<>/acts/<act>": "   cyc   n    n    n    n    n    ?nn  ?    ?     ?    o",
    "GET /api/meetings/<>/exports": "       n     cyy  cny  n    n    cyy  ?yy  ?    ?     ?    o",
    "GET /api/meetings/<>/exports/<>": "    n     cyy  cny  n    n    cyy  ?yy  ?    ?     ?    o",
    "POST /api/meetings/<>/exports/zip": "  n     cyy  cny  n    n    cyy  ?yy  ?    ?     ?    o",
    "GET /api/exports/bulk": "              n     n    n    n    n    n    y    n    n     n    o",
    "POST /api/exports/bulk": "             n     n    n    n    n    n    cyy  n    n     n    o",
    "GET /api/tokens": "                    n     n    n    n    n    n    y    y    n     n    o",
    "POST /api/tokens": "                   n     n    n    n    n    n    y    n    n     n    o",
    "DELETE /api/tokens/<token_id>": "      n     n    n    n    n    n    y    y    n     n    o",
    "GET /api/record-system": "             o     o    o    o    o    o    o    o    o     o    o",
    "GET /api/record-system/decisions": "   o     o    o    o    o    o    o    o    o     o    o",
    "POST /api/record-system/meetings/<>/receipt": "o o o o o  o    o    o    o     o    o",
    "POST /api/record-system/meetings/<>/decisions/<decision_id>/progress": "o o o o o o o o o o o",
    "POST /api/exports/verify": "           y     y    y    y    y    y    y    y    y     y    o",
    "GET /api/meetings/<>/receipts": "      y     y    y    n    n    y    ?yy  ?    ?     ?    o",
    "POST /api/meetings/<>/receipt": "      n     ccy  ccy  n    n    ccy  ?cy  ?    ?     ?    o",
    "GET /api/assurance/figures": "         n     n    n    n    n    n    n    y    n     n    o",
    "POST /api/assurance/figures/file": "   n     n    n    n    n    n    n    y    n     n    o",
    "GET /api/emergency": "                 n     n    n    n    n    n    n    n    n     n    o",
    "POST /api/emergency/look-up": "        n     n    n    n    n    n    n    n    n     n    o",
    "GET /api/subject-access": "            n     n    n    n    n    n    n    n    n     n    o",
    "POST /api/subject-access/look-up": "   n     n    n    n    n    n    n    n    n     n    o",
    "POST /api/subject-access/file": "      n     n    n    n    n    n    n    n    n     n    o",
    "GET /api/agency-audit": "              n     n    n    n    n    n    y    n    n     n    o",
    "POST /api/agency-audit/csv": "         n     n    n    n    n    n    y    n    n     n    o",
    "GET /api/emergency/notices": "         y     y    y    y    y    y    y    y    y     y    o",
    "POST /api/meetings/<>/emergency": "    n     n    n    n    n    n    n    n    n     n    o",
    "DELETE /api/meetings/<>/emergency": "  n     n    n    n    n    n    n    n    n     n    o",
    "POST /api/meetings/<>/emergency/<access_id>/replies": "? ? ? n n ? ? ? ? ? o",
    "PUT /api/meetings/<>/emergency/replies/<reply_id>": " n n n n n n n n n n o",
    "GET /api/inbox": "                     y     y    y    y    y    y    y    y    y     y    o",
    "GET /api/reminders": "                 n     n    n    n    n    n    n    y    n     n    o",
    "PUT /api/reminders": "                 n     n    n    n    n    n    n    y    n     n    o",
    "POST /api/reminders/trial": "          n     n    n    n    n    n    n    y    n     n    o",
    "GET /api/retention": "                 n     n    n    n    n    n    n    y    n     n    o",
    "PUT /api/retention": "                 n     n    n    n    n    n    n    y    n     n    o",
    "GET /api/meetings/<>/keeping": "       y     y    y    y    y    y    ?yy  ?    ?     ?    o",
    "POST /api/cases/<case_id>/hold": "     y     n    n    n    n    n    n    y    ?     n    o",
    "POST /api/cases/<case_id>/hold/lift": "c     n    n    n    n    n    n    c    ?     n    o",
    "GET /api/meetings/<>/deleted": "       ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    o",
    "POST /api/cases/<case_id>/purge": "    n     n    n    n    n    n    n    c    n     n    o",
    "DELETE /api/cases/<case_id>/purge": "  n     n    n    n    n    n    n    ?    n     n    o",
    "POST /api/cases/<case_id>/purge/confirm": "n  n    n    n    n    n    n    c    n     n    o",
    "GET /api/overview": "                  y     y    y    y    y    y    y    y    y     y    o",
    "GET /api/meetings/<>/decisions/<decision_id>/progress": " ??y ? ??y n n ??y ? ? ? ? o",
    "POST /api/meetings/<>/decisions/<decision_id>/progress": " n cc? ccy n n ccy ?c? ? ? ? o",
    "POST /api/meetings/<>/decisions/<decision_id>/hand-over": " n cc? ccy n n ccy ?c? ? ? ? o",
    "POST /api/meetings/<>/hand-overs/<hand_over_id>/answer": " n ? ? n n ? ? ? ? ? o",
    "DELETE /api/meetings/<>/hand-overs/<hand_over_id>": " n ? ? n n ? ? ? ? ? o",
}

AN_AGENCY = {"sector": "housing", "name": {"en": "New Homes"}}
A_PERSON = {
    "name": "New Person",
    "email": "new@fellshire.example",
    "job": "",
    "roles": [],
    "language": "en",
    "password": "violet kettle under the stairs",
}
A_CASE = {"reference": "FS-1", "subject_initials": "A.B.", "subject_type": "child", "age_band": "", "milestones": []}
A_RECEIPT = {"recorded": False, "why_not": "The system is down."}

A_RETENTION = {"version": 0, "child_months": 36, "adult_months": 24, "backup_days": 30, "basis": "Schedule 7."}

AN_EVENT = {"began": "2026-03-02", "ended": None, "what": "Second referral.", "source": "Case file"}

A_REQUIREMENT = {"kind": "visit", "what": "Looked-after visit.", "every": 6, "child": "seen"}

A_STAGE = {"name": {"en": "Talk", "cy": "Siarad"}, "prompt": {"en": "How is K.?", "cy": "Sut mae K.?"}, "minutes": 20}
A_TEMPLATE = {"name": {"en": "Peer group", "cy": "Grŵp cyfoedion"}, "stages": [A_STAGE]}

AN_AGREEMENT = {
    "version": 0,
    "purpose": "Cases on which agencies differ.",
    "every_weeks": 6,
    "confidentiality": "As the protocol says.",
    "disagreement": "The leads meet.",
    "signed_by": "M. Hale",
    "begins": "2026-01-05",
    "review_on": "2027-01-05",
}

SHOWN = {"shown": {"id": "bm9uZQ", "client_data": "bm9uZQ", "authenticator_data": "bm9uZQ", "signature": "bm9uZQ"}}
MADE = {"name": "Laptop", "made": {"id": "bm9uZQ", "client_data": "bm9uZQ", "attestation": "bm9uZQ"}}

ASKED = {"about": "case", "named": "FS-2291", "ground": "themselves", "request": "SAR-2026/14"}
BODIES: dict[str, Callable[[Sitting], Any]] = {
    "POST /api/session": lambda _: {},
    "POST /api/session/code": lambda _: {"code": "000000"},
    "POST /api/session/second-factor": lambda _: {},
    "PUT /api/session/second-factor": lambda _: {"code": "000000"},
    "POST /api/account/second-factor": lambda _: {},
    "PUT /api/account/second-factor": lambda _: {"code": "000000"},
    "POST /api/account/recovery-codes": lambda _: {},
    "PUT /api/partnership/sign-in": lambda _: {"second_factor": "optional"},
    "POST /api/session/forgotten": lambda _: {"email": "nobody@fellshire.example"},
    "POST /api/session/link": lambda _: {"token": "guessed"},
    "PUT /api/session/link": lambda _: {"token": "guessed", "password": "violet kettle under the stairs"},
    "POST /api/people/<person_id>/link": lambda _: {"by_mail": False},
    "POST /api/session/provider": lambda _: {"provider_id": 1},
    "POST /api/account/provider": lambda _: {"provider_id": 1},
    "POST /api/session/provider/answer": lambda _: {"state": "guessed"},
    "POST /api/session/passkey/options": lambda _: {},
    "POST /api/session/passkey": lambda _: {},
    "POST /api/session/step/passkey/options": lambda _: {},
    "POST /api/session/step/passkey": lambda _: SHOWN,
    "POST /api/session/step/passkeys/options": lambda _: {"name": "Laptop"},
    "POST /api/session/step/passkeys": lambda _: MADE,
    "POST /api/account/passkeys/options": lambda _: {"name": "Laptop"},
    "POST /api/account/passkeys": lambda _: MADE,
    "POST /api/account/proof/passkey/options": lambda _: {},
    "POST /api/account/proof/passkey": lambda _: SHOWN,
    "PUT /api/session/language": lambda _: {"language": "cy"},
    "PUT /api/account/password": lambda _: {"present": "nobody's", "password": "violet kettle under the stairs"},
    "POST /api/account/proof": lambda _: {"password": "nobody's"},
    "POST /api/agencies": lambda _: AN_AGENCY,
    "PUT /api/agencies/<agency_id>": lambda _: {**AN_AGENCY, "version": 1},
    "POST /api/people": lambda s: {**A_PERSON, "agency_id": s.agencies["csc"]},
    "PUT /api/people/<person_id>": lambda s: {**A_PERSON, "agency_id": s.agencies["csc"], "version": 1},
    "PUT /api/agreements/<agency_id>": lambda _: AN_AGREEMENT,
    "POST /api/templates": lambda _: A_TEMPLATE,
    "PUT /api/templates/<key>": lambda _: {**A_TEMPLATE, "version": 1},
    "POST /api/ground-rules": lambda _: {"edits": "2026-1", "en": ["Be kind."], "cy": ["Byddwch yn garedig."]},
    "POST /api/people/<person_id>/roles/<role>/confirm": lambda _: {},
    "POST /api/people/<person_id>/roles/<role>/refuse": lambda _: {},
    "POST /api/cases": lambda _: A_CASE,
    "PUT /api/cases/<case_id>": lambda _: {**A_CASE, "version": 1},
    "POST /api/meetings": lambda _: {"case_id": 1},
    "PUT /api/meetings/<>/plan": lambda s: the_plan(s),
    "POST /api/meetings/<>/guests": lambda s: {"name": "Gus", "agency_id": s.agencies["csc"], "role": "observer"},
    "POST /api/meetings/<>/guests/<seat_id>/link": lambda _: {},
    "POST /api/joining/look": lambda _: {"token": "guessed"},
    "POST /api/joining": lambda _: {"token": "guessed"},
    "PUT /api/meetings/<>/preparation": lambda _: {**PREPARED, "version": 1},
    "POST /api/meetings/<>/chronology": lambda _: AN_EVENT,
    "PUT /api/meetings/<>/chronology/<event_id>": lambda _: {**AN_EVENT, "version": 1},
    "POST /api/meetings/<>/chronology/bring": lambda _: {},
    "POST /api/meetings/<>/requirements": lambda _: A_REQUIREMENT,
    "PUT /api/meetings/<>/requirements/<requirement_id>": lambda _: {**A_REQUIREMENT, "version": 1},
    "POST /api/meetings/<>/requirements/bring": lambda _: {"of": [1]},
    "POST /api/meetings/<>/acts/<act>": lambda _: {"act_id": "an-act-of-mine", "data": {"stage": "decisions"}},
    "POST /api/meetings/<>/receipt": lambda _: A_RECEIPT,
    "POST /api/exports/bulk": lambda _: {
        "first": "2026-09-01",
        "last": "2026-09-30",
        "formats": ["json"],
        "language": "en",
    },
    "POST /api/tokens": lambda _: {"name": "Case files", "scopes": ["read_decisions"], "days": 30},
    "POST /api/record-system/meetings/<>/receipt": lambda _: A_RECEIPT,
    "POST /api/record-system/meetings/<>/decisions/<decision_id>/progress": lambda _: {"state": "not_started"},
    "PUT /api/reminders": lambda _: {
        "version": 0,
        "receipt_days": 3,
        "progress_days": 5,
        "repeat_days": 5,
        "by_email": True,
    },
    "POST /api/reminders/trial": lambda _: None,
    "PUT /api/retention": lambda _: A_RETENTION,
    "POST /api/cases/<case_id>/purge": lambda _: {},
    "POST /api/cases/<case_id>/purge/confirm": lambda _: {},
    "POST /api/cases/<case_id>/hold": lambda _: {"reason": "A court has asked for the record."},
    "POST /api/cases/<case_id>/hold/lift": lambda _: {"reason": "The court has it."},
    "POST /api/meetings/<>/decisions/<decision_id>/progress": lambda _: {"state": "under_way"},
    "POST /api/meetings/<>/decisions/<decision_id>/hand-over": lambda s: {"to": s.agencies["school"], "why": "Theirs."},
    "POST /api/meetings/<>/hand-overs/<hand_over_id>/answer": lambda _: {"accept": True},
    "POST /api/agency-audit/csv": lambda _: {"language": "en"},
    "POST /api/assurance/figures/file": lambda _: {"first": "2026-01", "last": "2026-09", "language": "en"},
    "POST /api/emergency/look-up": lambda _: {"reference": "FS-2291"},
    "POST /api/subject-access/look-up": lambda _: ASKED,
    "POST /api/subject-access/file": lambda _: {**ASKED, "id": 1, "language": "en"},
    "POST /api/meetings/<>/emergency": lambda _: {"reference": "FS-2291", "reason": "The police rang: K. is missing."},
    "POST /api/meetings/<>/emergency/<access_id>/replies": lambda _: {},
    "PUT /api/meetings/<>/emergency/replies/<reply_id>": lambda _: {"answer": "Yes."},
    "POST /api/exports/verify": lambda _: {"sha256": "0" * 64},
    "POST /api/meetings/<>/exports/zip": lambda _: {"language": "cy"},
}
BY_TOKEN = frozenset(route for route in WHO_GETS_IN if "/record-system" in route)
"""What no cookie opens; who gets in with a token is in test_tokens."""

IN_PATHS = {
    "token_id": "1",
    "agency_id": "1",
    "person_id": "2",
    "case_id": "1",
    "event_id": "999999",
    "session_id": "999999",
    "requirement_id": "999999",
    "seat_id": "999999",
    "role": "facilitator",
    "provider_id": "1",
    "passkey_id": "999999",
    "decision_id": "1",
    "hand_over_id": "1",
    "access_id": "1",
    "reply_id": "1",
    "name": "page.js",
    "key": "local-999",
}


def the_plan(sitting: Sitting) -> dict[str, Any]:
    with snapshot() as session:
        actor = sitting.actor("amara")
        plan = plan_view(session, actor, get_planned(session, actor, sitting.meeting_id))
    return {
        name: value
        for name, value in plan.items()
        if name not in ("meeting_id", "state", "case", "needed", "facilitator")
    }


def routes(doors: Doors) -> Iterator[str]:
    """Every route as the table names it."""
    for rule in doors.app.url_map.iter_rules():
        path = rule.rule.replace("<int:meeting_id>", "<>").replace("<format_name>", "<>")
        path = path.replace("<int:", "<").replace("<path:", "<")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield f"{method} {path}"


def path_of(route: str, meeting_id: int) -> tuple[str, str]:
    method, path = route.split(" ")
    path = path.replace("/exports/<>", "/exports/csv").replace("<>", str(meeting_id)).replace("<act>", "set_stage")
    for name, value in IN_PATHS.items():
        path = path.replace(f"<{name}>", value)
    return method, path


def expected(route: str, stage: str) -> dict[str, int]:
    """`{person: status}`"""
    cells = WHO_GETS_IN[route].split()
    return {
        who: STATUS[cell[STAGES.index(stage)] if len(cell) == 3 else cell]
        for who, cell in zip(EVERYBODY, cells, strict=True)
    }


def differs_by_stage(route: str) -> bool:
    return any(len(cell) == 3 for cell in WHO_GETS_IN[route].split())


def body_for(route: str, sitting: Sitting) -> Any:
    return BODIES[route](sitting) if route in BODIES else None


def test_every_route_has_its_row_and_its_guard(doors: Doors) -> None:
    assert set(routes(doors)) == set(WHO_GETS_IN)
    assert [name for name, view in doors.app.view_functions.items() if guard_of(view) is None] == []


def test_every_route_that_writes_has_an_example_of_what_it_takes() -> None:
    assert {route for route in WHO_GETS_IN if route.startswith(("POST", "PUT"))} == set(BODIES)


@pytest.mark.parametrize("route", sorted(WHO_GETS_IN))
def test_route_lets_in_who_may_come_in_and_nobody_else(doors: Doors, route: str) -> None:
    for stage in STAGES if differs_by_stage(route) else ("opened",):
        sitting = doors.stage(stage)
        said = body_for(route, sitting)
        method, path = path_of(route, sitting.meeting_id)
        for who, status in expected(route, stage).items():
            answer = doors.ask(who, method, path, said)
            assert (stage, who, answer.status_code) == (stage, who, status)
            if method != "GET" and status == 200:
                doors.stage(stage)


@pytest.mark.parametrize("route", sorted(route for route in WHO_GETS_IN if "<>" in route and route not in BY_TOKEN))
def test_hidden_meeting_is_answered_like_one_that_never_was(doors: Doors, route: str) -> None:
    """Both the meeting of somebody else, and an id that nobody ever had: the same words, byte for byte."""
    said = body_for(route, doors.sitting)
    method, hidden = path_of(route, doors.sitting.other_meeting_id)
    _, absent = path_of(route, NO_SUCH_ID)
    for who in ("amara", "beth", "arun", "olu", "rhys", "sian", "ines"):
        answers = [doors.ask(who, method, path, said) for path in (hidden, absent)]
        assert len({(answer.status_code, answer.get_data()) for answer in answers}) == 1
        assert answers[0].status_code in (403, 404)
    doors.ask("amara", *path_of(route, 2**80), said)


@pytest.mark.parametrize("route", sorted(r for r in WHO_GETS_IN if not r.startswith("GET") and r not in BY_TOKEN))
def test_nothing_is_changed_without_the_page_s_own_token(doors: Doors, route: str) -> None:
    said = body_for(route, doors.sitting)
    method, path = path_of(route, doors.sitting.meeting_id)
    before = everything()
    for headers in ({}, {"X-CSRF-Token": "guessed"}, {"X-CSRF-Token": ""}):
        client = doors.app.test_client()
        client.set_cookie("mas_hub_session", token_of("amara"))
        answer = client.open(path, method=method, json=said, headers=headers)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "csrf_failed")
    assert everything() == before
