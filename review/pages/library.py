"""The library of legal authorities, and the search over everything."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.problems import NotFound
from pipeline.searching import NotSearchable
from review.graph import drawing
from review.pages.showing import show
from review.people import Allowed
from store.views import AuthorityRow, User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("read"))]

PAGE = 100
_PARTS = re.compile(r"[0-9]{1,9}|[^0-9]+")
_FOUND = 15
_RELATED = 8


@router.get("/authorities")
def authorities(
    request: Request,
    user: Reader,
    type: str = "",
    status: str = "",
    missing: bool = False,
    page: int = 1,
) -> Response:
    """Authorities by citation, or those whose text is missing by how often they are cited."""
    rows = request.app.state.records.authorities()
    kept = [row for row in rows if _fits(row, type, status, missing)]
    kept.sort(key=lambda row: (-row.cited_by if missing else 0, _as_counted(row.citation)))
    page = max(1, min(page, (len(kept) + PAGE - 1) // PAGE or 1))
    values = {
        "rows": kept[(page - 1) * PAGE : page * PAGE],
        "total": len(kept),
        "held": sum(row.held for row in rows),
        "types": sorted({row.type for row in rows}),
        "statuses": sorted({row.status for row in rows}),
        "chosen": {"type": type, "status": status, "missing": missing},
        "page": page,
        "pages": (len(kept) + PAGE - 1) // PAGE or 1,
        "first": (page - 1) * PAGE + 1,
    }
    return show(request, "authorities.html", values, user)


def _as_counted(citation: str) -> tuple[tuple[int, str], ...]:
    """For a list in which 5 U.S.C. 101 comes before 10 U.S.C. 5."""
    parts = _PARTS.findall(citation.casefold())
    return tuple((int(part), "") if part.isdigit() else (1 << 40, part) for part in parts)


def _fits(row: AuthorityRow, kind: str, status: str, missing: bool) -> bool:
    if missing and row.held:
        return False
    return kind in ("", row.type) and status in ("", row.status)


@router.get("/authorities/{citation:path}")
def authority(request: Request, citation: str, user: Reader, text: bool = False) -> Response:
    """One authority: what became of it, what it did, who speaks of it; its text on demand."""
    records = request.app.state.records
    view = records.authority(citation)
    words, related = "", ()
    if view.row.held:
        try:
            words = records.authority_text(citation)
            related = request.app.state.finder.related(records, words[:6000], _RELATED, view.row.citation)
        except NotFound:
            words = ""
    values = {"view": view, "drawing": drawing(view), "words": words, "related": related, "open": text}
    return show(request, "authority.html", values, user)


@router.get("/search")
def search(request: Request, user: Reader, q: str = "") -> Response:
    """What holds the words; a citation that is on the record, typed alone, leads to its page at once."""
    records, typed = request.app.state.records, q.strip()
    values: dict[str, object] = {"q": q, "found": (), "got": None, "why": ()}
    if typed:
        try:
            got = request.app.state.finder.search(records, typed, _FOUND)
        except NotSearchable as problem:
            return show(request, "search.html", values | {"why": problem.lines}, user, 400)
        if got.jump and not got.found:
            return RedirectResponse(f"/authorities/{got.jump}", status_code=303)
        values |= {"found": got.found, "got": got}
    return show(request, "search.html", values, user)
