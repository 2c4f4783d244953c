"""Records packages: a form that says what goes in, and the package as a file."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO, Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from pipeline.archives import Chosen
from pipeline.findings import Kind
from pipeline.problems import IllegalMove
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed
from store.views import User

router = APIRouter(prefix="/packages")
Exporter = Annotated[User, Depends(Allowed("export"))]
_CHUNK = 1 << 20
_MOST = 500
"""Numbers that a form names; more are better asked for by their period."""


@router.get("")
def packages(request: Request, user: Exporter) -> Response:
    """What goes into a package, to be chosen."""
    values: dict[str, object] = {
        "kinds": tuple(Kind),
        "numbers": request.query_params.get("numbers", "")[:2000],
    }
    return show(request, "packages.html", values, user)


@router.get("/file")
def file(request: Request, user: Exporter) -> Response:
    """The package over what was chosen and this person may see; it is put down that they took it."""
    chosen = wanted(request)
    made = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
    try:
        done = records_of(request).export_package(chosen, made, user.name)
    except BaseException:
        made.close()
        raise
    headers = {
        "Content-Disposition": f'attachment; filename="records-{done.sha256[:12]}.zip"',
        "Content-Length": str(made.seek(0, 2)),
    }
    return StreamingResponse(_sent(made), media_type="application/zip", headers=headers)


def _sent(made: IO[bytes]) -> Iterator[bytes]:
    with made:
        made.seek(0)
        while part := made.read(_CHUNK):
            yield part


def wanted(request: Request) -> Chosen:
    """What the form asks for. Raises IllegalMove for nothing at all, or a choice without its reason."""
    given = request.query_params
    numbers = tuple(re.split(r"[\s,;]+", given.get("numbers", "").strip().upper()))[:_MOST]
    reasons = {}
    for name, what in (("originals", "the originals"), ("unmasked", "personal data unmasked")):
        reasons[name] = given.get(f"{name}_reason", "").strip()[:1000] if given.get(name) else ""
        if given.get(name) and not reasons[name]:
            raise IllegalMove(f"Why does the package hold {what}?", remedy="Write the reason beside it.")
    return Chosen(
        tuple(filter(None, numbers)),
        _day(given.get("since", "")),
        _day(given.get("until", "")),
        given.get("kind", "")[:40],
        **reasons,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise IllegalMove(f"{text[:20]!r} is no day.", remedy="Write it like 2026-03-31.") from None
