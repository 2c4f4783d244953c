"""The review queue: what waits, what is being read, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.encoding import Json
from pipeline.findings import Kind
from pipeline.intake import Stage
from pipeline.problems import IllegalMove
from pipeline.rights import Handling
from review.listing import COUNTED, PAGE, Asked, Column, Filter, Listing, asked, cut, exported
from review.pages.showing import show
from review.pages.sorting import chosen_level
from review.people import Allowed, Fields, allowed
from store.records import SqlRecords
from store.views import NO_LEVEL, UNASSIGNED, QueueRow, User, Wanted

router = APIRouter(prefix="/queue")
Reader = Annotated[User, Depends(Allowed("read"))]
Sorter = Annotated[User, Depends(Allowed("document.assign"))]
Exporter = Annotated[User, Depends(Allowed("export"))]

_REVIEW = frozenset({Stage.NEEDS_REVIEW})
_UNDER_WAY = frozenset({Stage.RECEIVED, Stage.READING, Stage.ANALYSING, Stage.HELD})
_DECIDED = frozenset({Stage.REVIEWED, Stage.NO_ACTION, Stage.DUPLICATE})
VIEWS: Mapping[str, tuple[str, Wanted]] = {
    "waiting": ("To review", Wanted(_REVIEW)),
    "mine": ("Mine", Wanted(_REVIEW)),
    "unassigned": ("Unassigned", Wanted(_REVIEW, assigned=UNASSIGNED)),
    "overdue": ("Overdue", Wanted(_REVIEW, due="overdue")),
    "low": ("Low confidence", Wanted(_REVIEW, doubtful=True)),
    "congress": ("From Congress", Wanted(_REVIEW, kind=Kind.CONGRESSIONAL_LETTER.value)),
    "off": ("Put off", Wanted(_REVIEW, put_off=True)),
    "working": ("Being read", Wanted(_UNDER_WAY)),
    "aside": ("Set aside", Wanted(frozenset({Stage.SET_ASIDE}))),
    "done": ("Decided", Wanted(_DECIDED)),
    "bare": ("No level yet", Wanted(frozenset(Stage) - _UNDER_WAY | {Stage.HELD}, handling=NO_LEVEL)),
    "all": ("All", Wanted()),
}
COUNTED_VIEWS = ("waiting", "mine", "unassigned", "overdue", "low", "congress", "off", "working", "aside",
                 "bare")  # fmt: skip
SORTED_VIEWS = ("waiting", "mine", "unassigned", "overdue", "low", "congress", "off")
"""Views of what waits for review, which is given to people."""

COLUMNS = (
    Column("control_number", "Control number", sorts=True),
    Column("subject", "Subject", sorts=True, look="wide"),
    Column("kind", "Kind", look="file"),
    Column("sender", "From", look="file"),
    Column("received", "Received", sorts=True),
    Column("due", "Due", sorts=True),
    Column("drafts_left", "Drafts left"),
    Column("drafts", "Drafts", look="file"),
    Column("least_sure", "Least sure"),
    Column("stage", "Stage", sorts=True),
    Column("assigned", "Assigned to", look="file"),
    Column("remark", "Remark", look="file"),
)
_KINDS = tuple((kind.value, kind.value.replace("_", " ").capitalize()) for kind in Kind)
_DUES = (("overdue", "Overdue"), ("soon", "Within 7 days"), ("later", "Later"), ("none", "No date found"))
_CHANNELS = (("folder", "Folder"), ("mailbox", "E-mail"), ("upload", "Upload"), ("batch", "Batch"))
FILTERS = (
    Filter("words", "Subject or sender"),
    Filter("kind", "Kind", _KINDS),
    Filter("due", "Due", _DUES),
    Filter("channel", "Came by", _CHANNELS),
)


@router.get("")
def queue(request: Request, user: Reader) -> Response:
    """Documents, those due first on top."""
    records: SqlRecords = request.app.state.records
    listed = asked(request, COLUMNS, FILTERS, views=tuple(VIEWS))
    wanted = _wanted(listed, user)
    rows = records.queue_part(wanted, PAGE + 1, listed.after or None)
    shown, more = cut(rows, PAGE, _name)
    counts = records.queue_counts({name: _view(name, user) for name in COUNTED_VIEWS}, COUNTED + 1)
    sets_levels = "document.assign" in allowed(user) and user.clearance is Handling.RESTRICTED
    picks = "document.assign" in allowed(user) and listed["view"] in SORTED_VIEWS
    picks = picks or (sets_levels and listed["view"] == "bare")
    own = not any(listed[one.name] for one in FILTERS) and listed["view"] in counts
    listing = Listing(
        "queue",
        listed,
        tuple(column for column in COLUMNS if _shown(column, listed["view"])),
        FILTERS,
        shown,
        counts[listed["view"]] if own else records.queue_count(wanted, COUNTED + 1),
        more,
        records.saved_views(user.name, "queue"),
        tuple((name, label) for name, (label, _) in VIEWS.items() if name != "bare" or sets_levels),
        picks="chosen" if picks else "",
        row_name=_name,
        noun="document",
        counts=counts,
    )
    today = datetime.now(request.app.state.settings.zone).date()
    values = {
        "people": records.users() if listing.picks else (),
        "listing": listing,
        "view": listed["view"],
        "title": VIEWS[listed["view"]][0],
        "today": today,
        "last": None if rows else records.last_intake(),
        "counts": None if rows else records.counts(),
        "unlevelled": counts["bare"] if sets_levels else 0,
        "levels": user.clearance.covers,
        "open_by": records.opened_by([row.control_number for row in rows], user.name, datetime.now(UTC)),
    }
    return show(request, "queue.html", values, user)


@router.get("/export")
def export(request: Request, user: Exporter) -> Response:
    """Exactly the documents that the list shows under these filters, on all its pages."""
    listed = asked(request, COLUMNS, FILTERS, "/queue", tuple(VIEWS))
    rows = _all(request.app.state.records, _wanted(listed, user))
    return exported(request.query_params.get("as", ""), "review-queue", COLUMNS, map(_plain, rows))


@router.post("/assign")
def assign(request: Request, fields: Fields, user: Sorter) -> Response:
    """Give the ticked documents to somebody, or to nobody, all or none."""
    chosen = _ticked(fields)
    name = fields.get("to", "").strip() or None
    request.app.state.records.assign_all(chosen, name, user.name)
    return RedirectResponse(f"/queue?said={'assigned' if name else 'unassigned'}", 303)


@router.post("/guard")
def guard(request: Request, fields: Fields, user: Sorter) -> Response:
    """Say of the ticked documents how guarded they are, all or none."""
    level = chosen_level(fields.get("handling", ""), user)
    request.app.state.records.mark_levels(_ticked(fields), level, user.name)
    return RedirectResponse("/queue?view=bare&said=guarded", 303)


def _ticked(fields: Mapping[str, str]) -> list[str]:
    chosen = [name.removeprefix("pick.") for name in fields if name.startswith("pick.")]
    if not chosen:
        raise IllegalMove("No document is ticked.", remedy="Go back and tick those that are meant.")
    return chosen


def _name(row: QueueRow) -> str:
    return row.control_number


def _shown(column: Column, view: str) -> bool:
    """A column that says the same of every row of a view is left out."""
    if column.name == "stage":
        return view in ("all", "working", "done")
    return column.name not in ("due", "drafts_left", "least_sure") or view != "aside"


def _view(name: str, user: User) -> Wanted:
    """What a view wants, for this person."""
    view = VIEWS[name][1]
    return replace(view, assigned=user.name) if name == "mine" else view


def _wanted(listed: Asked, user: User) -> Wanted:
    """The view, narrowed further by what is asked beside it."""
    view = _view(listed["view"], user)
    return replace(
        view,
        kind=listed["kind"] or view.kind,
        due=listed["due"] or view.due,
        channel=listed["channel"],
        words=listed["words"],
        sort=listed.sort,
        down=listed.down,
    )


def _all(records: SqlRecords, wanted: Wanted) -> Iterator[QueueRow]:
    after = None
    while rows := records.queue_part(wanted, 500, after):
        yield from rows
        after = rows[-1].control_number


def _plain(row: QueueRow) -> Mapping[str, Json]:
    return {
        "control_number": row.control_number,
        "subject": row.title or row.name,
        "kind": row.kind,
        "sender": row.sender,
        "received": row.received_at.isoformat(),
        "due": row.due.isoformat() if row.due else None,
        "drafts_left": row.drafts_waiting,
        "drafts": row.drafts,
        "least_sure": row.lowest,
        "stage": row.stage,
        "assigned": row.assigned_to,
        "remark": row.reason,
    }
