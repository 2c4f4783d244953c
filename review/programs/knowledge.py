"""The library of legal authorities, and the search over everything."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from pipeline.searching import KINDS, search_for
from review.finder import People, near_citations, people_named
from review.people import Allowed
from review.programs import shapes
from review.programs.asking import After, Limit, faults, records_of, stretch, stretch_after
from review.programs.shapes import Page
from store.views import User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("read"))]


@router.get("/authorities", tags=["authorities"], responses=faults(404))
def authorities(
    request: Request,
    user: Reader,
    held: Annotated[bool | None, Query(description="Only those whose text is here, or is not.")] = None,
    type: Annotated[str | None, Query(max_length=40, description="Only of this type.")] = None,
    jurisdiction: Annotated[str | None, Query(max_length=40, description="Only of this one.")] = None,
    issuer: Annotated[str | None, Query(max_length=100, description="Only issued by this body.")] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[shapes.Authority]:
    """Legal authorities by their citation."""
    rows = [
        row
        for row in records_of(request).authorities()
        if held in (None, row.held)
        and type in (None, row.type)
        and jurisdiction in (None, row.jurisdiction)
        and issuer in (None, row.issued_by)
    ]
    rows.sort(key=lambda row: row.citation)
    part = stretch_after(rows, after, limit, lambda row: row.citation)
    return stretch(part, limit, lambda row: row.citation, shapes.Authority.model_validate)


@router.get("/authority", tags=["authorities"], responses=faults(404))
def authority(
    request: Request, user: Reader, citation: Annotated[str, Query(min_length=1, max_length=300)]
) -> shapes.AuthorityWhole:
    """One authority by its citation in normal form, and what became of it."""
    return shapes.AuthorityWhole.model_validate(records_of(request).authority(citation))


@router.get("/authority/text", tags=["authorities"], responses=faults(404))
def authority_text(
    request: Request, user: Reader, citation: Annotated[str, Query(min_length=1, max_length=300)]
) -> shapes.AuthorityText:
    """The text of an authority that is held."""
    return shapes.AuthorityText(citation=citation, text=records_of(request).authority_text(citation))


@router.get("/search", tags=["search"], responses=faults())
def search(
    request: Request,
    user: Reader,
    q: Annotated[
        str, Query(min_length=1, max_length=1000, description="Words, phrases, filters or a citation.")
    ],
    limit: Annotated[int, Query(ge=1, le=50, description="Rows of each kind at most.")] = 15,
) -> shapes.Findings:
    """What holds the words, and whose name does; a citation in any spelling is known.

    Where `in:` narrows the search to a kind of record, nobody is looked for.
    """
    records = records_of(request)
    got = request.app.state.finder.search(records, q, limit)
    people = people_named(records, q, limit) if search_for(q).kinds == KINDS else People()
    return shapes.Findings(
        citation=got.citation,
        jump=got.jump,
        found=[shapes.Found.model_validate(row) for row in got.found],
        near_citations=list(near_citations(records, q, got)),
        colleagues=[_colleague(one) for one in people.colleagues],
        writers=[shapes.Writer.model_validate(one) for one in people.writers],
    )


def _colleague(user: User) -> shapes.Colleague:
    return shapes.Colleague(
        name=user.name, display_name=user.display_name, roles=sorted(user.roles), units=sorted(user.units)
    )
