"""A short name in brackets stands for the head of its noun phrase, whoever else is named in that phrase."""

from __future__ import annotations

import pytest

from analysis.definitions import short_names
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
