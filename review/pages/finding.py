"""The search over everything."""

from __future__ import annotations

from collections import Counter
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.issuing import ISSUERS, JURISDICTIONS
from pipeline.searching import KINDS, NotSearchable, search_for
from review.listing import Asked, Filter, asked
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed
from store.records import SqlRecords
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
            return show(request, "search.html", values | _people(records, typed), user)
        got = request.app.state.finder.search(records, _in_full(typed, tab, narrowed), _FOUND)
        if not got.found and not got.jump and not tab:
            values["near"] = request.app.state.finder.related(records, typed, _RELATED)
    except NotSearchable as problem:
        return show(request, "search.html", values | {"why": problem.lines}, user, 400)
    if got.jump and not got.found:
        return RedirectResponse(f"/authorities/{quote(got.jump)}", status_code=303)
    if not got.jump and (got.citation or not got.found):
        values["nearly"] = records.near_citations(got.citation or typed)
    values |= {"found": got.found, "got": got, "by_kind": Counter(map(_kind, got.found))}
    return show(request, "search.html", values, user)


def _people(records: SqlRecords, typed: str) -> dict[str, object]:
    """Who writes to the office and who works in it, by all the words of a name."""
    words = search_for(typed).text.casefold().split()
    here = [one for one in records.users() if words and all(word in _called(one) for word in words)]
    return {"writers": records.writers(words, _WRITERS), "colleagues": here}


def _called(user: User) -> str:
    return " ".join((user.name, user.display_name, *user.units)).casefold()


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
