"""Analyses, and one risk or impact at work: its plan, its reviews, what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.assessment import Polarity
from pipeline.problems import Conflict, IllegalMove, NotFound
from review.acts import day_of, day_or_none, version_of
from review.files import today
from review.listing import cut
from review.matrix import LEVELS, matrix
from review.pages import register
from review.pages.showing import show
from review.people import Allowed, Fields
from store.assessments import CameTrue, Look, Plan
from store.register import Sought
from store.studies import Study
from store.views import User

if TYPE_CHECKING:
    from store.records import SqlRecords

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("action.read"))]
Assessor = Annotated[User, Depends(Allowed("assess"))]
Form = Mapping[str, str]
SAID = {
    "plan": "The plan is kept", "review": "Reviewed", "mitigate": "Settled; its evidence is kept",
    "drop": "Ended", "reopen": "Open again", "realise": "What came true stands beside what was foreseen",
    "kept": "The analysis is kept", "complete": "Complete", "added": "Added",
}  # fmt: skip
NOTHING: Form = MappingProxyType({})
CHOICES = 500
DIRECTIONS = ("Increase", "Decrease", "No Change")


@router.get("/risks/{ref}")
def risk(request: Request, ref: str, user: Reader) -> Response:
    """One risk."""
    return _one(request, "risk", ref, user)


@router.get("/impacts/{ref}")
def impact(request: Request, ref: str, user: Reader) -> Response:
    """One impact, with what came of it beside what was foreseen."""
    return _one(request, "impact", ref, user)


def _around(request: Request, given: Form, refused: tuple[str, ...]) -> dict[str, object]:
    """What the forms of a record choose from, and what became of the last one."""
    records = request.app.state.records
    people = records.users()
    return {
        "given": given,
        "refused": refused,
        "told": SAID.get(request.query_params.get("told", ""), "") if not refused else "",
        "today": today(request),
        "people": people,
        "names": {person.name: person.display_name for person in people},
        "units": records.agency().units,
        "levels": tuple(level.value for level in LEVELS),
        "polarities": tuple(Polarity),
    }


def _one(
    request: Request, kind: str, ref: str, user: User, given: Form = NOTHING, refused: tuple[str, ...] = ()
) -> Response:
    records = request.app.state.records
    found = records.assessed(kind, ref)
    values = {
        "one": found,
        "address": f"/{kind}s/{ref}",
        "analyses": records.analyses(Sought(limit=CHOICES)),
        "directions": DIRECTIONS,
    }
    return show(
        request, "assessed.html", values | _around(request, given, refused), user, 409 if refused else 200
    )


def _plan(records: SqlRecords, kind: str, ref: str, fields: Form, user: str) -> None:
    wanted = Plan(
        fields.get("plan", ""),
        fields.get("owner", ""),
        day_or_none(fields, "target"),
        fields.get("every", ""),
        day_or_none(fields, "review"),
        fields.get("unit", ""),
        fields.get("analysis", ""),
    )
    records.plan_mitigation(kind, ref, version_of(fields), wanted, user)


def _review(records: SqlRecords, kind: str, ref: str, fields: Form, user: str) -> None:
    seen = Look(
        fields.get("words", ""),
        day_of(fields, "day"),
        fields.get("likelihood", ""),
        fields.get("severity", ""),
        day_or_none(fields, "following"),
    )
    records.review_assessed(kind, ref, seen, user)


def _realise(records: SqlRecords, kind: str, ref: str, fields: Form, user: str) -> None:
    if kind != "impact":
        raise NotFound("Only impacts come true.")
    came = CameTrue(
        fields.get("words", ""),
        day_of(fields, "day"),
        fields.get("polarity", ""),
        fields.get("severity", ""),
        fields.get("direction", ""),
    )
    records.realise_impact(ref, came, user)


def _settle(verb: str) -> Callable[[SqlRecords, str, str, Form, str], None]:
    def deed(records: SqlRecords, kind: str, ref: str, fields: Form, user: str) -> None:
        records.settle_assessed(kind, ref, verb, fields.get("words", ""), user)

    return deed


DEEDS = {
    "plan": _plan,
    "review": _review,
    "realise": _realise,
    **{verb: _settle(verb) for verb in ("mitigate", "drop", "reopen")},
}


def _do(request: Request, kind: str, ref: str, deed: str, fields: Form, user: User) -> Response:
    if deed not in DEEDS:
        raise NotFound("There is no such step.", remedy="Load the page again.")
    try:
        DEEDS[deed](request.app.state.records, kind, ref, fields, user.name)
    except (IllegalMove, Conflict) as problem:
        return _one(request, kind, ref, user, fields, problem.lines)
    return RedirectResponse(f"/{kind}s/{ref}?told={deed}", 303)


@router.post("/risks/{ref}/{deed}")
def do_risk(request: Request, ref: str, deed: str, fields: Fields, user: Assessor) -> Response:
    """Plan for a risk, review it, settle it."""
    return _do(request, "risk", ref, deed, fields, user)


@router.post("/impacts/{ref}/{deed}")
def do_impact(request: Request, ref: str, deed: str, fields: Fields, user: Assessor) -> Response:
    """Plan for an impact, review it, say what came of it."""
    return _do(request, "impact", ref, deed, fields, user)


@router.get("/analyses")
def analyses(request: Request, user: Reader) -> Response:
    """Analyses, in the order that is wanted, and the form of a new one."""
    return _analyses(request, user)


def _analyses(
    request: Request, user: User, given: Form | None = None, refused: tuple[str, ...] = ()
) -> Response:
    records = request.app.state.records
    listed, sought = register.analyses_sought(request)
    rows, more = cut(records.analyses(sought), register.PAGE, lambda row: row.number)
    values = {
        "asked": listed,
        "columns": register.STUDIES,
        "filters": register.OF_STUDIES,
        "rows": rows,
        "more": more,
        "total": records.analysis_count(sought.action),
        "given": given or request.query_params,
        "refused": refused,
        "people": records.users(),
        "units": records.agency().units,
    }
    return show(request, "analyses.html", values, user, 409 if refused else 200)


@router.post("/analyses")
def begin(request: Request, fields: Fields, user: Assessor) -> Response:
    """Begin an analysis."""
    try:
        number = request.app.state.records.put_analysis("", 0, _study(fields), user.name)
    except (IllegalMove, NotFound) as problem:
        return _analyses(request, user, fields, problem.lines)
    return RedirectResponse(f"/analyses/{number}?told=kept", 303)


def _study(fields: Form) -> Study:
    names = ("name", "by", "unit", "action", "authority", "document", "summary", "details", "findings",
             "recommendations")  # fmt: skip
    texts = {name: fields.get(name, "") for name in names}
    return Study(**texts, first=day_or_none(fields, "first"), last=day_or_none(fields, "last"))


@router.get("/analyses/{number}")
def analysis(request: Request, number: str, user: Reader) -> Response:
    """One analysis: who conducts it for whom, its findings, the risks and impacts that it found."""
    return _analysis(request, number, user)


def _analysis(
    request: Request, number: str, user: User, given: Form = NOTHING, refused: tuple[str, ...] = ()
) -> Response:
    records = request.app.state.records
    found = records.analysis_record(number)
    values = {
        "file": found,
        "study": found.row,
        "picture": matrix(Counter((row.likelihood, row.severity) for row in found.risks)),
    }
    return show(
        request, "study.html", values | _around(request, given, refused), user, 409 if refused else 200
    )


@router.post("/analyses/{number}/{deed}")
def do_analysis(request: Request, number: str, deed: str, fields: Fields, user: Assessor) -> Response:
    """Write an analysis, complete it, reopen it, or add what it found."""
    records: SqlRecords = request.app.state.records
    try:
        if deed == "write":
            records.put_analysis(number, version_of(fields), _study(fields), user.name)
        elif deed in ("complete", "reopen"):
            records.settle_analysis(number, deed, fields.get("words", ""), user.name)
        elif deed == "add":
            records.add_to_analysis(number, fields.get("kind", ""), fields, user.name)
        else:
            raise NotFound("There is no such step.", remedy="Load the page again.")
    except (IllegalMove, Conflict) as problem:
        return _analysis(request, number, user, fields, problem.lines)
    told = {"write": "kept", "add": "added"}.get(deed, deed)
    return RedirectResponse(f"/analyses/{number}?told={told}", 303)
