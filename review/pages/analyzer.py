"""The analyzer: a text to look at. Nothing of it is kept unless somebody saves it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.findings import Analysis
from pipeline.problems import IllegalMove, ReadingState
from review.desk import TEXT_SHOWN, groups, window
from review.pages.showing import show
from review.passages import marks, pages
from review.people import Allowed, Fields
from review.scratch import ANALYZE, Scratch, laid_out, told
from review.uploads import MEGABYTE, Upload, file_name, taken
from store.records import SqlRecords
from store.views import User

router = APIRouter(prefix="/analyzer")
Analyst = Annotated[User, Depends(Allowed("analyzer.use"))]
LONGEST = 2_000_000
"""Characters that may be pasted; what is longer is better brought as a file."""


@router.get("")
def analyzer(request: Request, user: Analyst) -> Response:
    """Where a text is pasted or a file is dropped, and one's own analyses of the last hour."""
    return _start(request, user)


@router.post("")
def ask(request: Request, upload: Upload, user: Analyst) -> Response:
    """Analyse what was pasted or brought."""
    text = upload.fields.get("text", "").replace("\r\n", "\n")
    limit = request.app.state.settings.largest_megabytes * MEGABYTE
    if upload.files:
        name, data = file_name(upload.files[0]), upload.files[0].file.read(limit + 1)
    else:
        name, data = "Pasted text.txt", text.encode()
    why = _refusal(data, text, limit, bool(upload.files))
    if why:
        return _start(request, user, text, why, 422)
    job = _scratch(request).ask(name, data, user.name)
    return RedirectResponse(f"/analyzer/{job}", status_code=303)


def _refusal(data: bytes, text: str, limit: int, brought: bool) -> str:
    if not data.strip():
        return (
            "The file is empty." if brought else "There is nothing to analyse. Paste a text or choose a file."
        )
    if len(data) > limit:
        return f"The file is too large: at most {limit // MEGABYTE} MB are read."
    if not brought and len(text) > LONGEST:
        return f"The text is too long: at most {LONGEST:,} characters can be pasted. Bring it as a file."
    return ""


@router.get("/{job}")
def result(request: Request, job: str, user: Analyst) -> Response:
    """What came of an analysis, or how far it is."""
    found = request.app.state.records.job(job, user.name)
    values: dict[str, object] = {"job": found, "analysis": None, "groups": (), "pages": ()}
    if found.answer:
        values |= _contents(told(found.answer), found.name)
    elif not found.ended:
        _scratch(request).go_on()
    return show(request, "analysis.html", values, user)


def _contents(analysis: Analysis, name: str) -> dict[str, object]:
    if not ReadingState(analysis.document.state).has_text:
        return {"analysis": analysis}
    read, drafts = laid_out(analysis, name)
    return {
        "analysis": analysis,
        "groups": groups(drafts, analysis.document.coverage),
        "pages": pages(read, marks(read, drafts, analysis.uncovered), window(read.text, 0)),
        "cut": len(read.text) > TEXT_SHOWN,
        "drafts": len(drafts),
    }


@router.post("/{job}/save")
def save(request: Request, job: str, fields: Fields, user: Analyst) -> Response:
    """Take it in as a document, under a control number; the sheet is thrown away."""
    records: SqlRecords = request.app.state.records
    name, data = records.job_given(job, user.name)
    made = taken(records, name, data, user.name)
    records.discard_job(job, user.name)
    return RedirectResponse(f"/documents/{quote(made.control_number)}", status_code=303)


@router.post("/{job}/stop")
def stop(request: Request, job: str, fields: Fields, user: Analyst) -> Response:
    """Give it up before it is done; what was given stays until it is discarded."""
    _scratch(request).stop(job, user.name)
    return RedirectResponse(f"/analyzer/{job}", status_code=303)


@router.post("/{job}/discard")
def discard(request: Request, job: str, fields: Fields, user: Analyst) -> Response:
    """Throw it away, with all that belongs to it."""
    request.app.state.records.discard_job(job, user.name)
    return RedirectResponse("/analyzer?said=discarded", status_code=303)


def _scratch(request: Request) -> Scratch:
    scratch: Scratch | None = request.app.state.scratch
    if scratch is None:
        raise IllegalMove("No analyzer runs beside these pages.", "", "In a terminal: chancery analyze FILE")
    return scratch


def _start(request: Request, user: User, text: str = "", why: str = "", status: int = 200) -> Response:
    settings = request.app.state.settings
    values = {
        "jobs": request.app.state.records.jobs(ANALYZE, user.name),
        "text": text,
        "why": why,
        "largest": settings.largest_megabytes,
        "longest": LONGEST,
        "here": request.app.state.scratch is not None,
    }
    return show(request, "analyzer.html", values, user, status)
