"""Letters that are copies of one form, and letters that may have come twice: seen together, decided once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.encoding import Json
from pipeline.intake import Stage
from pipeline.problems import NotFound
from review.listing import Asked, Column, Filter, Listing, SupportsSort, asked, exported, in_order, part
from review.pages.showing import show
from review.pages.steps import Finisher, Reader, records_of
from review.people import Allowed, Fields
from store.comparing import DECIDED
from store.records import SqlRecords
from store.views import AlikeGroup, User

router = APIRouter(prefix="/campaigns")
Exporter = Annotated[User, Depends(Allowed("export"))]
LETTERS = 25
"""Letters on one page of a campaign: each is compared word for word."""

PAIRS = 50
SECONDS = 8.0
"""How long one press goes on deciding letters; the next press goes on from there."""

COLUMNS = (
    Column("control_number", "First letter", sorts=True),
    Column("title", "Subject", look="wide"),
    Column("size", "Letters", sorts=True, look="number"),
    Column("waiting", "Waiting", sorts=True, look="number"),
    Column("stage", "The first one"),
)
FILTERS = (
    Filter("words", "Subject or number"),
    Filter("waits", "Waiting", (("some", "Some wait"), ("none", "None waits"))),
)
KEYS: Mapping[str, Callable[[AlikeGroup], SupportsSort]] = {
    "control_number": lambda row: row.control_number,
    "size": lambda row: row.size,
    "waiting": lambda row: row.waiting,
}


@router.get("")
def campaigns(request: Request, user: Reader) -> Response:
    """The campaigns, and the pairs of letters that may be one."""
    records = records_of(request)
    wanted = asked(request, COLUMNS, FILTERS)
    rows = _rows(records, wanted)
    shown, more = part(rows, wanted, _name)
    saved = records.saved_views(user.name, "campaigns")
    listing = Listing(
        "campaigns", wanted, COLUMNS, FILTERS, shown, len(rows), more, saved, row_name=_name,
        noun="campaign", usual="The largest first",
    )  # fmt: skip
    pairs = records.alike_pairs()
    values = {"listing": listing, "pairs": pairs[:PAIRS], "more_pairs": max(0, len(pairs) - PAIRS)}
    return show(request, "campaigns.html", values, user)


@router.get("/export")
def export(request: Request, user: Exporter) -> Response:
    """The same list as a file."""
    rows = _rows(records_of(request), asked(request, COLUMNS, FILTERS, "/campaigns"))
    return exported(request.query_params.get("as", ""), "campaigns", COLUMNS, map(_plain, rows))


def _rows(records: SqlRecords, wanted: Asked) -> list[AlikeGroup]:
    words, waits = wanted["words"].casefold(), wanted["waits"]
    found = [
        row
        for row in records.alike_groups()
        if words in f"{row.control_number} {row.title}".casefold()
        and (not waits or (row.waiting > 0) is (waits == "some"))
    ]
    return in_order(found, wanted, KEYS)


def _name(row: AlikeGroup) -> str:
    return row.control_number


def _plain(row: AlikeGroup) -> Mapping[str, Json]:
    return {
        "control_number": row.control_number,
        "title": row.title,
        "size": row.size,
        "waiting": row.waiting,
        "stage": row.stage,
    }


@router.get("/{control}")
def campaign(request: Request, control: str, user: Reader) -> Response:
    """One campaign: its letters, each with what it says beside the one that they are compared with."""
    records, query = records_of(request), request.query_params
    group = records.alike_group(control)
    if group is None:
        raise NotFound(f"{control} is like no other letter.", remedy="Look at the list of campaigns.")
    model = records.document(query.get("with") or _decided(records, control) or group.control_number)
    letters = records.alike(control, LETTERS + 1, query.get("after") or None)
    compared = records.compared(model.control_number, [one.control_number for one in letters[:LETTERS]])
    values = {
        "group": group,
        "model": model,
        "decided": model.stage in DECIDED,
        "letters": tuple(zip(letters, compared, strict=False)),
        "more": letters[LETTERS - 1].control_number if len(letters) > LETTERS else "",
        "after": query.get("after", ""),
        "begun": query.get("from", ""),
    }
    return show(request, "campaign.html", values, user)


def _decided(records: SqlRecords, control: str) -> str:
    """The first letter of the campaign that somebody decided; empty where none is."""
    found = records.alike(control, 1, stages=DECIDED)
    return found[0].control_number if found else ""


@router.post("/{control}/follow")
def follow(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """Let the letters that wait go the way of a decided one; each that cannot stays, with the reason."""
    records, model = records_of(request), fields.get("model", "")
    records.document(model)
    waiting = records.alike(control, after=fields.get("from") or None, stages={Stage.NEEDS_REVIEW})
    end, reached = time.monotonic() + SECONDS, ""
    for one in waiting:
        if one.control_number == model:
            continue
        if reached and time.monotonic() > end:
            return _back(control, model, f"&from={reached}")
        records.follow(model, one.control_number, user.name, datetime.now(UTC))
        reached = one.control_number
    return _back(control, model, "")


def _back(control: str, model: str, rest: str) -> Response:
    said = "followed_some" if rest else "followed"
    return RedirectResponse(f"/campaigns/{control}?said={said}&with={model}{rest}", status_code=303)
