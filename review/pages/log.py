"""The audit log, and the check of its chain."""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response

from pipeline.encoding import Json, to_plain
from review.listing import Column, exported
from review.pages.showing import show
from review.people import Allowed
from store.views import AuditRow, User

router = APIRouter(prefix="/audit")
Auditor = Annotated[User, Depends(Allowed("audit.read"))]
After = Annotated[int | None, Query(ge=1, le=2**53)]
PAGE = 100
COLUMNS = tuple(
    Column(name, name.capitalize())
    for name in ("number", "at", "who", "what", "subject", "before", "after", "origin", "request", "hash")
)
_LONGEST = 400


@router.get("")
def log(
    request: Request, user: Auditor, who: str = "", what: str = "", about: str = "", after: After = None
) -> Response:
    """Events, the newest first, of one person, of one kind, about one thing."""
    records = request.app.state.records
    rows = records.audit(PAGE + 1, after, who=who.strip(), what=what.strip(), about=about.strip())
    values: dict[str, object] = {
        "rows": [
            (row, _about(row.subject, request.app.state.settings.office), _told(row.before), _told(row.after))
            for row in rows[:PAGE]
        ],
        "more": rows[PAGE - 1].number if len(rows) > PAGE else None,
        "asked": {"who": who, "what": what, "about": about},
        "check": records.verify() if "check" in request.query_params else None,
    }
    return show(request, "audit.html", values, user)


def _about(subject: str, office: str) -> dict[str, str]:
    """What an event is about: its name, the part of it that is meant, and where its page is."""
    name, _, part = subject.partition("/")
    address = ""
    if name.startswith(f"{office}-A-"):
        address = f"/actions/{quote(name)}"
    elif name.startswith(f"{office}-2"):
        address = f"/documents/{quote(name.partition('#')[0])}"
    return {"name": name, "part": part, "address": address} if address else {"name": subject}


def _told(value: Json) -> tuple[str, ...]:
    """A value of the log, a line for each field that says something."""
    if isinstance(value, dict):
        said = {name: one for name, one in value.items() if one not in (None, "", [], {})}
        return tuple(f"{name.replace('_', ' ')}: {_short(one)}" for name, one in said.items())
    return () if value in (None, "") else (_short(value),)


def _short(value: Json) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ", ".join(map(str, value))
    if isinstance(value, dict) and any(isinstance(one, dict) for one in value.values()):
        return f"{len(value)} entries, whole in the file"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _plain(row: AuditRow) -> dict[str, Json]:
    """An event as a row of a table: what was before and after as the log keeps it, in one cell each."""
    plain = {column.name: to_plain(getattr(row, column.name)) for column in COLUMNS}
    whole = {name: json.dumps(plain[name], ensure_ascii=False) for name in ("before", "after") if plain[name]}
    return plain | {"before": None, "after": None} | whole


@router.get("/export")
def export(
    request: Request,
    user: Annotated[User, Depends(Allowed("audit.read"))],
    who: str = "",
    what: str = "",
    about: str = "",
) -> Response:
    """The events of the same choice, whole, in the order in which they happened.

    JSON lines, from which the chain can be computed anew, unless a table is asked for: csv, xlsx or json.
    """
    records = request.app.state.records
    rows: list[AuditRow] = []
    while found := records.audit(
        1000, rows[-1].number if rows else None, who=who.strip(), what=what.strip(), about=about.strip()
    ):
        rows += found
    if kind := request.query_params.get("as", ""):
        return exported(kind, "audit-log", COLUMNS, map(_plain, reversed(rows)))
    lines = "".join(json.dumps(to_plain(row), ensure_ascii=False) + "\n" for row in reversed(rows))
    headers = {"Content-Disposition": 'attachment; filename="audit-log.jsonl"'}
    return Response(lines, media_type="application/x-ndjson", headers=headers)
