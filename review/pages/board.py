"""Executive actions as a board: a column for each status, and a card that moves by its legal steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.actions import REASONED, STATUS_MOVES, ActionStatus
from pipeline.problems import Conflict, IllegalMove
from review.acts import choice
from review.files import today
from review.pages.showing import show
from review.people import Allowed, Fields
from store.views import User
from store.worklists import ActionRow, Wanted

router = APIRouter(prefix="/actions/board")
Reader = Annotated[User, Depends(Allowed("action.read"))]
Manager = Annotated[User, Depends(Allowed("action.manage"))]
CARDS = 20
"""So many stand in a column; the list shows all."""
_OPEN = tuple(status for status in ActionStatus if not status.ended)
_ENDED = tuple(status for status in ActionStatus if status.ended)
SHOWN = {"open": ("Open", _OPEN), "ended": ("Ended", _ENDED), "all": ("All", (*_OPEN, *_ENDED))}


@dataclass(frozen=True, slots=True)
class Pile:
    """A column: the nearest due first, and whether there are more than it shows.

    `moves` are the statuses to which its cards may go, with whether that takes a reason. Completing an
    action is closing it, which takes more than a step here.
    """

    status: ActionStatus
    cards: tuple[ActionRow, ...]
    more: bool
    moves: tuple[tuple[ActionStatus, bool], ...]


@router.get("")
def board(request: Request, user: Reader) -> Response:
    """The columns of open, of ended or of all actions, narrowed by words."""
    return _page(request, user, request.query_params)


def _page(
    request: Request, user: User, asked: Mapping[str, str], refused: tuple[str, ...] = (), status: int = 200
) -> Response:
    state, words = _narrowed(asked)
    values = {
        "piles": tuple(_pile(request, one, words) for one in SHOWN[state][1]),
        "state": state,
        "states": {key: label for key, (label, _) in SHOWN.items()},
        "words": words,
        "today": today(request),
        "moved": asked.get("moved", ""),
        "given": asked,
        "refused": refused,
    }
    return show(request, "board.html", values, user, status)


def _narrowed(asked: Mapping[str, str]) -> tuple[str, str]:
    state = asked.get("state", "")
    return state if state in SHOWN else "open", asked.get("words", "").strip()[:200]


def _pile(request: Request, status: ActionStatus, words: str) -> Pile:
    wanted = Wanted("ended" if status.ended else "open", words, statuses=(status.value,), limit=CARDS + 1)
    rows = request.app.state.records.action_rows(wanted)
    legal = (one for one in ActionStatus if one in STATUS_MOVES[status] and one is not ActionStatus.COMPLETED)
    moves = tuple((one, one in REASONED or status.ended) for one in legal)
    return Pile(status, rows[:CARDS], len(rows) > CARDS, moves)


@router.post("")
def move(request: Request, fields: Fields, user: Manager) -> Response:
    """Move one card; what was refused is said on the board, with what was typed."""
    number, (state, words) = fields.get("number", ""), _narrowed(fields)
    try:
        wanted = choice(ActionStatus, fields.get("status", ""), "status")
        request.app.state.records.action_status(number, wanted, user.name, fields.get("reason", ""))
    except (IllegalMove, Conflict) as problem:
        return _page(request, user, fields, problem.lines, 409)
    place = {"state": state, "words": words, "moved": number, "said": "moved"}
    return RedirectResponse(f"/actions/board?{urlencode({k: v for k, v in place.items() if v})}", 303)
