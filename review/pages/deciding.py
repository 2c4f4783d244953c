"""Deciding drafts: one by one, several at once, and when two people decide at the same time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from pipeline.decisions import Decision, Draft, DraftStatus, Verdict, at_once
from pipeline.encoding import Json
from pipeline.findings import Confidence
from pipeline.problems import Conflict, NotFound
from review.cards import card
from review.conflicts import rows
from review.desk import following
from review.forms import changes
from review.pages.showing import SAID, show
from review.pages.steps import Reviewer, data, number_in, records_of, to, version_in, wants_data
from review.people import Fields
from review.reading import Persons
from store.records import SqlRecords
from store.views import User

router = APIRouter()
_SURE = "sure."
_SEEN = re.compile(r"(\d{1,9})\.(\d{1,9})")


def _verdict(name: str) -> Verdict:
    try:
        return Verdict(name)
    except ValueError:
        raise NotFound(f"There is no verdict {name}.", "", "Approve, edit, reject or undo.") from None


@router.post("/drafts/{number}/merge")
def merge(request: Request, control: str, number: str, fields: Fields, user: Reviewer) -> Response:
    """Store what somebody made of two versions, in place of the one that is stored now."""
    records = records_of(request)
    draft = records.draft(control, number_in(number, "draft"))
    version = version_in(fields)
    undo = Decision(draft.id, version, user.name, Verdict.UNDO, datetime.now(UTC))
    steps = (undo,) if draft.status.decided else ()
    base = replace(draft, values=draft.proposed if steps else draft.values, version=version + len(steps))
    changed = changes(base, fields)
    request.state.written = {name: value for name, value in changed.items() if value}
    try:
        records.decide_all((*steps, _saved(base, user, fields, changed)))
    except Conflict:
        return _conflict(request, records, draft, fields, user)
    return _back(request, control, draft, Verdict.EDIT)


def _saved(draft: Draft, user: User, fields: dict[str, str], changed: dict[str, Json]) -> Decision:
    """The form as a decision. Who saves it has seen its fields; who changed nothing approves."""
    verdict = Verdict.EDIT if changed else Verdict.APPROVE
    seen = frozenset(fields) | _confirmed(fields) | {"words"}
    now = datetime.now(UTC)
    return Decision(draft.id, draft.version, user.name, verdict, now, changed or None, None, seen)


def _confirmed(fields: dict[str, str]) -> frozenset[str]:
    return frozenset(name.removeprefix(_SURE) for name in fields if name.startswith(_SURE))


@router.post("/drafts/{number}/{verdict}")
def decide(
    request: Request, control: str, number: str, verdict: str, fields: Fields, user: Reviewer
) -> Response:
    """Approve, edit, reject or undo one draft."""
    made = _verdict(verdict)
    records = records_of(request)
    draft = records.draft(control, number_in(number, "draft"))
    seen = replace(draft, version=version_in(fields))
    if made is Verdict.EDIT:
        changed = changes(draft, fields)
        request.state.written = {name: value for name, value in changed.items() if value}
        decision = _saved(seen, user, fields, changed)
    else:
        reason = fields.get("reason") or None if made is Verdict.REJECT else None
        sure, now = _confirmed(fields), datetime.now(UTC)
        decision = Decision(draft.id, seen.version, user.name, made, now, None, reason, sure)
    try:
        after = records.decide(decision)
    except Conflict as conflict:
        if made is not Verdict.EDIT:
            raise
        if wants_data(request):
            return data({"conflict": True, "lines": [conflict.what]}, 409)
        return _conflict(request, records, draft, fields, user)
    if wants_data(request):
        return _told(records, after, made, reload=draft.status is DraftStatus.EDITED or made is Verdict.EDIT)
    return _back(request, control, draft, made)


def _told(records: SqlRecords, draft: Draft, made: Verdict, *, reload: bool) -> Response:
    """The draft as it stands now, and what is left, for the page that changes in place."""
    drafts = records.drafts(draft.document)
    alive = [one for one in drafts if one.status is not DraftStatus.SUPERSEDED]
    unfiled = [one for one in alive if one.record is None]
    return data(
        {
            "number": draft.number,
            "version": draft.version,
            "status": draft.status,
            "by": Persons(records.users)(draft.decided_by),
            "reason": draft.reason,
            "said": SAID[made],
            "title": card(draft).heading or draft.title,
            "at": draft.number if made is Verdict.UNDO else following(drafts, draft.number),
            "left": sum(not one.status.decided for one in unfiled),
            "ready": sum(one.status.decided for one in unfiled),
            "total": len(alive),
            "reload": reload,
        }
    )


def _conflict(
    request: Request, records: SqlRecords, draft: Draft, fields: dict[str, str], user: User
) -> Response:
    """What is typed beside what is stored and what the analyzer wrote: nothing is overwritten or lost."""
    now = records.draft(draft.document, draft.number)
    values: dict[str, object] = {"draft": now, "rows": rows(now, fields), "filed": now.record is not None}
    return show(request, "conflict.html", values, user, 409)


def _back(request: Request, control: str, draft: Draft, verdict: Verdict) -> Response:
    """To the next waiting draft after this one; after an undo, to the draft itself."""
    at, undo = draft.number, ""
    if verdict is not Verdict.UNDO:
        at, undo = following(records_of(request).drafts(control), draft.number), f"&undo={draft.number}"
    return to(control, f"?said={verdict}&at={at}{undo}#draft-{at}")


@router.post("/approve-rest")
def approve_rest(request: Request, control: str, fields: Fields, user: Reviewer) -> Response:
    """Approve the drafts that the form names, if each may be approved in one go and none has changed."""
    records, now = records_of(request), datetime.now(UTC)
    seen = {int(number): int(version) for number, version in _SEEN.findall(fields.get("seen", ""))}
    drafts = records.drafts(control)
    sure = at_once(drafts, records.document(control).coverage, Confidence.HIGH)
    chosen = [draft for draft in sure if draft.number in seen]
    if not chosen or len(chosen) < len(seen):
        raise Conflict(
            "These drafts cannot be approved in one go.",
            "Some were decided or replaced meanwhile, or are to be looked at one by one.",
        )
    records.decide_all(
        Decision(draft.id, seen[draft.number], user.name, Verdict.APPROVE, now) for draft in chosen
    )
    at = following(records.drafts(control), chosen[-1].number)
    return to(control, f"?said=rest&at={at}#draft-{at}")
