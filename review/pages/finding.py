"""The search over everything."""

from __future__ import annotations

from collections import Counter
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.issuing import ISSUERS, JURISDICTIONS
from pipeline.searching import KINDS, NotSearchable
from review.finder import near_citations, people_named
from review.listing import Asked, Filter, asked
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed
from store.tables.mandates import AUTHORITY_STATUS, AUTHORITY_TYPES
from store.views import Found, User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("read"))]

_FOUND = 15
_RELATED = 8
_WRITERS = 50
PEOPLE = "people"
"""The tab of those who write and those who work here; the other tabs are kinds of records."""

NARROW = (
    Filter("type", "Type", tuple((one, one) for one in AUTHORITY_TYPES)),
    Filter("status", "Status", tuple((one, one) for one in AUTHORITY_STATUS)),
    Filter("jurisdiction", "Jurisdiction", tuple((one, one) for one in JURISDICTIONS)),
    Filter("issuer", "Issued by", tuple((one, one) for one in ISSUERS)),
)
"""What authorities can be narrowed by where they are searched for."""


@router.get("/search")
def search(request: Request, user: Reader, q: str = "", tab: str = "") -> Response:
    """What holds the words, of every kind or of one; a citation that is on the record leads to its page."""
    records, typed = records_of(request), q.strip()
    tab = tab if tab in (*KINDS, PEOPLE) else ""
    narrowed = asked(request, (), NARROW, "/search") if tab == "authorities" else Asked("/search", {})
    values: dict[str, object] = {"q": q, "tab": tab, "tabs": KINDS, "found": (), "got": None, "why": ()}
    values |= {"filters": NARROW if tab == "authorities" else (), "narrowed": narrowed}
    if not typed:
        return show(request, "search.html", values, user)
    try:
        if tab == PEOPLE:
            values["people"] = people_named(records, typed, _WRITERS)
            return show(request, "search.html", values, user)
        got = request.app.state.finder.search(records, _in_full(typed, tab, narrowed), _FOUND)
        if not got.found and not got.jump and not tab:
            values["near"] = request.app.state.finder.related(records, typed, _RELATED)
    except NotSearchable as problem:
        return show(request, "search.html", values | {"why": problem.lines}, user, 400)
    if got.jump and not got.found:
        return RedirectResponse(f"/authorities/{quote(got.jump)}", status_code=303)
    values |= {"found": got.found, "got": got, "by_kind": Counter(map(_kind, got.found))}
    values["nearly"] = near_citations(records, typed, got)
    return show(request, "search.html", values, user)


def _in_full(typed: str, tab: str, narrowed: Asked) -> str:
    """What was typed and chosen, as one could have typed all of it."""
    chosen = [f'{name}:"{value}"' for name, value in narrowed.values.items()]
    return " ".join([typed, *([f"in:{tab}"] if tab else ()), *chosen])


def _kind(row: Found) -> str:
    """The tab under which something that was found stands."""
    first = row.kind.split(" ")[0]
    return {"action": "actions", "item": "actions", "authority": "authorities", "draft": "drafts"}.get(
        first, "documents"
    )
