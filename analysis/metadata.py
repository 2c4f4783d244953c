"""What a document is, who wrote it to whom and when, as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.definitions import bare, longer, short_names
from analysis.holders import OPEN, UNNAMED, Holders, holders
from analysis.language import language_of
from analysis.masthead.bodies import Writer, mentions_congress
from analysis.masthead.calendar import dated_lines, dateline
from analysis.masthead.fields import fields, label_of
from analysis.masthead.forms import contact_form_facts, control_facts, court_facts, is_court
from analysis.masthead.kinds import kind_of
from analysis.masthead.laws import law_facts, rule_facts
from analysis.masthead.letters import Letter
from analysis.masthead.mail import mail_facts
from analysis.masthead.memos import memo_facts
from analysis.masthead.orders import order_facts
from analysis.masthead.sheet import Found, Sheet, is_running_head, sheet
from analysis.outline import Outline, Role
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.findings import Kind


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about a document, each None where it is not printed. `evidence` holds the place of a field.

    `date` is ISO, whole or `YYYY-MM` or `YYYY`: signing (orders), header (mail), publication (rules).
    `names` are the short names that it gives to bodies and officers, each with what it stands for. `origin`:
    a letter of its kind may be told as one from Congress or from the public. One that names no house or
    member may not; nor may one that shows no office's paper, since the writer's own may not have been copied.
    """

    kind: Kind
    kind_detail: str | None = None
    title: str | None = None
    date: str | None = None
    sender: str | None = None
    addressee: str | None = None
    number: str | None = None
    language: str | None = None
    evidence: tuple[tuple[str, Evidence], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    origin: bool = True
    holders: Holders = UNNAMED

    def meant(self, name: str, at: int = 0) -> str:
        """Whom a name stands for at a place, by the document's own words; else the name itself.

        A title that stays open is told as that: it is nobody's own.
        """
        held = self.full(name, at)
        return name if held is None else f"a {bare(name)} left open" if held is OPEN else held

    def full(self, name: str, at: int) -> str | None:
        """The full name, OPEN where several fit; None where the name says it all."""
        held = longer(name, dict(self.names))
        return held if held is not None else self.holders.meant(name, at)

    def told(self, name: str, at: int) -> str | None:
        """The same in words: "“Secretary” means …"."""
        held = self.full(name, at)
        if held is None:
            return None
        return f"which {bare(name)} is meant stays open" if held is OPEN else f"“{bare(name)}” means {held}"

    def place(self, name: str) -> Evidence | None:
        """The words that a field was read from."""
        return dict(self.evidence).get(name)


def metadata(document: ExtractedDocument, outline: Outline) -> Facts:
    """The facts that the document itself prints; what it does not print stays None.

    Footnotes and running text never give a date, hidden text gives nothing.
    """
    page = sheet(document)
    kind, detail, letter = kind_of(page, document.media_type)
    found = _facts(page, document, kind, detail, letter)
    footnotes = [line.span for line in outline.sentences if line.role is Role.FOOTNOTE]
    values = {name: value for name, value in found.items() if not _in_footnote(value, footnotes)}
    return Facts(
        kind,
        detail,
        language=document.language or language_of(page.text),
        names=tuple(short_names(document.text).items()),
        origin=_has_origin(page, kind, letter),
        holders=_holders(document, outline) if kind in _OF_NO_DEPARTMENT else UNNAMED,
        evidence=tuple(
            (name, document.cite(value.span)) for name, value in values.items() if isinstance(value, Found)
        ),
        **{name: value.value if isinstance(value, Found) else value for name, value in values.items()},
    )


_OF_NO_DEPARTMENT = (Kind.EXECUTIVE_ORDER, Kind.PRESIDENTIAL_MEMORANDUM, Kind.STATUTE)
"""Whoever writes these has no Secretary of its own; the paper of a department means its own by the title."""


def _holders(document: ExtractedDocument, outline: Outline) -> Holders:
    return holders(document.text, ((one.span.start, one.section) for one in outline.sentences))


def _has_origin(page: Sheet, kind: Kind, letter: Letter | None) -> bool:
    if kind is Kind.CONGRESSIONAL_LETTER:
        return mentions_congress(page.text)
    return kind is not Kind.PUBLIC_LETTER or letter is None


def _in_footnote(value: Found | str, footnotes: list[Span]) -> bool:
    return isinstance(value, Found) and any(place.contains(value.span) for place in footnotes)


def _facts(
    page: Sheet, document: ExtractedDocument, kind: Kind, detail: str | None, letter: Letter | None
) -> dict[str, Found | str]:
    if kind is Kind.EMAIL:
        return mail_facts(page, document.metadata)
    if kind in (Kind.EXECUTIVE_ORDER, Kind.PRESIDENTIAL_MEMORANDUM) or _presidential(page, detail):
        return _order(page, kind)
    if kind is Kind.STATUTE:
        return law_facts(page)
    if kind is Kind.REGULATION or detail == "notice":
        return rule_facts(page)
    if letter is not None:
        return _letter(page, letter)
    if detail == "contact_form":
        return contact_form_facts(page)
    if detail == "control_sheet":
        return control_facts(page)
    if is_court(page):
        return court_facts(page)
    if kind is Kind.AGENCY_MEMO:
        return memo_facts(page) | (rule_facts(page) if _in_register(page) else {})
    return _plain(page)


def _in_register(page: Sheet) -> bool:
    """Whether the Register prints it: its fields then name agency, title and date."""
    return all(re.search(rf"(?m)^{name}\s*:", page.text[:8000]) for name in ("AGENCY", "ACTION", "SUMMARY"))


def _presidential(page: Sheet, detail: str | None) -> bool:
    if detail == "proclamation":
        return True
    return detail == "notice" and bool(re.search(r"(?m)^\W*THE WHITE HOUSE\b", page.text))


def _order(page: Sheet, kind: Kind) -> dict[str, Found | str]:
    facts = order_facts(page, kind)
    if kind is Kind.PRESIDENTIAL_MEMORANDUM:
        head = memo_facts(page)
        facts |= {name: head[name] for name in ("addressee",) if name in head}
        facts = {name: head[name] for name in ("title", "date") if name in head} | facts
    return facts


_LETTER_NUMBER = re.compile(
    r"\b(?:(?P<file>File|Serial|Reference|Ref\.|Case|Control|Tracking)\s+(?:No\.?|Number|#)\s*:?\s*"
    r"|(?P<docket>(?:[A-Z]{2,4}\s+)?Docket\s+(?:ID\s+)?Nos?\.?\s*:?\s*))(?P<number>[A-Z]*-?\d[\w-]*)"
)


def _letter(page: Sheet, letter: Letter) -> dict[str, Found | str]:
    parts = {
        "title": letter.reference,
        "date": letter.date,
        "sender": _sender(letter),
        "addressee": letter.addressee,
        "number": _letter_number(page, letter),
    }
    return {name: found for name, found in parts.items() if found is not None}


def _letter_number(page: Sheet, letter: Letter) -> Found | None:
    """The reference that the writer prints above the salutation; archive stamps are none."""
    end = letter.salutation.span.start if letter.salutation else 0
    for line in (line for line in page.lines if line.span.end <= end):
        match = _LETTER_NUMBER.search(line.text)
        if match:
            value = match["number"] if match["file"] else " ".join(match[0].split())
            at = line.span.start
            return Found(value, Span(at + match.start(), at + match.end()))
    own = any("ACCOUNTABILITY OFFICE" in line.text.upper() for line in letter.letterhead)
    report = _GAO_REPORT.search(page.text) if own else None
    return Found(report.group(), Span(*report.span())) if report else None


_GAO_REPORT = re.compile(r"\bGAO-\d\d-\d{3,6}[A-Z]*\b")
_MEMBER = re.compile(r"^([A-Z][A-Z.'’-]+(?:\s+(?!WASHINGTON)[A-Z][A-Z.'’-]*){1,3})(?=\s+WASHINGTON\b|\s*$|,)")
_OFFICE = re.compile(r"SENATE|HOUSE|CONGRESS|UNITED|WASHINGTON|COMMITTEE|OFFICE|NUMBER|DEPARTMENT|STREET")
_TITLE_AFTER = re.compile(
    r"^(.{5,60}?),?\s+(?:United States Senator|U\.?S\.? Senator|Members? of Congress)\b"
)


def _sender(letter: Letter) -> Found | None:
    """The signers; without a signature, the name that a member of Congress prints on the letterhead."""
    if len(letter.signers) > 1:
        names = [_TITLE_AFTER.sub(r"\1", signer.value.split(", ")[0]) for signer in letter.signers]
        first, last = letter.signers[0].span.start, letter.signers[-1].span.end
        return Found("; ".join(names), Span(first, last))
    if letter.signers:
        return letter.signers[0]
    if letter.writer is not Writer.CONGRESS:
        return None
    for line in letter.letterhead[:6]:
        match = _MEMBER.match(line.text)
        if match and not _OFFICE.search(match[1]):
            at = line.span.start
            return Found(match[1], Span(at, at + match.end(1)))
    return None


def _plain(page: Sheet) -> dict[str, Found | str]:
    """A document of no known form: what it labels, else its first short line as heading and a date line."""
    head = fields(page, 0, _PLAIN_LINES)
    labels = (("title", "SUBJECT"), ("sender", "FROM"), ("addressee", "TO"))
    facts: dict[str, Found | str] = {name: head[label] for name, label in labels if label in head}
    _, date = next(dated_lines(page.lines[:_PLAIN_LINES]), (0, None))
    if date:
        facts["date"] = date
    if "title" not in facts:
        heading = next((line for line in page.lines[:_PLAIN_LINES] if _is_heading(line.text)), None)
        facts |= {"title": Found(heading.text.strip(" #*"), heading.span)} if heading else {}
    return facts


_PLAIN_LINES = 20


def _is_heading(line: str) -> bool:
    if not 8 <= len(line) <= 160 or line.endswith(".") or is_running_head(line):
        return False
    return dateline(line) is None and label_of(line) is None
