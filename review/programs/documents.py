"""Documents, their drafts, and what reviewers say of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response

from pipeline import stages
from pipeline.decisions import Decision, Draft, Verdict, doubts
from pipeline.gaps import expect_read
from pipeline.intake import Incoming, Stage
from pipeline.problems import Damaged, IllegalMove, NotFound
from review.pages.sorting import chosen_level
from review.people import Allowed
from review.programs import shapes
from review.programs.asking import (
    SENT,
    After,
    IfMatch,
    Limit,
    faults,
    mark,
    matched,
    records_of,
    stretch,
)
from review.programs.shapes import Page
from store.records import SqlRecords
from store.views import User

router = APIRouter(prefix="/documents", tags=["documents"])
Reader = Annotated[User, Depends(Allowed("read"))]
Clerk = Annotated[User, Depends(Allowed("document.intake"))]
Sorter = Annotated[User, Depends(Allowed("document.assign"))]
Retrier = Annotated[User, Depends(Allowed("document.retry"))]
Reviewer = Annotated[User, Depends(Allowed("draft.decide"))]
Finisher = Annotated[User, Depends(Allowed("document.finish"))]


async def contents(request: Request) -> bytes:
    """The bytes that were sent, whatever kind they are said to be. Raises Damaged when there are none."""
    data = await request.body()
    if not data:
        raise Damaged("Nothing was sent.", "The body is empty.", "Send the document as the body.")
    return data


@router.get("", responses=faults(404))
def documents(
    request: Request,
    user: Reader,
    stage: Annotated[list[Stage] | None, Query(description="Only documents in these stages.")] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[shapes.DocumentRow]:
    """Documents, the most pressing first."""
    rows = records_of(request).queue(stage, limit + 1, after)
    return stretch(rows, limit, lambda row: row.control_number, shapes.DocumentRow.model_validate)


@router.post(
    "",
    status_code=201,
    dependencies=SENT,
    responses=faults(409, 413) | {200: {"model": shapes.Document, "description": "It was taken in before."}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def take_in(
    request: Request,
    answer: Response,
    user: Clerk,
    data: Annotated[bytes, Depends(contents)],
    name: Annotated[str, Query(min_length=1, max_length=255, description="The name of the file.")],
    external_id: Annotated[
        str | None,
        Query(min_length=1, max_length=200, description="The sender's own key: again gives nothing new."),
    ] = None,
) -> shapes.Document:
    """Take a document in. It is on the record under its control number when this answers."""
    incoming = Incoming(
        "api", name, data, datetime.now(UTC), source=f"api:{user.name}", external_id=external_id
    )
    admission = stages.admit(records_of(request), incoming, user.name)
    answer.status_code = 201 if admission.new else 200
    answer.headers["Location"] = f"/api/v1/documents/{quote(admission.document.control_number)}"
    mark(answer, admission.document.version)
    return shapes.Document.model_validate(admission.document)


@router.get("/{control}", responses=faults(404))
def document(request: Request, answer: Response, control: str, user: Reader) -> shapes.Document:
    """One document as it stands."""
    found = records_of(request).document(control)
    mark(answer, found.version)
    return shapes.Document.model_validate(found)


@router.get("/{control}/text", responses=faults(404))
def text(request: Request, control: str, user: Reader) -> shapes.Text:
    """What was read out of a document."""
    records = records_of(request)
    found = records.document(control)
    read = records.last_reading(found)
    if read is None:
        raise NotFound(f"{control} has no text.", "It was not read, or could not be.")
    return shapes.Text(control_number=control, sha256=found.sha256, reader=read[1], text=read[0].text)


@router.get(
    "/{control}/original",
    response_class=Response,
    responses=faults(404) | {200: {"content": {"application/octet-stream": {}}}},
)
def original(request: Request, control: str, user: Reader) -> Response:
    """The bytes as they came, checked against their fingerprint."""
    records = records_of(request)
    found = records.document(control)
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(found.name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": f'"{found.sha256}"',
    }
    return Response(records.contents(found), media_type="application/octet-stream", headers=headers)


@router.get("/{control}/handling", responses=faults(404))
def handling(request: Request, answer: Response, control: str, user: Reader) -> shapes.Handled:
    """How guarded a document is, by which mark, and which unit it is for."""
    return _handled(records_of(request), answer, control)


@router.put("/{control}/handling", dependencies=SENT, responses=faults(404, 409, 412, 428))
def guard(
    request: Request,
    answer: Response,
    control: str,
    said: shapes.Guarding,
    user: Sorter,
    if_match: IfMatch = None,
) -> shapes.Handled:
    """Say how guarded a document is, and which unit it is for; without a unit it is for the whole agency."""
    records = records_of(request)
    matched(if_match, records.document(control).version)
    records.guard(control, chosen_level(said.level, user), said.unit, user.name)
    return _handled(records, answer, control)


def _handled(records: SqlRecords, answer: Response, control: str) -> shapes.Handled:
    dossier = records.dossier(control)
    mark(answer, dossier.document.version)
    desk = dossier.desk
    told = {"control_number": control, "level": desk.handling, "mark": desk.mark, "unit": desk.unit}
    return shapes.Handled.model_validate(told)


def _shape(draft: Draft) -> shapes.Draft:
    told = [shapes.Doubt.model_validate(doubt) for doubt in doubts(draft)]
    return shapes.Draft.model_validate(draft).model_copy(update={"doubts": told})


@router.get("/{control}/drafts", responses=faults(404))
def drafts(request: Request, control: str, user: Reader) -> list[shapes.Draft]:
    """The drafts of a document, replaced ones too."""
    return [_shape(draft) for draft in records_of(request).drafts(control)]


@router.get("/{control}/drafts/{number}", responses=faults(404))
def draft(request: Request, answer: Response, control: str, number: int, user: Reader) -> shapes.Draft:
    """One draft; its ETag is what a decision has to name."""
    found = records_of(request).draft(control, number)
    mark(answer, found.version)
    return _shape(found)


@router.post("/{control}/drafts/{number}/decision", dependencies=SENT, responses=faults(404, 409, 412, 428))
def decide(
    request: Request,
    answer: Response,
    control: str,
    number: int,
    said: shapes.Verdicts,
    user: Reviewer,
    if_match: IfMatch = None,
) -> shapes.Draft:
    """Approve, edit, reject or undo one draft, as the version that If-Match names."""
    records = records_of(request)
    seen = records.draft(control, number)
    changes = said.changes if said.verdict is Verdict.EDIT else None
    reason = said.reason if said.verdict is Verdict.REJECT else None
    version, now = matched(if_match, seen.version), datetime.now(UTC)
    confirmed = frozenset(said.confirmed)
    decision = Decision(seen.id, version, user.name, said.verdict, now, changes, reason, confirmed=confirmed)
    decided = records.decide(decision)
    mark(answer, decided.version)
    return _shape(decided)


@router.post("/{control}/finish", dependencies=SENT, responses=faults(404, 409))
def finish(request: Request, control: str, said: shapes.Finish, user: Finisher) -> shapes.Filed:
    """File what was decided, in one transaction."""
    if said.joins and said.made:
        raise IllegalMove("The items go under one executive action.", "Both a number and a name were given.")
    records = records_of(request)
    expect_read(len(records.dossier(control).gaps), said.gaps, "send as gaps how many were read")
    filed = records.finish(control, user.name, datetime.now(UTC), joins=said.joins, made=said.made)
    return shapes.Filed.model_validate(filed)


@router.post("/{control}/no-action", dependencies=SENT, responses=faults(404, 409))
def no_action(request: Request, control: str, said: shapes.Reason, user: Finisher) -> shapes.Document:
    """Record that nothing needs doing, and why."""
    return shapes.Document.model_validate(records_of(request).no_action(control, said.reason, user.name))


@router.post("/{control}/reopen", dependencies=SENT, responses=faults(404, 409))
def reopen(request: Request, control: str, said: shapes.Reason, user: Finisher) -> shapes.Document:
    """Lay a decided document before a reviewer again, and why."""
    return shapes.Document.model_validate(records_of(request).reopen(control, said.reason, user.name))


@router.post("/{control}/retry", dependencies=SENT, responses=faults(404, 409))
def retry(request: Request, control: str, user: Retrier) -> shapes.Document:
    """Have a document that was set aside read again."""
    return shapes.Document.model_validate(records_of(request).retry(control, user.name))
