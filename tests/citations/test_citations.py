"""A published source can be cited on any entry (S1; docs/domain.md, row 52)."""

from typing import Any

import pytest

from mas_hub.citations.rules import check_link
from mas_hub.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from mas_hub.practice.profile import NATIONS, profile
from tests.acting import of_thing
from tests.sitting import NO_SUCH_ID, Sitting


def cite(sitting: Sitting, who: str, on: str, **said: Any) -> dict[str, Any]:
    return sitting.do(who, "cite_source", beside=of_thing(sitting, on), **said)[0].subject


@pytest.mark.parametrize("on", ["position", "disagreement", "concern", "reflection", "decision"])
def test_any_entry_may_cite_and_stays_as_it_is(opened: Sitting, on: str) -> None:
    kind, _ = opened.things[on]
    before = opened.views(kind)
    made = cite(opened, "amara", on, source="children_act_1989", place="section 47")
    assert made["title"] == {"en": "Children Act 1989", "cy": "Deddf Plant 1989"}
    assert (made["link"], made["place"]) == ("https://www.legislation.gov.uk/ukpga/1989/41", "section 47")
    assert opened.views(kind) == before
    assert not opened.view("consent")["lapsed"]


def test_one_s_own_source_is_taken_with_its_link(opened: Sitting) -> None:
    made = cite(opened, "beth", "decision", title="Astudiaeth o esgeulustod", link="https://x.example/a?b=1#c")
    assert (made["source"], made["title"]["cy"]) == ("", "Astudiaeth o esgeulustod")
    assert made["link"] == "https://x.example/a?b=1#c"


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({}, {"source": "source_needed"}),
        ({"source": "children_act_1989", "title": "x"}, {"title": "listed_or_own_not_both"}),
        ({"source": "no_such_source"}, {"source": "not_one_of"}),
        ({"title": "x", "link": "javascript:alert(1)"}, {"link": "not_a_link"}),
    ],
)
def test_what_cannot_be_cited_is_refused(opened: Sitting, said: dict[str, Any], refused: dict[str, str]) -> None:
    refusal = opened.refused("beth", "cite_source", beside=of_thing(opened, "decision"), **said)
    assert (type(refusal), refusal.fields) == (Invalid, refused)


@pytest.mark.parametrize(
    "link",
    [
        "x.example",
        "ftp://x.example",
        "https://",
        "https://x .example",
        "https://x.example/\u202e",
        "data:text/html,x",
        "http://[x",
    ],
)
def test_what_is_no_address_is_refused(link: str) -> None:
    with pytest.raises(Invalid):
        check_link(link)


def test_an_address_is_taken_as_it_is() -> None:
    for link in ("", "http://x.example", "HTTPS://x.example/%20?q=1", "https://x.example:8443/a_(b)"):
        check_link(link)


def test_nothing_is_cited_beside_what_is_erased_withdrawn_or_elsewhere(opened: Sitting) -> None:
    def code(who: str, on: dict[str, Any]) -> tuple[type[DomainError], str]:
        refusal = opened.refused(who, "cite_source", beside=on, source="children_act_1989")
        return type(refusal), refusal.code

    assert code("dina", of_thing(opened, "wellbeing")) == (Conflict, "nothing_cited_on_wellbeing")
    assert code("amara", {"type": "decision", "id": NO_SUCH_ID}) == (NotFound, "no_such_entry")
    assert code("arun", of_thing(opened, "reflection")) == (Forbidden, "belongs_to_another_agency")
    opened.do("beth", "withdraw_decision", **opened.edit("decision", reason=""))
    assert code("beth", of_thing(opened, "decision")) == (Conflict, "already_withdrawn")


def test_a_citation_is_taken_away_once(opened: Sitting) -> None:
    made = cite(opened, "beth", "concern", source="children_act_1989")
    assert opened.do("beth", "withdraw_citation", of=made["id"], version=1)[0].subject["withdrawn"] is True
    refusal = opened.refused("beth", "withdraw_citation", of=made["id"], version=2)
    assert (type(refusal), refusal.code) == (Conflict, "already_withdrawn")


@pytest.mark.parametrize("nation", NATIONS)
def test_every_shipped_source_says_what_it_is_and_where_it_was_read(nation: str) -> None:
    sources = profile(nation).sources
    assert {each.about for each in sources} == {"guidance", "statute", "research", "local"}
    for each in sources:
        assert each.name.en
        assert each.name.cy
        check_link(each.link)


def test_the_partnership_keeps_its_own_on_the_list() -> None:
    own = {
        "about": "local",
        "name": {"en": "Fellshire neglect procedure"},
        "link": "https://fellshire.example/neglect",
        "source": "Fellshire",
        "as_of": "2026-10-01",
    }
    found = profile("england", {"sources": {"neglect": own}}).find_source("neglect")
    assert found is not None
    assert (found.name.cy, found.link, found.jurisdiction) == (
        "Fellshire neglect procedure",
        "https://fellshire.example/neglect",
        "local",
    )
