"""Measures, the audit log, and who asks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from review.people import Allowed
from review.programs import shapes
from review.programs.asking import Limit, faults, records_of, stretch
from review.programs.figures import Figures
from review.programs.shapes import Page
from store.views import User

router = APIRouter()
Measurer = Annotated[User, Depends(Allowed("measure.read"))]
Auditor = Annotated[User, Depends(Allowed("audit.read"))]
Anybody = Annotated[User, Depends(Allowed("read"))]


@router.get("/me", tags=["people"], responses=faults())
def me(user: Anybody) -> shapes.Me:
    """Who this token speaks for, and what it may do."""
    return shapes.Me(
        name=user.name,
        display_name=user.display_name,
        roles=sorted(user.roles),
        verbs=sorted(user.may),
    )


@router.get("/measures", tags=["oversight"], responses=faults())
def measures(request: Request, user: Measurer) -> shapes.Measures:
    """The state of the desk in numbers."""
    return shapes.Measures.model_validate(records_of(request).counts())


@router.get("/measures/analyzer", tags=["oversight"], responses=faults())
def analyzer(
    request: Request,
    user: Measurer,
    since: Annotated[date | None, Query(description="Decided on this day or later.")] = None,
    until: Annotated[date | None, Query(description="Decided on this day or earlier.")] = None,
) -> list[shapes.AnalyzerRecord]:
    """What people said of the analyzer's drafts, as a whole and by field, by its version and prompts."""
    return [
        shapes.AnalyzerRecord.model_validate(one) for one in records_of(request).analyzer_record(since, until)
    ]


@router.get("/measures/figures", tags=["oversight"], responses=faults())
def figures(request: Request, user: Measurer) -> Figures:
    """The page of measures: pace by week, what people said of drafts, what is late, what it cost."""
    found = records_of(request).measures(datetime.now(request.app.state.settings.zone))
    return Figures.model_validate(found)


@router.get("/audit", tags=["oversight"], responses=faults())
def audit(
    request: Request,
    user: Auditor,
    limit: Limit = 50,
    after: Annotated[
        int | None, Query(ge=1, le=2**53, description="The `next` of the stretch before.")
    ] = None,
) -> Page[shapes.AuditEvent]:
    """Events of the audit log, the newest first."""
    rows = records_of(request).audit(limit + 1, after)
    return stretch(rows, limit, lambda row: str(row.number), shapes.AuditEvent.model_validate)


@router.get("/audit/check", tags=["oversight"], responses=faults())
def check(request: Request, user: Auditor) -> shapes.AuditCheck:
    """Compute every link of the audit log anew."""
    return shapes.AuditCheck.model_validate(records_of(request).verify())
