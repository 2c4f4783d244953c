"""Letters: the log, what came on an action, and the letters that go out, to the proof of reply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from analysis import drafts_replies
from coordination.correspondence import WAYS, LetterState, Route, Sent, Verdict
from pipeline.problems import NotFound
from review.acts import choice, day_of, version_of
from review.drafting import Asked
from review.files import today
from review.listing import Asked as Listed
from review.listing import Column, Filter, asked, cut, exported, plain_row
from review.pages.drafting import drafting_of
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed, Fields
from store.corresponded import Paper
from store.correspondents import Logged
from store.dispatching import Posted
from store.records import SqlRecords
from store.views import User

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("action.read"))]
Exporter = Annotated[User, Depends(Allowed("export"))]
Manager = Annotated[User, Depends(Allowed("action.manage"))]
Worker = Annotated[User, Depends(Allowed("item.update"))]
Decider = Annotated[User, Depends(Allowed("item.decide"))]
Deed = Callable[[SqlRecords, str, Mapping[str, str], str], object]

STATES = {
    "open": "Open",
    "overdue": "Overdue",
    **{one.value: one.value for one in tuple(LetterState)[1:]},
    "all": "All",
}
PAGE = 50
COLUMNS = tuple(
    Column(name, label)
    for name, label in (
        ("document", "Letter"), ("action", "Action"), ("correspondent", "From"), ("title", "About"),
        ("written", "Dated"), ("received", "Received"), ("office", "Office"), ("tasked", "Tasked"),
        ("due", "Due to the writer"), ("acknowledged", "Acknowledged"), ("interim", "Interim reply"),
        ("replied", "Replied"), ("state", "State"),
    )
)  # fmt: skip
HEADS = (
    Column("document", "Letter", sorts=True),
    Column("correspondent", "From and about", sorts=True),
    Column("action", "Action"),
    Column("received", "Received", sorts=True),
    Column("due", "Due to the writer", sorts=True),
    Column("acknowledged", "Acknowledged"),
    Column("interim", "Interim"),
    Column("replied", "Replied"),
    Column("state", "State"),
)
FILTERS = (Filter("state", "Which", tuple(STATES.items())), Filter("words", "Words"))
SAID = {
    "route": "Routed", "log": "Put on the case", "draft": "Drafted", "end": "Ended", "reopen": "Opened again",
    "address": "Mended", "sent": "What was sent is on the record", "words": "Decided", "write": "Written",
    "source": "Source named", "ask": "Offices asked", "withdraw": "Withdrawn", "sign": "Signed",
    "cancel": "The draft was given up; nothing of it was put on the record.",
    "unsign": "Signature taken back", "send": "Sent; the proof is on the record",
}  # fmt: skip


@router.get("/letters")
def log(request: Request, user: Reader) -> Response:
    """The log of letters, the nearest date due to the writer first."""
    listed = _listed(request)
    found = records_of(request).correspondence(_wanted(request, listed))
    rows, more = cut(found, PAGE, lambda row: f"{row.document} {row.action}")
    values = {
        "asked": listed,
        "columns": HEADS,
        "states": STATES,
        "rows": rows,
        "more": more,
        "today": today(request),
        "counted": records_of(request).letter_counts(),
    }
    return show(request, "letters.html", values, user)


@router.get("/letters/export")
def export(request: Request, user: Exporter) -> Response:
    """The same list as a file."""
    wanted = replace(_wanted(request, _listed(request)), limit=100_000, after=None)
    rows = records_of(request).correspondence(wanted)
    return exported(request.query_params.get("as", ""), "letters", COLUMNS, map(plain_row, rows))


def _listed(request: Request) -> Listed:
    """What is asked of the log; letters that are open are the usual ones."""
    return asked(request, HEADS, FILTERS, "/letters", usual=("state", "open"))


def _wanted(request: Request, listed: Listed) -> Logged:
    """The same, of the records: a page, and the row after it."""
    state = listed["state"] or "open"
    held = {"open": LetterState.OPEN.value, "overdue": LetterState.OPEN.value, "all": ""}.get(state, state)
    late = today(request) if state == "overdue" else None
    document, _, action = listed.after.partition(" ")
    after = (document, action) if action else None
    return Logged(held, listed["words"], late, PAGE + 1, after, listed.sort, listed.down)


def tab(records: SqlRecords, number: str) -> dict[str, object]:
    """What the part of an action's page about its letters shows."""
    came = records.letters(number)
    return {
        "came": came,
        "out": records.outgoing_letters(number),
        "cards": {one.document: records.correspondent_card(one.document) for one in came[:5]},
        "routes": tuple(Route),
        "kinds_sent": tuple(Sent),
        "ways": WAYS,
        "letter_templates": records.letter_templates(),
        "by_model": drafts_replies(records.settings),
        "endings": tuple(one for one in LetterState if one not in (LetterState.OPEN, LetterState.ANSWERED)),
    }


# what came


def _route(records: SqlRecords, number: str, fields: Mapping[str, str], user: str) -> None:
    route = choice(Route, fields.get("route", ""), "route")
    records.route_letters(number, route, fields.get("unit", ""), fields.get("note", ""), user)


def _end(records: SqlRecords, number: str, fields: Mapping[str, str], user: str) -> None:
    state = choice(LetterState, fields.get("state", ""), "end of a letter")
    records.end_letter(
        number, fields.get("document", ""), state, fields.get("reason", ""), fields.get("approver", ""), user,
        fields.get("to", ""),
    )  # fmt: skip


def _address(records: SqlRecords, number: str, fields: Mapping[str, str], user: str) -> None:
    records.address_letter(
        number, fields.get("document", ""), version_of(fields), fields.get("who", ""),
        fields.get("organization", ""), fields.get("address", ""), user,
    )  # fmt: skip


def _sent(records: SqlRecords, number: str, fields: Mapping[str, str], user: str) -> None:
    kind = choice(Sent, fields.get("kind", ""), "kind of letter")
    shown = records.document(fields.get("proof", "").strip())
    name = f"{shown.control_number} {shown.name}"
    paper = Paper(
        fields.get("document", ""),
        fields.get("recipient", ""),
        records.contents(shown),
        shown.media_type,
        name,
    )
    records.record_sent(number, kind, paper, posted(fields, user), user)


def posted(fields: Mapping[str, str], user: str) -> Posted:
    """How something went out, as a form tells it. Raises IllegalMove."""
    by = fields.get("sent_by", "").strip() or user
    return Posted(day_of(fields, "day"), fields.get("way", ""), by, fields.get("reference", ""))


LETTERS: dict[str, Deed] = {
    "route": _route,
    "log": lambda r, n, f, u: r.log_letter(n, f.get("document", "").strip(), u),
    "end": _end,
    "reopen": lambda r, n, f, u: r.reopen_letter(n, f.get("document", ""), f.get("reason", ""), u),
    "address": _address,
    "sent": _sent,
}
"""What is done with letters that came; it takes the right to manage actions."""


@router.post("/actions/{number}/letters/{deed}")
def letters(request: Request, number: str, deed: str, fields: Fields, user: Manager) -> Response:
    """Do something with the letters that came on an action."""
    found(LETTERS, deed)(records_of(request), number, fields, user.name)
    return _to_case(number, deed)


@router.post("/actions/{number}/draft-letter")
def draft(request: Request, number: str, fields: Fields, user: Worker) -> Response:
    """Draft a letter that answers one on the case, and open it; the model drafts while another page waits."""
    kind = choice(Sent, fields.get("kind", ""), "kind of letter")
    document, template = fields.get("document", ""), fields.get("template", "")
    if fields.get("by") == "model":
        asked = Asked(number, document, kind, template)
        return RedirectResponse(f"/drafting/{drafting_of(request).ask(asked, user.name)}", 303)
    letter = records_of(request).draft_reply(number, document, kind, template, user.name)
    return RedirectResponse(f"/letters/{letter}?said=draft", 303)


@router.post("/actions/{number}/own-words")
async def own_words(request: Request, number: str, fields: Fields, user: Decider) -> Response:
    """Answer or dismiss sentences in which a letter differs from its campaign."""
    form = await request.form(max_files=0)
    marked = [value for value in form.getlist("passage") if isinstance(value, str)]
    verdict = choice(Verdict, fields.get("verdict", ""), "word")
    records_of(request).judge_words(
        number, fields.get("document", ""), marked, verdict, fields.get("words", ""), user.name
    )
    return _to_case(number, "words")


def _to_case(number: str, said: str) -> Response:
    return RedirectResponse(f"/actions/{number}?{urlencode({'tab': 'letters', 'told': said})}", 303)


def found(table: Mapping[str, Deed], name: str) -> Deed:
    """The deed of this name. Raises NotFound."""
    if name not in table:
        raise NotFound("There is no such step.", remedy="Load the page again.")
    return table[name]
