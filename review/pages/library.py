"""The library of legal authorities, and the search over everything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.encoding import Json
from pipeline.problems import NotFound
from pipeline.searching import KINDS, NotSearchable
from review.graph import drawing, timeline
from review.listing import (
    Asked,
    Column,
    Filter,
    Listing,
    SupportsSort,
    asked,
    exported,
    in_order,
    part,
)
from review.pages.showing import show
from review.people import Allowed
from store.views import AuthorityRow, Found, User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("read"))]

_PARTS = re.compile(r"[0-9]{1,9}|[^0-9]+")
_FOUND = 15
_RELATED = 8


@router.get("/authorities")
def authorities(request: Request, user: Reader) -> Response:
    """Authorities by citation, or those whose text is missing by how often they are cited."""
    records = request.app.state.records
    rows: tuple[AuthorityRow, ...] = records.authorities()
    listed, filters = _asked(request, rows)
    kept = _kept(rows, listed)
    shown, more = part(kept, listed, _citation)
    missing = sum(not row.held for row in rows)
    listing = Listing(
        "authorities",
        listed,
        COLUMNS,
        filters,
        shown,
        len(kept),
        more,
        records.saved_views(user.name, "authorities"),
        VIEWS,
        noun="authority",
        plural="authorities",
        export="-export",
        usual="Most cited first" if listed["view"] == "missing" else "By citation",
        counts={"all": len(rows), "missing": missing, "held": len(rows) - missing},
    )
    facets = Counter(row.type for row in _kept(rows, replace(listed, values={"view": listed["view"]})))
    values = {"listing": listing, "held": len(rows) - missing, "any": bool(rows), "facets": facets}
    return show(request, "authorities.html", values, user)


@router.get("/authorities-export")
def authorities_export(request: Request, user: Annotated[User, Depends(Allowed("export"))]) -> Response:
    """The same list as a file."""
    rows = request.app.state.records.authorities()
    listed, _ = _asked(request, rows)
    return exported(
        request.query_params.get("as", ""), "authorities", COLUMNS, map(_plain, _kept(rows, listed))
    )


def _plain(row: AuthorityRow) -> Mapping[str, Json]:
    return {
        "citation": row.citation,
        "title": row.title,
        "type": row.type,
        "status": row.status,
        "held": row.held,
        "cited_by": row.cited_by,
    }


def _asked(request: Request, rows: Sequence[AuthorityRow]) -> tuple[Asked, tuple[Filter, ...]]:
    filters = (
        Filter("words", "Citation or title"),
        Filter("type", "Type", tuple((kind, kind) for kind in sorted({row.type for row in rows}))),
        Filter("status", "Status", tuple((one, one) for one in sorted({row.status for row in rows}))),
    )
    return asked(request, COLUMNS, filters, "/authorities", tuple(name for name, _ in VIEWS)), filters


def _kept(rows: Sequence[AuthorityRow], listed: Asked) -> list[AuthorityRow]:
    """The rows that fit; citations as one counts, what is missing by how often it is cited."""
    kept = sorted((row for row in rows if _fits(row, listed)), key=lambda row: _as_counted(row.citation))
    if not listed.sort and listed["view"] == "missing":
        kept.sort(key=lambda row: -row.cited_by)
    return in_order(kept, listed, KEYS)


def _as_counted(citation: str) -> tuple[tuple[int, str], ...]:
    """For a list in which 5 U.S.C. 101 comes before 10 U.S.C. 5."""
    parts = _PARTS.findall(citation.casefold())
    return tuple((int(part), "") if part.isdigit() else (1 << 40, part) for part in parts)


def _fits(row: AuthorityRow, listed: Asked) -> bool:
    view, words = listed["view"], listed["words"].casefold()
    return (
        (view == "all" or row.held == (view == "held"))
        and listed["type"] in ("", row.type)
        and listed["status"] in ("", row.status)
        and words in f"{row.citation} {row.title or ''}".casefold()
    )


def _citation(row: AuthorityRow) -> str:
    return row.citation


COLUMNS = (
    Column("citation", "Citation", sorts=True),
    Column("title", "Title", sorts=True, look="wide"),
    Column("type", "Type", sorts=True),
    Column("status", "Status", sorts=True),
    Column("held", "Text"),
    Column("cited_by", "Cited by", sorts=True),
)
VIEWS = (("all", "All"), ("held", "Held"), ("missing", "Cited but not held"))
KEYS: Mapping[str, Callable[[AuthorityRow], SupportsSort]] = {
    "citation": lambda row: _as_counted(row.citation),
    "title": lambda row: (row.title or "\uffff").casefold(),
    "type": lambda row: row.type,
    "status": lambda row: row.status,
    "cited_by": lambda row: row.cited_by,
}


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
    values = {
        "view": view,
        "drawing": drawing(view),
        "timeline": timeline(view),
        "words": words,
        "related": related,
        "open": text,
    }
    return show(request, "authority.html", values, user)


@router.get("/search")
def search(request: Request, user: Reader, q: str = "", tab: str = "") -> Response:
    """What holds the words, of every kind or of one; a citation that is on the record leads to its page."""
    records, typed = request.app.state.records, q.strip()
    tab = tab if tab in KINDS else ""
    values: dict[str, object] = {"q": q, "tab": tab, "tabs": KINDS, "found": (), "got": None, "why": ()}
    if typed:
        try:
            got = request.app.state.finder.search(records, f"{typed} in:{tab}" if tab else typed, _FOUND)
            if not got.found and not got.jump and not tab:
                values["near"] = request.app.state.finder.related(records, typed, _RELATED)
        except NotSearchable as problem:
            return show(request, "search.html", values | {"why": problem.lines}, user, 400)
        if got.jump and not got.found:
            return RedirectResponse(f"/authorities/{quote(got.jump)}", status_code=303)
        values |= {"found": got.found, "got": got, "by_kind": Counter(map(_kind, got.found))}
    return show(request, "search.html", values, user)


def _kind(row: Found) -> str:
    """The tab under which something that was found stands."""
    first = row.kind.split(" ")[0]
    return {"action": "actions", "item": "actions", "authority": "authorities", "draft": "drafts"}.get(
        first, "documents"
    )
