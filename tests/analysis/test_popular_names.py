"""The tables of Acts: by popular name, and section by section in the U.S. Code."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.citations import parse, recognise
from analysis.citations.popular_names import (
    codified,
    distinctive_acronyms,
    popular_name,
    table,
)
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import AuthorityType

_SOURCE = re.compile(
    r"(?:short title|codified): \S|printed together: EO \d{5}|Pub\. L\. \d|\d+ Stat\. \d"
    r"|(?:appendix|divisions?|titles?|sec\.) [^;]+ of Pub\. L\. \d"
)
_PUBLIC_LAW = re.compile(r"Pub\. L\. (?P<congress>\d{2,3})-[1-9]\d{0,3}")
_NAMES = [name for row in table() for name in (row.name, *row.aliases)]
_SECTIONS = tuple(
    csv.DictReader(
        files("analysis.citations").joinpath("act_sections.csv").read_text(encoding="utf-8").splitlines()
    )
)


def _document(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "letter.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


def _normals(text: str) -> list[str]:
    return [row.citation for row in recognise(_document(text)).authorities]


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _is_act(name: str) -> bool:
    act = parse(name)
    return act is not None and act.type is AuthorityType.ACT


def _is_public_law(place: str) -> bool:
    law = _PUBLIC_LAW.fullmatch(place)
    return law is not None and 57 <= int(law["congress"]) <= 119


def _reads_to_itself(place: str) -> bool:
    return _normals(f"See {place}.") == [place]


def test_every_row_names_an_act_and_its_places_in_normal_form() -> None:
    rows = table()
    assert [row.name for row in rows if not _is_act(row.name)] == []
    assert [row.name for row in rows if not (row.public_law or row.first_section)] == []
    assert [row.source for row in rows if not _SOURCE.match(row.source)] == []
    assert [row.public_law for row in rows if row.public_law and not _is_public_law(row.public_law)] == []
    assert [row for row in rows if row.first_section and not _reads_to_itself(row.first_section)] == []


def test_a_name_or_an_alias_stands_for_one_act_only() -> None:
    assert [key for key, count in Counter(map(_key, _NAMES)).items() if count > 1] == []
    assert all(popular_name(name) is not None for name in _NAMES)
    assert len(table()) >= 300


def test_an_alias_is_an_acronym_or_names_a_law() -> None:
    """No ordinary word: capitals, or words that hold what the names of laws hold."""
    plain = [
        alias
        for row in table()
        for alias in row.aliases
        if not re.fullmatch(r"[A-Z][A-Z-]+\d*", alias) and not re.search(r"\b(?:Act|Law)\b", alias)
    ]
    assert sorted(plain) == ["21st Century IDEA", "Dodd-Frank", "EPAct 1992", "EPAct 2005", "OPA 90"]


def test_every_act_is_read_by_its_name_in_running_text() -> None:
    text = "".join(f"It is issued under the {row.name} and other laws.\n\n" for row in table())
    read = [popular_name(normal) for normal in _normals(text)]
    assert [row.name for row in table() if row not in read] == []


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("FOIA", "Freedom of Information Act"),
        ("freedom of information act", "Freedom of Information Act"),
        ("Privacy Act", "Privacy Act of 1974"),
        ("Clean Water Act", "Federal Water Pollution Control Act"),
        ("Trading With The Enemy Act", "Trading with the Enemy Act"),
        ("Affordable Care Act", "Patient Protection and Affordable Care Act"),
        ("Trade Act", "Trade Act of 1974"),
        ("Railway Labor Act", "Railway Labor Act"),
        ("National Voter Registration Act", "National Voter Registration Act of 1993"),
    ],
)
def test_an_act_is_found_by_its_other_names(spelling: str, name: str) -> None:
    row = popular_name(spelling)
    assert row is not None
    assert row.name == name


@pytest.mark.parametrize(
    "spelling",
    ["ADA", "No Such Act", "", "Energy Policy Act", "Military Commissions Act", "Energy Act", "Act"],
)
def test_a_name_of_two_or_of_none_finds_nothing(spelling: str) -> None:
    assert popular_name(spelling) is None


def test_acronyms_that_stand_alone_are_long_and_of_one_act() -> None:
    known = distinctive_acronyms()
    assert {"FOIA", "NEPA", "IEEPA"} <= set(known)
    assert all(len(short) > 3 and popular_name(short) == row for short, row in known.items())


def test_capitals_with_another_sense_are_no_mention() -> None:
    assert recognise(_document("PUERTO RICO has a good IDEA.")).others == ()


@pytest.mark.parametrize(
    "name",
    [
        "Moving Ahead for Progress in the 21st Century Act",
        "Water Infrastructure Improvements for the\nNation Act",
        "Implementing Recommendations of the 9/11 Commission Act of 2007",
    ],
)
def test_a_listed_name_is_read_whole_past_its_article(name: str) -> None:
    assert _normals(f"Under the {name}, agencies report.") == [" ".join(name.split())]


def test_the_end_of_a_listed_name_alone_stays_what_is_written() -> None:
    assert _normals("a good day for the Nation Act of 2030") == ["Nation Act of 2030"]


def test_every_section_row_is_of_a_listed_act_and_in_normal_form() -> None:
    names = {row.name for row in table()}
    assert [row for row in _SECTIONS if row["act"] not in names or not _SOURCE.match(row["source"])] == []
    assert [row for row in _SECTIONS if not _reads_to_itself(row["usc_section"])] == []
    assert [row for row in _SECTIONS if codified(row["act"], row["act_section"]) != row["usc_section"]] == []


def test_each_section_of_an_act_has_one_place() -> None:
    pairs = Counter((row["act"], row["act_section"]) for row in _SECTIONS)
    assert max(pairs.values()) == 1
    assert len(pairs) >= 150


@pytest.mark.parametrize(
    ("act", "section", "place"),
    [
        ("Clean Air Act", "111(d)", "42 U.S.C. 7411(d)"),
        ("CAA", "sec. 111(d)(1)(A)", "42 U.S.C. 7411(d)(1)(A)"),
        ("IEEPA", "section 203", "50 U.S.C. 1702"),
        ("Immigration and Nationality Act of 1952", "212(f)", "8 U.S.C. 1182(f)"),
        ("National Emergencies Act", "201", "50 U.S.C. 1621"),
        ("Clean Water Act", "§ 404", "33 U.S.C. 1344"),
        ("Rehabilitation Act", "504", "29 U.S.C. 794"),
        ("Civil Rights Act of 1964", "title VI", "42 U.S.C. 2000d"),
        ("Public Health Service Act", "319F-3", "42 U.S.C. 247d-6d"),
    ],
)
def test_a_section_of_an_act_is_found_in_the_code(act: str, section: str, place: str) -> None:
    assert codified(act, section) == place


@pytest.mark.parametrize(
    ("act", "section"),
    [
        ("Clean Air Act", "9999"),
        ("Clean Air Act", "111-112"),
        ("Clean Air Act", ""),
        ("No Such Act", "111"),
        ("Civil Rights Act of 1964", "VI"),
        ("Civil Rights Act of 1964", "title VI(a)"),
    ],
)
def test_what_no_row_states_is_not_worked_out(act: str, section: str) -> None:
    assert codified(act, section) is None


@given(st.sampled_from(_SECTIONS), st.lists(st.sampled_from(["a", "1", "A", "ii", "B", "12"]), max_size=4))
def test_the_brackets_of_a_section_are_carried_over(row: dict[str, str], pins: list[str]) -> None:
    brackets = "".join(f"({pin})" for pin in pins)
    place = codified(row["act"], row["act_section"] + brackets)
    titled = row["act_section"].startswith("title")
    assert place == (None if titled and pins else row["usc_section"] + brackets)


def test_the_century_of_an_act_belongs_to_its_name() -> None:
    text = "The Transportation Equity Act for the 21st Century (Public Law 105-178) applies."
    found = recognise(_document(text)).authorities
    assert [row.citation for row in found] == [
        "Transportation Equity Act for the 21st Century",
        "Pub. L. 105-178",
    ]
