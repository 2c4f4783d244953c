"""Whom a bare "the Secretary" means in a paper that names several, and that it is nobody's own in doubt."""

from __future__ import annotations

import pytest

from analysis.metadata import metadata
from analysis.offline import OfflineAnalyzer
from analysis.outline import outline
from analysis.proposal import actor_of
from analysis.routing import is_ours
from analysis.taskings import taskings
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding

HEAD = (
    "EXECUTIVE ORDER 19500\n\nOn Harbors\n\nMarch 4, 2031\n\nBy the authority vested in me as President by "
    "the Constitution and the laws of the United States of America, it is hereby ordered as follows:\n\n"
)
BODY = """Sec. 1. Tides. The Secretary of the Tides shall chart the sea. The Secretary shall post the charts.

Sec. 2. Salt. (a) The Secretary of Salt and the Secretary of the Tides shall meet.

(b) The Secretary shall weigh the salt.

(c) The Secretary of Salt shall pay for it. If money is left, the Secretary shall return it.

Sec. 3. Ropes. The Secretary shall count the ropes.

Sec. 4. Money. The Director of the Office of Ropes shall pay.

Sec. 5. Reports. The Director shall report to the Deputy Secretary of Salt.
"""
OURS = Agency("Department of Salt", "DOS", "Secretary", ("Secretary of Salt",))


def paper(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),), ())


def rows(body: str) -> dict[str, ActionFinding]:
    document = paper(HEAD + body)
    plan = outline(document)
    found = taskings(document, plan, metadata(document, plan), ())
    return {one.title.split(" (")[0]: one for one in found}


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Post the charts", "“Secretary” means the Secretary of the Tides"),
        ("Return it", "“Secretary” means the Secretary of Salt"),
        ("Report to the Deputy Secretary of Salt", "“Director” means the Director of the Office of Ropes"),
        ("Weigh the salt", "which Secretary is meant stays open"),
        ("Count the ropes", "which Secretary is meant stays open"),
    ],
)
def test_a_bare_title_means_the_one_name_of_its_paragraph_section_or_paper(title: str, told: str) -> None:
    row = rows(BODY)[title]
    assert row.confidence_reason.endswith(f"; {told}")
    assert (row.responsible or "").lower().startswith("the ")


@pytest.mark.parametrize(
    ("title", "ours"),
    [("Post the charts", False), ("Return it", True), ("Weigh the salt", False), ("Count the ropes", False)],
)
def test_an_open_title_is_never_the_readers_own(title: str, ours: bool) -> None:
    document = paper(HEAD + BODY)
    facts = metadata(document, outline(document))
    assert is_ours(OURS, actor_of(rows(BODY)[title], facts)) is ours


def test_a_departments_own_paper_means_its_own_secretary() -> None:
    text = (
        "MEMORANDUM FOR ALL STAFF\n\nFROM: The Clerk\n\nSUBJECT: Salt\n\n"
        "The Secretary shall meet the Secretary of Salt."
    )
    facts = metadata(paper(text), outline(paper(text)))
    assert facts.full("The Secretary", len(text)) is None


def test_names_of_several_at_once_leave_the_title_open() -> None:
    row = rows("Sec. 1. Tides. The Secretaries of Salt and Ropes shall meet. The Secretary shall pay.\n")[
        "Pay"
    ]
    assert row.confidence_reason.endswith("which Secretary is meant stays open")


def test_a_paper_that_defines_the_title_is_believed() -> None:
    row = rows(
        "Sec. 1. Words. In this order, “the Secretary” shall refer to the Secretary of Salt.\n\n"
        "Sec. 2. Tides. The Secretary of the Tides shall meet. The Secretary shall pay.\n"
    )["Pay"]
    assert row.confidence_reason.endswith("“Secretary” means the Secretary of Salt")


def test_the_summary_says_who_is_meant_or_that_it_is_open() -> None:
    said = " ".join(one.text for one in OfflineAnalyzer(OURS).analyse(paper(HEAD + BODY)).summary)
    assert "The Secretary (the Secretary of the Tides): post the charts." in said
    assert "The Secretary (which Secretary is meant stays open): weigh the salt." in said
