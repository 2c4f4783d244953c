"""A message to several asks each for what stands in the paragraph that opens with his name."""

from __future__ import annotations

import pytest

from analysis.offline import OfflineAnalyzer
from analysis.taskings.spoken_to import spoken_to
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span

THREE = "Tern, Philip (ROPES); Gull, Dana (LAW); Heron, Mae (PIERS)"
MAIL = (
    "From: Quill, Marie <quill@harbor.example>\nSent: Thursday, May 6, 2032 9:12 AM\n"
    "To: Tern, Philip (ROPES) <tern@harbor.example>; Gull, Dana (LAW) <gull@harbor.example>; "
    "Heron, Mae (PIERS) <heron@harbor.example>\nSubject: Draft testimony on hooks\n\nGood morning all,\n\n"
    "Please send me any edits by noon on May 7, 2032.\n\n"
    "Phil - page 4 says the hooks are new. Can you check the dates there.\n\n"
    "Dana, nothing stands out but the sentence on leases. I'd feel better if you confirmed it.\n\n"
    "Thanks,\nMarie\n"
)


def test_each_is_asked_what_his_paragraph_asks() -> None:
    document = ExtractedDocument("0" * 64, "m.txt", "text/plain", MAIL, (Page(1, Span(0, len(MAIL))),))
    rows = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document).actions
    assert [(row.title.split(" (")[0], row.responsible) for row in rows] == [
        ("Send me any edits", THREE),
        ("Check the dates there", "Tern, Philip (ROPES)"),
        ("I'd feel better if you confirmed it", "Gull, Dana (LAW)"),
    ]
    assert rows[1].field_evidence["responsible"].quote == "Phil"


@pytest.mark.parametrize(
    ("opening", "who"),
    [
        ("Phil - please look.", "Tern, Philip (ROPES)"),
        ("@Dana: please look.", "Gull, Dana (LAW)"),
        ("Dana Gull, please look.", "Gull, Dana (LAW)"),
        ("Today, please look.", None),
        ("Please look, Phil.", None),
        ("Phil and Dana, please look.", "Tern, Philip (ROPES); Gull, Dana (LAW)"),
        ("Leases. Dana, please look.", "Gull, Dana (LAW)"),
        ("Phil and Otto, please look.", None),
    ],
)
def test_only_a_name_at_the_head_of_its_paragraph_says_whom(opening: str, who: str | None) -> None:
    text = f"Good morning,\n\nThe draft is late.\n\n{opening}"
    found = spoken_to(text, text.index("look"), THREE)
    assert (found[0] if found else None) == who


def test_a_sentence_may_turn_to_somebody_within_a_paragraph() -> None:
    text = "Hello,\n\nRopes. Each pier keeps a log. Dana and Mae, please look at it.\n"
    found = spoken_to(text, text.index("Dana"), THREE)
    assert found is not None and found[0] == "Gull, Dana (LAW); Heron, Mae (PIERS)"


def test_one_addressee_needs_no_name() -> None:
    assert spoken_to("Phil - please look.", 15, "Tern, Philip (ROPES)") is None
