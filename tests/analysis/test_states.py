"""Verbs that say how somebody is and those that say what somebody does, told by what stands behind them."""

from __future__ import annotations

import pytest

from tests.analysis.drafting import drafted, only


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Each bureau shall, by September 30, 2027, terminate at least one-third of its leases.",
            "Terminate at least one-third of its leases",
        ),
        ("Each bureau shall terminate idle leases.", "Terminate idle leases"),
        ("Each bureau shall terminate 30 leases.", "Terminate 30 leases"),
        ("Each bureau shall terminate no fewer than two leases.", "Terminate no fewer than two leases"),
        (
            "The Warden shall terminate, effective today, any inquiry into berths.",
            "Terminate, effective today, any inquiry into berths",
        ),
        ("Bureaus shall apply consistent tide marks.", "Apply consistent tide marks"),
        ("Bureaus shall apply at least two tide marks.", "Apply at least two tide marks"),
        (
            "The Clerk shall apply to the Harbor Fund for a grant.",
            "Apply to the Harbor Fund for a grant",
        ),
        ("The Warden shall receive and review complaints.", "Receive and review complaints"),
        ("Each officer must receive training in signals.", "Receive training in signals"),
        (
            "The Warden shall retain such stocks of rope as pilots need.",
            "Retain such stocks of rope as pilots need",
        ),
        ("Each bureau shall retain all logs of its boats.", "Retain all logs of its boats"),
        (
            "Each bureau shall have an effective process to hear the towns.",
            "Have an effective process to hear the towns",
        ),
    ],
)
def test_a_verb_with_an_object_is_a_deed(text: str, title: str) -> None:
    assert only(text).title == title


def test_a_quantity_to_end_is_due_on_its_day() -> None:
    row = only("Each bureau shall, by September 30, 2027, terminate at least one-third of its leases.")
    assert (row.responsible, row.due_date) == ("Each bureau", "2027-09-30")


@pytest.mark.parametrize(
    "text",
    [
        "The Board shall terminate 2 years after the date of this order, unless extended.",
        "The Board shall terminate no later than 30 days after its report.",
        "The Board shall terminate upon submission of its report.",
        "The Board shall terminate at the end of the period permitted by law.",
        "The Board shall terminate.",
        "The Board shall terminate or cease to exist on that day.",
        "The authorities of the Warden shall expire on May 1, 2027.",
        "The powers of the Board shall apply to docks and only to them.",
        "Members of the Board shall receive no pay.",
        "Each member of the Board shall receive compensation at the daily rate.",
        "The Warden shall retain all authorities over docks.",
        "The Warden shall retain the discretion to close docks.",
        "The Board shall have a staff headed by a Director.",
        "The Warden shall have the authority to make policy.",
        "The Board shall continue in existence.",
    ],
)
def test_how_somebody_is_is_no_duty(text: str) -> None:
    assert drafted(f"Sec. 2. Docks. (a) {text}") == ()


def test_who_a_body_is_made_up_of_is_no_task_of_its_members() -> None:
    assert drafted("Sec. 2. Docks. (a) Other members shall include two pilots and a clerk.") == ()
    assert (
        drafted(
            "Sec. 2. Docks. (a) A Harbor Council is hereby established whose members shall include pilots."
        )
        == ()
    )
