"""Levels of handling by the marks that a document bears."""

from __future__ import annotations

import pytest

from pipeline.handling import level
from pipeline.rights import Handling


@pytest.mark.parametrize(
    ("text", "expected", "mark"),
    [
        ("A letter about roads.", Handling.UNRESTRICTED, None),
        ("This memo explains what CUI is, and how CONTROLLED papers are kept.", Handling.UNRESTRICTED, None),
        ("CUI\n\nA letter.", Handling.CUI, "CUI"),
        ("CONTROLLED\nA letter.", Handling.CUI, "CONTROLLED"),
        (
            "UNCLASSIFIED//FOR OFFICIAL USE ONLY\nA letter.",
            Handling.CUI,
            "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
        ),
        ("A letter.\n  FOUO  \n", Handling.CUI, "FOUO"),
        ("CUI//PRVCY\nA letter.", Handling.CUI, "CUI//PRVCY"),
        ("CUI//SP-PRVCY\nA letter.", Handling.RESTRICTED, "CUI//SP-PRVCY"),
        ("CUI\npage 1\nCUI//NOFORN\npage 2", Handling.RESTRICTED, "CUI//NOFORN"),
        ("CUI//FED ONLY\nA letter.", Handling.RESTRICTED, "CUI//FED ONLY"),
        ("LAW ENFORCEMENT SENSITIVE\nA letter.", Handling.RESTRICTED, "LAW ENFORCEMENT SENSITIVE"),
        ("", Handling.UNRESTRICTED, None),
    ],
)
def test_marks_on_lines_of_their_own_say_the_level(text: str, expected: Handling, mark: str | None) -> None:
    assert level(text) == (expected, mark)


def test_levels_cover_those_below_them() -> None:
    assert Handling.UNRESTRICTED.covers == (Handling.UNRESTRICTED,)
    assert Handling.RESTRICTED.covers == tuple(Handling)
