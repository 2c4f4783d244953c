"""Cases by reporter, and the Constitution, which is no row of its own."""

from __future__ import annotations

import re

from analysis.citations.found import Aside, Family, Finding, Found, Scene
from pipeline.findings import AuthorityType, MentionClass

_SCANS = (
    re.compile(r"U\.\s?S\.\s+(?P<page>\d{1,4})(?=[,;.) \n]|\Z)"),
    re.compile(r"S\.\s?Ct\.\s+(?P<page>\d{1,4})(?!\d)"),
    re.compile(r"L\.\s?Ed\.(?:\s?2d)?\s+(?P<page>\d{1,4})(?!\d)"),
    re.compile(r"F\.\s?(?:2d|3d|4th|Supp\.(?:\s?(?:2d|3d))?)\s+(?P<page>\d{1,4})(?!\d)"),
    re.compile(r"Fed\.\s?Cl\.\s+(?P<page>\d{1,4})(?!\d)"),
)
_VOLUME = re.compile(r"(?<![\d.,-])(?P<volume>\d{1,4})\s\Z")
_PARTIES = re.compile(
    r"(?P<name>(?:[A-Z][\w.'&-]*|of|the|and|&)(?:,?\s(?:[A-Z][\w.'&-]*|of|the|and"
    r"|&)){0,9}\sv\.\s(?:[A-Z][\w.'&-]*|of|the|and|&)(?:,?\s(?:[A-Z][\w.'&-]*|of|the|and|&)){0,9}),\s\Z"
)
_SIGNAL = re.compile(r"(?:(?:See|In|Cf|Compare|Under|But|Accord|As|and|the|of)\s+)+")
_YEAR = re.compile(r"(?:,\s\d{1,4}(?:-\d{1,4})?)?\s\((?:[A-Z0-9][\w. ]{0,20}\s)?\d{4}\)")
_CONSTITUTION = re.compile(
    r"Constitution(?:al\s+Amendment)?(?:\s+of\s+the\s+United\s+States(?:\s+of\s+America)?)?(?![A-Za-z])"
)
_AMENDMENT = re.compile(
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Thirteenth"
    r"|Fourteenth|Fifteenth)\s+Amendments?\b"
)


def read_case(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A case with volume and page; its parties become the title."""
    text = scene.text
    volume = _VOLUME.search(text, max(0, anchor.start() - 6), anchor.start())
    if volume is None:
        return []
    reporter = (
        re.sub(r"\s", "", text[anchor.start() : anchor.start("page")]).replace("Supp.", " Supp. ").strip()
    )
    reporter = reporter.replace("S.Ct.", "S. Ct.").replace("L.Ed.", "L. Ed. ").strip()
    parties = _PARTIES.search(text, max(0, volume.start() - 160), volume.start())
    lead = _SIGNAL.match(parties.group("name")) if parties else None
    year = _YEAR.match(text, anchor.end())
    if parties is None and year is None:
        return []
    shift = lead.end() if lead else 0
    title = " ".join(parties.group("name")[shift:].split()) if parties else None
    normal = f"{volume.group('volume')} {' '.join(reporter.split())} {anchor.group('page')}"
    start = parties.start() + shift if parties else volume.start()
    return [Found(start, year.end() if year else anchor.end(), AuthorityType.CASE, normal, title)]


def read_constitution(scene: Scene, anchor: re.Match[str]) -> list[Finding]:
    """A mention of the Constitution or of an amendment of it, with its article."""
    provisions = scene.pinpoints.before(anchor.start())
    start = provisions[0].start if provisions else anchor.start()
    place = f"Constitution, {provisions[0].text}" if provisions else "Constitution"
    if anchor.group().endswith(("Amendment", "Amendments")):
        place = " ".join(anchor.group().split())
    return [Aside(start, anchor.end(), MentionClass.CONSTITUTION, place)]


FAMILIES = (
    Family("Cases", _SCANS, read_case),
    Family("Constitution", (_CONSTITUTION, _AMENDMENT), read_constitution),
)
