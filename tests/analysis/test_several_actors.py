"""Who acts where an order names several: actors beside each other, their partners, through whom they act."""

from __future__ import annotations

import pytest

from analysis.taskings.clauses import read
from tests.analysis.drafting import only

SENTENCES = [
    (
        "Within 90 days, the Warden, in consultation with the Secretary of Tides, acting through the Chief of"
        " Buoys, and the Secretary of Piers, acting through the Chief of Ropes, shall report.",
        "the Warden",
    ),
    (
        "The Secretary of Tides, in consultation with the Clerk; the Secretary of Piers, acting through the"
        " Chief of Ropes; and the Chair of the Harbor Commission, shall decide.",
        "The Secretary of Tides",
    ),
    (
        "The Secretary of Piers, acting through the Chief of Ropes, and the Director of Tolls, in"
        " consultation with the Warden, shall jointly post the fees.",
        "The Secretary of Piers, acting through the Chief of Ropes, and the Director of Tolls",
    ),
    (
        "The Secretary of Piers, acting through the Chief of Ropes; the Secretary of Tides; and the Director"
        " of Tolls shall each review the list.",
        "The Secretary of Piers, acting through the Chief of Ropes; the Secretary of Tides; and the Director"
        " of Tolls",
    ),
    (
        "The Director of Tolls, acting through the FeeRAMP Chief, in coordination with the Secretary of"
        " Piers, acting through the Chief of Ropes, and the Secretary of Tides shall set the fees.",
        "The Director of Tolls",
    ),
    (
        "The Secretaries of Piers, Tides, and Tolls, the Director of the Weather Office, and the Chief Pilot"
        " shall meet.",
        "The Secretaries of Piers, Tides, and Tolls, the Director of the Weather Office, and the Chief Pilot",
    ),
    (
        "To cut the number of wrecks through better charts, buoys, and lights, the Departments of Piers and"
        " Tides shall draft a plan.",
        "the Departments of Piers and Tides",
    ),
    (
        "The Director, in coordination with the Clerk, and in consultation with such agencies as the"
        " Director shall determine, shall issue a memorandum.",
        "The Director",
    ),
    (
        "The Director, in consultation with the Secretary of Tides; the Secretary of Piers; and the heads of"
        " agencies as the Director deems fit, shall—for the good of the harbor—issue guidance.",
        "The Director",
    ),
    (
        "In consultation with the Secretary of Tides, the Secretary of Piers, and the Clerk, the Warden"
        " shall report.",
        "the Warden",
    ),
    (
        "The Secretary of Tides, acting through the Clerk, the Warden, and the Chief Pilot, shall report.",
        "The Secretary of Tides",
    ),
    (
        "The Bureau of Tides and the Office of Piers, in cooperation with the Departments of War and State,"
        " the National Council on Ropes, and the Harbor Committee shall design a method.",
        "The Bureau of Tides and the Office of Piers",
    ),
    (
        "The Secretary of War, the Secretary of Tides, and, as appropriate, other heads of agencies shall"
        " release the boats.",
        "The Secretary of War, the Secretary of Tides, and, as appropriate, other heads of agencies",
    ),
    (
        "The Secretary, in consultation with the Clerk, the Director of Tolls, and, as appropriate, the heads"
        " of other agencies, shall publish rules.",
        "The Secretary",
    ),
    (
        "The Department of Tides, the Harbor Commission, and other relevant agencies, the heads of which"
        " serve on the Council, shall list their boats.",
        "The Department of Tides, the Harbor Commission, and other relevant agencies",
    ),
    (
        "The heads of all agencies, as well as the Secretary of Tides, acting through the Chief of Ropes"
        " shall list their boats.",
        "The heads of all agencies, as well as the Secretary of Tides",
    ),
    (
        "The Secretary, in consultation with the Clerk, the Chair of the Harbor Commission and, as"
        " appropriate, the heads of other agencies, shall publish rules.",
        "The Secretary",
    ),
    (
        "The Harbor Council and, as appropriate, agencies that sit on it shall lend boats.",
        "The Harbor Council and, as appropriate, agencies that sit on it",
    ),
    (
        "The Tide Program (TP) Lead Agency, currently the Institute of Tides (NIT), shall lead the Board.",
        "The Tide Program (TP) Lead Agency",
    ),
    ("Currently, the National Institute of Tides shall lead the Board.", "the National Institute of Tides"),
]


@pytest.mark.parametrize(("text", "actor"), SENTENCES)
def test_who_acts_is_told_from_partners_and_helpers(text: str, actor: str) -> None:
    reading = read(text)
    assert reading is not None and reading.actor is not None
    assert reading.actor.text == actor


def test_an_aside_between_dashes_is_no_deed() -> None:
    reading = read("The Director shall—for the good of the harbor—issue guidance.")
    assert reading is not None
    assert (
        "The Director shall—for the good of the harbor—issue guidance."[reading.verb :] == "issue guidance."
    )


def test_what_advises_a_body_does_not_act_for_it() -> None:
    reading = read("The Panel will be advised by two members of the Board, and shall work with the Clerk.")
    assert reading is not None and reading.actor is not None
    assert reading.actor.text == "The Panel"


def test_who_may_choose_is_not_bound_wherever_the_sentence_begins() -> None:
    reading = read("Such charts as the Warden may name shall be posted by the Clerk.")
    assert reading is not None and reading.actor is not None
    assert (reading.modal, reading.actor.text) == ("shall", "the Clerk")


def test_what_tells_which_ones_are_meant_is_no_duty_of_theirs() -> None:
    row = only(
        "Each office whose action is required to close a dock shall take it or tell the Warden why not."
    )
    assert row.responsible == "Each office whose action is required to close a dock"
    assert row.title == "Take it or tell the Warden why not"
    row = only("Each office whose budget exceeds $5 million must report to the Warden.")
    assert (row.responsible, row.title) == (
        "Each office whose budget exceeds $5 million",
        "Report to the Warden",
    )


def test_a_list_in_what_tells_which_ones_are_meant_belongs_to_the_actor() -> None:
    row = only(
        "Offices that are allowed to lend ropes, chains, grants, or to sell hooks, both at home and abroad,"
        " shall, as law permits, list them."
    )
    actor = (
        "Offices that are allowed to lend ropes, chains, grants, or to sell hooks, both at home and abroad"
    )
    assert row.responsible == actor


def test_a_duty_behind_what_a_paper_holds_has_its_own_actor() -> None:
    row = only("The plan shall name all docks, and the Council shall send each edition of it to the Warden.")
    assert (row.responsible, row.title) == ("the Council", "Send each edition of it to the Warden")


def test_what_nobody_may_do_binds_whom_it_names() -> None:
    reading = read("No change, except by agreement, shall be made by the pilots or the clerks in the rules.")
    assert reading is not None and reading.binding


def test_who_does_a_thing_ends_before_what_else_is_done_to_it() -> None:
    row = only(
        "The members shall be appointed by the Mayor and drawn from the public with knowledge of docks."
    )
    assert row.responsible == "the Mayor"
    row = only("The list shall be reviewed by the Clerk and interested owners.")
    assert row.responsible == "the Clerk and interested owners"
