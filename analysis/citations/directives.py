"""Directives: presidential, homeland security, cyber, defense and airworthiness."""

from __future__ import annotations

import re

from analysis.citations.found import Family, Found, Scene, pointed
from analysis.citations.trailing import trail
from pipeline.findings import AuthorityType

_LONG_NAMES = {
    "homeland security presidential directive": "HSPD",
    "presidential policy directive": "PPD",
    "presidential study directive": "PSD",
    "presidential decision directive": "PDD",
    "presidential review directive": "PRD",
    "national security presidential directive": "NSPD",
    "national security decision directive": "NSDD",
    "national security presidential memorandum": "NSPM",
    "national security study memorandum": "NSSM",
    "national security decision memorandum": "NSDM",
    "national security memorandum": "NSM",
    "national security directive": "NSD",
    "space policy directive": "SPD",
    "binding operational directive": "BOD",
    "emergency directive": "ED",
    "airworthiness directive": "AD",
    "intelligence community directive": "ICD",
}
# the series share few first letters; one pattern for each of those is some times faster than one for all
_SHORT = tuple(
    re.compile(
        rf"(?P<series>{series})(?:/NSC|-NSC)?(?P<plural>s)?{joint}(?:[Nn]os?\.\s*)?(?P<number>\d{{1,3}})(?![\d%])"
    )
    for series, joint in (
        ("HSPD", r"[\s-]{1,3}"),
        ("P(?:[PDS]D|RD)", r"[\s-]{1,3}"),
        ("NS(?:P[DM]|D[DM]|SM|M|D)", r"[\s-]{1,3}"),
        # a city's police has these initials as well
        ("SPD", r"\s?-\s?"),
    )
)
_INTELLIGENCE = re.compile(r"(?P<series>ICD)(?P<plural>s)?[\s-](?P<number>\d{3})(?![\d-]|\.\d)")
_CYBER = tuple(
    re.compile(rf"(?P<series>{series})(?P<plural>s)?[\s-](?:[Nn]o\.\s*)?(?P<number>\d\d-\d\d)(?![\d-])")
    for series in ("BOD", "ED")
)
_AIR = re.compile(r"(?P<series>AD)(?P<plural>s)?\s+(?P<number>(?:19|20)?\d\d-\d\d-\d\d)(?![\d-])")
_LONG = tuple(
    re.compile(
        kind + r"(?P<plural>s)?(?:\s*\((?:[A-Z]{2,5}s?)\))?(?:\s*/\s*"
        r"|[\s-]{1,3})(?:[A-Z]{2,4}-\s?)?(?:[Nn]os?\.\s*|[Nn]umbers?\s+"
        r"|#)?(?P<number>\d{1,4}-\d\d(?:-\d\d)?|\d{1,3})(?![\d-])"
    )
    for kind in ("(?P<kind>irective)", "(?P<kind>emorandum)")
)
_TOO = re.compile(
    r"\s*(?:,\s*(?:(?:and|or)\b)?|(?:and|or)\b|&)\s*(?P<number>\d\d-\d\d|\d{1,3})(?![\d,%.-]\d|\d|\s+[a-z]+s\b)"
)
_LONG_BEFORE = re.compile(
    r"(?:" + "|".join(name.rsplit(" ", 1)[0].replace(" ", r"\s+") for name in _LONG_NAMES) + r")\s+[DdMm]\Z",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\s*[,]?\s*\((?:the\s+)?\"?(?P<series>[A-Z]{2,5})[\s-]{0,3}(?P<number>\d{1,4}(?:-\d\d){0,2})\"?\)"
)
_ISSUED = r"(?P<number>(?:[OCS]-)?\d{4}\.\d{1,3}(?:-(?:[A-Z]|PH)(?![A-Za-z])|[A-Z](?![A-Za-z]))?)"
_NAMED = (
    r"(?P<kind>Directive|Instruction|Manual|Regulation)s?\s+(?:\(D[Oo]D[DIMR]?s?\)\s+)?"
    r"(?:[Nn]os?\.\s*|[Nn]umbers?\s+)?"
)
_DEFENSE = (
    re.compile(rf"D[Oo][Dd]\s{_NAMED}{_ISSUED}"),
    re.compile(rf"D[Oo][Dd](?P<kind>[DIM])s?[\s-](?:[Nn]o\.\s*|[Nn]umber\s+)?{_ISSUED}"),
    re.compile(rf"Department\s+of\s+Defense\s+(?:\(D[Oo]D\)\s+)?{_NAMED}{_ISSUED}"),
    # without a word the last letter of the number tells the kind
    re.compile(r"D[Oo]D\s+(?P<number>\d{4}\.\d{1,3}-(?P<kind>[RM]))(?![A-Za-z])"),
)
_DEFENSE_TOO = re.compile(rf"\s*(?:,\s*(?:(?:and|or)\b)?|(?:and|or)\b|&)\s*{_ISSUED}")
_BY_TYPE = re.compile(
    r"D(?:irective-[Tt]ype\s+Memorandum\s+(?:\(DTM\)\s*)?|TM)[\s-]?(?:[Nn]o\.\s*)?(?P<number>\d\d-\d{3})(?!\d)"
)
_DEFENSE_KINDS = {"D": "Directive", "I": "Instruction", "M": "Manual", "R": "Regulation"}


def read_short(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Initials and a number ("HSPD-12"); each half of a twin number ("NSPD-54/HSPD-23") is a row."""
    text = scene.text
    if anchor.start() and text[anchor.start() - 1].isalnum():
        return []
    series, number = anchor.group("series"), anchor.group("number")
    row = _directive(scene, anchor.start(), anchor.end(), _numbered(series, number))
    return [*row, *_further(scene.text, anchor, row[-1], series)]


def _numbered(series: str, number: str) -> str:
    return f"{series} {number}" if "-" in number else f"{series}-{int(number)}"


def _further(text: str, anchor: re.Match[str], first: Found, series: str) -> list[Found]:
    """The bare numbers behind a plural ("HSPDs 5 and 7"), each of the same shape as the first."""
    rows: list[Found] = []
    match = _TOO.match(text, first.end) if anchor.group("plural") else None
    while match is not None and ("-" in match["number"]) == ("-" in anchor["number"]) and len(rows) < 50:
        normal = _numbered(series, match["number"])
        head = (first.start, anchor.start("number"))
        rows.append(Found(match.start("number"), match.end(), AuthorityType.DIRECTIVE, normal, head=head))
        match = _TOO.match(text, match.end())
    return rows


def read_long(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """The same with its name spelled out, a repetition in brackets taken in."""
    text, at = scene.text, anchor.start()
    before = _LONG_BEFORE.search(text, max(0, at - 60), at)
    if before is None:
        return []
    words = " ".join((text[before.start() : at] + anchor.group("kind")).lower().split())
    series = _LONG_NAMES.get(words)
    number = anchor.group("number")
    if series is None or (series in ("BOD", "ED", "AD")) != ("-" in number):
        return []
    again = _AGAIN.match(text, anchor.end())
    end = (
        again.end()
        if again and again.group("series") == series and again.group("number") == number
        else anchor.end()
    )
    rows = _directive(scene, before.start(), end, _numbered(series, number))
    return [*rows, *_further(text, anchor, rows[-1], series)]


def _directive(scene: Scene, start: int, end: int, normal: str) -> list[Found]:
    return pointed(
        scene, Found(start, end, AuthorityType.DIRECTIVE, normal, trail(scene.text, end).title), " "
    )


def read_defense(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """DoD directives, instructions and manuals by number."""
    kind = _DEFENSE_KINDS.get(anchor.group("kind"), anchor.group("kind"))
    head = (anchor.start(), anchor.start("number"))
    rows = [Found(*anchor.span(), AuthorityType.DIRECTIVE, f"DoD {kind} {anchor.group('number')}")]
    match = _DEFENSE_TOO.match(scene.text, anchor.end())
    while match is not None and len(rows) < 50:
        normal = f"DoD {kind} {match.group('number')}"
        rows.append(Found(match.start("number"), match.end(), AuthorityType.DIRECTIVE, normal, head=head))
        match = _DEFENSE_TOO.match(scene.text, match.end())
    return [*pointed(scene, rows[0], " "), *rows[1:]]


def read_by_type(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Directive-type memoranda of the Department of Defense: "DTM-19-004"."""
    if anchor.start() and scene.text[anchor.start() - 1].isalnum():
        return []
    return [Found(*anchor.span(), AuthorityType.DIRECTIVE, f"DTM {anchor.group('number')}")]


FAMILIES = (
    Family("Directives by initials", (*_SHORT, _INTELLIGENCE, *_CYBER, _AIR), read_short),
    Family("Directives spelled out", _LONG, read_long),
    Family("Defense issuances", _DEFENSE, read_defense),
    Family("Directive-type memoranda", (_BY_TYPE,), read_by_type),
)
