"""Routing rules: their order, one rule's form, and what it would have done with past documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.routing import RoutingRule, Tried
from pipeline.findings import Kind
from pipeline.problems import Conflict, IllegalMove, NotFound
from review.numbers import whole
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed, Fields
from store.views import User

router = APIRouter(prefix="/routing")
Reader = Annotated[User, Depends(Allowed("action.read"))]
Agent = Annotated[User, Depends(Allowed("admin.agency"))]
SHOWN = 200


@router.get("")
def rules(request: Request, user: Reader) -> Response:
    """The rules in their order; one of them open where the address names it."""
    records, name = records_of(request), request.query_params.get("rule", "")
    known = {one.name: one for one in records.routing_rules()}
    if name and name not in known:
        raise NotFound(f"There is no routing rule “{name[:200]}”.", remedy="Choose one of the list.")
    tried = records.routing_trial(name) if name else ()
    return _page(request, user, known[name] if name else RoutingRule(""), tried)


def _page(
    request: Request,
    user: User,
    rule: RoutingRule,
    tried: tuple[Tried, ...] = (),
    refused: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    records = records_of(request)
    values = {
        "rules": records.routing_rules(),
        "rule": rule,
        "tried": tried[:SHOWN],
        "matched": len(tried),
        "differs": sum(one.differs for one in tried),
        "refused": refused,
        "kinds": tuple(Kind),
        "units": records.agency().units,
        "templates": records.templates(),
    }
    return show(request, "routing.html", values, user, status)


@router.post("")
def put(request: Request, fields: Fields, user: Agent) -> Response:
    """Make or change a rule; a refused form comes back as it was filled in."""
    wanted = rule_of(fields)
    try:
        records_of(request).put_routing_rule(wanted, user.name)
    except (IllegalMove, Conflict, NotFound) as problem:
        return _page(request, user, wanted, (), problem.lines, 409)
    return _to(wanted.name, "rule_kept")


@router.post("/{deed}")
def act(request: Request, deed: str, fields: Fields, user: Agent) -> Response:
    """Try a rule, switch it on or off, or ask it sooner or later."""
    records, name = records_of(request), fields.get("rule", "")
    if deed == "try":
        records.try_routing_rule(name, user.name)
    elif deed in ("on", "off"):
        records.switch_routing_rule(name, user.name, on=deed == "on")
    elif deed in ("sooner", "later"):
        records.move_routing_rule(name, -1 if deed == "sooner" else 1, user.name)
    else:
        raise NotFound("There is no such step.", remedy="Load the page again.")
    return _to(name, f"rule_{deed}")


def _to(name: str, said: str) -> Response:
    return RedirectResponse(f"/routing?{urlencode({'rule': ' '.join(name.split()), 'said': said})}", 303)


def rule_of(fields: Mapping[str, str]) -> RoutingRule:
    """The rule that a form names; its lists have an entry a line."""
    version = fields.get("version", "")
    return RoutingRule(
        fields.get("name", ""),
        _lines(fields.get("senders", "")),
        tuple(kind.lower().replace(" ", "_") for kind in _lines(fields.get("kinds", ""))),
        _lines(fields.get("citations", "")),
        _lines(fields.get("words", "")),
        unit=fields.get("unit") or None,
        template=fields.get("template") or None,
        version=whole(version) or 0,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
