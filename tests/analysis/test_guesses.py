"""Where "may not" forbids, and where somebody only guesses."""

from __future__ import annotations

import pytest

from analysis.guesses import without_guesses
from analysis.taskings.clauses import forbids


@pytest.mark.parametrize(
    "sentence",
    [
        "We may not be getting as much from the docks as we might.",
        "The bureaus may not have seen the first notice.",
        "The stores may not be enough for the winter.",
        "I am afraid that the pilots may not read it.",
        "There is a risk that the ferries may not run on Sundays.",
        "The wardens may not always know who holds the keys.",
        "The lists may or may not show every boat.",
        "The officers may no longer be aware of the rule.",
        "There may not be room for all of the boats.",
        "Staff may not yet have received the new cards.",
    ],
)
def test_a_guess_forbids_nobody(sentence: str) -> None:
    heard = without_guesses(sentence)
    assert len(heard) == len(sentence)
    assert " not " not in heard.replace("may or may not", "")
    assert "no longer" not in heard
    assert not forbids(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bureaus may not disclose the list.",
        "Wardens may not enter into a new lease.",
        "Officers may not keep more than two boats.",
        "Each warden may not knowingly admit a closed boat.",
        "Agencies may no longer use the old form.",
        "Agencies may not agree to a longer term.",
        "No bureau may renew a lease.",
    ],
)
def test_a_prohibition_stays_one(sentence: str) -> None:
    assert without_guesses(sentence) == sentence
    assert forbids(sentence)
