"""Paragraphs and list members out of lines, however the lines were broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.documents import Span

_SECTION = (
    r"(?:(?:Sect?|SECT?|Section|SECTION)(?:\s?\.)?|§{1,2})\s*\d{1,4}[A-Za-z]{0,2}(?:\.\d+)*"
    r"(?:\s?\.|(?=[—–:]|$)|(?<=\d)(?=\s+[A-Z][\w-]*(?:\s+(?:[A-Z][\w-]*|of|and|to|the|for|in|on|with|or|a)){0,9}\.(?:\s|$)))"
)
_PAREN = (
    r"\((?:[a-z]{1,5}|[ivxl]{1,8}|[IVXL]{1,8}|[A-Z]|(?P<twice>[A-Z])(?P=twice)"
    r"|\d{1,3}(?!\)\s*\d{3}[-.\s]\d{4}\b))\)"
)
"""Capitals label a list singly, doubled or as Roman numbers; others are a short name.

"(509) 555-0126" is a number to call.
"""
_NUMBER = (
    r"(?:Recommendation|Question|Request|Item|Task|Action)\s+(?:No\.\s*)?#?\d{1,2}\s?[.:)–—]"
    r"|\d{1,3}(?:\.\d{1,3}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|Q?\d{1,2}:"
)
_LETTER = r"[A-Z][.)]|[a-z][.)]|[IVX]{1,5}[.)]|[ivx]{2,5}[.)]"
_BULLET = r"[•◦▪▫■□●○‣⁃►➢✓·*§]|[-–—](?=\s)|o(?=\s)"
MARKER = re.compile(
    rf"(?P<section>{_SECTION})(?=\s|[—–]|$)|(?P<paren>{_PAREN})(?=\s|$|(?:\(\w{{1,4}}\)){{1,2}}\s|[A-Z][a-z])"
    rf"|(?P<number>{_NUMBER})(?=\s|$)|(?P<letter>{_LETTER})(?=\s|$)|(?P<bullet>{_BULLET})\s*"
)
_RESIDUE = re.compile(r"L ?(?=\(\w{1,4}\)\s?[A-Za-z])")
"""The Register's typesetters mark a paragraph set full left by the letter L."""
_HASHES = re.compile(r"#{1,6} +(?=\S)")
_STARRED = re.compile(r"(\*\*|__)(?=\w)(?P<words>[^*]*[^*\s])\1$")
"""How plain text marks a heading: hashes before it, or the whole line in bold between marks."""
_OF_THE_US = re.compile(r"\bthe U\.\s?S\.$")
_FINITE = re.compile(r"\b(?:shall|must|will|is|are|was|were|has|have|had|may|should|can|do|does)\b", re.I)
_TERMINAL = re.compile(r"(?:[.!?:;,—][\"'”’)\]]*|\b(?:and|or))$")
_RULE = re.compile(r"[-=_*]{3,}|(?:From|Sent|To|Cc|Date|Subject):\s|.* wrote:$")
# a row of a schedule: columns far apart, a date or a year in the last
_COLUMNS = re.compile(
    r"\S(?: {3,}|\t| \| |\s?\.{4,}).*\d$|(?: {3,}|\t| \| )(?:due|date|deadline|suspense)s?$", re.I
)
_FINISHED = re.compile(r"[.!?:;][\"'”’)\]]*$")
_HANGING = re.compile(
    r"(?:\b(?:of|the|a|an|and|or|to|for|in|on|by|with|from|that|which|this|at|as|is|are|shall)|[,\-–])$", re.I
)
_CITING = re.compile(
    r"(?:^|[^;,]\s)(?:of|in|by|with|from|under|to|see|per|through|and|or|than|pursuant to|sections?)$", re.I
)
_UNFINISHED = re.compile(
    r"\b(?:shall|must|will|is|are|was|were|has|have|had|may|should|that|which)\b.*[^.!?:;”\"’')\]]$"
)
_INSIDE_STOP = re.compile(r"[a-z][.,;] +\w")
_CODES = (" U.S.C.", " U. S. C.", " U.S.C.A.", " USC", " C.F.R.", " C. F. R.", " CFR")
_OF_CODE = re.compile(r"§|\d|(?:sections?|parts?|subparts?|chapters?)\b", re.I)
"""What of a code is cited may stand on the next line: "by 5 U.S.C. | § 999(a)"."""
_WORD = re.compile(r"\S+")
_LABEL_ONLY = re.compile(rf"(?:{_SECTION}|{_NUMBER}|{_PAREN}|{_LETTER}|{_BULLET})$")


_CLOSERS = "),;"
_SHORT_NAME = re.compile(r"\([A-Z][\w&-]{1,9}\)[,;]?\s+[a-z]")
"""A name's short form that a line begins with; what it is short for stands before it."""
_IN_BRACKET = re.compile(r"\([^()]{0,80}$")
_CLOSES = re.compile(r"[^()]{0,80}\)")
_CITED_ON = re.compile(
    r"\b(?:Fed\.\n(?=Reg\.)|(?:Reg|Stat)\.\n(?=\d)|Pub\.\n(?=L\.)|Cong\.\n(?=Rec\.)|Nos?\.\n(?=[A-Z]{0,2}-?\d)"
    r"|U\.S\.\n(?=Const\.)|Const\.\n(?=art\.)|art\.\n(?=[IVX]{1,4}\b)|v\.\n(?=[A-Z]))"
)
"""Within a citation that a line end cut in two: "85 Fed. | Reg. 12345", "Hale v. | Moss"."""
_TITLE = 200
"""The most characters of a quoted title on either side of a line end."""
_OBJECT_IN_US = re.compile(
    r"\b(?!of|in|to|from|by|with|for|on|across|within|throughout|outside)\w+\s+the\s+U\.S\.$"
)
"""Behind a preposition the country may well end the sentence, behind a verb it begins a name."""
_OPENS = re.compile(
    r"(?:The|This|That|These|Those|Such|In|It|Its|We|Our|I|My|You|Your|On|For|As|At|By|An?|To|If|When|Where|No|Nothing|Sec|Section)\b"
)
_NAMING_SELF = re.compile(r"\bI, [A-Z][A-Za-z]+ [A-Z]\.$")
_UNWRAPPED = 130
"""Lines of so many characters are paragraphs that nobody wrapped."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without outer white space."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of words that belong together. `marker` is the label before them, not part of `span`.

    `sort` names the family of the marker: section, paren, number, letter or bullet.
    """

    span: Span
    marker: str | None
    sort: str | None
    lines: int


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """The printed lines between two offsets; blank ones are empty."""
    lines: list[Line] = []
    at = start
    for raw in text[start:end].split("\n"):
        bare = raw.strip()
        residue = _RESIDUE.match(bare)
        bare = bare[residue.end() :] if residue else bare
        begin = at + len(raw.rstrip()) - len(bare) if bare else at
        if bare and bare[0] in "#*_":
            begin, bare = _unmarked(begin, bare)
        lines.append(Line(begin, begin + len(bare), bare))
        at += len(raw) + 1
    return lines


def _unmarked(begin: int, bare: str) -> tuple[int, str]:
    """A line and its place without the marks that only say that it is a heading."""
    hashes = _HASHES.match(bare)
    if hashes:
        begin, bare = begin + hashes.end(), bare[hashes.end() :]
    starred = _STARRED.match(bare)
    return (begin + starred.start("words"), starred["words"]) if starred else (begin, bare)


def paragraphs(
    lines: Sequence[Line], skipped: Iterable[int] = (), breaks: Iterable[int] = ()
) -> list[Paragraph]:
    """Join wrapped lines. `skipped` are indexes of lines at the margin, `breaks` offsets that start anew."""
    gone, forced = set(skipped), set(breaks)
    kept = [line for index, line in enumerate(lines) if index not in gone]
    turned = _page_turns(lines, gone)
    width = _width(kept)
    groups: list[list[Line]] = []
    previous: Line | None = None
    blank = True
    widest = 0
    for index, line in enumerate(kept):
        if not line.text:
            blank = True
            continue
        if blank:
            widest = 0
        # a word made whole over a line end leaves one line as long as two
        reach = max(widest, width) if width >= _UNWRAPPED else min(max(widest, width), _UNWRAPPED - 1)
        titled = (
            previous is not None
            and not blank
            and _is_title(previous, line, kept[index + 1 : index + 2], reach)
        )
        named = previous is not None and previous.text.endswith("S.") and _named_on(groups, line)
        runs_over = named or (line.start in turned and _runs_over(groups, line))
        parted = previous is None or titled or _parted(previous, line, blank, reach)
        anew = line.start in forced and not _SHORT_NAME.match(line.text)
        if anew or (parted and not runs_over):
            groups.append([line])
        else:
            groups[-1].append(line)
        widest = max(widest, len(line.text)) if width < _UNWRAPPED else width
        previous, blank = line, False
    return _labelled(groups)


def _page_turns(lines: Sequence[Line], gone: set[int]) -> set[int]:
    """Where the lines begin before which something of the margin stands."""
    found: set[int] = set()
    turned = False
    for index, line in enumerate(lines):
        if not line.text:
            continue
        if turned and index not in gone:
            found.add(line.start)
        turned = index in gone
    return found


def _runs_over(groups: list[list[Line]], line: Line) -> bool:
    """Whether running text goes on over a page end, a capital or not: "each Reform | Task Force shall"."""
    if not groups or MARKER.match(line.text):
        return False
    before = groups[-1][-1]
    within = len(groups[-1]) > 1 or "," in before.text
    return within and not _FINISHED.search(before.text) and _is_prose(before) and _is_prose(line)


def _named_on(groups: list[list[Line]], line: Line) -> bool:
    """Whether a name goes on that was cut behind its initials: "the Director of the U.S. | Census Bureau".

    What comes before has no verb yet, so no sentence can have ended there.
    """
    if not groups or not _OF_THE_US.search(groups[-1][-1].text) or MARKER.match(line.text):
        return False
    return line.text[0].isupper() and not any(_FINITE.search(one.text) for one in groups[-1])


def _is_prose(line: Line) -> bool:
    """Whether a line is of running text, by its small words."""
    words = line.text.split()
    return len(words) > 4 and sum(word[0].islower() for word in words) >= 0.4 * len(words)


def _is_title(before: Line, line: Line, after: Sequence[Line], width: int) -> bool:
    """Whether a short line between a finished sentence and a new one is a title."""
    return (
        bool(after and after[0].text[:1].isupper())
        and line.text[0].isupper()
        and len(line.text) < width * 0.6
        and bool(_FINISHED.search(before.text))
        and not _TERMINAL.search(line.text)
    )


def _width(lines: Sequence[Line]) -> int:
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 20)
    return lengths[int(len(lengths) * 0.85)] if lengths else 0


def _parted(before: Line, after: Line, blank: bool, width: int) -> bool:
    """Whether `after` begins a paragraph. A break is soft where the next word had no room on the line."""
    marker = MARKER.match(after.text)
    if _holds_together(before, after, marker) or _cites_a_code(before, after, blank):
        return False
    if _LABEL_ONLY.match(before.text) and not marker:
        return False
    if marker and marker["section"] and _cites(before, after, marker):
        return False
    if blank:
        return not _runs_on(before, after, marker)
    if _RULE.match(before.text) or _RULE.match(after.text) or _COLUMNS.search(before.text):
        return True
    if marker and _TERMINAL.search(before.text):
        return True
    if after.text[0].islower() and not marker:
        return False
    if not marker and width < _UNWRAPPED and len(before.text) > 40 and _goes_on(before, after):
        return False
    first = _WORD.match(after.text)
    room = len(before.text) + 1 + (len(first.group()) if first else 0) < width * 0.86
    if marker and marker.lastgroup in ("section", "bullet"):
        return room or bool(_TERMINAL.search(before.text)) or marker.lastgroup == "bullet"
    if marker and marker.lastgroup == "number" and after.text[marker.end() :].strip()[:1].isupper():
        return not _HANGING.search(before.text)
    if _HANGING.search(before.text) and width < _UNWRAPPED and len(before.text) > width * 0.5:
        return False
    return room if width < _UNWRAPPED else True


def _cites_a_code(before: Line, after: Line, blank: bool) -> bool:
    """Whether a line ends with the name of a code, and the next begins with what is cited of it."""
    return not blank and before.text.endswith(_CODES) and _OF_CODE.match(after.text) is not None


def _cites(before: Line, after: Line, marker: re.Match[str]) -> bool:
    """Whether a section is cited amid a sentence that a line end cut: "as laid down in | Sec. 5. of"."""
    if _FINISHED.search(before.text):
        return False
    rest = after.text[marker.end() :].lstrip()
    return bool(_CITING.search(before.text)) or (rest[:1].islower() and _is_prose(before))


def _goes_on(before: Line, after: Line) -> bool:
    """Whether a line breaks off in a sentence: after its verb, or in running text behind a stop or comma."""
    if _UNFINISHED.search(before.text) and not _is_capitalised(before):
        return True
    open_end = _INSIDE_STOP.search(before.text) and not _FINISHED.search(before.text)
    return bool(open_end) and _is_prose(before) and _is_prose(after)


def _is_capitalised(line: Line) -> bool:
    """Whether a line is written as titles are: "Additions When New Technologies are Used"."""
    long = [word for word in line.text.split() if len(word) > 3]
    return len(long) > 2 and all(word[0].isupper() for word in long)


def _runs_on(before: Line, after: Line, marker: re.Match[str] | None) -> bool:
    # a sentence that a page end or a reader's blank line cut in two
    if after.text in ("and", "or"):
        return before.text.endswith((";", ","))
    if not marker and _cut_in_two(before, after):
        return True
    goes_on = after.text[0].islower() or _SHORT_NAME.match(after.text)
    return not marker and bool(goes_on) and len(before.text) > 40 and not _FINISHED.search(before.text)


def _holds_together(before: Line, after: Line, marker: re.Match[str] | None) -> bool:
    """Whether no paragraph can begin between two lines, blank ones between them or not.

    None begins with what closes a bracket or a clause ("(5 U.S.C. 1 et seq. | ), and"), within the name of
    who declares ("I, JOAN Q. | DOE JR., President"), within a citation, or within a title in quotation marks.
    """
    if after.text[0] in _CLOSERS or _names_self(before) or _cited_on(before, after):
        return True
    return marker is None and _left_open(before, after)


def _names_self(line: Line) -> bool:
    return "I, " in line.text and _NAMING_SELF.search(line.text) is not None


def _cited_on(before: Line, after: Line) -> bool:
    return before.text.endswith(".") and bool(_CITED_ON.search(f"{before.text[-12:]}\n{after.text[:6]}"))


def _left_open(before: Line, after: Line) -> bool:
    """Whether a line ends within a quoted title or a bracket that the next one closes.

    "suspend the rule “Prudence in Choosing | Plan Funds,” 85 Fed. Reg. 1"; a quoted text of paragraphs ends
    each with a stop, and what is quoted anew opens a mark of its own.
    """
    mark = before.text.rfind("“")
    if mark > before.text.rfind("”") and len(before.text) - mark < _TITLE:
        closed, again = (after.text.find(one, 0, _TITLE) for one in "”“")
        ended = _FINISHED.search(before.text) and not before.text.endswith("U.S.")
        if closed >= 0 and not 0 <= again < closed and not ended:
            return True
    opened = before.text.rfind("(") > before.text.rfind(")")
    return opened and bool(_IN_BRACKET.search(before.text) and _CLOSES.match(after.text))


def _cut_in_two(before: Line, after: Line) -> bool:
    """Whether a copy broke a sentence behind "U.S.", before a name."""
    within = before.text.endswith("U.S.") and _OBJECT_IN_US.search(before.text) and after.text[0].isupper()
    return bool(within) and not _OPENS.match(after.text)


def _labelled(groups: list[list[Line]]) -> list[Paragraph]:
    found: list[Paragraph] = []
    for group in groups:
        head, last = group[0], group[-1]
        match = MARKER.match(head.text)
        start = head.start
        marker = sort = None
        if match and match["section"] and match.end() == len(head.text) and len(group) == 1:
            marker, sort = match.group().strip(), "section"
        elif match and (match.end() < len(head.text) or len(group) > 1):
            marker, sort = match.group().strip(), match.lastgroup
            rest = head.text[match.end() :].lstrip()
            start = head.end - len(rest) if rest else group[1].start
        found.append(Paragraph(Span(start, last.end), marker, sort, len(group)))
    return found
