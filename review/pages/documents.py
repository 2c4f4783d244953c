"""The review screen: the source on the left, the drafts that rest on it on the right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from pipeline.intake import Stage
from pipeline.problems import NotFound
from review.correspondence import beside
from review.desk import Asked, contents
from review.pages import adding, deciding, finishing, sorting
from review.pages.showing import show
from review.pages.steps import Reader, number_in, records_of
from review.people import allowed
from review.reading import moment_words
from store.records import SqlRecords
from store.views import Dossier, Finish, User

router = APIRouter(prefix="/documents/{control}")
for part in (adding, deciding, finishing, sorting):
    router.include_router(part.router)
LOOK = "chancery_look"
"""How this browser wants the source shown: it stays so from one document to the next."""

_STEPS = {Stage.RECEIVED: 1, Stage.READING: 2, Stage.HELD: 2, Stage.ANALYSING: 3}


@router.get("")
def document(request: Request, control: str, user: Reader) -> Response:
    """One document beside its drafts."""
    records = records_of(request)
    dossier = records.dossier(control)
    aside = dossier.document.stage is Stage.SET_ASIDE
    before, after = records.neighbours(control, (Stage.SET_ASIDE if aside else Stage.NEEDS_REVIEW,))
    query = request.query_params
    asked = Asked(*(query.get(name, "") for name in ("at", "from", "undo", "show", "add")))
    sheets = records.page_sheets(control)
    shown = contents(dossier, asked, sheets)
    shown |= {"before": before, "after": after, "look": _look(request), "can_look": bool(sheets)}
    shown |= {"pane": query.get("pane", ""), "step": _STEPS.get(dossier.document.stage)}
    shown["disposal"] = records.disposal_of(control)
    shown["held_for"] = records.held_for(control)
    shown |= _around(request, records, dossier, user) | beside(
        records, dossier, lambda at: moment_words(at, user, request.app.state.settings.zone)
    )
    answer = show(request, "document.html", shown, user)
    if "look" in query:
        answer.set_cookie(LOOK, _look(request), samesite="strict")
    return answer


def _look(request: Request) -> str:
    """Pages or text, as somebody chose; empty where nobody has, so that the width decides."""
    wanted = request.query_params.get("look") or request.cookies.get(LOOK, "")
    return wanted if wanted in ("pages", "text") else ""


def _around(request: Request, records: SqlRecords, dossier: Dossier, user: User) -> dict[str, object]:
    """What stands around source and drafts: who else is here, who may take it, what was just finished."""
    may, now = allowed(user), datetime.now(UTC)
    control = dossier.document.control_number
    today = now.astimezone(request.app.state.settings.zone).date()
    sorts = "document.assign" in may and dossier.document.stage is Stage.NEEDS_REVIEW
    ended = dossier.document.stage is Stage.REVIEWED
    return {
        "others": records.open_by(control, user.name, now) if "draft.decide" in may else (),
        "colleagues": records.users() if sorts else (),
        "units": records.agency().units if "draft.decide" in may or sorts else (),
        "levels": [level.value for level in user.clearance.covers],
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "done": _done(records, request.query_params.get("done", "") or (control if ended else ""), now),
    }


def _done(records: SqlRecords, control: str, now: datetime) -> dict[str, object] | None:
    """The finish of a document that stands, and whether it can still be taken back."""
    try:
        found: Finish | None = records.last_finish(control) if control else None
    except NotFound:
        return None
    if found is None:
        return None
    return {"control": control, "finish": found, "undoable": now <= found.until and not found.acted}


@router.get("/pages/{number}")
def page_image(request: Request, control: str, number: str, user: Reader) -> Response:
    """The image of one page, made when the document was taken in; nothing foreign is opened here."""
    view = records_of(request).page_view(control, number_in(number, "page"))
    if view is None:
        raise NotFound(f"There is no image of page {number} of {control}.", "None was made of it.")
    headers = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "default-src 'none'"}
    return Response(view.image, media_type=view.media_type, headers=headers)


@router.get("/original")
def original(request: Request, control: str, user: Reader) -> Response:
    """The bytes as they came, to be kept as a file: no browser opens them here."""
    records = records_of(request)
    known = records.document(control)
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(known.name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(records.contents(known), media_type="application/octet-stream", headers=headers)
