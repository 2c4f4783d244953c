"""Documents of the Office of Management and Budget: memoranda M-17-15, circulars A-11, bulletins."""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.citations.found import Family, Found, Scene, pointed
from pipeline.findings import AuthorityType

_MEMO = re.compile(r"M\s?-\s?(?P<number>\d\d\s?-\s?\d\d)(?![\d-])")
# without the M the Office must be named
_LABELLED = re.compile(r"emo(?:randum|randa|s)?\s+(?:[Nn]os?\.\s*)?(?:M\s)?(?P<number>\d\d-\d\d)(?![\d-])")
_OFFICES_MEMO = re.compile(
    r"(?:OMB(?:'s)?|Office\s+of\s+Management\s+and\s+Budget(?:'s)?(?:\s+\(OMB\))?)\s+[Mm]\Z"
)
_MEMO_TOO = re.compile(r"\s*(?:,\s*(?:(?:and|or)\b)?|(?:and|or)\b|&)\s*(?P<number>\d\d-\d\d)(?![\d-])")
_PLURAL = re.compile(r"[Mm]emo(?:randa|s)\s")
_LABEL = re.compile(
    r"(?:(?:OMB(?:'s)?"
    r"|Office\s+of\s+Management\s+and\s+Budget(?:'s)?(?:\s+\(OMB\))?)(?:\s+and\s+"
    r"[A-Z][A-Za-z ,]{2,80})?\s+)?(?:(?:Policy\s+)?Memorand(?:um"
    r"|a)\s+|[Mm]emos?\s+)?(?:[Nn]os?\.\s*)?(?:OMB\s+)?\Z"
)
_LAST_DIGIT = re.compile(r"\d\D*\Z")
_LABEL_ENDS = (
    "OMB",
    "OMB's",
    "Budget",
    "Budget's",
    "(OMB)",
    "emorandum",
    "emoranda",
    "emo",
    "emos",
    "No.",
    "no.",
    "Nos.",
    "nos.",
)
_CIRCULAR = re.compile(
    r"irculars?\s+(?:[Nn]os?\b\.?\s*"
    r"|[Nn]umbers?\s+)?(?P<number>[AN]\s?-?\s?\d{1,3})(?!\d)"
)
_SHORT_CIRCULAR = re.compile(r"Circ?\.\s+(?:No\.\s*)?(?P<number>A-\d{1,3})(?!\d)")
_BARE_CIRCULAR = re.compile(r"OMB\s+(?:No\.\s*)?(?P<number>A-\d{1,3})(?!\d)")
_MORE = re.compile(r"\s*(?:,\s*(?:and|or)?|(?:and|or|&))\s*(?P<number>A-\d{1,3})(?!\d)")
_OFFICE = re.compile(r"(?:OMB(?:'s)?|Office\s+of\s+Management\s+and\s+Budget(?:'s)?(?:\s+\(OMB\))?)\s+C\Z")
_APPENDIX = re.compile(
    r",?\s+(?:\([^()]{4,90}\),?\s+)?(?:Appendix|App\.)\s+(?P<label>[IVX]{1,4}|[A-Z])(?![a-z])"
)
_APPENDICES = re.compile(r",?\s+(?:Appendices|Apps\.)\s+(?=[A-Z])")
_LETTER = re.compile(r"(?P<label>[IVX]{1,4}|[A-Z])(?![A-Za-z])")
_LETTER_TOO = re.compile(
    r"\s*(?:,\s*(?:and\s+)?|and\s+|&\s*)(?P<label>[IVX]{1,4}|[A-Z])(?![A-Za-z-]|\.[A-Z])"
)
_AMONG_BULLETINS = re.compile(r"Bulletin\s+(?:[Nn]o\.\s*)?(?P<number>\d\d-\d\d)(?!\d)")
_OMB_BEFORE = re.compile(r"(?:OMB(?:'s)?|Office\s+of\s+Management\s+and\s+Budget)\s+\Z")


def read_memo(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """An M-memorandum with any dash; "M-16" alone (a rifle) has no second number and is none."""
    text, at = scene.text, anchor.start()
    if at and (text[at - 1].isalnum() or text[at - 1] == "-"):
        return []
    label = None
    if text[max(0, at - 16) : at].rstrip().endswith(_LABEL_ENDS):
        other = _LAST_DIGIT.search(text, max(0, at - 140), at)
        label = _LABEL.search(text, other.start() + 1 if other else max(0, at - 140), at)
    start = label.start() if label else at
    return _memos(text, start, anchor)


def read_labelled(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A memorandum whose number stands without its M, where the Office is named before it."""
    low = max(0, anchor.start() - 50)
    office = _OFFICES_MEMO.search(scene.text, low, anchor.start())
    return _memos(scene.text, office.start(), anchor) if office else []


def _memos(text: str, start: int, anchor: re.Match[str]) -> list[Found]:
    """The memorandum, and behind "memoranda" the bare numbers that follow it."""
    number = re.sub(r"\s", "", anchor.group("number"))
    rows = [Found(start, anchor.end(), AuthorityType.OMB_MEMO, f"OMB M-{number}")]
    more = _MEMO_TOO.match(text, anchor.end()) if _PLURAL.search(text, start, anchor.end()) else None
    while more is not None and len(rows) < 50:
        normal = f"OMB M-{more.group('number')}"
        head = (start, anchor.start("number"))
        rows.append(Found(more.start("number"), more.end(), AuthorityType.OMB_MEMO, normal, head=head))
        more = _MEMO_TOO.match(text, more.end())
    return rows


_OWN_SERIES = re.compile(r"M-\d\d-\d\d")
_OFFICE_NAMED = re.compile(r"OMB|Budget")


def unless_own(text: str, rows: list[Found], own_number: str | None) -> list[Found]:
    """The rows; the memoranda of a paper whose own number is of a series "M-99-01" are of that series.

    Its head told that somebody else than the Office issues it. Those that it calls the Office's stay so.
    """
    if own_number is None or not _OWN_SERIES.fullmatch(own_number):
        return rows
    return [
        replace(row, type=AuthorityType.OTHER, normal=row.normal.removeprefix("OMB "))
        if row.type is AuthorityType.OMB_MEMO
        and not _OFFICE_NAMED.search(text, *(row.head or (row.start, row.end)))
        else row
        for row in rows
    ]


def read_circular(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Circulars A-…, one row each, with the appendix that follows or leads to them."""
    text, start = scene.text, anchor.start()
    if text[start] != "O":
        start -= text[start] == "i"
        if start < 0 or text[start] not in "cC":
            return []
        office = _OFFICE.search(text, max(0, start - 50), start + 1)
        start = office.start() if office else start
    rows = _appendices(text, start, anchor) or [_circular(text, start, anchor)]
    match = _MORE.match(text, rows[-1].end)
    while match is not None and len(rows) < 50:
        rows.append(_circular(text, match.start("number"), match, (start, anchor.start("number"))))
        match = _MORE.match(text, rows[-1].end)
    return [*pointed(scene, rows[0]), *rows[1:]]


def _circular(text: str, start: int, match: re.Match[str], head: tuple[int, int] | None = None) -> Found:
    digits = re.sub(r"\D", "", match.group("number"))
    normal = f"OMB Circular {match.group('number')[0]}-{digits}"
    appendix = _APPENDIX.match(text, match.end())
    if appendix is None:
        return Found(start, match.end(), AuthorityType.OMB_CIRCULAR, normal, head=head)
    normal += f", appendix {appendix.group('label')}"
    return Found(start, appendix.end(), AuthorityType.OMB_CIRCULAR, normal, head=head)


def _appendices(text: str, start: int, anchor: re.Match[str]) -> list[Found]:
    """A row for each of "…, Appendices A and B"."""
    lead = _APPENDICES.match(text, anchor.end())
    match = _LETTER.match(text, lead.end()) if lead else None
    digits = re.sub(r"\D", "", anchor.group("number"))
    rows: list[Found] = []
    while match is not None and len(rows) < 10:
        normal = f"OMB Circular {anchor.group('number')[0]}-{digits}, appendix {match.group('label')}"
        begin = match.start("label") if rows else start
        head = anchor.span() if rows else None
        rows.append(Found(begin, match.end("label"), AuthorityType.OMB_CIRCULAR, normal, head=head))
        match = _LETTER_TOO.match(text, match.end())
    return rows


def read_bulletin(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Bulletins that are named as the Office's own."""
    before = _OMB_BEFORE.search(scene.text, max(0, anchor.start() - 40), anchor.start())
    if before is None:
        return []
    return [
        Found(before.start(), anchor.end(), AuthorityType.OTHER, f"OMB Bulletin {anchor.group('number')}")
    ]


FAMILIES = (
    Family("OMB memoranda", (_MEMO,), read_memo),
    Family("OMB memoranda without their M", (_LABELLED,), read_labelled),
    Family("OMB circulars", (_CIRCULAR, _SHORT_CIRCULAR, _BARE_CIRCULAR), read_circular),
    Family("OMB bulletins", (_AMONG_BULLETINS,), read_bulletin),
)
