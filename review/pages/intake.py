"""Bring a letter in: by drag or by choice, with its control number at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from pipeline.encoding import to_plain
from pipeline.intake import Stage
from review.pages.showing import show
from review.people import Allowed
from review.uploads import MEGABYTE, Taken, Upload, take_in
from store.records import SqlRecords
from store.views import QueueRow, User, Wanted

router = APIRouter(prefix="/intake")
Clerk = Annotated[User, Depends(Allowed("document.intake"))]
LATELY = 12
_UNDER_WAY = (Stage.RECEIVED, Stage.READING, Stage.ANALYSING)


@router.get("")
def intake(request: Request, user: Clerk) -> Response:
    """Where files are dropped, and what came in lately."""
    return _page(request, user, [])


@router.post("")
def bring(request: Request, upload: Upload, user: Clerk) -> Response:
    """Take files in. Programs that ask for JSON get it."""
    records: SqlRecords = request.app.state.records
    largest = request.app.state.settings.largest_megabytes * MEGABYTE
    taken = take_in(records, upload.files, user.name, largest)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"taken": to_plain(taken)})
    return _page(request, user, taken, status=200 if upload.files else 422)


@router.get("/lately")
def lately(request: Request, user: Clerk) -> Response:
    """How far the documents are that came in last, for the page to follow."""
    rows = _lately(request.app.state.records)
    return JSONResponse(
        {
            "rows": [{"control": row.control_number, "stage": row.stage.replace("_", " ")} for row in rows],
            "under_way": any(row.stage in _UNDER_WAY for row in rows),
        }
    )


def _lately(records: SqlRecords) -> tuple[QueueRow, ...]:
    return records.queue_part(Wanted(sort="control_number", down=True), LATELY)


def _page(request: Request, user: User, taken: list[Taken], status: int = 200) -> Response:
    settings, services = request.app.state.settings, request.app.state.services
    values = {
        "rows": _lately(request.app.state.records),
        "under_way": _UNDER_WAY,
        "taken": taken,
        "nothing": status != 200,
        "largest": settings.largest_megabytes,
        "inboxes": services.inboxes,
    }
    return show(request, "intake.html", values, user, status)
