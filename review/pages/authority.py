"""One legal authority: its facts and text, what became of it, who speaks of it, and what it brought about."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from pipeline.problems import NotFound
from review.files import today
from review.graph import drawing, timeline
from review.pages.register import IMPACTS, RISKS, STUDIES
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed
from store.records import SqlRecords
from store.register import Sought
from store.views import AuthorityView, User
from store.worklists import Wanted

router = APIRouter()
_RELATED = 8
MOST = 200
"""Rows of a tab; the registers and lists have all."""

TABS = {
    "general": "General",
    "amendments": "Amendments",
    "references": "Cross-references",
    "analysis": "Analysis",
    "impacts": "Impacts",
    "risks": "Risks",
    "actions": "Executive actions",
}
COLUMNS = {"analysis": STUDIES, "impacts": IMPACTS, "risks": RISKS}
OF_ACTIONS = ("analysis", "impacts", "risks", "actions")
"""What takes the right to see actions."""


@router.get("/authorities/{citation:path}")
def authority(
    request: Request,
    citation: str,
    user: Annotated[User, Depends(Allowed("read"))],
    tab: str = "",
    text: bool = False,
) -> Response:
    """One tab of its page; its text on demand."""
    records = records_of(request)
    view = records.authority(citation)
    brought = _brought(records, view.row.citation) if "action.read" in user.may else {}
    tabs = {name: label for name, label in TABS.items() if name not in OF_ACTIONS or brought}
    tab = tab if tab in tabs else "general"
    many = {name: len(rows) for name, rows in brought.items()}
    many["amendments"] = len(view.changed_by) + len(view.changes)
    many["references"] = view.leans_on_count + view.cited_by_count
    values: dict[str, object] = {"view": view, "tab": tab, "tabs": tabs, "many": many, "most": MOST}
    values |= {"rows": brought.get(tab, ()), "today": today(request), "open": text}
    values["columns"] = COLUMNS.get(tab, ())
    values |= {"drawing": drawing(view), "timeline": timeline(view)}
    if tab == "general" and view.row.held:
        values |= _text(request, view)
    return show(request, "authority.html", values, user)


def _brought(records: SqlRecords, citation: str) -> dict[str, tuple[object, ...]]:
    sought = Sought(limit=MOST, authority=citation, ended=True)
    return {
        "analysis": records.analyses(sought),
        "impacts": records.impacts(sought),
        "risks": records.risks(sought),
        "actions": records.action_rows(Wanted("all", limit=MOST, authority=citation)),
    }


def _text(request: Request, view: AuthorityView) -> dict[str, object]:
    """Its words, and what they have to do with."""
    records, citation = records_of(request), view.row.citation
    try:
        words = records.authority_text(citation)
    except NotFound:
        return {}
    related = request.app.state.finder.related(records, words[:6000], _RELATED, citation)
    return {"words": words, "related": related}
