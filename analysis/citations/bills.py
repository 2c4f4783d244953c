"""Bills, resolutions and committee reports: "H.R. 1037", "S. 47", "H.J. Res. 37"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.citations.found import Family, Found, Scene, pointed
from pipeline.findings import AuthorityType

_RESOLUTION = (
    r"\.?\s?(?P<kind>J|Con|CON)?\.?\s?R(?:es|ES)(?:olution"
    r"|\.)?\s+(?:[Nn]o\.\s*)?(?P<number>\d{1,4})(?![\d-])"
)
_HOUSE_BILL = re.compile(r"H\.?\s?R\.?\s?(?P<number>\d{1,4})(?![\d-])")
_SENATE_BILL = re.compile(r"S\.\s?(?P<number>\d{1,4})(?![\d.,-]\d|\d|(?:st|nd|rd|th)\b)")
_REPORT = (
    r"\.?\s?(?:R\.?\s?)?(?:Conf\.\s?)?(?:Rep(?:t"
    r"|ort)?\.?)\s+(?:[Nn]o\.\s*)?(?P<number>\d{2,3}-\d{1,4})(?![\d-])"
)
_RESOLUTIONS = tuple(re.compile(f"(?P<house>{house})" + _RESOLUTION) for house in "HS")
_LONG_REPORT = r"\s+(?:Conference\s+)?Report\s+(?:[Nn]o\.\s*)?(?P<number>\d{2,3}-\d{1,4})(?![\d-])"
_REPORTS = (
    *(re.compile(f"(?P<house>{house})" + _REPORT) for house in "HS"),
    re.compile("(?P<house>H)ouse" + _LONG_REPORT),
    re.compile("(?P<house>S)enate" + _LONG_REPORT),
    # a conference reports to the House
    re.compile("(?P<house>C)onference" + _LONG_REPORT),
)
_LEADS_TO_BILL = re.compile(r"(?:\A|[(\[,;:\n]|(?<![A-Za-z])(?:[a-z]+|Bill|Senate|See))[\s\"]{0,2}\Z")


def _clear(text: str, start: int) -> bool:
    return not (start and (text[start - 1].isalnum() or text[start - 1] in ".&"))


def read_resolution(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Joint, concurrent and simple resolutions."""
    if not _clear(scene.text, anchor.start()):
        return []
    kind = {"j": "J.", "con": "Con."}.get((anchor.group("kind") or "").lower(), "")
    normal = f"{anchor.group('house')}.{kind}Res. {anchor.group('number')}"
    return [Found(anchor.start(), anchor.end(), AuthorityType.BILL, normal)]


def read_house(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """House bills."""
    dotted = "." in scene.text[anchor.start() : anchor.start("number")]
    if not _clear(scene.text, anchor.start()) or not (dotted or len(anchor.group("number")) > 1):
        return []
    return pointed(scene, Found(*anchor.span(), AuthorityType.BILL, f"H.R. {anchor.group('number')}"))


def read_senate(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Senate bills; an initial ("Harry S. 2nd") or a street ("123 S. 45") is none."""
    text, start = scene.text, anchor.start()
    if not _clear(text, start) or not _LEADS_TO_BILL.search(text, max(0, start - 20), start):
        return []
    return pointed(scene, Found(start, anchor.end(), AuthorityType.BILL, f"S. {anchor.group('number')}"))


def read_report(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Reports of committees of either house."""
    if not _clear(scene.text, anchor.start()):
        return []
    house = "S." if anchor.group("house") == "S" else "H.R."
    return [
        Found(anchor.start(), anchor.end(), AuthorityType.OTHER, f"{house} Rep. {anchor.group('number')}")
    ]


_HOUSES = r"(?P<house>House|Senate)(?:\s+of\s+Representatives)?(?![A-Za-z])"
_RULES = (
    re.compile(
        r"ule\s+(?P<number>[IVXL]{1,6})(?:,?\s+(?P<clause>clause\s+\d{1,2}(?:\(\w{1,2}\))*))?,?\s+of\s+the\s+"
        rf"(?:(?:Standing\s+)?Rules\s+of\s+the\s+)?(?:U\.\s?S\.\s+|United\s+States\s+)?{_HOUSES}"
    ),
    re.compile(
        r"(?P<house>House|Senate)\s+[Rr]ule\s+(?P<number>[IVXL]{1,6})(?![A-Za-z])(?:,?\s+(?P<clause>clause\s+\d{1,2}(?:\(\w{1,2}\))*))?"
    ),
)


def read_rule(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A standing rule of a house by its Roman number, under which committees ask for papers."""
    start = anchor.start()
    if scene.text[start] == "u":
        start -= 1
        if start < 0 or scene.text[start] not in "Rr":
            return []
    clause = f", {' '.join(anchor['clause'].split())}" if anchor["clause"] else ""
    row = Found(
        start, anchor.end(), AuthorityType.OTHER, f"{anchor['house']} Rule {anchor['number']}{clause}"
    )
    return [row] if clause else pointed(scene, row)


_HEAD = 2000
_IN_HEAD = re.compile(r"(?:\A|\n)[ ]*\[\Z")
_HISTORY = re.compile(r"LEGISLATIVE\s+HISTORY\s*[-:]+\s*\Z")


def enacted(text: str, rows: Iterable[Found]) -> frozenset[str]:
    """The bill that a public law was: in brackets in its margin, and over its history at the end."""
    return frozenset(
        row.normal for row in rows if row.type is AuthorityType.BILL and _was_law(text, row.start)
    )


def _was_law(text: str, start: int) -> bool:
    near = max(0, start - 40)
    in_head = start < _HEAD and _IN_HEAD.search(text, near, start) is not None
    return in_head or _HISTORY.search(text, near, start) is not None


FAMILIES = (
    Family("Resolutions", _RESOLUTIONS, read_resolution),
    Family("Committee reports", _REPORTS, read_report),
    Family("Rules of the houses", _RULES, read_rule),
    Family("House bills", (_HOUSE_BILL,), read_house),
    Family("Senate bills", (_SENATE_BILL,), read_senate),
)
