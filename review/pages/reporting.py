"""The report for oversight bodies: which letters and actions, their figures, and the same as a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from coordination.cases import Case
from coordination.reporting import Asked, Report, report
from papers.report import KINDS, paper, said
from pipeline.problems import IllegalMove
from review.charts import Chart, Series, chart
from review.pages.showing import show
from review.people import Allowed
from store.views import User

router = APIRouter(prefix="/measures")
Measurer = Annotated[User, Depends(Allowed("measure.read"))]
Exporter = Annotated[User, Depends(Allowed("export"))]


@router.get("/report")
def show_report(request: Request, user: Measurer) -> Response:
    """Every table of the report, with a form that narrows it and buttons for the files."""
    cases, today = _cases(request)
    made = _made(request, cases, today)
    values: dict[str, object] = {
        "made": made,
        "said": said,
        "charts": trends(made),
        "units": sorted({case.unit for case in cases if case.unit}),
        "kinds": sorted({case.kind for case in cases}),
        "files": tuple(KINDS),
    }
    return show(request, "report.html", values, user)


@router.get("/report/file")
def file(request: Request, user: Exporter) -> Response:
    """The report as a file, over exactly what the page shows."""
    cases, today = _cases(request)
    kind = request.query_params.get("as", "")
    agency = request.app.state.records.agency().name
    data = paper(kind, _made(request, cases, today), agency)
    headers = {"Content-Disposition": f'attachment; filename="report-{today.isoformat()}.{kind}"'}
    return Response(data, media_type=KINDS[kind], headers=headers)


def _cases(request: Request) -> tuple[tuple[Case, ...], date]:
    now = datetime.now(request.app.state.settings.zone)
    return request.app.state.records.cases(now), now.date()


def _made(request: Request, cases: tuple[Case, ...], today: date) -> Report:
    asked = wanted(request, today)
    return report(cases, asked, today, request.app.state.records.analyzer_record(asked.since, asked.until))


def wanted(request: Request, today: date) -> Asked:
    """What the address asks for; without a period, twelve months to today. Raises IllegalMove."""
    given = request.query_params
    until = _day(given.get("until", "")) or today
    since = _day(given.get("since", "")) or date(until.year - 1, until.month, 1)
    return Asked(since, until, given.get("unit", "")[:200], given.get("type", "")[:200])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise IllegalMove(f"{text[:20]!r} is no day.", remedy="Write it like 2026-03-31.") from None


def trends(made: Report) -> tuple[Chart, ...]:
    """Drawings of the months."""
    months = [name for name in made.months if name][-12:]
    rows = [made.months[name] for name in months]
    came = chart(
        "Actions by month of receipt",
        months,
        Series("received", "one", tuple(row.cases for row in rows)),
        Series("closed", "two", tuple(row.closed for row in rows)),
        Series("suspense missed", "bad", tuple(row.missed.part for row in rows)),
    )
    kept = chart(
        "In time, by month of receipt",
        months,
        Series("actions in time", "one", tuple(row.on_time.percent for row in rows)),
        Series("letters in time", "good", tuple(row.oversight.in_time.percent for row in rows)),
        unit=" %",
    )
    lines = ((0, "to the tasker", "two"), (2, "to the reply", "one"), (3, "to closure", "none"))
    pace = chart(
        "Business days from receipt, median by month",
        months,
        *(Series(name, look, tuple(row.steps[at].median for row in rows)) for at, name, look in lines),
        unit=" days",
    )
    return (came, kept, pace)
