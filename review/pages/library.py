"""The library of legal authorities as a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from coordination.issuing import ISSUERS, JURISDICTIONS
from pipeline.encoding import Json
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
from store.views import AuthorityRow, User

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
