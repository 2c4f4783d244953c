"""What is done at once with the executive actions that are marked in their list: a lead, or tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.problems import Conflict, IllegalMove, NotFound
from review.pages.actions import asked_of, listed_page
from review.pages.failed import chosen
from review.people import Allowed, Fields
from store.actionfiles import ActionFile
from store.records import SqlRecords
from store.views import User

router = APIRouter(prefix="/actions/marked")
Manager = Annotated[User, Depends(Allowed("action.manage"))]
Change = Callable[[ActionFile], dict[str, Any]]


@router.post("/lead")
def lead(request: Request, fields: Fields, user: Manager) -> Response:
    """Give the marked actions an accountable lead, each as its own page does."""
    return _answer(request, fields, user, "led", _lead)


@router.post("/tags")
def tags(request: Request, fields: Fields, user: Manager) -> Response:
    """Add tags to those that the marked actions have, each as its own page does."""
    return _answer(request, fields, user, "tagged", _tags)


def _lead(fields: Mapping[str, str]) -> Change:
    person = fields.get("to", "").strip()
    if not person:
        raise IllegalMove("Nobody is chosen.", remedy="Choose who leads the marked actions.")
    return lambda file: {"accountable_lead": person}


def _tags(fields: Mapping[str, str]) -> Change:
    new = [words for part in fields.get("tags", "").split(";") if (words := " ".join(part.split()))]
    if not new:
        raise IllegalMove("There is no tag.", remedy="Write the tag that the marked actions get.")
    return lambda file: _tagged(file, new)


def _tagged(file: ActionFile, new: list[str]) -> dict[str, Any]:
    """Raises IllegalMove where there is nothing to add: no step is on record that changed nothing."""
    known = list(file.facts["tags"] or ())
    if set(new) <= set(known):
        raise IllegalMove("It is tagged so already.")
    return {"tags": [*known, *new]}


def _answer(
    request: Request, fields: Fields, user: User, said: str, wanted: Callable[[Mapping[str, str]], Change]
) -> Response:
    """The list anew; where something was refused, with what and why, and those marks kept."""
    try:
        change, marked = wanted(fields), chosen(fields)
    except IllegalMove as problem:
        return listed_page(request, user, 0, [("", problem.lines)], fields, 409)
    whys = [(number, _refusal(request.app.state.records, number, user, change)) for number in marked]
    refused = [(number, why) for number, why in whys if why]
    if not refused:
        listed = asked_of(request)
        return RedirectResponse(listed.link(after=listed.after, said=said), 303)
    left = {f"pick.{number}" for number, _ in refused}
    kept = {name: value for name, value in fields.items() if not name.startswith("pick.") or name in left}
    return listed_page(request, user, len(marked) - len(refused), refused, kept, 409)


def _refusal(records: SqlRecords, number: str, user: User, change: Change) -> tuple[str, ...]:
    """Change one action as it stands now; why it could not be, empty where it could."""
    try:
        file = records.action_file(number)
        records.change_action(number, file.view.action.version, change(file), user.name)
    except (IllegalMove, Conflict, NotFound) as problem:
        return problem.lines
    return ()
