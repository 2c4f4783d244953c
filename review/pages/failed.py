"""What no machine could finish: why, and everything that one can do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.encoding import Json
from pipeline.intake import Incoming, Stage
from pipeline.problems import IllegalMove, NotFound
from review.listing import Asked, Column, Filter, Listing, SupportsSort, asked, exported, in_order, part
from review.numbers import whole
from review.pages.showing import show
from review.people import Allowed, Fields, allowed
from review.services import Bench
from store.records import SqlRecords
from store.views import FailureRow, User

router = APIRouter(prefix="/failed")
Reader = Annotated[User, Depends(Allowed("read"))]
Exporter = Annotated[User, Depends(Allowed("export"))]
Retrier = Annotated[User, Depends(Allowed("document.retry"))]
Clerk = Annotated[User, Depends(Allowed("document.intake"))]
Finisher = Annotated[User, Depends(Allowed("document.finish"))]

COLUMNS = (
    Column("control_number", "Control number", sorts=True),
    Column("name", "Document", look="wide"),
    Column("stage", "Stage", sorts=True),
    Column("what", "What happened", look="file"),
    Column("why", "Why", look="file"),
    Column("remedy", "What to try", look="file"),
    Column("tries", "Tries", sorts=True, look="number"),
    Column("since", "Since", sorts=True, look="number"),
)
STAGES = (("set_aside", "Set aside"), ("held", "Tried again by itself"), ("needs_review", "Read in part"))
STATES = (
    ("needs_password", "Needs a password"),
    ("needs_ocr", "Picture of text"),
    ("unsupported_format", "Kind of file not known"),
    ("failed", "Could not be read"),
    ("quarantined", "Refused"),
    ("extracted_partial", "Read in part"),
)
FILTERS = (Filter("stage", "Stage", STAGES), Filter("state", "Reading", STATES), Filter("words", "Words"))
KEYS: Mapping[str, Callable[[FailureRow], SupportsSort]] = {
    "control_number": lambda row: row.control_number,
    "stage": lambda row: row.stage,
    "since": lambda row: row.since,
    "tries": lambda row: row.tries,
}


@router.get("")
def failures(request: Request, user: Reader) -> Response:
    """Every document that is set aside or held, or was read in part and not decided."""
    wanted = asked(request, COLUMNS, FILTERS)
    rows = _rows(request, wanted)
    shown, more = part(rows, wanted, _name)
    may_choose = allowed(user) & {"document.retry", "document.finish"}
    listing = Listing(
        "failed",
        wanted,
        COLUMNS,
        FILTERS,
        shown,
        len(rows),
        more,
        request.app.state.records.saved_views(user.name, "failed"),
        picks="chosen" if may_choose else "",
        row_name=_name,
        noun="document",
        usual="Longest here first",
    )
    values = {"listing": listing, "stages": dict(STAGES)}
    if not shown:
        values["counts"] = request.app.state.records.counts()
    return show(request, "failed.html", values, user)


@router.get("/export")
def export(request: Request, user: Exporter) -> Response:
    """The same list as a file."""
    rows = _rows(request, asked(request, COLUMNS, FILTERS, "/failed"))
    return exported(request.query_params.get("as", ""), "failed-intake", COLUMNS, map(_plain, rows))


def _rows(request: Request, wanted: Asked) -> list[FailureRow]:
    found = [row for row in request.app.state.records.failures() if _fits(row, wanted)]
    return in_order(found, wanted, KEYS)


def _fits(row: FailureRow, wanted: Asked) -> bool:
    words = wanted["words"].casefold()
    return (
        wanted["stage"] in ("", row.stage)
        and wanted["state"] in ("", row.reading_state)
        and words in " ".join((row.control_number, row.name, row.what, row.why)).casefold()
    )


def _name(row: FailureRow) -> str:
    return row.control_number


def _plain(row: FailureRow) -> Mapping[str, Json]:
    return {
        "control_number": row.control_number,
        "name": row.name,
        "stage": row.stage,
        "what": row.what,
        "why": row.why,
        "remedy": row.remedy,
        "tries": row.tries,
        "since": row.since.isoformat(),
    }


@router.get("/{control}")
def failure(request: Request, control: str, user: Reader) -> Response:
    """One document: what happened to it, and what can be done."""
    records: SqlRecords = request.app.state.records
    report = records.failure(control)
    read = records.dossier(control).read
    values = {
        "report": report,
        "row": report.failure,
        "split_before": read.metadata.get("split_before", "") if read else "",
        "bench": request.app.state.services.bench is not None,
    }
    return show(request, "failure.html", values, user)


@router.post("/retry")
def retry_chosen(request: Request, fields: Fields, user: Retrier) -> Response:
    """Let the chosen documents be read again; those that cannot be are told of."""
    done, refused = 0, []
    for control in chosen(fields):
        try:
            request.app.state.records.retry(control, user.name)
            done += 1
        except (IllegalMove, NotFound) as problem:
            refused.append(problem)
    if refused and not done:
        raise refused[0]
    return _to("", "retried")


@router.post("/dismiss")
def dismiss_chosen(request: Request, fields: Fields, user: Finisher) -> Response:
    """Record of the chosen documents that nothing is to be done, with one reason."""
    reason = fields.get("reason", "")
    for control in chosen(fields):
        request.app.state.records.no_action(control, reason, user.name)
    return _to("", "no_action")


def chosen(fields: Mapping[str, str]) -> list[str]:
    """What was ticked in a list. Raises IllegalMove where nothing was."""
    found = [name.removeprefix("pick.") for name in fields if name.startswith("pick.")]
    if not found:
        raise IllegalMove("Nothing was chosen.", remedy="Tick the rows that you mean, then press again.")
    return found


@router.post("/{control}/dismiss")
def dismiss(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """Record that nothing is to be done about it, and why."""
    request.app.state.records.no_action(control, fields.get("reason", ""), user.name)
    return _to("", "no_action")


@router.post("/{control}/retry")
def retry(request: Request, control: str, fields: Fields, user: Retrier) -> Response:
    """Let it be read again from the start."""
    request.app.state.records.retry(control, user.name)
    return _to("", "retried")


@router.post("/{control}/unlock")
def unlock(request: Request, control: str, fields: Fields, user: Retrier) -> Response:
    """Read it with a password, in a limited process; the password is kept nowhere."""
    if not fields.get("password"):
        raise IllegalMove("No password was given.", remedy="Type the password of the file.")
    _bench(request, f"chancery unlock {control}").unlock(control, fields["password"], user.name)
    return _to("", "unlocked")


@router.post("/{control}/split")
def split(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """Take a bundle apart before the named pages; the parts go on under numbers of their own."""
    before = _pages(fields.get("before", ""))
    bench = _bench(request, f"chancery split {control} --before {','.join(map(str, before))}")
    bench.split(control, before, fields.get("password", ""), user.name)
    return _to("", "split")


@router.post("/{control}/typed")
def typed(request: Request, control: str, fields: Fields, user: Clerk) -> Response:
    """Take in what a person typed off the original, as a document that belongs to it; the original stays."""
    records: SqlRecords = request.app.state.records
    document, text = records.document(control), fields.get("text", "").strip()
    request.state.written = {"text": text}
    if document.stage is not Stage.SET_ASIDE:
        raise IllegalMove(f"{control} is not set aside.", "What was read need not be typed.", "Review it.")
    if not text:
        raise IllegalMove("There is no text.", "The field is empty.", "Type what the original says.")
    source = f"{user.name}: typed from {control}"
    incoming = Incoming("upload", f"{document.name}.txt", text.encode(), datetime.now(UTC), source=source)
    records.admit(incoming, "text/plain", user.name, control)
    return _to(f"/{quote(control)}", "typed")


def _bench(request: Request, command: str) -> Bench:
    bench: Bench | None = request.app.state.services.bench
    if bench is None:
        raise IllegalMove("No reader runs beside these pages.", "", f"In a terminal: {command}")
    return bench


def _pages(text: str) -> tuple[int, ...]:
    """Page numbers as people write them. Raises IllegalMove for anything else."""
    pages = [whole(page.strip(), digits=6) for page in text.split(",")]
    if None in pages:
        raise IllegalMove(
            "Before which pages?", f"“{text[:40]}” names no pages.", "Write page numbers with commas: 4, 7."
        )
    return tuple(sorted({page for page in pages if page is not None}))


def _to(rest: str, said: str) -> Response:
    return RedirectResponse(f"/failed{rest}?said={said}", status_code=303)
