"""The review screen: the source on the left, the drafts that rest on it on the right."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.decisions import Decision, Draft, Verdict, at_once
from pipeline.findings import Confidence
from pipeline.intake import Stage
from pipeline.problems import Conflict, IllegalMove, NotFound
from review.cards import changes
from review.desk import contents
from review.pages.showing import show
from review.people import Allowed, Fields
from store.records import SqlRecords
from store.views import Filed, User

router = APIRouter(prefix="/documents/{control}")
Reader = Annotated[User, Depends(Allowed("read"))]
Reviewer = Annotated[User, Depends(Allowed("draft.decide"))]
Finisher = Annotated[User, Depends(Allowed("document.finish"))]
Retrier = Annotated[User, Depends(Allowed("document.retry"))]
LOOK = "chancery_look"
"""How this browser wants the source shown: it stays so from one document to the next."""

_SURE = "sure."
_SEEN = re.compile(r"(\d{1,9})\.(\d{1,9})")


def _records(request: Request) -> SqlRecords:
    found: SqlRecords = request.app.state.records
    return found


@router.get("")
def document(request: Request, control: str, user: Reader) -> Response:
    """One document beside its drafts."""
    records = _records(request)
    dossier = records.dossier(control)
    aside = dossier.document.stage is Stage.SET_ASIDE
    before, after = records.neighbours(control, (Stage.SET_ASIDE if aside else Stage.NEEDS_REVIEW,))
    asked = {name: request.query_params.get(name, "") for name in ("at", "from", "undo")}
    sheets = records.page_sheets(control)
    look = request.query_params.get("look") or request.cookies.get(LOOK, "pages")
    text_wanted = look == "text"
    shown = contents(dossier, asked["at"], asked["from"], asked["undo"], () if text_wanted else sheets)
    shown |= {"can_look": bool(sheets), "look": "text" if text_wanted or not sheets else "pages"}
    answer = show(request, "document.html", shown | {"before": before, "after": after}, user)
    answer.set_cookie(LOOK, "text" if text_wanted else "pages", httponly=True, samesite="strict")
    return answer


@router.get("/pages/{number}")
def page_image(request: Request, control: str, number: str, user: Reader) -> Response:
    """The image of one page, made when the document was taken in; nothing foreign is opened here."""
    view = _records(request).page_view(control, _number(number, "page"))
    if view is None:
        raise NotFound(f"There is no image of page {number} of {control}.", "None was made of it.")
    headers = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "default-src 'none'"}
    return Response(view.image, media_type=view.media_type, headers=headers)


@router.get("/original")
def original(request: Request, control: str, user: Reader) -> Response:
    """The bytes as they came, to be kept as a file: no browser opens them here."""
    records = _records(request)
    known = records.document(control)
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(known.name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(records.contents(known), media_type="application/octet-stream", headers=headers)


def _number(text: str, what: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotFound(f"There is no {what} {text}.", "It is no number.")
    return int(text)


def _verdict(name: str) -> Verdict:
    try:
        return Verdict(name)
    except ValueError:
        raise NotFound(f"There is no verdict {name}.", "", "Approve, edit, reject or undo.") from None


def _version(fields: dict[str, str]) -> int:
    """The version that the reviewer saw: without it, nobody can tell whether it was the present one."""
    given = fields.get("version", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 10):
        raise Conflict("The form does not say which version of the draft it is about.")
    return int(given)


def _back(request: Request, control: str, draft: Draft, verdict: Verdict) -> Response:
    """To the next waiting draft after this one; after an undo, to the draft itself."""
    at, undo = draft.number, ""
    if verdict is not Verdict.UNDO:
        drafts = _records(request).drafts(control)
        waiting = [one.number for one in drafts if not one.status.decided and one.record is None]
        later = [number for number in waiting if number > draft.number] or waiting
        at, undo = (later or [at])[0], f"&undo={draft.number}"
    return _to(control, f"?said={verdict}&at={at}{undo}#draft-{at}")


def _to(control: str, rest: str) -> Response:
    return RedirectResponse(f"/documents/{quote(control)}{rest}", status_code=303)


@router.post("/drafts/{number}/{verdict}")
def decide(
    request: Request, control: str, number: str, verdict: str, fields: Fields, user: Reviewer
) -> Response:
    """Approve, edit, reject or undo one draft."""
    made = _verdict(verdict)
    draft = _records(request).draft(control, _number(number, "draft"))
    changed = changes(draft, fields) if made is Verdict.EDIT else None
    request.state.written = {name: value for name, value in (changed or {}).items() if value}
    reason = fields.get("reason") or None if made is Verdict.REJECT else None
    confirmed = frozenset(name.removeprefix(_SURE) for name in fields if name.startswith(_SURE))
    if made is Verdict.EDIT:
        confirmed |= fields.keys()  # who saves the form has seen its fields
    now = datetime.now(UTC)
    decision = Decision(draft.id, _version(fields), user.name, made, now, changed, reason, confirmed)
    _records(request).decide(decision)
    return _back(request, control, draft, made)


@router.post("/approve-rest")
def approve_rest(request: Request, control: str, fields: Fields, user: Reviewer) -> Response:
    """Approve the drafts that the form names, if each may be approved in one go and none has changed."""
    records, now = _records(request), datetime.now(UTC)
    seen = {int(number): int(version) for number, version in _SEEN.findall(fields.get("seen", ""))}
    drafts = records.drafts(control)
    sure = at_once(drafts, records.document(control).coverage, Confidence.HIGH)
    chosen = [draft for draft in sure if draft.number in seen]
    if not chosen or len(chosen) < len(seen):
        raise Conflict(
            "These drafts cannot be approved in one go.", "Some were decided or replaced meanwhile."
        )
    records.decide_all(
        Decision(draft.id, seen[draft.number], user.name, Verdict.APPROVE, now) for draft in chosen
    )
    return _back(request, control, chosen[-1], Verdict.APPROVE) if len(chosen) == 1 else _rest(chosen, drafts)


def _rest(chosen: list[Draft], drafts: tuple[Draft, ...]) -> Response:
    done = {draft.number for draft in chosen}
    waiting = [draft.number for draft in drafts if not draft.status.decided and draft.number not in done]
    at = next((number for number in waiting if number > max(done)), min(done))
    return _to(chosen[0].document, f"?said=rest&at={at}#draft-{at}")


@router.post("/finish")
def finish(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """File what was approved, in one transaction."""
    joins, made = fields.get("joins", "").strip(), fields.get("made", "").strip()
    if joins and made:
        raise IllegalMove(
            "The items go under one executive action.",
            "Both a number and a name were given.",
            "Go back and leave one of them empty.",
        )
    filed: Filed = _records(request).finish(
        control, user.name, datetime.now(UTC), joins=joins or None, made=made or None
    )
    if filed.action:
        return RedirectResponse(f"/actions/{quote(filed.action)}?said=filed", status_code=303)
    return _to(control, "?said=filed")


@router.post("/no-action")
def no_action(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """Record that nothing needs doing, and why."""
    _records(request).no_action(control, fields.get("reason", ""), user.name)
    return _to(control, "?said=no_action")


@router.post("/reopen")
def reopen(request: Request, control: str, fields: Fields, user: Finisher) -> Response:
    """Lay a reviewed document before a reviewer again, and why."""
    _records(request).reopen(control, fields.get("reason", ""), user.name)
    return _to(control, "?said=reopened")


@router.post("/retry")
def retry(request: Request, control: str, fields: Fields, user: Retrier) -> Response:
    """Put a document that was set aside back into the queue."""
    _records(request).retry(control, user.name)
    return _to(control, "?said=retried")
