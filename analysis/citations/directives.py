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
}
_SHORT = re.compile(
    r"(?P<series>HSPD|PPD|PDD|PSD|PRD|NSPD|NSDD|NSPM|NSSM|NSDM|NSM|NSD"
    r"|SPD)[\s-]{1,3}(?:[Nn]o\.\s*)?(?P<number>\d{1,3})(?![\d%])"
)
_CYBER = re.compile(r"(?P<series>BOD|ED)[\s-](?:[Nn]o\.\s*)?(?P<number>\d\d-\d\d)(?![\d-])")
_AIR = re.compile(r"(?P<series>AD)\s+(?P<number>(?:19|20)?\d\d-\d\d-\d\d)(?![\d-])")
_LONG = re.compile(
    r"(?P<kind>irective|emorandum)s?(?:\s*\((?:[A-Z]{2,5}s?)\))?(?:\s*/\s*"
    r"|[\s-]{1,3})(?:[A-Z]{2,4}-\s?)?(?:[Nn]o\.\s*|[Nn]umber\s+"
    r"|#)?(?P<number>\d{1,4}-\d\d(?:-\d\d)?|\d{1,3})(?![\d-])"
)
_LONG_BEFORE = re.compile(
    r"(?:" + "|".join(name.rsplit(" ", 1)[0].replace(" ", r"\s+") for name in _LONG_NAMES) + r")\s+[DdMm]\Z",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\s*[,]?\s*\((?:the\s+)?\"?(?P<series>[A-Z]{2,5})[\s-]{0,3}(?P<number>\d{1,4}(?:-\d\d){0,2})\"?\)"
)
_DEFENSE = re.compile(
    r"D[Oo][Dd]\s?(?P<kind>Directive|Instruction|Manual|D|I|M)\s+(?:[Nn]o\.\s*"
    r"|[Nn]umber\s+)?(?P<number>(?:O-|S-)?\d{4}\.\d{1,3}(?:-[A-Z])?)"
)
_DEFENSE_LONG = re.compile(
    r"Department\s+of\s+Defense\s+(?:\(DoD\)\s+)?(?P<kind>Directive|Instruction"
    r"|Manual)\s+(?:\(DoD[DIM]\)\s+)?(?:[Nn]o\.\s*|[Nn]umber\s+)?(?P<number>(?:O-"
    r"|S-)?\d{4}\.\d{1,3}(?:-[A-Z])?)"
)
_DEFENSE_KINDS = {"D": "Directive", "I": "Instruction", "M": "Manual"}


def read_short(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Initials and a number ("HSPD-12"); each half of a twin number ("NSPD-54/HSPD-23") is a row."""
    text = scene.text
    if anchor.start() and text[anchor.start() - 1].isalnum():
        return []
    series, number = anchor.group("series"), anchor.group("number")
    normal = f"{series} {number}" if "-" in number else f"{series}-{int(number)}"
    return _directive(scene, anchor.start(), anchor.end(), normal)


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
    normal = f"{series} {number}" if "-" in number else f"{series}-{int(number)}"
    again = _AGAIN.match(text, anchor.end())
    end = (
        again.end()
        if again and again.group("series") == series and again.group("number") == number
        else anchor.end()
    )
    return _directive(scene, before.start(), end, normal)


def _directive(scene: Scene, start: int, end: int, normal: str) -> list[Found]:
    return pointed(
        scene, Found(start, end, AuthorityType.DIRECTIVE, normal, trail(scene.text, end).title), " "
    )


def read_defense(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """DoD directives, instructions and manuals by number."""
    kind = anchor.group("kind")
    normal = f"DoD {_DEFENSE_KINDS.get(kind, kind)} {anchor.group('number')}"
    return [Found(anchor.start(), anchor.end(), AuthorityType.DIRECTIVE, normal)]


FAMILIES = (
    Family("Directives by initials", (_SHORT, _CYBER, _AIR), read_short),
    Family("Directives spelled out", (_LONG,), read_long),
    Family("Defense issuances", (_DEFENSE, _DEFENSE_LONG), read_defense),
)
