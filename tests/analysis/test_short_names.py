"""A short name in brackets stands for the head of its noun phrase, whoever else is named in that phrase."""

from __future__ import annotations

import pytest

from analysis.definitions import short_names
from analysis.metadata import Facts
from analysis.outline import outline
from analysis.routing import is_ours
from analysis.taskings import taskings
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind
from tests.analysis.drafting import drafted


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        (
            "The Board shall be led by a member of the Dock Staff designated by the Governor (Chair).",
            "Chair",
            "a member of the Dock Staff designated by the Governor",
        ),
        (
            "An office of the Bureau of Tides is headed by a person appointed by the Warden (Coordinator).",
            "Coordinator",
            "a person appointed by the Warden",
        ),
        (
            "Each port is served by an official of the Department of Piers (Lead Official).",
            "Lead Official",
            "an official of the Department of Piers",
        ),
        (
            "The Clerk consults the head of the Bureau of Tides (Chief).",
            "Chief",
            "the head of the Bureau of Tides",
        ),
        (
            "Each bureau sends one pilot selected by the Harbor Board (Harbor Pilot).",
            "Harbor Pilot",
            "one pilot selected by the Harbor Board",
        ),
        ("It is chaired by the Warden of Piers (Chair).", "Chair", "the Warden of Piers"),
        (
            "There is hereby established in the Department of Tides the Advisory Council on Piers (Council).",
            "Council",
            "the Advisory Council on Piers",
        ),
        ("It acts as told in the Keep the Lamps On Act (Act).", "Act", "the Keep the Lamps On Act"),
        (
            "It is chaired by the Director of the Bureau of Tides (Director).",
            "Director",
            "the Director of the Bureau of Tides",
        ),
        ("Forms go to the clerks of the Office of Lock Audit (OLA).", "OLA", "Office of Lock Audit"),
        (
            "Forms go to the clerks of the Lock Audit Office (Audit Office).",
            "Audit Office",
            "the Lock Audit Office",
        ),
    ],
)
def test_a_short_name_is_the_heads_and_not_of_whoever_names_it(text: str, short: str, full: str) -> None:
    assert short_names(text) == {short: full}


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        (
            "Under section 40 of title 46, United States Code, the Warden of Piers (Warden) acts.",
            "Warden",
            "the Warden of Piers",
        ),
        ("Under the Harbor Act, the Clerk of Docks (Clerk) acts.", "Clerk", "the Clerk of Docks"),
        (
            "The Secretary of Ropes, the Warden, and the Director of the Tide Board (Director) meet.",
            "Director",
            "the Director of the Tide Board",
        ),
        (
            "The Warden of Piers, the Harbor Tide Board (HTB), and others meet.",
            "HTB",
            "Harbor Tide Board",
        ),
        (
            "The Warden of Piers, the Clerk of Docks, and the Pilot (Officers) meet.",
            "Officers",
            "The Warden of Piers, the Clerk of Docks, and the Pilot",
        ),
        (
            "The Board of Docks, Ropes, and Tide Pools (Board) meets.",
            "Board",
            "The Board of Docks, Ropes, and Tide Pools",
        ),
        (
            "The Panel shall advise the Mayor and the Warden of Piers (Warden) on tides.",
            "Warden",
            "the Warden of Piers",
        ),
        (
            "The Warden and the Deputy Warden of Piers (Deputy Warden) meet.",
            "Deputy Warden",
            "the Deputy Warden of Piers",
        ),
        (
            "The Council on Docks and the Tides (Council) meets.",
            "Council",
            "The Council on Docks and the Tides",
        ),
        (
            "The Warden of Piers and the Warden of Locks (Wardens) meet.",
            "Wardens",
            "The Warden of Piers and the Warden of Locks",
        ),
    ],
)
def test_a_short_name_is_the_last_ones_of_several_names(text: str, short: str, full: str) -> None:
    assert short_names(text) == {short: full}


def test_a_short_name_whose_head_is_not_found_is_not_told() -> None:
    assert short_names("Pilots designated by the Governor (Chair) shall meet.") == {}


@pytest.mark.parametrize(
    "text",
    [
        "The Board shall meet as needed.",
        "The Board shall meet as needed on an ad hoc basis to weigh new floods.",
        "The Clerk shall, as needed, mend the ropes.",
    ],
)
def test_as_needed_is_no_deadline(text: str) -> None:
    (row,) = drafted(f"Sec. 2. Docks. (a) {text}")
    assert row.deadline_text is None and row.recurrence is None
    assert "as needed" in f"{row.title} {row.condition}"


@pytest.mark.parametrize(
    "words",
    [
        "by April 30 each year",
        "by the 30th of April of each year",
        "on or before April 30 in each year",
        "no later than the first day of March of every year",
        "by the last day of June, annually",
    ],
)
@pytest.mark.parametrize("kind", [Kind.EXECUTIVE_ORDER, Kind.AGENCY_MEMO])
def test_a_day_of_each_year_is_a_deadline_and_a_rhythm(words: str, kind: Kind) -> None:
    (row,) = drafted(f"Sec. 2. Docks. (a) The Clerk shall report {words} to the Board.", kind)
    assert (row.deadline_text, row.recurrence) == (words, words)


def test_a_short_name_is_that_of_the_body_it_names_not_of_its_head() -> None:
    text = "It goes to the Chairman of the Advisory Council on Docks (Council). The Council shall read."
    assert short_names(text) == {"Council": "Advisory Council on Docks"}
    assert short_names("The Director of the Harbor Board (Director) shall read.")["Director"].endswith(
        "Board"
    )


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        (
            "Sec. 1. (a) The Warden of Piers, the Clerk of Docks, and the heads of all other agencies with "
            "authorities related to piers (collectively, heads of agencies) shall review all rules.",
            "heads of agencies",
            "The Warden of Piers, the Clerk of Docks, and the heads of all other agencies with authorities "
            "related to piers",
        ),
        (
            "The Clerk shall consult with the Secretary of the Tides and the Secretary of Salt "
            "(collectively, the “Secretaries”) each year.",
            "Secretaries",
            "the Secretary of the Tides and the Secretary of Salt",
        ),
        (
            "The heads of agencies whose rules were covered by Order 12 (affected agencies) shall end them.",
            "affected agencies",
            "The heads of agencies whose rules were covered by Order 12",
        ),
        (
            "Within 30 days, bureaus that own docks and the offices that lease them (together, dock "
            "agencies) shall meet.",
            "dock agencies",
            "bureaus that own docks and the offices that lease them",
        ),
    ],
)
def test_a_name_for_several_stands_for_the_whole_list(text: str, short: str, full: str) -> None:
    assert short_names(text)[short] == full


@pytest.mark.parametrize(
    "text",
    [
        "The rules and practices that govern accounts (collectively, covered firms) are old.",
        "The membership of the Harbor Board (member agencies) shall be small.",
        "All rules, orders, and practices (collectively, agency actions) shall be read again.",
        "It may hear agencies that have relevant authority (relevant agencies).",
    ],
)
def test_a_name_for_several_is_of_those_who_act(text: str) -> None:
    assert short_names(text) == {}


def test_rows_tell_whom_a_name_for_several_means_and_the_first_keeps_it() -> None:
    text = (
        "Sec. 1. Review. (a) The Warden of Piers and the heads of all other agencies with piers "
        "(collectively, heads of agencies) shall read all rules.\n\n(b) Heads of agencies shall end them."
    )
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),), ())
    facts = Facts(Kind.EXECUTIVE_ORDER, date="2026-01-12", names=tuple(short_names(text).items()))
    first, second = taskings(document, outline(document), facts, ())
    assert (first.responsible or "").endswith("with piers (collectively, heads of agencies)")
    assert second.responsible == "Heads of agencies"
    meant = "The Warden of Piers and the heads of all other agencies with piers"
    assert second.confidence_reason.endswith(f"“Heads of agencies” means {meant}")
    agency = Agency("Harbor Agency", "HA")
    assert is_ours(agency, facts.meant("Heads of agencies")) and is_ours(agency, first.responsible)
    assert not is_ours(agency, "The Warden of Piers and the heads of two bureaus")
