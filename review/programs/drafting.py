"""Replies that the model drafts: asked for, looked after, cancelled."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from review.drafting import Asked
from review.pages.drafting import drafting_of
from review.people import Allowed
from review.programs.asking import SENT, faults
from review.programs.letter_shapes import DraftUnderWay, DraftWanted
from store.views import User

router = APIRouter()
Worker = Annotated[User, Depends(Allowed("item.update"))]


@router.post(
    "/letters/{number}/{control}/draft",
    status_code=202,
    tags=["letters"],
    dependencies=SENT,
    responses=faults(404, 409),
)
def ask(
    request: Request, answer: Response, number: str, control: str, wanted: DraftWanted, user: Worker
) -> DraftUnderWay:
    """Let the model draft a reply to a letter; one at a time. Nothing is sent, nothing signed."""
    job = drafting_of(request).ask(Asked(number, control, wanted.kind, wanted.template), user.name)
    answer.headers["Location"] = f"/api/v1/drafting/{job}"
    return _told(request, job, user)


@router.get("/drafting/{job}", tags=["letters"], responses=faults(404))
def look(request: Request, job: str, user: Worker) -> DraftUnderWay:
    """How far a draft is that this user asked for."""
    return _told(request, job, user)


@router.delete(
    "/drafting/{job}", status_code=204, tags=["letters"], dependencies=SENT, responses=faults(404, 409)
)
def cancel(request: Request, job: str, user: Worker) -> None:
    """Give a draft up; what the model still says is thrown away. A letter that is there already stays."""
    drafting_of(request).give_up(job, user.name)


def _told(request: Request, job: str, user: User) -> DraftUnderWay:
    found, asked = drafting_of(request).look(job, user.name)
    return DraftUnderWay(
        id=found.id,
        state=found.state,
        action=asked.number,
        document=asked.document,
        kind=asked.kind,
        ahead=found.ahead,
        asked_at=found.asked_at,
        started_at=found.started_at,
        letter=found.answer,
        problem=[line for line in found.problem if line],
    )
