"""A new body is told with the day on which it ends again."""

from __future__ import annotations

import pytest

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Analysis, LedgerClass

ORDER = (
    "Executive Order 19999 of January 12, 2026\n\nRopes\n\nBy the authority vested in me as President, it is "
    "hereby ordered as follows:\n\nSection 1. Council. There is hereby established the President's Council "
    "on Safe Ropes (Council).\n\nSec. 2. Office. There is established within the Department of Docks an "
    "Office of Hooks.\n\nSec. 3. Termination. {end}\n\nTHE WHITE HOUSE,\nJanuary 12, 2026.\n"
)


def analysed(end: str) -> Analysis:
    text = ORDER.format(end=end)
    document = ExtractedDocument("0" * 64, "o.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    return OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document)


@pytest.mark.parametrize(
    ("end", "day"),
    [
        (
            "The Council shall terminate 2 years from the date of this order unless extended.",
            2028,
        ),
        ("The President's Council on Safe Ropes shall cease to exist on January 12, 2031.", 2031),
        ("Unless extended by the President, the Council shall be dissolved by January 12, 2029.", 2029),
        ("The Council shall terminate when it has filed its report.", None),
    ],
)
def test_a_new_body_is_told_with_its_end(end: str, day: int | None) -> None:
    found = analysed(end)
    council, office = (one for one in found.impacts if one.title.startswith("New body"))
    on = f" on {day}-01-12" if day else ""
    assert council.reason == f"founded by these words; ends{on}: “{end.rstrip('.')}”"
    assert council.evidence[-1].quote == end
    assert "ends" not in office.reason
    entries = [one for one in found.ledger if one.evidence[0].quote == end]
    assert [one.ledger_class for one in entries] == [LedgerClass.DRAFTED]


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (
            "The Council shall terminate within 30 days of filing its report, or 2 years from the date of "
            "this order, whichever comes first.",
            "at the latest on 2028-01-12",
        ),
        (
            "The Council shall terminate 30 days after it has filed its report, but no later than 2 years "
            "from the date of this order.",
            "at the latest on 2028-01-12",
        ),
        (
            "In accordance with the Dock Act, the Council shall terminate 2 years from the date of this "
            "order.",
            "on 2028-01-12",
        ),
    ],
)
def test_of_several_ends_the_day_is_the_latest(end: str, said: str) -> None:
    council = next(one for one in analysed(end).impacts if one.title.startswith("New body"))
    assert council.reason == f"founded by these words; ends {said}: “{end.rstrip('.')}”"


@pytest.mark.parametrize(
    "end",
    [
        "The lease of the Harbor Board shall terminate 2 years from the date of this order.",
        "The Clerk shall terminate old leases within 2 years from the date of this order.",
        "The term of a member of the Council shall expire after 2 years.",
    ],
)
def test_the_end_of_something_else_is_not_the_end_of_the_body(end: str) -> None:
    assert all("; ends" not in one.reason for one in analysed(end).impacts)
