"""What all addresses for programs have in common: who asks, stretches of lists, versions, faults."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Query, Request, Response

from pipeline.problems import NotFound, Problem
from review.faults import PROBLEM
from review.listing import cut
from review.people import NotAllowed, SignedOut, bearer, form_token, session_of, signed_in
from review.programs.shapes import Page
from store.records import SqlRecords

Row = TypeVar("Row")
Shape = TypeVar("Shape")

Limit = Annotated[int, Query(ge=1, le=200, description="Rows at most.")]
After = Annotated[str | None, Query(max_length=200, description="The `next` of the stretch before.")]
IfMatch = Annotated[str | None, Header(description="The ETag of what was seen.", max_length=100)]
_ETAG = re.compile(r'"([0-9]{1,9})"')
_TELLS = {
    400: "The request could not be understood.",
    401: "No token, or one that is no good.",
    403: "The token, or its owner's roles, do not allow it.",
    404: "There is no such record.",
    409: "It cannot be done as things stand.",
    412: "It was changed since it was seen.",
    413: "It is larger than may be sent.",
    422: "What was sent is not valid.",
    428: "The If-Match header is missing.",
    503: "The records are busy; try again.",
}


class Missed(Problem):
    """What was seen is not what is there now."""


class Unmatched(Problem):
    """A change has to say what version it is about."""


def faults(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What may go wrong at an address, for its description; some of it may anywhere."""
    return {
        status: {
            "description": _TELLS[status],
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Fault"}}},
        }
        for status in sorted({400, 401, 403, 422, 503, *statuses})
    }


def records_of(request: Request) -> SqlRecords:
    """The records that are served."""
    found: SqlRecords = request.app.state.records
    return found


def check_sender(request: Request) -> None:
    """A program names itself by its token. A browser's session changes something only with its form token.

    Raises SignedOut, NotAllowed.
    """
    if bearer(request) is not None:
        return
    if signed_in(request) is None:
        raise SignedOut
    given = request.headers.get("x-form-token", "")
    if not hmac.compare_digest(given.encode(), form_token(session_of(request)).encode()):
        raise NotAllowed(
            "A session alone changes nothing here.", "The header X-Form-Token is missing.", "Use a token."
        )


SENT = [Depends(check_sender)]
"""What every address that changes something depends on."""


def stretch(
    rows: Sequence[Row], limit: int, name: Callable[[Row], str], shape: Callable[[Row], Shape]
) -> Page[Shape]:
    """A page of rows of which one more than wanted was asked for."""
    shown, more = cut(rows, limit, name)
    return Page(rows=[shape(row) for row in shown], next=more or None)


def stretch_after(
    rows: Sequence[Row], after: str | None, limit: int, name: Callable[[Row], str]
) -> Sequence[Row]:
    """The rows after the one so named, one more than wanted. Raises NotFound."""
    if after is None:
        return rows[: limit + 1]
    for place, row in enumerate(rows, start=1):
        if name(row) == after:
            return rows[place : place + limit + 1]
    raise NotFound("The list cannot go on there.", f"It has no {after[:80]!r}.", "Begin it anew.")


def mark(answer: Response, version: int) -> None:
    """Name the version of what is answered."""
    answer.headers["ETag"] = f'"{version}"'


def matched(given: str | None, version: int) -> int:
    """The version that somebody saw, which is the present one. Raises Unmatched, Missed."""
    if given is None:
        raise Unmatched("The change does not say what it is about.", "", "Send the ETag as If-Match.")
    seen = _ETAG.fullmatch(given.strip())
    if seen is None or int(seen[1]) != version:
        raise Missed(
            "It was changed since you saw it.",
            f"It is at version {version} now.",
            "Read it and decide again.",
        )
    return version
