"""Nobody reaches what is not theirs: what one may not see answers exactly as what does not exist."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import APIResponse, Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLOSED, LIVE, PLANNED, meeting, send
from tests.e2e.words import say
from tests.plans import as_sent

NOWHERE = 987_654


@pytest.fixture
def meetings(sign_in: SignIn) -> dict[str, int]:
    """The demo's meetings by reference, as their facilitator knows them."""
    amara = sign_in("Amara Osei", None)
    return {reference: meeting(amara, reference) for reference in (LIVE, PLANNED, CLOSED)}


def not_found(answer: APIResponse) -> str:
    """What was answered, once it is sure to be "not found" and to hand out nothing."""
    assert answer.status == 404, f"{answer.url} answered {answer.status}: {answer.text()[:200]}"
    assert answer.json()["code"] == "not_found"
    assert "content-disposition" not in answer.headers
    return answer.text()


def export_addresses(meeting_id: int, agency_id: int, agency_code: str) -> Iterator[str]:
    exports = f"/api/meetings/{meeting_id}/exports"
    for form in ("pdf", "csv", "json"):
        yield f"{exports}/{form}?agency={agency_id}"
        yield f"{exports}/{form}?agency_id={agency_id}"
        yield f"{exports}/{form}?agency={agency_code}&language=en"
        yield f"{exports}/{agency_id}/{form}"
        yield f"{exports}/{agency_code}.{form}"
        yield f"/api/agencies/{agency_id}/meetings/{meeting_id}/exports/{form}"
        yield f"{exports}/{form}/../{form}?agency={agency_id}"


def test_a_representative_reaches_no_other_agency_s_export(sign_in: SignIn, meetings: dict[str, int]) -> None:
    elin = sign_in("Elin O'Neill-Ward", None)
    door = elin.request.get(f"/api/meetings/{meetings[LIVE]}").json()
    own = door["me"]["agency_id"]
    others = [each for each in door["invitations"] if each["agency_id"] != own]
    assert len(others) >= 5
    for invited in others:
        for address in export_addresses(meetings[LIVE], invited["agency_id"], invited["code"]):
            not_found(elin.request.get(address))
    offered = elin.request.get(f"/api/meetings/{meetings[LIVE]}/exports").json()
    assert own in (offered.get("agency_id"), offered.get("agency", {}).get("id"))
    taken = elin.request.get(f"/api/meetings/{meetings[LIVE]}/exports/json?language=en")
    assert taken.ok, taken.text()


@pytest.mark.parametrize("who", ["Elin O'Neill-Ward", "Ines Moreau", "Nadia Rahman"])
def test_a_meeting_without_a_seat_answers_as_one_that_does_not_exist(
    sign_in: SignIn, meetings: dict[str, int], who: str
) -> None:
    """The school is not in the closed meeting, midwifery not in the others, an administrator in none."""
    page = sign_in(who, None)
    strange = {"Nadia Rahman": (LIVE, PLANNED), "Elin O'Neill-Ward": (CLOSED,)}.get(who, (LIVE, PLANNED, CLOSED))
    act = {"act_id": "00000000-0000-4000-8000-000000000001", "data": {"prompt": "analysis", "text": "Let me in."}}
    for rest in ("", "/board", "/exports", "/exports/pdf", "/exports/csv", "/exports/json", "/receipts"):
        absent = not_found(page.request.get(f"/api/meetings/{NOWHERE}{rest}"))
        for reference in strange:
            assert not_found(page.request.get(f"/api/meetings/{meetings[reference]}{rest}")) == absent
    unplanned = page.request.get(f"/api/meetings/{NOWHERE}/plan")
    assert unplanned.json()["code"] == "may_not_plan_meetings"
    for reference in strange:
        assert page.request.get(f"/api/meetings/{meetings[reference]}/plan").text() == unplanned.text()
        path = f"/api/meetings/{meetings[reference]}"
        not_found(send(page, "POST", f"{path}/acts/add_reflection", act))
        not_found(send(page, "POST", f"{path}/acts/open_meeting", {**act, "data": {}}))
        not_found(send(page, "POST", f"{path}/receipt", {"recorded": False, "why_not": "To see whether it is there."}))
        assert shown(page, f"/meetings/{meetings[reference]}") == shown(page, f"/meetings/{NOWHERE}")
        assert shown(page, f"/meetings/{meetings[reference]}/plan") == shown(page, f"/meetings/{NOWHERE}/plan")


def shown(page: Page, path: str) -> str:
    """What the page says at an address where there is nothing for this person."""
    page.goto(path)
    expect(page.get_by_role("alert")).to_be_visible()
    return page.get_by_role("main").inner_text()


def test_an_administrator_sees_no_case_content(sign_in: SignIn) -> None:
    ines = sign_in("Ines Moreau", "/")
    expect(ines.get_by_role("heading", level=1)).to_have_text(say("home.title"))
    home = ines.request.get("/api/home").json()
    assert not any(home[shelf] for shelf in ("live", "coming", "to_record", "past"))
    assert not home["can_plan"]
    for path in ("/api/cases", "/api/directory"):
        assert ines.request.get(path).status in (403, 404)
    assert send(ines, "POST", "/api/meetings", {"case_id": 1}).status in (403, 404)
    for path in ("/", "/admin/agencies", "/admin/people"):
        ines.goto(path)
        expect(ines.get_by_role("heading", level=1)).to_be_visible()
        expect(ines.get_by_role("table").or_(ines.get_by_text(say("home.empty.title")))).to_be_visible()
        said = ines.get_by_role("main").inner_text()
        assert not any(word in said for word in (LIVE, PLANNED, CLOSED, "K.T.", "A.N.", "R.D."))


def test_another_facilitator_s_plan_is_not_found(sign_in: SignIn, meetings: dict[str, int]) -> None:
    ines = sign_in("Ines Moreau", None)
    people = ines.request.get("/api/people").json()["people"]
    amara = next(each for each in people if each["name"] == "Amara Osei")
    another = {
        "name": "Freya Lund",
        "job": "Supervision facilitator",
        "email": "freya.lund@fellshire.example",
        "language": "en",
        "agency_id": amara["agency_id"],
        "roles": ["facilitator"],
        "active": True,
        "password": ines.request.get("/api/session").json()["demo_password"],
    }
    assert send(ines, "POST", "/api/people", another).ok
    freya = sign_in("freya.lund@fellshire.example", None)
    absent = not_found(freya.request.get(f"/api/meetings/{NOWHERE}/plan"))
    for reference in (PLANNED, LIVE, CLOSED):
        assert not_found(freya.request.get(f"/api/meetings/{meetings[reference]}/plan")) == absent
        not_found(freya.request.get(f"/api/meetings/{meetings[reference]}"))
        assert shown(freya, f"/meetings/{meetings[reference]}/plan") == shown(freya, f"/meetings/{NOWHERE}/plan")
    assert freya.request.get("/api/cases").json() == {"cases": []}
    mine = sign_in("Amara Osei", None).request
    plan = mine.get(f"/api/meetings/{meetings[PLANNED]}/plan").json()
    not_found(send(freya, "PUT", f"/api/meetings/{meetings[PLANNED]}/plan", as_sent(plan)))
    not_found(send(freya, "POST", "/api/meetings", {"case_id": plan["case"]["id"]}))


def test_who_is_signed_out_learns_nothing(sign_in: SignIn, meetings: dict[str, int]) -> None:
    beth = sign_in("Beth Langley", None)
    assert send(beth, "DELETE", "/api/session").ok
    for number in (meetings[LIVE], NOWHERE):
        for rest in ("", "/plan", "/board", "/exports/pdf", "/receipts"):
            answer = beth.request.get(f"/api/meetings/{number}{rest}")
            assert (answer.status, answer.json()["code"]) == (401, "signed_out")
