"""The library of authorities and the search, as pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.findings import AuthorityType, RelationKind
from pipeline.library import LibraryEntry, LibraryReference, LibraryText
from pipeline.rights import ROLE_ALLOWS, Handling
from store.studies import Study
from store.views import User

ORDER = AuthorityType.EXECUTIVE_ORDER


def entry(number: int, *references: tuple[RelationKind, int, bool], title: str, text: str) -> LibraryEntry:
    name = f"EO {number}"
    return LibraryEntry(
        name,
        ORDER,
        LibraryText(name, f"row {number}", title=title, text=text, signed=date(2020, 1, number % 28 + 1)),
        tuple(
            LibraryReference(
                name,
                kind,
                f"EO {target}",
                ORDER,
                noted=noted,
                start=0,
                end=0 if noted else 5,
                quote="" if noted else text[:5],
            )
            for kind, target, noted in references
        ),
    )


@pytest.fixture
def library(desk: Any) -> None:
    desk.records.shelve(
        [
            entry(14001, title="Clear <channels>", text="Harbor masters dredge channels. " * 30),
            entry(
                14002,
                (RelationKind.REVOKES, 14001, True),
                (RelationKind.CITES, 13999, False),
                title="New channels",
                text="Pilots sound the channels at low water. " * 30,
            ),
        ],
        "orders.json",
        "clerk",
    )


Visit = Callable[[str], Any]


@pytest.fixture
def visit(client: TestClient) -> Visit:
    def go(path: str) -> Any:
        return client.get(path, follow_redirects=False)

    return go


def test_an_empty_library_says_how_it_fills(visit: Visit) -> None:
    page = visit("/authorities").text
    assert "No authority yet" in page and "chancery authorities import" in page


@pytest.mark.usefixtures("library")
def test_the_list_and_what_is_cited_but_not_held(visit: Visit) -> None:
    page = visit("/authorities").text
    assert "3 authorities" in page and "The texts of 2 are held" in page
    assert "Clear &lt;channels&gt;" in page
    missing = visit("/authorities?view=missing").text
    assert "EO 13999" in missing and "EO 14002" not in missing
    revoked = visit("/authorities?status=Revoked").text
    assert "EO 14001" in revoked and "EO 13999" not in revoked
    assert "No authority fits" in visit("/authorities?words=treaty").text


@pytest.mark.usefixtures("library")
def test_an_authority_tells_what_became_of_it(visit: Visit) -> None:
    page = visit("/authorities/EO%2014001").text
    assert "revoked by EO 14002, says the Register&#39;s note" in page
    assert "Harbor masters dredge channels." in page
    amended = visit("/authorities/EO%2014001?tab=amendments").text
    assert 'href="/authorities/EO%2014002"' in amended and "What became of it" in amended
    drawn = visit("/authorities/EO%2014001?tab=references").text
    assert '<figure class="graph">' in drawn and "revokes it" in drawn
    other = visit("/authorities/EO%2014002?tab=references").text
    assert "not confirmed" in other and "EO 13999" in other
    assert "No change is on record" in visit("/authorities/EO%2013999?tab=amendments").text
    assert "Jurisdiction" in visit("/authorities/EO%2014001?tab=nothing").text


@pytest.mark.usefixtures("library")
def test_an_authority_leads_to_what_it_brought_about(visit: Visit, desk: Any) -> None:
    records = desk.records
    number = records.make_action("Mend the harbors", "Operational Directive", "reviewer")
    version = records.action(number).action.version
    records.change_action(number, version, {"authority": "EO 14001"}, "reviewer")
    study = records.put_analysis("", 0, Study("Silt", authority="EO 14001"), "reviewer")
    risk = {"name": "Grounding", "likelihood": "High", "severity": "Low"}
    records.add_to_analysis(study, "risk", risk, "reviewer")
    records.add_to_analysis(study, "impact", {"name": "Dry feet", "polarity": "Negative"}, "reviewer")
    for tab, words in (
        ("actions", number),
        ("analysis", study),
        ("risks", "Grounding"),
        ("impacts", "Dry feet"),
    ):
        page = visit(f"/authorities/EO%2014001?tab={tab}").text
        assert words in page and f'?tab={tab}" aria-current="page"' in page, tab
        assert words not in visit(f"/authorities/EO%2014002?tab={tab}").text, tab
    assert 'Risks <span class="count">1</span>' in visit("/authorities/EO%2014001").text


@pytest.mark.usefixtures("library")
def test_who_may_not_see_actions_sees_no_tab_of_them(
    visitor: Any, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLE_ALLOWS, "clerk", frozenset({"read"}))
    desk.records.add_user(User("cal", "Cal", frozenset({"clerk"})), "system")
    visitor.get("/sign-in", params={"link": desk.records.issue_link("cal", datetime.now(UTC))})
    page = visitor.get("/authorities/EO%2014001?tab=actions").text
    assert (
        "Executive actions</a>" not in page.partition("Parts of the authority")[2] and "Jurisdiction" in page
    )


@pytest.mark.usefixtures("library")
def test_an_unknown_authority_is_a_clear_message(visit: Visit) -> None:
    answer = visit("/authorities/EO%2099999")
    assert answer.status_code == 404 and "not in the library" in answer.text


@pytest.mark.usefixtures("library")
def test_a_citation_in_any_spelling_leads_to_its_page(visit: Visit) -> None:
    answer = visit("/search?q=executive+order+13999")
    assert answer.status_code == 200 and "EO 13999" in answer.text
    assert "EO 18888 is not in the library" in visit("/search?q=eo+18888").text


@pytest.mark.usefixtures("library")
def test_words_find_every_kind(visit: Visit, desk: Any) -> None:
    page = visit("/search?q=dredging").text
    assert f"/documents/{desk.control}" in page and "/authorities/EO%2014001" in page
    assert "Nothing holds these words" in visit("/search?q=zeppelin").text
    refused = visit("/search?q=in:nowhere+x")
    assert refused.status_code == 400 and "Nothing is called" in refused.text


@pytest.mark.usefixtures("library")
def test_the_list_is_narrowed_by_who_issued_and_where_it_holds(visit: Visit, desk: Any) -> None:
    desk.records.shelve(
        [
            LibraryEntry(
                "33 U.S.C. 540", AuthorityType.USC, LibraryText("33 U.S.C. 540", "1", text="Channels. " * 9)
            ),
            LibraryEntry(
                "Treaty of Ghent",
                AuthorityType.TREATY,
                LibraryText("Treaty of Ghent", "2", text="Peace. " * 9),
            ),
        ],
        "more.json",
        "clerk",
    )
    page = visit("/authorities").text
    assert 'aria-label="Issued by"' in page and 'aria-label="Jurisdictions"' in page
    congress = visit("/authorities?issuer=Congress").text
    assert "33 U.S.C. 540" in congress and "EO 14001" not in congress
    abroad = visit("/authorities?jurisdiction=International&issuer=Not+known").text
    assert "Treaty of Ghent" in abroad and "33 U.S.C. 540" not in abroad
    exported = visit("/authorities-export?as=csv&issuer=Congress").text
    assert "Federal,Congress" in exported and "EO 14001" not in exported
    page = visit("/authorities/33%20U.S.C.%20540").text
    assert "<dt>Issued by</dt><dd>Congress</dd>" in page and "<dt>Jurisdiction</dt><dd>Federal</dd>" in page


@pytest.mark.usefixtures("library")
def test_found_authorities_are_narrowed_by_what_is_chosen(visit: Visit) -> None:
    assert 'name="issuer"' not in visit("/search?q=channels").text
    page = visit("/search?q=channels&tab=authorities&issuer=The+President&jurisdiction=Federal").text
    assert "/authorities/EO%2014001" in page and '<option value="The President" selected>' in page
    none = visit("/search?q=channels&tab=authorities&issuer=Congress").text
    assert "/authorities/EO%2014001" not in none and "take the filters away" in none
    assert "/authorities/EO%2014001" in visit('/search?q=channels+issuer:"the+president"').text
    odd = visit("/search?q=channels&tab=authorities&issuer=%22+in:drafts")
    assert odd.status_code == 200 and "/authorities/EO%2014001" in odd.text


def test_nothing_typed_explains_the_search(visit: Visit) -> None:
    assert "known in any spelling" in visit("/search").text


@pytest.mark.usefixtures("library")
def test_a_citation_that_is_not_held_is_answered_with_those_one_slip_away(visit: Visit) -> None:
    page = visit("/search?q=eo+14010").text
    meant = page.partition("Did you mean")[2].partition("</p>")[0]
    assert "/authorities/EO%2014001" in meant and "EO%2013999" not in meant
    assert "Did you mean" not in visit("/search?q=eo+18888").text
    assert "Did you mean" not in visit("/search?q=zeppelin").text


def test_people_are_found_by_name(visit: Visit, desk: Any) -> None:
    desk.records.add_user(
        User("rita", "Rita <Chen>", frozenset({"clerk"}), units=frozenset({"OGC"})), "system"
    )
    page = visit("/search?q=director&tab=people").text
    assert "Who write to us" in page and "/queue?view=all&amp;words=the%20Director" in page
    assert "1 document, the last on" in page
    mine = visit("/search?q=chen+ogc&tab=people").text
    assert "Rita &lt;Chen&gt;" in mine and "/items?of=all&amp;person=rita" in mine
    assert "Nobody has all of these words" in visit("/search?q=zeppelin&tab=people").text
    assert visit("/search?q=after:soon&tab=people").status_code == 400


def test_nobody_hears_of_writers_whose_letters_they_may_not_see(visitor: Any, desk: Any) -> None:
    desk.records.add_user(User("cal", "Cal", frozenset({"clerk"}), Handling.UNRESTRICTED), "system")
    visitor.get("/sign-in", params={"link": desk.records.issue_link("cal", datetime.now(UTC))})
    for level, seen in ((Handling.UNRESTRICTED, True), (Handling.RESTRICTED, False)):
        desk.records.guard(desk.control, level, None, "reviewer")
        assert ("the Director" in visitor.get("/search?q=director&tab=people").text) is seen
