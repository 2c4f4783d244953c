"""Titles read as a person would write them: no loose ends, no names cut in two, no grammar gone wrong."""

from __future__ import annotations

import pytest

from analysis.taskings.wording import asked_for, ensured, requested, title_of


@pytest.mark.parametrize(
    ("clause", "title"),
    [
        ("establish a Task Force composed of", "Establish a Task Force"),
        (
            "specify which arrangements this disclosure refers to",
            "Specify which arrangements this disclosure refers to",
        ),
        ("develop the plan consistent with", "Develop the plan"),
        ("consider, as appropriate, the effect on docks", "Consider the effect on docks"),
        (
            "determine, as appropriate and consistent with applicable law, whether to act",
            "Determine whether to act",
        ),
        ("and submit the list", "Submit the list"),
        ("amend the report, and the Clerk of Docks shall amend the list", "Amend the report"),
        (
            "develop recommendations for the Office of Management and Budget on the privacy of "
            "all those who write and of their neighbors abroad",
            "Develop recommendations for the Office of Management and Budget on the privacy of "
            "all those who write…",
        ),
    ],
)
def test_a_title_has_no_loose_end(clause: str, title: str) -> None:
    assert title_of(clause) == title


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("would be grateful for any help", "Meet the wish: any help"),
        ("would like to know why the gate is shut", "Answer why the gate is shut"),
        ("would appreciate a written reply", "Provide a written reply"),
        ("would be grateful if the Department could send a boat", "Send a boat"),
        ("your help with the docks", "Provide help with the docks"),
        ("that the comment period be extended", "Ensure the comment period is extended"),
        ("the report should be sent to the Board", "Ensure the report is sent to the Board"),
        (
            "provide us your analysis regarding how these amounts should be counted",
            "provide us your analysis regarding how these amounts should be counted",
        ),
    ],
)
def test_a_request_says_what_is_to_be_done(asked: str, title: str) -> None:
    assert asked_for(asked) == title


@pytest.mark.parametrize(
    ("thing", "title"),
    [
        ("A copy of his file", "Provide a copy of his file"),
        ("a waiver of the fee", "Answer the request for a waiver of the fee"),
        ("FOIA processing", "Answer the request for FOIA processing"),
    ],
)
def test_papers_are_provided_and_all_else_is_answered(thing: str, title: str) -> None:
    assert requested(thing) == title


def test_the_verb_agrees_with_what_stands_before_its_company() -> None:
    assert (
        ensured("any proposals by the agency", "be reviewed")
        == "Ensure any proposals by the agency are reviewed"
    )
