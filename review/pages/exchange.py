"""Packages of other coordination systems: what one holds, taken in or given out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from coordination.exchange import Package, bytes_of, package_of
from coordination.exchange.fields import CALLED
from pipeline.problems import IllegalMove, Problem
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed, NotAllowed
from review.uploads import MEGABYTE, Upload
from store.records import SqlRecords
from store.views import Brought, User

router = APIRouter(prefix="/admin/exchange")
Operator = Annotated[User, Depends(Allowed("admin.settings"))]
LARGEST = 16 * MEGABYTE
"""A larger one is for the command line, which no reader of pages waits for."""


@router.get("")
def exchange(request: Request, user: Operator) -> Response:
    """A form that takes a package in, and the record as a package."""
    return _page(request, user)


def _page(
    request: Request, user: User, done: Brought | None = None, problem: Problem | None = None, name: str = ""
) -> Response:
    values: dict[str, object] = {"done": done, "problem": problem, "name": name, "what": CALLED}
    return show(request, "exchange.html", values, user, 409 if problem else 200)


@router.post("")
async def bring(request: Request, upload: Upload, user: Operator) -> Response:
    """Take a package in; what it brought is told, and why it was refused."""
    _expect_all(request, user)
    first = next(iter(upload.files), None)
    name = (first.filename or "")[:200] if first else ""
    data = await first.read(LARGEST + 1) if first else b""
    try:
        done = await run_in_threadpool(_brought, records_of(request), data, name, user.name)
    except Problem as problem:
        return await run_in_threadpool(_page, request, user, None, problem, name)
    return await run_in_threadpool(_page, request, user, done, None, name)


def _brought(records: SqlRecords, data: bytes, name: str, actor: str) -> Brought:
    if len(data) > LARGEST:
        raise IllegalMove(
            f"The package is larger than {LARGEST // MEGABYTE} MB.",
            "Pages would wait for it.",
            "Take it in with `chancery exchange import`.",
        )
    return records.bring(package_of(data), name, actor)


@router.get("/file")
def file(request: Request, user: Operator) -> Response:
    """Executive actions and what belongs to them as a package."""
    _expect_all(request, user)
    found: Package = records_of(request).package()
    headers = {"Content-Disposition": 'attachment; filename="executive-actions.zip"'}
    return Response(bytes_of(found), media_type="application/zip", headers=headers)


def _expect_all(request: Request, user: User) -> None:
    """A package holds every executive action. Raises NotAllowed for who does not see them all."""
    if records_of(request).sight(user) is not None:
        raise NotAllowed(
            "Packages hold every executive action.",
            "You are held to units or to a level of handling.",
            "Ask an administrator who sees all of them.",
        )
