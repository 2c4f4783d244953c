"""The audit log, and the check of its chain."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from pipeline.encoding import Json, to_plain
from review.pages.showing import show
from review.people import Allowed
from store.views import AuditRow, User

router = APIRouter(prefix="/audit")
Auditor = Annotated[User, Depends(Allowed("audit.read"))]
After = Annotated[int | None, Query(ge=1, le=2**53)]
PAGE = 100
_LONGEST = 400


@router.get("")
def log(
    request: Request, user: Auditor, who: str = "", what: str = "", about: str = "", after: After = None
) -> Response:
    """Events, the newest first, of one person, of one kind, about one thing."""
    records = request.app.state.records
    rows = records.audit(PAGE + 1, after, who=who.strip(), what=what.strip(), about=about.strip())
    values: dict[str, object] = {
        "rows": [(row, _told(row.before), _told(row.after)) for row in rows[:PAGE]],
        "more": rows[PAGE - 1].number if len(rows) > PAGE else None,
        "asked": {"who": who, "what": what, "about": about},
        "check": records.verify() if "check" in request.query_params else None,
    }
    return show(request, "audit.html", values, user)


def _told(value: Json) -> str:
    """A value of the log in a line."""
    if value is None or value == {}:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@router.get("/export")
def export(
    request: Request,
    user: Annotated[User, Depends(Allowed("audit.read"))],
    who: str = "",
    what: str = "",
    about: str = "",
) -> Response:
    """The events of the same choice as JSON lines, whole, in the order in which they happened."""
    records = request.app.state.records
    rows: list[AuditRow] = []
    while found := records.audit(
        1000, rows[-1].number if rows else None, who=who.strip(), what=what.strip(), about=about.strip()
    ):
        rows += found
    lines = "".join(json.dumps(to_plain(row), ensure_ascii=False) + "\n" for row in reversed(rows))
    headers = {"Content-Disposition": 'attachment; filename="audit-log.jsonl"'}
    return Response(lines, media_type="application/x-ndjson", headers=headers)
