"""An agency's annual return over HTTP: its recorder's until it is submitted, then also of who leads on assurance."""

from tests.asking import Doors
from tests.returns.writing import answers, save, submit, the_year_after
from tests.sitting import NO_SUCH_ID

DRAFT = {"edition": 1, "version": 0, "answers": answers(), "summary": "canary-summary", "approved_by": ""}


def test_from_draft_to_submitted(doors: Doors) -> None:
    own = f"/api/returns/{doors.sitting.agencies['school']}/2026"
    said = {"format": "json", "language": "en"}
    assert doors.ask("sian", "GET", own).get_json()["version"] == 0
    assert doors.ask("sian", "PUT", "/api/returns/2026", DRAFT).get_json()["version"] == 1
    assert doors.ask("sian", "PUT", "/api/returns/2026", DRAFT).get_json()["current"]["summary"] == "canary-summary"
    runs = doors.ask("sian", "POST", "/api/returns/2026/submit", {"version": 1}).get_json()
    assert (runs["code"], "2027-04-01" in runs["message"]) == ("return_year_runs", True)

    # A draft is as absent to others as one that never was.
    for who in ("gwen", "ines", "kit"):
        for method, rest, body in (("GET", "", None), ("POST", "/file", said)):
            paths = (
                own + rest,
                f"/api/returns/{NO_SUCH_ID}/2026{rest}",
                f"{own}?edition=1" if not rest else own + rest,
            )
            answers_ = [doors.ask(who, method, path, body) for path in paths]
            assert {(answer.status_code, answer.get_data()) for answer in answers_} == {(404, answers_[0].get_data())}
        assert "canary" not in doors.ask(who, "GET", "/api/returns").get_data(as_text=True)

    for who in ("amara", "beth", "rhys", "hugo"):
        assert doors.ask(who, "GET", own).status_code == 403


def test_once_submitted_it_is_read_and_taken(doors: Doors) -> None:
    save(doors.sitting, summary="canary-summary")
    with the_year_after():
        submit(doors.sitting)
    own = f"/api/returns/{doors.sitting.agencies['school']}/2026"
    for who in ("gwen", "sian", "ines"):
        assert doors.ask(who, "GET", own).get_json()["summary"] == "canary-summary"
        file = doors.ask(who, "POST", f"{own}/file", {"format": "pdf", "language": "cy"})
        assert (file.status_code, file.headers["Content-Type"], file.data[:4]) == (200, "application/pdf", b"%PDF")
        assert file.headers["Content-Disposition"].endswith('-2026-2027-ffurflen-flynyddol.pdf"')
    assert doors.ask("kit", "GET", own).status_code == 404


def test_what_does_not_do_is_refused_by_its_name(doors: Doors) -> None:
    own = f"/api/returns/{doors.sitting.agencies['school']}"
    for edition in ("9", "x", "-1", "1" * 40):
        assert doors.ask("sian", "GET", f"{own}/2026?edition={edition}").status_code == 404
    for year in ("1999", "2027", "9" * 40):
        assert doors.ask("sian", "GET", f"{own}/{year}").status_code == 404
        assert doors.ask("sian", "PUT", f"/api/returns/{year}", DRAFT).status_code == 404
    assert doors.ask("sian", "GET", f"/api/returns/{'9' * 40}/2026").status_code == 404
    for day in ("soon", "9999-12-31"):
        smart = {**answers()["smart"], "rating": "splendid", "by_when": day}
        wrong = {**DRAFT, "answers": {**answers(), "smart": smart, "none": {}}}
        refused = doors.ask("sian", "PUT", "/api/returns/2026", wrong).get_json()
        assert set(refused["fields"]) == {"answers.smart.rating", "answers.smart.by_when", "answers.none"}
