"""The library of legal authorities, and the search over everything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.issuing import ISSUERS, JURISDICTIONS
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
from store.tables.mandates import AUTHORITY_STATUS, AUTHORITY_TYPES
from store.views import AuthorityRow, Found, User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("read"))]

_PARTS = re.compile(r"[0-9]{1,9}|[^0-9]+")
_FOUND = 15
_RELATED = 8
UNKNOWN = "Not known"


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
    facets = _facets(_kept(rows, replace(listed, values={"view": listed["view"]})))
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


def _facets(rows: Sequence[AuthorityRow]) -> tuple[tuple[str, str, Counter[str]], ...]:
    """What the list can be narrowed by at a glance: label, name in the address, how many of each."""
    found = (
        ("Types", "type", Counter(row.type for row in rows)),
        ("Issued by", "issuer", Counter(map(_issuer, rows))),
        ("Jurisdictions", "jurisdiction", Counter(row.jurisdiction for row in rows)),
    )
    return tuple(one for one in found if len(one[2]) > 1)


def _plain(row: AuthorityRow) -> Mapping[str, Json]:
    return {
        "citation": row.citation,
        "title": row.title,
        "type": row.type,
        "status": row.status,
        "held": row.held,
        "cited_by": row.cited_by,
        "jurisdiction": row.jurisdiction,
        "issued_by": row.issued_by,
    }


def _asked(request: Request, rows: Sequence[AuthorityRow]) -> tuple[Asked, tuple[Filter, ...]]:
    filters = (
        Filter("words", "Citation or title"),
        Filter("type", "Type", tuple((kind, kind) for kind in sorted({row.type for row in rows}))),
        Filter("status", "Status", tuple((one, one) for one in sorted({row.status for row in rows}))),
        Filter("jurisdiction", "Jurisdiction", _choices(JURISDICTIONS, (row.jurisdiction for row in rows))),
        Filter("issuer", "Issued by", _choices((*ISSUERS, UNKNOWN), map(_issuer, rows))),
    )
    return asked(request, COLUMNS, filters, "/authorities", tuple(name for name, _ in VIEWS)), filters


def _choices(known: Sequence[str], there: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Those of the known values that some row has, in their order."""
    found = set(there)
    return tuple((one, one) for one in known if one in found)


def _issuer(row: AuthorityRow) -> str:
    return row.issued_by or UNKNOWN


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
        and listed["jurisdiction"] in ("", row.jurisdiction)
        and listed["issuer"] in ("", _issuer(row))
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
    Column("jurisdiction", "Jurisdiction", look="file"),
    Column("issued_by", "Issued by", look="file"),
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
    records, typed = request.app.state.records, q.strip()
    tab = tab if tab in KINDS else ""
    narrowed = asked(request, (), NARROW, "/search") if tab == "authorities" else Asked("/search", {})
    values: dict[str, object] = {"q": q, "tab": tab, "tabs": KINDS, "found": (), "got": None, "why": ()}
    values |= {"filters": NARROW if tab == "authorities" else (), "narrowed": narrowed}
    if typed:
        try:
            got = request.app.state.finder.search(records, _in_full(typed, tab, narrowed), _FOUND)
            if not got.found and not got.jump and not tab:
                values["near"] = request.app.state.finder.related(records, typed, _RELATED)
        except NotSearchable as problem:
            return show(request, "search.html", values | {"why": problem.lines}, user, 400)
        if got.jump and not got.found:
            return RedirectResponse(f"/authorities/{quote(got.jump)}", status_code=303)
        values |= {"found": got.found, "got": got, "by_kind": Counter(map(_kind, got.found))}
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
