"""The Federal Register: citations, and its numbers and running heads, which are no authorities."""

from __future__ import annotations

import re

from analysis.citations.found import Aside, Family, Finding, Found, Scene
from pipeline.findings import AuthorityType, MentionClass

_UNTIL = r"(?P<until>\s?-\s?\d{1,6})?(?![\d-])"
_CITATIONS = (
    re.compile(rf"F(?:\.\s?R\.|R(?![A-Za-z]))\s*(?:at\s+)?(?P<page>\d{{1,3}},\d{{3}}|\d{{3,6}}){_UNTIL}"),
    # spelled out, a page of one or two digits is a page as well
    re.compile(
        rf"Fed(?:\.?\s*Reg\.?|eral\s+Register)\s*(?:at\s+)?(?P<page>\d{{1,3}},\d{{3}}|\d{{1,6}}){_UNTIL}"
    ),
)
_VOLUME = re.compile(r"(?<![\d.,-])(?P<volume>\d{1,3})[ \n]{1,2}\Z")
_DOC = re.compile(
    r"FR\s+Doc\.?\s*(?:[Nn]o[.:]?\s*)?(?P<number>[A-Z]?\d{1,4}-\d{1,6})(?:\s+Filed\s[^\]\n\x00]{0,40})?"
)
_RIN = re.compile(r"RIN:?\s*(?:[Nn]o\.\s*)?(?P<number>\d{4}-[A-Z]{2}\d{2})\b")
_DOCKET = (
    r"(?:\s+(?:[Nn]umber|NUMBER|ID|[Nn]o\.|[Nn]os\.|NO\."
    r"|#))?(?:\s+ID)?:?\s*(?P<number>[A-Z]{2,8}(?:-\n?[A-Z0-9]{1,8}){1,6}|\d{2}-\d{1,5})"
)
_DOCKETS = (
    re.compile("ocket" + _DOCKET),
    re.compile("OCKET" + _DOCKET),
    re.compile(r"FAA-\d{4}-\n?\d{4}"),
    re.compile(r"EPA-HQ-[A-Z]{2,4}-\d{4}-\d{4}"),
)
# no further than its day and its part: what follows on the same line is text
_HEAD = re.compile(
    r"Federal\s+Register\s*/\s*Vol\.\s*\d{1,3}(?:,\s*No\.\s*\d{1,3})?"
    r"(?:\s*/\s*[A-Z][a-z]+day(?:,\s*[A-Z][a-z]+\s+\d{1,2},\s*\d{4})?)?"
    r"(?:\s*/\s*(?:Rules\s+and\s+Regulations|Proposed\s+Rules|Notices|Presidential\s+Documents))?"
)


def read_citation(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A page with its volume ("81 Fed. Reg. 58562"); page ranges are kept."""
    volume = _VOLUME.search(scene.text, max(0, anchor.start() - 6), anchor.start())
    if volume is None:
        return []
    page = anchor.group("page").replace(",", "")
    until = re.sub(r"\s", "", anchor.group("until") or "")
    normal = f"{volume.group('volume')} FR {page}{until}"
    return [Found(volume.start(), anchor.end(), AuthorityType.FEDERAL_REGISTER, normal)]


def read_docket(scene: Scene, anchor: re.Match[str]) -> list[Finding]:
    """FR Doc numbers, RINs and dockets identify a document; they are no authority."""
    start = anchor.start()
    if start and scene.text[start] == "o":
        start -= 1
    elif start and scene.text[start - 1].isalnum():
        return []
    return [Aside(start, anchor.end(), MentionClass.DOCKET)]


def read_head(scene: Scene, anchor: re.Match[str]) -> list[Finding]:
    """A running head that a reader left in the text."""
    return [Aside(anchor.start(), anchor.end(), MentionClass.FURNITURE)]


FAMILIES = (
    Family("Federal Register", _CITATIONS, read_citation),
    Family("Register numbers", (_DOC, _RIN, *_DOCKETS), read_docket),
    Family("Running heads", (_HEAD,), read_head),
)
