"""Collections into the library, through the limited children; and finding what is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors import open_reader
from extractors.sandbox import Sandbox
from flows.library import fill
from flows.searching import cited, related, search
from pipeline.problems import Problem
from pipeline.settings import Settings
from store import open_records
from store.records import SqlRecords

ORDER = {
    "executive_order_number": 19021,
    "title": "Clearing the Harbor Channels",
    "signing_date": "2031-03-04",
    "publication_date": "03/07/2031",
    "document_number": "2031-00001",
    "html_url": "https://example.invalid/19021",
    "disposition_notes": "Amends: EO 19001, May 2, 2029; Revokes: EO 19002, June 3, 2029 (in part); "
    "Superseded by: EO 19050, July 1, 2033",
    "text": "By the authority vested in me as President, including section 301 of title 3, "
    "United States Code, it is hereby ordered:\n\n"
    "Section 1. Executive Order 19001 of May 2, 2029, is amended by striking section 4.\n\n"
    "Sec. 2. Executive Order 19003 is revoked.",
}
USLM = b"""<uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0"><main><title identifier="/us/usc/t44">
<section identifier="/us/usc/t44/s3501"><num value="3501">\xc2\xa7 3501.</num><heading> Purposes</heading>
<content><p>The purposes are to keep the burden small.</p></content></section>
<section identifier="/us/usc/t44/s3502" status="repealed"><num value="3502">[\xc2\xa7 3502.</num>
<heading> Repealed]</heading></section></title></main></uscDoc>"""
LAW = b"""<pLaw xmlns="http://schemas.gpo.gov/xml/uslm"><meta/><main identifier="/us/pl/115/99">
<longTitle><officialTitle>To dredge.</officialTitle></longTitle>
<section identifier="/us/pl/115/99/s1"><num>SECTION 1.</num><content>Dredge.</content></section>
</main></pLaw>"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    settings = Settings(home=tmp_path_factory.mktemp("reader"), workers=1, ocr="off")
    with open_reader(settings) as reader:
        yield reader.sandbox


@pytest.fixture
def records(tmp_path: Path) -> Iterator[SqlRecords]:
    with open_records(Settings(home=tmp_path / "home")) as opened:
        yield opened


def test_an_order_of_the_register(records: SqlRecords, sandbox: Sandbox) -> None:
    done = fill(records, sandbox, json.dumps({"results": [ORDER]}).encode(), "page.json", "clerk")
    assert (done.read, done.shelved.new, done.refused) == (1, 1, ())
    view = records.authority("EO 19021")
    assert view.signed and view.signed.isoformat() == "2031-03-04"
    assert view.published and view.published.isoformat() == "2031-03-07"
    assert view.row.status == "Superseded" and "EO 19050" in view.status_why
    changes = {(row.relation, row.citation, row.in_part, row.basis) for row in view.changes}
    assert changes == {
        ("amends", "EO 19001", False, "note"),
        ("revokes", "EO 19002", True, "note"),
        ("revokes", "EO 19003", False, "text"),
    }
    assert ("under authority of", "3 U.S.C. 301") in {(row.relation, row.citation) for row in view.leans_on}
    assert records.authority("EO 19002").row.status == "Amended"
    assert records.authority("EO 19003").row.status == "Unknown", "nobody has confirmed it"
    quotes = [row.quote for row in view.changes if row.citation == "EO 19003"]
    assert quotes[0] and quotes[0] in str(ORDER["text"])


def test_sections_of_the_code(records: SqlRecords, sandbox: Sandbox) -> None:
    done = fill(records, sandbox, USLM, "title44.xml", "clerk")
    assert done.read == 2
    view = records.authority("44 U.S.C. 3501")
    assert view.row.held and view.row.title == "Purposes"
    assert "keep the burden small" in records.authority_text("44 U.S.C. 3501")
    assert records.authority("44 U.S.C. 3502").row.status == "Repealed"


def test_a_public_law_is_one_authority(records: SqlRecords, sandbox: Sandbox) -> None:
    assert fill(records, sandbox, LAW, "law.xml", "clerk").read == 1
    assert records.authority("Pub. L. 115-99").row.title == "To dredge."


def test_a_list_tells_of_rows_that_it_cannot_take(records: SqlRecords, sandbox: Sandbox) -> None:
    data = (
        "Citation,Title,Signed,Status\n"
        "OMB Circular A-11,Budget,2031-07-01,In Effect\n"
        "E.O. 19002,,,\n"
        "the lost letter,,,\n"
        "EO 19005,,tomorrow,\n"
        ",no citation,,\n"
    )
    done = fill(records, sandbox, data.encode(), "list.csv", "clerk")
    assert {row.citation for row in records.authorities()} == {"OMB Circular A-11", "EO 19002"}
    assert {refusal.where for refusal in done.refused} == {"line 4", "line 5", "line 6"}
    assert all(refusal.why for refusal in done.refused)


@pytest.mark.parametrize(
    "data",
    [b"", b"{broken", b"a,b\n1,2\n", b"\xff\xfe\x00", b"<usc/>", b'<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>'],
)
def test_what_is_no_collection_says_what_is_wrong(records: SqlRecords, sandbox: Sandbox, data: bytes) -> None:
    with pytest.raises(Problem) as refused:
        fill(records, sandbox, data, "broken", "clerk")
    assert len(refused.value.lines) >= 2
    assert records.authorities() == ()


def test_an_import_that_was_cut_short_goes_on(records: SqlRecords, sandbox: Sandbox) -> None:
    orders = [
        {"eo": 20000 + number, "title": f"Order {number}", "text": f"Buoy {number} is moored."}
        for number in range(120)
    ]
    lines = "\n".join(json.dumps(order) for order in orders).encode()

    class Cut(RuntimeError):
        pass

    def told(done: int, total: int) -> None:
        if done >= 50:
            raise Cut

    with pytest.raises(Cut):
        fill(records, sandbox, lines, "orders.jsonl", "clerk", told)
    assert len(records.authorities()) == 50
    done = fill(records, sandbox, lines, "orders.jsonl", "clerk")
    assert (done.shelved.same, done.shelved.new) == (50, 70)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("EO 13556", "EO 13556"),
        ("e.o. 13556", "EO 13556"),
        ("executive order 13556", "EO 13556"),
        ("13556", "EO 13556"),
        ("44 usc 3501", "44 U.S.C. 3501"),
        ("44 U.S.C. § 3501(2)", "44 U.S.C. 3501"),
        ("40 cfr 52.21", "40 CFR 52.21"),
        ("pl 115-99", "Pub. L. 115-99"),
        ("omb circular a-11", "OMB Circular A-11"),
        ("section 301 of title 3, United States Code", "3 U.S.C. 301"),
        ("harbor dredging", None),
        ("the order on 12 buoys", None),
        ("", None),
    ],
)
def test_a_citation_is_known_as_one_types_it(typed: str, meant: str | None) -> None:
    assert cited(typed) == meant


def test_a_citation_jumps_and_words_are_searched_for(records: SqlRecords, sandbox: Sandbox) -> None:
    fill(records, sandbox, json.dumps([ORDER]).encode(), "page.json", "clerk")
    assert search(records, "executive order 19021").jump == "EO 19021"
    unknown = search(records, "eo 18888")
    assert (unknown.citation, unknown.jump) == ("EO 18888", None)
    found = search(records, "harbor channels")
    assert found.citation is None and [row.ref for row in found.found] == ["EO 19021"]


def test_a_letter_finds_the_order_that_it_means(records: SqlRecords, sandbox: Sandbox) -> None:
    other = ORDER | {
        "executive_order_number": 19030,
        "title": "Libraries",
        "text": "Libraries keep books and maps. " * 40,
        "signing_date": "2032-01-01",
        "disposition_notes": "",
    }
    fill(records, sandbox, json.dumps([ORDER, other]).encode(), "page.json", "clerk")
    records.index()
    found = related(records, "You signed on March 4, 2031 an order on clearing the channels of harbors.")
    assert found[0].name == "EO 19021" and "signed on a date named here" in found[0].why
    cited_first = related(records, "As Executive Order 19030 says, the channels of the harbor are cleared.")
    assert cited_first[0].name == "EO 19030" and cited_first[0].why[0] == "cited here"
    assert "EO 19021" not in {row.name for row in related(records, str(ORDER["text"]), but="EO 19021")}
