"""The words before a request that leans on them stand beside it as they are written."""

from __future__ import annotations

import pytest

from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding, Kind


def asked(body: str, kind: Kind = Kind.CONGRESSIONAL_LETTER) -> ActionFinding:
    text = f"Dear Harbor Master Doe:\n\n{body}\n\nSincerely,\n\nJohn Roe"
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    return taskings(document, outline(document), Facts(kind, date="2026-03-03"), ())[-1]


@pytest.mark.parametrize(
    ("body", "deed", "before"),
    [
        (
            "We lack the signed map of the piers; kindly send it to Mr. Poe.",
            "Send it to Mr. Poe",
            "We lack the signed map of the piers",
        ),
        (
            "Our claim of March 2 was never answered. We would like to know what became of it.",
            "Answer what became of it",
            "Our claim of March 2 was never answered",
        ),
        (
            "The third list should be short and I'd appreciate having it first.",
            "Meet the wish: having it first",
            "The third list should be short",
        ),
        (
            "The hall is open to all unless it rains, and please tell us if you do.",
            "Tell us if you do",
            "The hall is open to all unless it rains",
        ),
        (
            "Do you still plan to close the gate? If not, provide the new plan.",
            "Provide the new plan",
            "Do you still plan to close the gate?",
        ),
        (
            "The clerks have asked who pays for the ropes; if you know we would be glad to have it.",
            "Meet the wish: have it",
            "The clerks have asked who pays for the ropes",
        ),
        (
            "If the fee is high, I am willing to pay $50; call me before going over that.",
            "Call me before going over that",
            "If the fee is high, I am willing to pay $50",
        ),
        (
            "The Board meets on October 20. Please send us your decision before then.",
            "Send us your decision",
            "The Board meets on October 20",
        ),
        (
            "I will be at the docks on May 6 and 7 and would welcome an hour with you on either day.",
            "Meet the wish: an hour with you on either day",
            "I will be at the docks on May 6 and 7",
        ),
        (
            "The map shows all piers. It was drawn in May. Please return it.",
            "Return it",
            "The map shows all piers",
        ),
    ],
)
def test_what_a_request_leans_on_stands_beside_it(body: str, deed: str, before: str) -> None:
    row = asked(body)
    assert row.title == f"{deed} (said before: “{before}”)"
    assert row.field_evidence["meaning_1"].quote == before


@pytest.mark.parametrize(
    "body",
    [
        "The gate is shut. Please acknowledge the claim and assign it a number.",
        "The gate is shut. If the map is lost, kindly draw it anew.",
        "The gate is shut. Please tell us whether it is possible to open the pier.",
        "The gate is shut. We would appreciate it if you could open the pier.",
        "The gate is shut. Please send the map to the Board.",
    ],
)
def test_a_request_that_names_its_thing_leans_on_nothing(body: str) -> None:
    assert "said before" not in asked(body).title


def test_a_memo_that_others_are_to_follow_is_told() -> None:
    text = "This memorandum sets the rules of the docks. Other bureaus are encouraged to follow it."
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    (row,) = taskings(document, outline(document), Facts(Kind.AGENCY_MEMO, date="2026-03-03"), ())
    assert row.title == "Follow it (said before: “This memorandum sets the rules of the docks”)"
