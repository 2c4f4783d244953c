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
    re.compile(r"Comp\.\s?Gen\.\s+(?P<page>\d{1,4})(?!\d)"),
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
_AMENDMENT = re.compile(r"Amendments?\b")
_NUMBERED = re.compile(
    r"\b(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Twelfth|(?:Thir|Four|Fif|Six|Seven"
    r"|Eigh|Nine)teenth|Twentieth|Twenty-(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh)"
    r"|(?P<number>[1-9]|1\d|2[0-7])(?:st|nd|rd|th))\s+\Z",
    re.IGNORECASE,
)
_ORDINALS = (
    *("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"),
    *("Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth"),
    *("Eighteenth", "Nineteenth", "Twentieth", "Twenty-First", "Twenty-Second", "Twenty-Third"),
    *("Twenty-Fourth", "Twenty-Fifth", "Twenty-Sixth", "Twenty-Seventh"),
)
_SHORT_CONSTITUTION = re.compile(
    r"U\.\s?S\.\s+Const\.(?:,?\s+(?P<unit>art|amend)\.\s+(?P<label>[IVX]{1,6})"
    r"(?:,?\s+(?:§|[Ss]ec\.)\s*(?P<section>\d{1,2})(?:,?\s+cl\.\s+(?P<clause>\d{1,2}))?)?)?"
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
    reporter = (
        reporter.replace("S.Ct.", "S. Ct.").replace("L.Ed.", "L. Ed. ").replace("Comp.Gen.", "Comp. Gen.")
    )
    reporter = reporter.strip()
    parties = _PARTIES.search(text, max(0, volume.start() - 160), volume.start())
    lead = _SIGNAL.match(parties.group("name")) if parties else None
    year = _YEAR.match(text, anchor.end())
    if parties is None and year is None and not reporter.startswith("Comp."):
        return []
    shift = lead.end() if lead else 0
    title = " ".join(parties.group("name")[shift:].split()) if parties else None
    normal = f"{volume.group('volume')} {' '.join(reporter.split())} {anchor.group('page')}"
    start = parties.start() + shift if parties else volume.start()
    return [Found(start, year.end() if year else anchor.end(), AuthorityType.CASE, normal, title)]


def read_constitution(scene: Scene, anchor: re.Match[str]) -> list[Finding]:
    """A mention of the Constitution, with its article."""
    links = scene.pinpoints.chain(anchor.start())
    start = min((link.start for link in links), default=anchor.start())
    ranked = sorted(links, key=lambda link: _WITHIN.index(link.unit) if link.unit in _WITHIN else -1)
    place = ", ".join(["Constitution", *(f"{link.unit} {link.members[0].label}" for link in ranked)])
    return [Aside(start, anchor.end(), MentionClass.CONSTITUTION, place)]


_WITHIN = ("article", "sec.", "clause")


def read_amendment(scene: Scene, anchor: re.Match[str]) -> list[Finding]:
    """An amendment by its number: "the Fourteenth Amendment", "the 14th Amendment"."""
    low = max(0, anchor.start() - 24)
    number = _NUMBERED.search(scene.text, low, anchor.start())
    if number is None:
        return []
    word = _ORDINALS[int(number["number"]) - 1] if number["number"] else number.group().strip().title()
    return [Aside(number.start(), anchor.end(), MentionClass.CONSTITUTION, f"{word} Amendment")]


def read_short_constitution(_: Scene, anchor: re.Match[str]) -> list[Finding]:
    """As lawyers write it: "U.S. Const. art. I, § 8, cl. 3"."""
    unit = {"art": "article ", "amend": "amendment "}.get(anchor["unit"] or "", "")
    parts = [unit + anchor["label"]] if unit else []
    parts += [f"sec. {anchor['section']}"] if anchor["section"] else []
    parts += [f"clause {anchor['clause']}"] if anchor["clause"] else []
    place = ", ".join(["Constitution", *parts])
    return [Aside(*anchor.span(), MentionClass.CONSTITUTION, place)]


FAMILIES = (
    Family("Cases", _SCANS, read_case),
    Family("Constitution", (_CONSTITUTION,), read_constitution),
    Family("Amendments of the Constitution", (_AMENDMENT,), read_amendment),
    Family("Constitution, abbreviated", (_SHORT_CONSTITUTION,), read_short_constitution),
)
