"""The review screen: the source on the left, the drafts that rest on it on the right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.decisions import REJECT_REASONS, Decision, Draft, Verdict
from pipeline.problems import NotFound
from review.cards import changes, groups
from review.pages.showing import show
from review.passages import marks, pages
from review.people import Allowed, check_form
from store.views import Dossier, Filed, User

router = APIRouter(prefix="/documents/{control}")
Reader = Annotated[User, Depends(Allowed("read"))]
Reviewer = Annotated[User, Depends(Allowed("draft.decide"))]
_SAID = {
    Verdict.APPROVE: "Approved",
    Verdict.EDIT: "Changed and approved",
    Verdict.REJECT: "Rejected",
    Verdict.UNDO: "Decision undone",
}


@router.get("")
def document(request: Request, control: str, user: Reader) -> Response:
    """One document beside its drafts."""
    dossier = request.app.state.records.dossier(control)
    return show(request, "document.html", _contents(request, dossier), user)


def _contents(request: Request, dossier: Dossier) -> dict[str, object]:
    read, analysis, drafts = dossier.read, dossier.analysis, dossier.drafts
    shown = pages(read, marks(read, drafts, analysis)) if read and read.text else ()
    return {
        "dossier": dossier,
        "document": dossier.document,
        "analysis": analysis,
        "groups": groups(drafts),
        "pages": shown,
        "left": sum(not draft.status.decided for draft in drafts if draft.record is None),
        "ready": sum(draft.status.decided and draft.record is None for draft in drafts),
        "uncovered": analysis.uncovered if analysis else (),
        "reasons": REJECT_REASONS,
        "said": request.query_params.get("said", ""),
        "undo": request.query_params.get("undo", ""),
        "current": request.query_params.get("at", ""),
    }


def _verdict(name: str) -> Verdict:
    try:
        return Verdict(name)
    except ValueError:
        raise NotFound(f"There is no verdict {name}.") from None


def _draft(request: Request, control: str, number: int) -> Draft:
    found: Draft = request.app.state.records.draft(control, number)
    return found


def _back(request: Request, control: str, draft: Draft, verdict: Verdict) -> Response:
    """To the next waiting draft after this one; after an undo, to the draft itself."""
    drafts: tuple[Draft, ...] = request.app.state.records.drafts(control)
    waiting = [one.number for one in drafts if not one.status.decided and one.record is None]
    later = [number for number in waiting if number > draft.number] or waiting
    at = draft.number if verdict is Verdict.UNDO or not later else later[0]
    query = f"said={_SAID[verdict]}&at={at}" + ("" if verdict is Verdict.UNDO else f"&undo={draft.number}")
    return RedirectResponse(f"/documents/{control}?{query}#draft-{at}", status_code=303)


@router.post("/drafts/{number}/{verdict}", dependencies=[Depends(check_form)])
async def decide(request: Request, control: str, number: int, verdict: str, user: Reviewer) -> Response:
    """Approve, edit, reject or undo one draft."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    draft = _draft(request, control, number)
    made = _verdict(verdict)
    changed = changes(draft, form) if made is Verdict.EDIT else None
    decision = Decision(
        draft.id,
        int(form.get("version") or draft.version),
        user.name,
        made,
        datetime.now(UTC),
        changes=changed,
        reason=form.get("reason") or None,
    )
    request.app.state.records.decide(decision)
    return _back(request, control, draft, made)


@router.post("/finish", dependencies=[Depends(check_form)])
def finish(request: Request, control: str, user: Reviewer, made: Annotated[str, Form()] = "") -> Response:
    """File what was approved, in one transaction."""
    filed: Filed = request.app.state.records.finish(
        control, user.name, datetime.now(UTC), made=made.strip() or None
    )
    if filed.action:
        return RedirectResponse(f"/actions/{filed.action}?said=Filed+from+{control}", status_code=303)
    return RedirectResponse(f"/documents/{control}?said=Filed", status_code=303)


@router.post("/no-action", dependencies=[Depends(check_form)])
def no_action(request: Request, control: str, user: Reviewer, reason: Annotated[str, Form()]) -> Response:
    """Record that nothing needs doing, and why."""
    request.app.state.records.no_action(control, reason, user.name)
    return RedirectResponse("/", status_code=303)


@router.post("/retry", dependencies=[Depends(check_form)])
def retry(
    request: Request, control: str, user: Annotated[User, Depends(Allowed("document.retry"))]
) -> Response:
    """Put a document that was set aside back into the queue."""
    request.app.state.records.retry(control, user.name)
    return RedirectResponse(f"/documents/{control}", status_code=303)
