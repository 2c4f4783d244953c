"""How far a reply is that the model drafts, with a button to cancel it; a letter that is drafted opens."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from review.drafting import Drafting
from review.pages.showing import show
from review.people import Allowed, Fields
from store.views import User

router = APIRouter(prefix="/drafting")
Worker = Annotated[User, Depends(Allowed("item.update"))]


def drafting_of(request: Request) -> Drafting:
    """The threads that draft replies."""
    found: Drafting = request.app.state.drafting
    return found


@router.get("/{job}")
def draft(request: Request, job: str, user: Worker) -> Response:
    """How far it is, or why there is no draft; the letter itself once it is drafted."""
    found, asked = drafting_of(request).look(job, user.name)
    if found.answer:
        return RedirectResponse(f"/letters/{found.answer}?said=draft", 303)
    return show(request, "drafting.html", {"job": found, "asked": asked}, user)


@router.post("/{job}/cancel")
def cancel(request: Request, job: str, fields: Fields, user: Worker) -> Response:
    """Give a draft up; what the model still says is thrown away."""
    found, asked = drafting_of(request).give_up(job, user.name)
    if found.answer:
        return RedirectResponse(f"/letters/{found.answer}?said=draft", 303)
    told = urlencode({"tab": "letters", "told": "cancel"})
    return RedirectResponse(f"/actions/{asked.number}?{told}", 303)
