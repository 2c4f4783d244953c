"""Executive Orders in all their spellings, lists of them, sections of them, and orders of the States."""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.citations.dates import DATE, iso
from analysis.citations.found import Family, Found, Scene, pointed
from analysis.citations.trailing import amended, section_after, trail
from pipeline.findings import AuthorityType

_REACH = 3000
_SCANS = (
    re.compile(r"xecutive\s+[O0o]rders?\b"),
    re.compile(r"XECUTIVE\s+ORDERS?\b"),
    re.compile(r"Exec(?:\.?\s+Orders?\b|(?:utive|\.)?\s+Ords?\.)"),
    re.compile(r"Ex\.\s+(?:Ords?\.|Orders?\b)"),
    re.compile(
        r"E\s?\.?\s?[O0]\s?\.?\s?(?:'?s\b)?\s*-?\s*(?=(?:[Nn]o[s]?\.?|[Nn]umbers?"
        r"|#)?\s*(?:\d{1,2},?\d{3}\b|[A-Z]-\d))"
    ),
)
# a footnote mark may be glued to the number: "13990.12 The agency"
_NUMBER = re.compile(
    r"\s*(?:\(E\.?O\.?s?\)\s*)?(?:[Nn][Oo][Ss]?\.?|[Nn]umbers?|#)?\s*-?\s*(?P<number>\d{1,2},\d{3}"
    r"|\d{3,5})(?P<letter>-?[A-Z](?![A-Za-z]))?(?!\d|[.,]\d(?!\d?(?:\s|\Z))|-(?!\d{5}(?!\d))\d)"
)
_STATE = re.compile(
    r"\s*(?:[Nn]o[s]?\.?|[Nn]umbers?|#)?\s*(?P<number>[A-Z]{1,3}-\d{1,3}(?:-\d{2,4})?|(?:19"
    r"|20)\d\d-\d{1,3}|\d{2,3}\.\d{1,3}|\d{2}-\d{1,3})(?![\d])"
)
_UNNUMBERED = re.compile(rf"\s+(?:of|dated)\s+(?P<date>{DATE})")
_NEXT = re.compile(
    r"\s*(?:[,;]\s*(?:(?:and|or|as\s+well\s+as)\b|&)?|(?:and|or)\b|&)\s*(?:(?:Nos?\.|Numbers?)\s*)?"
    r"(?P<number>\d{1,2},\d{3}|\d{4,5})(?P<letter>-[A-Z](?![A-Za-z]))?(?![\d/]|[.,]\d|-\d"
    r"|\s+(?:U\.?S|CFR|FR|Fed|days|words))"
)
# "Executive Orders 13765 through 13767": both ends are named, what lies between is not
_UNTIL = re.compile(
    r"\s*(?:-|through)\s*(?:(?:Nos?\.|Numbers?)\s*)?(?P<number>\d{1,2},\d{3}|\d{4,5})(?P<letter>-[A-Z](?![A-Za-z]))?(?!\d|-\d)"
)
_GOVERNOR = re.compile(r"Governor|State\s+of|Mayor")
_AGAIN = re.compile(r"\s*\((?:EO|E\.O\.|Executive\s+Order)s?\s*(?:No\.\s*)?(?P<number>\d{1,2},?\d{3})\)")


def _starts(text: str, anchor: re.Match[str]) -> int | None:
    start = anchor.start()
    if text[start] in "xX":
        start -= 1
        if start < 0 or text[start] not in "eE":
            return None
    return None if start and (text[start - 1].isalnum() or text[start - 1] in "&") else start


def read(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """The orders named here; a bare number without the words is never one."""
    text = scene.text
    start = _starts(text, anchor)
    if start is None:
        return []
    state = _STATE.match(text, anchor.end())
    if state is not None:
        return [Found(start, state.end(), AuthorityType.STATE_LAW, f"State EO {state.group('number')}")]
    first = _NUMBER.match(text, anchor.end())
    if first is None:
        return _unnumbered(scene, start, anchor.end())
    number = _numeral(first)
    if int(first.group("number").replace(",", "")) < 1000 and _GOVERNOR.search(
        text, max(0, start - 60), start
    ):
        return [Found(start, first.end(), AuthorityType.STATE_LAW, f"State EO {number}")]
    rows, reached = _order(scene, start, first.end(), number)
    following = _NEXT.match(text, reached, reached + 60) or _UNTIL.match(text, first.end())
    while following is not None and reached - start < _REACH and _plausible(following):
        begin = following.start("number")
        more, reached = _order(scene, begin, following.end(), _numeral(following), (start, anchor.end()))
        rows += more
        following = _NEXT.match(text, reached, reached + 60)
    return rows


def _numeral(match: re.Match[str]) -> str:
    return match.group("number").replace(",", "") + (match.group("letter") or "")


def _plausible(match: re.Match[str]) -> bool:
    return 3000 <= int(match.group("number").replace(",", "")) < 20000


def _order(
    scene: Scene, start: int, end: int, number: str, head: tuple[int, int] | None = None
) -> tuple[list[Found], int]:
    """The rows for one order with its pinpoints, and where its date, title and amendments end."""
    text = scene.text
    again = _AGAIN.match(text, end)
    if again is not None and again.group("number").replace(",", "") == number:
        end = again.end()
    behind = trail(text, end)
    after = amended(text, behind.end)
    row = Found(start, end, AuthorityType.EXECUTIVE_ORDER, f"EO {number}", behind.title, head)
    later = None if scene.pinpoints.before(start) else section_after(text, after)
    if later is None:
        return pointed(scene, row, " "), after
    return [replace(row, end=later[1], normal=f"{row.normal} sec. {later[0]}")], later[1]


def _unnumbered(scene: Scene, start: int, end: int) -> list[Found]:
    match = _UNNUMBERED.match(scene.text, end)
    day = iso(match.group("date")) if match else None
    if match is None or day is None:
        return []
    title = trail(scene.text, end).title
    row = Found(start, match.end(), AuthorityType.EXECUTIVE_ORDER, f"Executive Order of {day}", title)
    return pointed(scene, row, " ")


FAMILIES = (Family("Executive Orders", _SCANS, read),)
