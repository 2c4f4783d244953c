"""Public Laws and the Statutes at Large: "Pub. L. Nos. 94-412 and 95-223", "110 Stat. 3009"."""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.citations.found import Family, Found, Scene, pointed
from analysis.citations.trailing import section_after
from pipeline.findings import AuthorityType

_NAME = re.compile(
    r"P(?:ub(?:lic|\.)?\s*L(?:aws?|\.)?|UBLIC\s+LAWS?|\.\s?L\.|L(?=[ -]\d{2,3}-\d))\s*(?:(?:[Nn]os?\.?"
    r"|[Nn]umbers?)\s*)?(?=\d)"
)
_NUMBER = re.compile(r"\s*(?P<number>\d{2,3}(?:\s?-\s?|[ ])\d{1,4})(?![\d-])")
_MORE = re.compile(
    r"\s*(?:,\s*(?:(?:and|or)\b|&)?|(?:and|or)\b|&|;\s*(?:and\b)?)\s*(?P<name>Pub(?:lic|\.)\s*L(?:aw"
    r"|\.)\s*(?:No\.\s*)?)?(?P<number>\d{2,3}-\d{1,4})(?![\d-])"
)
_DIVISION = re.compile(
    r",\s+(?P<unit>[Dd]iv(?:ision|\.)|[Tt]it(?:le|\.))\s+(?P<label>[A-Z]{1,3}|[IVXLC]{1,7})(?![A-Za-z])(?!\s+of\b)"
)
_PAGE = r"\s+(?P<page>\d[\d,]{0,6}(?:[A-Z]-\d{1,4}|-\d{1,4})?)(?![\d])"
_STATS = (re.compile(rf"Stat\.?{_PAGE}"), re.compile(rf"STAT\.{_PAGE}"))
_VOLUME = re.compile(r"(?<![\d.,-])(?P<volume>\d{1,3}A?)\s+\Z")


def read_law(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Every Public Law listed here, with the sections that lead to the first one."""
    text = scene.text
    if anchor.start() and text[anchor.start() - 1].isalnum():
        return []
    first = _NUMBER.match(text, anchor.end())
    if first is None:
        return []
    rows = _first(scene, anchor.start(), first)
    match = _MORE.match(text, rows[-1].end)
    while match is not None and len(rows) < 200:
        start = match.start("name") if match["name"] else match.start("number")
        normal = f"Pub. L. {_number(match)}"
        head = None if match["name"] else (anchor.start(), anchor.end())
        rows.append(Found(start, match.end(), AuthorityType.PUBLIC_LAW, normal, head=head))
        match = _MORE.match(text, match.end())
    return rows


def _number(match: re.Match[str]) -> str:
    return "-".join(re.findall(r"\d+", match.group("number")))


def _first(scene: Scene, start: int, match: re.Match[str]) -> list[Found]:
    row = Found(start, match.end(), AuthorityType.PUBLIC_LAW, f"Pub. L. {_number(match)}")
    if scene.pinpoints.before(start):
        return pointed(scene, row)
    division = _DIVISION.match(scene.text, row.end)
    for _ in range(2):
        if division is None:
            break
        unit = "division" if division["unit"][0] in "Dd" else "title"
        row = replace(row, end=division.end(), normal=f"{row.normal}, {unit} {division['label']}")
        division = _DIVISION.match(scene.text, row.end)
    later = section_after(scene.text, row.end)
    return [row if later is None else replace(row, end=later[1], normal=f"{row.normal}, sec. {later[0]}")]


def read_stat(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A page of the Statutes at Large; the volume must stand before it."""
    volume = _VOLUME.search(scene.text, max(0, anchor.start() - 6), anchor.start())
    if volume is None:
        return []
    page = anchor.group("page").rstrip(",").replace(",", "")
    normal = f"{volume.group('volume')} Stat. {page}"
    end = anchor.start("page") + len(anchor.group("page").rstrip(","))
    return [Found(volume.start(), end, AuthorityType.STAT, normal)]


FAMILIES = (
    Family("Public Laws", (_NAME,), read_law),
    Family("Statutes at Large", _STATS, read_stat),
)
