"""Letters that go out: written, sourced, put before offices, signed, sent, and had as files."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from coordination.correspondence import WAYS
from coordination.outgoing import Basis, Beside, OutState, lines_of
from pipeline.problems import Conflict, IllegalMove
from review.acts import choice, day_or_none, version_of
from review.files import today
from review.numbers import whole
from review.pages.letters import SAID, Decider, Deed, Reader, Worker, found, posted
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Fields
from store.records import SqlRecords
from store.views import User

router = APIRouter()
_WITH_IT = ("enclosures", "copies")


@router.get("/letters/{letter}")
def letter(request: Request, letter: str, user: Reader) -> Response:
    """One letter that goes out: its words, their sources, who concurred, and what may be done."""
    return _page(request, letter, user, request.query_params)


def _page(
    request: Request, letter: str, user: User, given: Mapping[str, str], refused: tuple[str, ...] = (),
    status: int = 200,
) -> Response:  # fmt: skip
    records = records_of(request)
    kept, number = records.outgoing_letter(letter)
    values = {
        "letter": kept,
        "number": number,
        "action": records.action(number).action,
        "came": records.letters(number),
        "units": records.agency().units,
        "ways": WAYS,
        "today": today(request),
        "given": given,
        "refused": refused,
        "bases": (Basis.DOCUMENT, Basis.PERSON, Basis.COURTESY),
        "open": kept.state in (OutState.DRAFT, OutState.CONCURRENCE),
        "said": "" if refused else SAID.get(request.query_params.get("said", ""), ""),
    }
    return show(request, "letter.html", values, user, status)


def _write(records: SqlRecords, letter: str, fields: Mapping[str, str], user: str) -> None:
    kept, _ = records.outgoing_letter(letter)
    lines = lines_of(fields.get("text", ""), kept.lines)
    listed = (tuple(filter(None, map(str.strip, fields.get(name, "").splitlines()))) for name in _WITH_IT)
    beside = Beside(*listed) if all(name in fields for name in _WITH_IT) else None
    records.write_letter(letter, version_of(fields), fields.get("subject", ""), lines, user, beside)


def _source(records: SqlRecords, letter: str, fields: Mapping[str, str], user: str) -> None:
    line = whole(fields.get("line", ""), digits=5)
    number = -1 if line is None else line
    basis = choice(Basis, fields.get("basis", ""), "source")
    source, words = fields.get("source", ""), fields.get("words", "")
    records.support_sentence(letter, version_of(fields), number, basis, source, words, user)


def _ask(records: SqlRecords, letter: str, fields: Mapping[str, str], user: str) -> None:
    offices, due = fields.get("offices", "").split(";"), day_or_none(fields, "due")
    records.ask_concurrence(letter, version_of(fields), offices, due, user)


def _sign(records: SqlRecords, letter: str, fields: Mapping[str, str], user: str) -> None:
    records.sign_letter(letter, version_of(fields), fields.get("by", ""), fields.get("level", ""), user)


WRITE: dict[str, Deed] = {
    "write": _write,
    "source": _source,
    "ask": _ask,
    "withdraw": lambda r, n, f, u: r.withdraw_letter(n, version_of(f), f.get("reason", ""), u),
}
"""What takes the right to work on items."""

RELEASE: dict[str, Deed] = {
    "sign": _sign,
    "unsign": lambda r, n, f, u: r.unsign_letter(n, version_of(f), f.get("reason", ""), u),
}
"""What takes the right to decide."""


@router.post("/letters/{letter}/write/{deed}")
def write(request: Request, letter: str, deed: str, fields: Fields, user: Worker) -> Response:
    """Write a letter, name sources, ask offices, or give it up."""
    return _do(request, letter, deed, found(WRITE, deed), fields, user)


@router.post("/letters/{letter}/release/{deed}")
def release(request: Request, letter: str, deed: str, fields: Fields, user: Decider) -> Response:
    """Sign a letter, or take the signature back."""
    return _do(request, letter, deed, found(RELEASE, deed), fields, user)


@router.post("/letters/{letter}/send")
async def send(request: Request, letter: str, fields: Fields, user: Decider) -> Response:
    """Put down that a signed letter went out to the writers that are marked."""
    form = await request.form(max_files=0)
    marked = [value for value in form.getlist("to") if isinstance(value, str)]

    def deed(records: SqlRecords, name: str, given: Mapping[str, str], who: str) -> None:
        sent = posted(given, who)
        records.send_letter(name, version_of(given), marked, given.get("form", ""), sent, who)

    return _do(request, letter, "send", deed, fields, user)


def _do(
    request: Request, letter: str, name: str, deed: Deed, fields: Mapping[str, str], user: User
) -> Response:
    try:
        deed(records_of(request), letter, fields, user.name)
    except (IllegalMove, Conflict) as problem:
        return _page(request, letter, user, fields, problem.lines, 409)
    return RedirectResponse(f"/letters/{letter}?said={name}", 303)


@router.get("/letters/{letter}/file")
def file(request: Request, letter: str, user: Reader) -> Response:
    """A letter as a file, addressed to the writer of `document`."""
    asked = request.query_params
    paper, _ = records_of(request).letter_file(letter, asked.get("document", ""), asked.get("as", "pdf"))
    return _attached(paper.data, paper.media_type, paper.file_name)


@router.get("/letters/{letter}/sheet")
def sheet(request: Request, letter: str, user: Reader) -> Response:
    """The control sheet of a letter."""
    return _attached(records_of(request).control_sheet(letter), "application/pdf", "control-sheet.pdf")


@router.get("/proofs/{proof}")
def proof(request: Request, proof: str, user: Reader) -> Response:
    """What went out by a proof of dispatch, as it was kept."""
    data, media_type, name = records_of(request).sent_paper(proof)
    kept = "".join(one if one.isascii() and (one.isalnum() or one in ".-_ ") else "_" for one in name)
    return _attached(data, media_type, kept[:150])


def _attached(data: bytes, media_type: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(data, media_type=media_type, headers=headers)
