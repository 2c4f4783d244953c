"""Webhooks: where they go, what they are told, what became of each message; a secret is shown once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.webhooks import EVENTS, MOST_TRIES, DeliveryState
from pipeline.problems import IllegalMove, NotFound, Problem
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed, Fields
from review.services import Check, Services
from store.views import User

router = APIRouter(prefix="/admin/webhooks")
Operator = Annotated[User, Depends(Allowed("admin.settings"))]
SHOWN = 50


@router.get("")
def webhooks(request: Request, user: Operator) -> Response:
    """Every webhook; the messages to one of them where the address names it."""
    return _page(request, user, request.query_params.get("hook", ""))


def _page(
    request: Request,
    user: User,
    name: str = "",
    status: int = 200,
    *,
    secret: str = "",
    found: Sequence[Check] = (),
    problem: Problem | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    records = records_of(request)
    values: dict[str, object] = {
        "hooks": records.webhooks(),
        "name": name,
        "deliveries": records.deliveries(name, limit=SHOWN) if name else (),
        "events": EVENTS,
        "most": MOST_TRIES,
        "dead": DeliveryState.DEAD,
        "readers": sorted(one.name for one in records.users()),
        "private": records.settings.webhook_private,
        "secret": secret,
        "found": found,
        "problem": problem,
        "typed": typed or {},
    }
    return show(request, "webhooks.html", values, user, status)


@router.post("")
def make(request: Request, user: Operator, fields: Fields) -> Response:
    """Make a webhook and show its secret, once."""
    chosen = frozenset(key.partition(".")[2] for key in fields if key.startswith("event."))
    name, url = fields.get("name", ""), fields.get("url", "").strip()
    try:
        secret = records_of(request).make_webhook(name, url, chosen, fields.get("reader", ""), user.name)
    except (IllegalMove, NotFound) as problem:
        return _page(request, user, status=422, problem=problem, typed=fields)
    return _page(request, user, " ".join(name.split()), secret=secret)


@router.post("/{deed}")
def act(request: Request, deed: str, fields: Fields, user: Operator) -> Response:
    """Send a test, stop a webhook, take it up again, remove it, or send a message once more."""
    records, name = records_of(request), fields.get("hook", "")
    if deed == "test":
        return _page(request, user, name, found=_tested(request, name, user))
    if deed == "stop":
        records.stop_webhook(name, f"Stopped by {user.name}.", user.name)
    elif deed == "resume":
        records.resume_webhook(name, user.name)
    elif deed == "remove":
        records.remove_webhook(name, user.name)
        return RedirectResponse("/admin/webhooks?said=hook_removed", 303)
    elif deed == "retry":
        records.retry_delivery(fields.get("delivery", ""), user.name)
    else:
        raise NotFound("There is no such step.", remedy="Load the page again.")
    said = {"stop": "hook_stopped", "resume": "hook_resumed", "retry": "hook_retried"}[deed]
    return RedirectResponse(f"/admin/webhooks?{urlencode({'hook': name, 'said': said})}", 303)


def _tested(request: Request, name: str, user: User) -> Sequence[Check]:
    given: Services = request.app.state.services
    if given.try_webhook is None:
        raise IllegalMove("Nothing can be tried here.", "These pages were opened without their tools.")
    return given.try_webhook(name, user.name)
