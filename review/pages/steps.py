"""What the forms of a document share: the record, the numbers they carry, and where they lead."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from pipeline.problems import Conflict, NotFound
from review.numbers import whole
from review.people import Allowed
from store.records import SqlRecords
from store.views import User

Reader = Annotated[User, Depends(Allowed("read"))]
Reviewer = Annotated[User, Depends(Allowed("draft.decide"))]
Finisher = Annotated[User, Depends(Allowed("document.finish"))]
Sorter = Annotated[User, Depends(Allowed("document.assign"))]
Retrier = Annotated[User, Depends(Allowed("document.retry"))]


def records_of(request: Request) -> SqlRecords:
    """The open records of the application."""
    found: SqlRecords = request.app.state.records
    return found


def number_in(text: str, what: str) -> int:
    """A number of the address. Raises NotFound."""
    number = whole(text)
    if number is None:
        raise NotFound(f"There is no {what} {text}.", "It is no number.")
    return number


def version_in(fields: dict[str, str]) -> int:
    """The version that the reviewer saw: without it, nobody can tell whether it was the present one."""
    version = whole(fields.get("version", ""))
    if version is None:
        raise Conflict("The form does not say which version of the draft it is about.")
    return version


def start_in(fields: dict[str, str]) -> int | None:
    """Where in the text a form says that words begin; None where it does not say."""
    return whole(fields.get("start", ""))


def to(control: str, rest: str) -> Response:
    """To the page of a document."""
    return RedirectResponse(f"/documents/{quote(control)}{rest}", status_code=303)


def wants_data(request: Request) -> bool:
    """Whether our own script asks, which changes the page in place."""
    return request.headers.get("accept", "") == "application/json"


def data(values: dict[str, object], status: int = 200) -> Response:
    """An answer to our own script."""
    return JSONResponse(values, status_code=status)
