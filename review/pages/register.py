"""The registers of risks, impacts and analyses: the matrix, and the lists behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from coordination.assessment import Polarity
from review.files import today
from review.listing import Asked, Column, Filter, asked, cut
from review.matrix import LEVELS, matrix
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed
from store.register import Sought
from store.views import User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("action.read"))]
PAGE = 50
GRADES = tuple((level.value, level.value) for level in LEVELS)
RISKS = (
    Column("number", "Risk", sorts=True),
    Column("likelihood", "Likelihood", sorts=True),
    Column("severity", "Severity", sorts=True),
    Column("level", "Together", sorts=True),
    Column("mitigation", "Mitigation"),
    Column("action", "Action", sorts=True),
    Column("rests", "Rests on"),
)
IMPACTS = (
    Column("name", "Impact", sorts=True),
    Column("polarity", "For better or worse", sorts=True),
    Column("standing", "Standing", sorts=True),
    Column("mitigation", "Mitigation"),
    Column("action", "Action", sorts=True),
    Column("rests", "Rests on"),
)
STUDIES = (
    Column("number", "Analysis", sorts=True),
    Column("by", "Conducted by"),
    Column("unit", "For", sorts=True),
    Column("day", "Day", sorts=True),
    Column("status", "Status", sorts=True),
    Column("found", "Found"),
    Column("action", "About", sorts=True),
)
OF_STUDIES = (Filter("action", "Action"),)
_OF_RISKS = (
    Filter("likelihood", "Likelihood", GRADES),
    Filter("severity", "Severity", GRADES),
    Filter("late", "Review", (("yes", "overdue"),)),
    *OF_STUDIES,
)
_OF_IMPACTS = (Filter("polarity", "Which", tuple((one.value, one.value) for one in Polarity)), *OF_STUDIES)


@router.get("/risks")
def risks(request: Request, user: Reader) -> Response:
    """Risks that stand: likelihood against severity, and the list of all or of one cell."""
    records, day = records_of(request), today(request)
    listed, sought = risks_sought(request, day)
    graded = records.risk_grades(sought.action)
    rows, more = cut(records.risks(sought), PAGE, lambda row: row.number)
    values = {
        "asked": listed,
        "columns": RISKS,
        "filters": _OF_RISKS,
        "today": day,
        "picture": matrix(graded),
        "rows": rows,
        "more": more,
        "total": sum(graded.values()),
        "levels": tuple(level.value for level in LEVELS),
    }
    return show(request, "risks.html", values, user)


def risks_sought(request: Request, day: date) -> tuple[Asked, Sought]:
    """What an address asks of the risks."""
    listed = asked(request, RISKS, _OF_RISKS, "/risks")
    late = day if listed["late"] else None
    sought = Sought(listed["action"], listed["likelihood"], listed["severity"], late=late)
    return listed, _ordered(sought, listed)


@router.get("/impacts")
def impacts(request: Request, user: Reader) -> Response:
    """Impacts that stand, of all or of one polarity."""
    listed, sought = impacts_sought(request)
    rows, more = cut(records_of(request).impacts(sought), PAGE, lambda row: row.id)
    values = {
        "asked": listed,
        "columns": IMPACTS,
        "filters": _OF_IMPACTS,
        "rows": rows,
        "more": more,
    }
    return show(request, "impacts.html", values, user)


def impacts_sought(request: Request) -> tuple[Asked, Sought]:
    """What an address asks of the impacts."""
    listed = asked(request, IMPACTS, _OF_IMPACTS, "/impacts")
    return listed, _ordered(Sought(listed["action"], polarity=listed["polarity"]), listed)


def analyses_sought(request: Request) -> tuple[Asked, Sought]:
    """What an address asks of the analyses."""
    listed = asked(request, STUDIES, OF_STUDIES, "/analyses")
    return listed, _ordered(Sought(listed["action"]), listed)


def _ordered(sought: Sought, listed: Asked) -> Sought:
    """A page in the order that is wanted, and the row after it."""
    return replace(sought, limit=PAGE + 1, after=listed.after, sort=listed.sort, down=listed.down)
