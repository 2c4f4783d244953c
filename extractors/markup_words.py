"""The element names of legal XML, and the words of an element as they are printed."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

_MINOR = ("paragraph", "subparagraph", "clause", "subclause", "item", "subitem", "subsubitem")
_MAJOR = (
    *("title", "subtitle", "division", "subdivision", "chapter", "subchapter", "part", "subpart"),
    *("article", "section", "appendix", "rule", "reorganizationPlan"),
)
LEVELS = frozenset({*_MAJOR, *_MINOR, "subsection", "level", "courtRule", "preliminary", "SECTION"})
"""Elements that carry a number or a heading before what they hold."""

HEADINGS = frozenset(_MAJOR)
"""Levels whose number stands on a line of its own even without a heading."""

WORDED = frozenset(
    {"heading", "header", "HD", "SUBJECT", "AGENCY", "SUBAGY", "TITLE3", "PRES", "EXECORDR", "PROC", "DETERM"}
    | {"officialTitle", "official-title", "longTitle", "docTitle", "SECTNO", "RESERVED", "MEMO"}
)
"""Elements whose words are a heading."""

FOOT = frozenset({"FTNT", "footnote", "TNOTE"})
FURNITURE = frozenset({"BILCOD", "FILED", "FRDOC", "PNOTICE", "CNTNTS", "distribution-code", "running-head"})
SKIPPED = frozenset(
    {"meta", "metadata", "PRTPAGE", "GPH", "MATH", "BOXHD", "toc", "TOC", "page", "STARS", "form-filler"}
    | {"notInForceNote", "style", "script"}
)
"""What is not said: facts about the file, pictures, tables of contents that repeat the headings."""


def _section(number: str) -> str:
    return f"SECTION {number}" if number.strip(" .") == "1" else f"SEC. {number}"


def _named(word: str) -> Callable[[str], str]:
    return lambda number: f"{word} {number}"


BILL_LEVELS: dict[str, Callable[[str], str]] = {
    "section": _section,
    "title": _named("TITLE"),
    "subtitle": _named("Subtitle"),
    "division": _named("DIVISION"),
    "chapter": _named("CHAPTER"),
    "part": _named("PART"),
}
"""Bills before USLM keep the bare number; the word before it is added where they are printed, and here."""

_QUOTES = {"quote": ("“", "”"), "quotedText": ("", "")}


def inline(node: etree._Element) -> str:
    """An element's words in order: quotes in their marks, note numbers in brackets, no pictures."""
    parts = [node.text or ""]
    for child in node:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "SU" or name == "footnoteRef":
            parts.append(f"[{inline(child).strip()}]")
        elif name in _QUOTES:
            opened, closed = _QUOTES[name]
            parts.append(f"{opened}{inline(child)}{closed}")
        elif name and name not in SKIPPED:
            parts.append(inline(child))
        parts.append(child.tail or "")
    return "".join(parts)
