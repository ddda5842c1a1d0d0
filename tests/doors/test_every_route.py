"""Who gets in at every route there is. A route that is not in this table fails."""

from collections.abc import Iterator

import pytest

from mas_hub.web.guard import guard_of
from tests.asking import NOBODY, Doors
from tests.doors.taken import BODIES, ON_A_VERSION, body_for, path_of
from tests.sitting import NO_SUCH_ID, everything, token_of

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
    "GET /api/agreements/own": "            y     y    y    y    y    y    y    y    y     y    o",
    "GET /api/meetings/<>/agreement": "     n     y    y    n    n    y    ?nn  ?    ?     ?    o",
    "GET /api/advice": "                    y     y    y    y    y    y    y    y    y     y    o",
    "GET /api/meetings/<>/advice": "        y     y    y    y    y    y    ?yy  ?    ?     ?    o",
    "POST /api/agencies/<agency_id>/advice": " n   n    n    n    n    n    n    y    n     n    o",
    "PUT /api/advice/<contact_id>": "       n     n    n    n    n    n    n    ?    n     n    o",
    "DELETE /api/advice/<contact_id>": "    n     n    n    n    n    n    n    ?    n     n    o",
    "GET /api/training": "                  y     y    y    y    y    y    y    y    y     y    o",
    "POST /api/training": "                 y     y    y    y    y    y    y    y    y     y    o",
    "PUT /api/training/<record_id>": "      ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    o",
    "DELETE /api/training/<record_id>": "   ?     ?    ?    ?    ?    ?    ?    ?    ?     ?    o",
    "GET /api/meetings/<>/untrained": "     y     n    n    n    n    n    n    n    ?     n    o",
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
    "GET /api/meetings/<>/involvements/earlier": "y y  y    n    n    n    ?nn  ?    ?     ?    o",
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
    "POST /api/evidence": "                n     n    n    n    n    n    y    y    n     n    o",
    "GET /api/returns": "                   n     n    n    n    n    n    y    y    n     n    o",
    "GET /api/returns/<agency_id>/<year>": "n     n    n    n    n    n    ?    ?    n     n    o",
    "PUT /api/returns/year": "              n     n    n    n    n    n    n    y    n     n    o",
    "PUT /api/returns/<year>": "            n     n    n    n    n    n    y    n    n     n    o",
    "POST /api/returns/<year>/submit": "    n     n    n    n    n    n    ?    n    n     n    o",
    "POST /api/returns/<agency_id>/<year>/file": "n n   n    n    n    n    ?    ?    n     n    o",
    "GET /api/meetings/<>/feedback": "      y     y    y    y    y    y    ?yy  ?    ?     ?    o",
    "PUT /api/meetings/<>/feedback": "      n     ccy  ccn  ccy  ccy  ccy  ?nn  ?    ?     ?    o",
    "PUT /api/meetings/<>/feedback/response": " c  n     n    n    n    n    ?nn  ?    ?     ?    o",
    "GET /api/learning-points": "           n     n    n    n    n    n    n    y    n     n    o",
    "POST /api/learning-points": "          n     n    n    n    n    n    n    y    n     n    o",
    "PUT /api/learning-points/<point_id>": " n     n    n    n    n    n    n    ?    n     n    o",
    "GET /api/meetings/<>/learning": "      y     y    y    y    y    y    ?yy  ?    ?     ?    o",
    "PUT /api/meetings/<>/learning": "      ycc   n    n    n    n    n    ?nn  ?    ?     ?    o",
    "GET /api/challenges": "                n     n    n    n    n    n    n    y    n     n    o",
    "PUT /api/challenges/<key>": "          n     n    n    n    n    n    n    ?    n     n    o",
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
    "POST /api/meetings/<>/keeping/ask": "  n     n    n    n    n    n    n    ?    n     n    o",
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

BY_TOKEN = frozenset(route for route in WHO_GETS_IN if "/record-system" in route)
"""What no cookie opens; who gets in with a token is in test_tokens."""


def routes(doors: Doors) -> Iterator[str]:
    """Every route as the table names it."""
    for rule in doors.app.url_map.iter_rules():
        path = rule.rule.replace("<int:meeting_id>", "<>").replace("<format_name>", "<>")
        path = path.replace("<int:", "<").replace("<path:", "<")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield f"{method} {path}"


def expected(route: str, stage: str) -> dict[str, int]:
    """`{person: status}`"""
    cells = WHO_GETS_IN[route].split()
    return {
        who: STATUS[cell[STAGES.index(stage)] if len(cell) == 3 else cell]
        for who, cell in zip(EVERYBODY, cells, strict=True)
    }


def differs_by_stage(route: str) -> bool:
    return any(len(cell) == 3 for cell in WHO_GETS_IN[route].split())


def test_every_route_has_its_row_and_its_guard(doors: Doors) -> None:
    assert set(routes(doors)) == set(WHO_GETS_IN)
    assert [name for name, view in doors.app.view_functions.items() if guard_of(view) is None] == []


def test_every_route_that_writes_has_an_example_of_what_it_takes() -> None:
    """And no other has one: a proxy may drop what a DELETE says in its body."""
    assert {route for route in WHO_GETS_IN if route.startswith(("POST", "PUT"))} == set(BODIES)
    assert set(WHO_GETS_IN) >= ON_A_VERSION


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
