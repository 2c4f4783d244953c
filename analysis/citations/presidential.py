"""Presidential memoranda by date or title, proclamations, determinations and plans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.citations.dates import DATE, iso
from analysis.citations.found import Family, Found, Scene, pointed
from analysis.citations.trailing import Trail, tidy, trail
from pipeline.findings import AuthorityType

_MEMORANDUM = (
    re.compile(r"emorandum\s"),
    re.compile(r"emoranda\s"),
    re.compile(r"EMORANDUM\s(?=[OoDd])"),
    re.compile(r"President(?:'s)?\s+(?=(?:" + DATE + r"),?\s+[Mm]emo)"),
)
_DATED = re.compile(
    rf"(?:(?:for|to)\s+(?:the\s+)?[^.;\x00]{{3,160}}?\s*,?\s+)?(?:issued\s+(?:on\s+)?|dated\s+"
    rf"|signed\s+(?:on\s+)?|of\s+|OF\s+)(?P<date>{DATE})"
)
_ALSO = re.compile(rf"\s*,?\s*(?:and|or)?\s*(?P<date>{DATE})")
_ON_SUBJECT = re.compile(
    r"on\s+(?P<title>(?:[A-Z][\w'-]*|of|in|and|the|for|to|on|with|by|a)(?:\s+(?:[A-Z][\w'-]*|of|in"
    r"|and|the|for|to|on|with|by|a)){1,14})"
)
_PRESIDENT = re.compile(
    r"(?:Presidential|President(?:'s)?|President\s+(?:[A-Z][\w.]+\s+){0,3}[A-Z]\w+'s?|Presidents'"
    r"|White\s+House)\s+\Z"
)
_AGENCY = re.compile(
    r"(?P<agency>(?:[A-Z][A-Za-z&.]*|Office|Department)(?:\s+(?:of|and|the|for"
    r"|[A-Z][A-Za-z&-]*)){0,7}?(?:'s)?)\s+(?:[Mm]emorandum|M)\Z"
)
_TOKENS = re.compile(r"[A-Z][A-Za-z&-]*|of|and|the|for|on")
_LAST_WORDS = re.compile(
    r"(?:[A-Z][A-Za-z&'-]*|of|and|the|for|on)(?:\s+(?:[A-Z][A-Za-z&'-]*|of|and|the|for|on)){0,9}\s+\Z"
)
_MEMO_AFTER_DATE = re.compile(rf"(?P<date>{DATE}),?\s+[Mm]emo(?:randum)?\b")
_PROCLAMATION_NUMBER = (
    r"\s+(?:[Nn][Oo][Ss]?\.\s*)?(?P<number>\d{1,2},\d{3}|\d{3,5})(?P<letter>-?[A-Z](?![a-z]))?(?!\d)"
)
_PROCLAMATION = re.compile("roclamations?" + _PROCLAMATION_NUMBER)
_PROCLAMATION_TITLE = re.compile("ROCLAMATIONS?" + _PROCLAMATION_NUMBER)
_PROCLAMATION_OF = re.compile(rf"roclamation\s+of\s+(?P<date>{DATE})")
_PROCLAMATION_UPPER = re.compile(r"Proc\.\s+(?:No\.\s*)?(?P<number>\d{4,5})(?P<letter>-[A-Z])?")
_MORE = re.compile(
    r"\s*(?:,\s*(?:and|or)?|(?:and|or|through)|-)\s*(?P<number>\d{4,5})(?P<letter>-[A-Z])?(?!\d|,\d"
    r"|\s+(?:U\.?S|CFR|FR))"
)
_DETERMINATION = re.compile(
    r"residential\s+Determinations?\s+(?:\(PDs?\)\s+)?(?:Nos?\.\s*)?(?P<number>\d{2,4}\s?-\s?\d{1,3})(?!\d)"
)
_DETERMINED_TOO = re.compile(
    r"\s*(?:,\s*(?:(?:and|or)\b)?|(?:and|or)\b)\s*(?:No\.\s*)?(?P<number>(?:19|20)?\d\d-\d{1,3})(?![\d-])"
)
_MILITARY_ORDER = re.compile(rf"Military\s+Order\s+of\s+(?P<date>{DATE})")
_ONE_PLAN = r"(?P<number>\d{1,2}|[IVX]{1,4})"
_PLANS = (
    re.compile(rf"eorgani[sz]ation\s+Plan\s+(?:No\.\s*|Number\s+)?{_ONE_PLAN}\s+of\s+(?P<year>\d{{4}})"),
    re.compile(rf"EORGANI[SZ]ATION\s+PLAN\s+(?:NO\.\s*|NUMBER\s+)?{_ONE_PLAN}\s+OF\s+(?P<year>\d{{4}})"),
    re.compile(
        r"eorgani[sz]ation\s+Plans\s+(?:Nos?\.\s*|Numbers\s+)?"
        r"(?P<numbers>\d{1,2}(?:(?:,\s*(?:and\s+)?|\s+and\s+)\d{1,2}){1,6})\s+of\s+(?P<year>\d{4})"
    ),
)
_DIGITS = re.compile(r"\d+")
_NAMES = {
    "Office of Management and Budget": "OMB",
    "Office of Personnel Management": "OPM",
    "Office of Science and Technology Policy": "OSTP",
    "National Archives and Records Administration": "NARA",
    "Department of Defense": "DoD",
    "Department of Justice": "DOJ",
    "Attorney General": "Attorney General",
    "Deputy Secretary of Defense": "Deputy Secretary of Defense",
    "Secretary of Defense": "Secretary of Defense",
}
# without one of these words the capitals before "Memorandum" are its subject, not its issuer
_OFFICES = re.compile(
    r"\b(?:Office|Department|Secretary|Secretaries|Agency|Administration|Administrator|General"
    r"|Director|Council|Service|Services"
    r"|Bureau|Commission|Commissioner|Board|Counsel|Committee|Chief|Institute|Archives|(?!NSC"
    r"|US)[A-Z]{3,6}|DoD|HHS)\b"
)
_LOWER = ("of", "and", "the", "for", "on")
_NO_AGENCY = frozenset(
    {
        "Executive",
        "The",
        "This",
        "That",
        "In",
        "On",
        "By",
        "Under",
        "See",
        "A",
        "An",
        "Its",
        "Each",
        "My",
        "Our",
        "And",
    }
)
_PRIVATE = frozenset({"Understanding", "Agreement"})


def read_memorandum(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A memorandum of a known date: presidential unless an agency's name stands before it."""
    text = scene.text
    if text[anchor.start()] == "P":
        return _presidents_memo(text, anchor)
    start = anchor.start() - 1
    if start < 0 or text[start] not in "mM" or (start and text[start - 1].isalpha()):
        return []
    president = _PRESIDENT.search(text, max(0, start - 80), start)
    begin = president.start() if president else start
    dated = _DATED.match(text, anchor.end(), anchor.end() + 260)
    if dated is None:
        return _by_title(text, begin, anchor.end()) if president else []
    day = iso(dated.group("date"))
    if day is None:
        return []
    agency = None if president else _agency(text, start)
    if agency is not None:
        return [Found(agency[1], dated.end(), AuthorityType.OTHER, f"{agency[0]} Memorandum of {day}")]
    rows = [_memorandum(begin, dated.end(), day, trail(text, dated.end()))]
    if text[anchor.start()] == "e" and text[anchor.end() - 2] == "a":
        rows += _further(text, rows[0])
    return [*pointed(scene, rows[0], " "), *rows[1:]]


def _memorandum(start: int, end: int, day: str, behind: Trail) -> Found:
    stop = behind.end if behind.title else end
    return Found(
        start, stop, AuthorityType.PRESIDENTIAL_MEMORANDUM, f"Presidential Memorandum of {day}", behind.title
    )


_NAMES_PRESIDENT = re.compile(r"\bPresident(?:ial|s)?\b|\bWhite\s+House\b")
_SENTENCE_END = re.compile(r"(?<=[a-z\d)])[.;]\s|\n\s*\n|\x00")
_CAPITAL = re.compile(r"\bM(?:emorand(?:um|a)|EMORANDUM)\b")
_WHOSE = re.compile(r"(?:\b(?:my|our|your|his|her|their|its)|'s?)\s+(?:\w+\s+){0,2}\Z", re.I)
_BESIDE = 300


def of_presidents(text: str, rows: Sequence[Found]) -> list[Found]:
    """The rows of a paper that is not the President's, without memoranda that may be anybody's.

    Every office writes memoranda and cites them by their day: "my memorandum of May 4". Sure are those whose
    sentence names the President, and the form of the Federal Register, the day before the title in brackets.
    """
    return [row for row in rows if not row.normal.startswith(_DATED_MEMO) or _is_presidents(text, row)]


_DATED_MEMO = "Presidential Memorandum of "


def _is_presidents(text: str, row: Found) -> bool:
    before = _SENTENCE_END.split(text[max(0, row.start - _BESIDE) : row.start])[-1]
    after = _SENTENCE_END.split(text[row.end : row.end + _BESIDE])[0]
    if _NAMES_PRESIDENT.search(f"{before}{text[row.start : row.end]}{after}"):
        return True
    titled = row.title is not None and _CAPITAL.search(text, row.start, row.end) is not None
    return titled and not _WHOSE.search(before)


def _further(text: str, first: Found) -> list[Found]:
    rows: list[Found] = []
    match = _ALSO.match(text, first.end)
    while match is not None and len(rows) < 30:
        day = iso(match.group("date"))
        if day is not None:
            rows.append(_memorandum(match.start("date"), match.end(), day, trail(text, match.end())))
        match = _ALSO.match(text, rows[-1].end if day is not None else match.end())
    return rows


def _by_title(text: str, start: int, end: int) -> list[Found]:
    subject = _ON_SUBJECT.match(text, end, end + 200)
    if subject is None:
        return []
    title = re.sub(r"(?:\s+(?:of|in|and|the|for|to|on|with|by|a))+\Z", "", tidy(subject.group("title")))
    stop = subject.start("title") + len(subject.group("title"))
    return [
        Found(start, stop, AuthorityType.PRESIDENTIAL_MEMORANDUM, f"Presidential Memorandum ({title})", title)
    ]


def _presidents_memo(text: str, anchor: re.Match[str]) -> list[Found]:
    """The day before the word: "the President's June 1, 1998, memo on …"."""
    match = _MEMO_AFTER_DATE.match(text, anchor.end())
    day = iso(match.group("date")) if match else None
    if match is None or day is None:
        return []
    return [
        Found(
            anchor.start(),
            match.end(),
            AuthorityType.PRESIDENTIAL_MEMORANDUM,
            f"Presidential Memorandum of {day}",
        )
    ]


def _agency(text: str, start: int) -> tuple[str, int] | None:
    """The agency that stands before "Memorandum": its short name and where it begins."""
    words = _LAST_WORDS.search(text, max(0, start - 110), start)
    if words is None:
        return None
    tokens = list(_TOKENS.finditer(text, words.start(), words.end()))
    while tokens and (tokens[0].group() in _LOWER or tokens[0].group() in _NO_AGENCY):
        tokens.pop(0)
    for index in range(len(tokens) - 1, 0, -1):
        if tokens[index].group() == "the":
            tokens = tokens[index + 1 :]
            break
    if not tokens:
        return None
    name = tidy(text[tokens[0].start() : words.end()]).removesuffix("'s")
    if not _OFFICES.search(name):
        return None
    return (_NAMES.get(name, name), tokens[0].start())


def read_proclamation(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Proclamations by number, one row each."""
    text = scene.text
    start = anchor.start() if text[anchor.start()] == "P" else anchor.start() - 1
    if start < 0 or text[start] not in "pP" or (start and text[start - 1].isalpha()):
        return []
    rows = [_proclamation(text, start, anchor)]
    match = _MORE.match(text, _after(text, rows[-1]))
    while match is not None and len(rows) < 200:
        rows.append(_proclamation(text, match.start("number"), match, (start, anchor.end())))
        match = _MORE.match(text, _after(text, rows[-1]))
    return [*pointed(scene, rows[0], " "), *rows[1:]]


def _after(text: str, row: Found) -> int:
    return trail(text, row.end).end


def _proclamation(text: str, start: int, match: re.Match[str], head: tuple[int, int] | None = None) -> Found:
    number = match.group("number").replace(",", "") + (match.group("letter") or "")
    title = trail(text, match.end()).title
    return Found(start, match.end(), AuthorityType.PROCLAMATION, f"Proclamation {number}", title, head)


def read_dated(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A proclamation known by its day alone."""
    start, day = anchor.start() - 1, iso(anchor.group("date"))
    if start < 0 or scene.text[start] not in "pP" or day is None:
        return []
    title = trail(scene.text, anchor.end()).title
    row = Found(start, anchor.end(), AuthorityType.PROCLAMATION, f"Proclamation of {day}", title)
    return pointed(scene, row, " ")


def read_determination(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Presidential Determinations; they are issued as memoranda."""
    text, start = scene.text, max(0, anchor.start() - 1)
    rows: list[Found] = []
    match: re.Match[str] | None = anchor
    while match is not None and len(rows) < 30:
        number = re.sub(r"\s", "", match.group("number"))
        behind = trail(text, match.end())
        rows.append(
            Found(
                match.start("number") if rows else start,
                match.end(),
                AuthorityType.PRESIDENTIAL_MEMORANDUM,
                f"Presidential Determination {number}",
                behind.title,
                (start, anchor.start("number")) if rows else None,
            )
        )
        match = _DETERMINED_TOO.match(text, behind.end)
    return rows


def read_military(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Orders that a President gives as Commander in Chief, known by their day."""
    day = iso(anchor.group("date"))
    if day is None:
        return []
    title = trail(scene.text, anchor.end()).title
    return pointed(scene, Found(*anchor.span(), AuthorityType.OTHER, f"Military Order of {day}", title), " ")


def read_plan(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Reorganization plans: "Reorganization Plan No. 3 of 1970"."""
    start, year = max(0, anchor.start() - 1), anchor.group("year")
    if "numbers" not in anchor.groupdict():
        normal = f"Reorganization Plan No. {anchor.group('number')} of {year}"
        return pointed(scene, Found(start, anchor.end(), AuthorityType.OTHER, normal))
    numbers = list(_DIGITS.finditer(scene.text, *anchor.span("numbers")))
    head = (start, numbers[0].start())
    return [
        Found(
            one.start() if index else start,
            one.end() if index < len(numbers) - 1 else anchor.end(),
            AuthorityType.OTHER,
            f"Reorganization Plan No. {one.group()} of {year}",
            head=head if index else None,
        )
        for index, one in enumerate(numbers)
    ]


FAMILIES = (
    Family("Memoranda", _MEMORANDUM, read_memorandum),
    Family("Proclamations", (_PROCLAMATION, _PROCLAMATION_TITLE, _PROCLAMATION_UPPER), read_proclamation),
    Family("Proclamations by day", (_PROCLAMATION_OF,), read_dated),
    Family("Presidential Determinations", (_DETERMINATION,), read_determination),
    Family("Military orders", (_MILITARY_ORDER,), read_military),
    Family("Reorganization plans", _PLANS, read_plan),
)
