"""The registers of risks and impacts: the matrix, and the lists behind it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from coordination.assessment import Polarity
from review.files import today
from review.matrix import LEVELS, matrix
from review.numbers import page_of
from review.pages.showing import show
from review.people import Allowed
from store.register import Sought
from store.views import User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("action.read"))]
PAGE = 100


@router.get("/risks")
def risks(request: Request, user: Reader) -> Response:
    """Risks that stand: likelihood against severity, and the list of all or of one cell."""
    records, asked = request.app.state.records, request.query_params
    levels = {level.value for level in LEVELS}
    likelihood, severity = (
        asked[name] if asked.get(name) in levels else "" for name in ("likelihood", "severity")
    )
    action, page = asked.get("action", ""), page_of(request)
    graded, day, late = records.risk_grades(action), today(request), asked.get("late") == "yes"
    sought = Sought(
        action, likelihood, severity, limit=PAGE + 1, offset=(page - 1) * PAGE, late=day if late else None
    )
    rows = records.risks(sought)
    values = {
        "late": late,
        "today": day,
        "picture": matrix(graded),
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "total": sum(graded.values()),
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
    action, page = asked.get("action", ""), page_of(request)
    sought = Sought(action, polarity=polarity, limit=PAGE + 1, offset=(page - 1) * PAGE)
    rows = request.app.state.records.impacts(sought)
    values = {
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "polarities": tuple(Polarity),
        "polarity": polarity,
        "action": action,
    }
    return show(request, "impacts.html", values, user)
