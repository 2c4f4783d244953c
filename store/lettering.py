"""Letters as papers: the facts that a template is filled with, the file that goes out, the control sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import Connection, select

import papers
from coordination.correspondence import LetterIn, Sent, Verdict
from coordination.outgoing import Basis, Outgoing
from coordination.wording import Fact
from papers import DOCX, PDF
from pipeline.findings import Analysis
from pipeline.problems import IllegalMove, NotFound
from store import (
    actionfiles,
    coordinating,
    documents,
    letters,
    outgoing,
    parties,
    persons,
    readings,
    runs,
)
from store.database import bare
from store.tables.coordination import ExecutiveAction
from store.tables.correspondence import CorrespondenceCase
from store.tables.parties import OrganizationUnit

FORMS = {"docx": DOCX, "pdf": PDF}
_CASE, _ACTION, _UNIT = bare(CorrespondenceCase), bare(ExecutiveAction), bare(OrganizationUnit)
_MOST = 12


def facts(connection: Connection, number: str, document: str) -> Mapping[str, tuple[Fact, ...]]:
    """What a letter that answers this document may say, each fact with its source. Raises NotFound."""
    key = letters.key_of(connection, number)
    letter = _letter(connection, key, number, document)
    row = documents.find(connection, document)
    read = readings.words_of(connection, row)
    text = str(read.text) if read else ""
    analysis = runs.latest_analysis(connection, row.id, read) if read else None
    action = coordinating.action(connection, number).action
    office = connection.execute(select(_CASE.c.route_unit).where(_CASE.c.executive_action_id == key)).scalar()
    known = {
        "agency": _record(parties.agency(connection).name, "the agency"),
        "number": _record(number, f"number of {number}"),
        "control": _record(document, f"receipt of {document}"),
        "correspondent": _record(papers.name_of(letter.correspondent), f"log of {document}"),
        "received": _record(papers.written(letter.received), f"receipt of {document}"),
        "due": _record(papers.written(action.due_date) if action.due_date else "", f"suspense of {number}"),
        "office": _record(_whole_name(connection, office or action.lead_unit or ""), f"route of {number}"),
        "subject": _stated(str(row.title or ""), text, document),
        "written": _stated(papers.written(letter.written) if letter.written else "", text, document),
    }
    return known | {"ask": tuple(_asks(analysis, document))}


def _whole_name(connection: Connection, office: str) -> str:
    """The name of an office as a stranger can read it, not as we abbreviate it."""
    query = select(_UNIT.c.name).where(_UNIT.c.id == parties.units(connection).id_of(office))
    return connection.execute(query).scalar() or office


def _record(value: str, source: str) -> tuple[Fact, ...]:
    return (Fact(value, Basis.RECORD, source),) if value.strip() else ()


def _stated(value: str, text: str, document: str) -> tuple[Fact, ...]:
    """A fact that stands in the document in these very words, else one of the record about it."""
    if value and value in text:
        return (Fact(value, Basis.DOCUMENT, document, value),)
    return _record(value, f"facts of {document}")


def _asks(analysis: Analysis | None, document: str) -> Iterator[Fact]:
    """What the letter asks, in its own words."""
    if analysis is None:
        return
    asked = analysis.reply.asks if analysis.reply else ()
    quotes = [one.quote for one in asked] or [
        action.evidence[0].quote for action in analysis.actions if action.kind != "tasking"
    ]
    for quote in dict.fromkeys(quotes):
        yield Fact(quote, Basis.DOCUMENT, document, quote)


def _letter(connection: Connection, key: int, number: str, document: str) -> LetterIn:
    found = next((one for one in letters.of_action(connection, key) if one.document == document), None)
    if found is None:
        raise NotFound(
            f"{document} is not on the case of {number}.", remedy="Put the letter on the case first."
        )
    return found


def paper(
    connection: Connection, letter: str, document: str, day: date | None
) -> tuple[papers.Letter, Outgoing]:
    """A letter as it goes to the writer of a document. Raises NotFound."""
    found, number = outgoing.read(connection, letter)
    addressee = _letter(connection, letters.key_of(connection, number), number, document)
    own = tuple(one.answer for one in addressee.own if one.verdict is Verdict.ANSWERED)
    paragraphs = found.paragraphs + (own if found.kind is Sent.FINAL else ())
    return papers.Letter(
        parties.agency(connection).name,
        addressee.correspondent,
        addressee.address,
        found.subject,
        paragraphs,
        document,
        day,
        found.signed_by or "",
        addressee.organization,
        found.beside.enclosures,
        found.beside.copies,
    ), found


def rendered(letter: papers.Letter, form: str) -> bytes:
    """The letter as a file, docx or pdf. Raises IllegalMove for another form."""
    if form not in FORMS:
        raise IllegalMove(f"A letter cannot be had as {form[:20]!r}.", remedy="Ask for docx or pdf.")
    if form == "docx":
        from papers import word

        return word.letter(letter)
    from papers import pdf

    return pdf.letter(letter)


def file_name(kind: Sent, document: str, form: str) -> str:
    """The name of a letter as a file: ours alone, nothing that a stranger wrote."""
    return f"{document}-{kind.value.lower().replace(' ', '-')}.{form}"


def sheet(connection: Connection, letter: str) -> papers.Sheet:
    """The control sheet of a letter that goes out. Raises NotFound."""
    found, number = outgoing.read(connection, letter)
    key = letters.key_of(connection, number)
    action = coordinating.action(connection, number).action
    came = letters.of_action(connection, key)
    row = connection.execute(
        select(_CASE.c.route, _CASE.c.route_unit, _ACTION.c.signature_level, _ACTION.c.suspense_basis)
        .join(_ACTION, _ACTION.c.id == _CASE.c.executive_action_id)
        .where(_ACTION.c.id == key)
    ).one()
    told = (
        ("Action", f"{number}, {action.name}"),
        ("Letter", f"{found.kind.value}: {found.subject}"),
        ("From", _several(came)),
        ("Received", papers.written(min(one.received for one in came))),
        (
            "Due to front office",
            papers.written(action.internal_due_date) if action.internal_due_date else "none",
        ),
        ("Due to the writer", papers.written(action.due_date) if action.due_date else "none"),
        ("Basis of the date", row.suspense_basis or "not said"),
        ("Route", " to ".join(word for word in (row.route, row.route_unit) if word) or "not routed"),
        ("Signature level", found.signature_level or row.signature_level or "not set"),
        ("State", f"{found.state.value}, written by {persons.display_name(connection, found.written_by)}"),
        *((label, "; ".join(listed)) for label, listed in _with_it(found) if listed),
    )
    said = tuple(
        (one.office, one.said + ("" if one.text_sha256 == found.text_sha256 else ", with earlier words"))
        for one in found.concurrences
    )
    return papers.Sheet(
        parties.agency(connection).name,
        f"Control sheet {number}",
        told,
        said,
        tuple(_tabs(connection, key, found)),
        found.signature_level or row.signature_level or "level not set",
        f"Fingerprint of the words: {found.text_sha256}",
    )


def _with_it(found: Outgoing) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("Enclosures", found.beside.enclosures), ("Copies", found.beside.copies)


def _several(came: tuple[LetterIn, ...]) -> str:
    names = ", ".join(papers.name_of(one.correspondent) for one in came[:3])
    return names if len(came) <= 3 else f"{names} and {len(came) - 3} more"


def _tabs(connection: Connection, key: int, found: Outgoing) -> Iterator[tuple[str, str]]:
    """The tabs of the package: what is to be signed, what it answers, what went out before, other papers."""
    came = letters.of_action(connection, key)
    papers_in = [f"{found.kind.value} for signature: {found.subject}"]
    papers_in += [f"Letter {one.document} from {papers.name_of(one.correspondent)}" for one in came[:_MOST]]
    if len(came) > _MOST:
        papers_in.append(f"{len(came) - _MOST} more letters of the campaign")
    sent = [one for letter in came for one in letter.proofs]
    papers_in += [
        f"{one.kind.value} of {papers.written(one.sent_on)}, {one.file_name}" for one in sent[:_MOST]
    ]
    own = {one.document for one in came}
    papers_in += [
        f"{one.purpose}: {one.document}, {one.title}"
        for one in actionfiles.papers(connection, key)
        if one.document not in own
    ]
    for place, words in enumerate(papers_in):
        yield f"Tab {_tab(place)}", words


def _tab(place: int) -> str:
    letter = chr(ord("A") + place % 26)
    return letter if place < 26 else f"{_tab(place // 26 - 1)}{letter}"
