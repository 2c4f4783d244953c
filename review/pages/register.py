"""The registers of risks and impacts: the matrix, and the lists behind it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from coordination.assessment import Polarity
from review.matrix import LEVELS, matrix
from review.pages.showing import show
from review.people import Allowed
from store.register import Sought
from store.views import User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("action.read"))]


@router.get("/risks")
def risks(request: Request, user: Reader) -> Response:
    """Risks that stand: likelihood against severity, and the list of all or of one cell."""
    records, asked = request.app.state.records, request.query_params
    levels = {level.value for level in LEVELS}
    likelihood, severity = (
        asked[name] if asked.get(name) in levels else "" for name in ("likelihood", "severity")
    )
    action = asked.get("action", "")
    everything = records.risks(Sought(action, limit=10_000))
    values = {
        "picture": matrix((row.likelihood, row.severity) for row in everything),
        "rows": records.risks(Sought(action, likelihood, severity)),
        "total": len(everything),
        "levels": tuple(level.value for level in LEVELS),
        "likelihood": likelihood,
        "severity": severity,
        "action": action,
    }
    return show(request, "risks.html", values, user)


@router.get("/impacts")
def impacts(request: Request, user: Reader) -> Response:
    """Impacts that stand, of all or of one polarity."""
    asked = request.query_params
    polarity = asked.get("polarity", "")
    polarity = polarity if polarity in tuple(Polarity) else ""
    rows = request.app.state.records.impacts(Sought(asked.get("action", ""), polarity=polarity))
    values = {"rows": rows, "polarities": tuple(Polarity), "polarity": polarity}
    return show(request, "impacts.html", values, user)
