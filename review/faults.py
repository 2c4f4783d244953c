"""Faults told to programs: RFC 9457, `application/problem+json`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fastapi import Request, Response

PROBLEM = "application/problem+json"
ADDRESS = "/api/"
_TITLES = {
    400: "Not understood",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported media type",
    422: "Not valid",
    428: "If-Match is missing",
    429: "Too many requests",
    500: "Unforeseen",
    503: "Busy",
}


def for_programs(request: Request) -> bool:
    """Whether a program asked, which wants no page."""
    return request.url.path.startswith(ADDRESS)


def problem(status: int, lines: tuple[str, ...], **more: object) -> dict[str, object]:
    """What is said of a fault: `detail` is what happened, `why` and `remedy` the other two lines."""
    what, why, remedy = (*lines, "", "", "")[:3]
    told = {"type": "about:blank", "title": _TITLES.get(status, "Refused"), "status": status, "detail": what}
    return told | {name: said for name, said in (("why", why), ("remedy", remedy)) if said} | more


def answer(status: int, lines: tuple[str, ...], **more: object) -> Response:
    """The same as an answer."""
    headers: Mapping[str, str] = {"WWW-Authenticate": 'Bearer realm="Chancery"'} if status == 401 else {}
    body = json.dumps(problem(status, lines, **more), ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, headers, media_type=PROBLEM)
