"""How a page is shown: its template, and who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from review.navigation import entries
from review.people import allowed

if TYPE_CHECKING:
    from store.views import User

SAID = {
    "approve": "Approved",
    "edit": "Changed and approved",
    "reject": "Rejected",
    "undo": "Decision undone",
    "rest": "Approved the rest of the group",
    "filed": "Filed",
    "moved": "Moved",
    "stopped": "Stopped; it waits here for you",
    "retried": "It will be read again",
    "no_action": "Recorded: no action",
    "reopened": "Laid before you again",
    "unlocked": "It was opened and goes on",
    "split": "It was split; its parts go on under numbers of their own",
    "typed": "Taken in as you typed it",
    "discarded": "Discarded; nothing was kept",
    "finish_undone": "The finish was taken back; nothing of it stands",
    "assigned": "Assigned",
    "unassigned": "Assigned to nobody",
    "led": "The marked actions have their lead",
    "tagged": "The marked actions have the tags",
    "guarded": "Kept who may see it",
    "snoozed": "Put off; it comes back to the queue on that day",
    "woken": "Back in the queue",
    "duplicate": "Recorded as a duplicate",
    "other_letter": "Recorded: they are two letters",
    "followed": "Whatever says nothing of its own went its way; what stays says why",
    "followed_some": "Many went its way; there are more, so press again",
    "added": "Added by hand",
    "supported": "The words are its evidence now",
    "dismissed": "Recorded: the sentence asks for nothing",
    "address": "The address is kept",
    "disposal_propose": "Proposed; another person approves it",
    "disposal_approve": "Approved; nothing is gone before it is carried out",
    "disposal_withdraw": "Withdrawn",
    "disposal_run": "Carried out; what a hold keeps stays approved",
    "retention_hold": "Held: nothing of it is disposed of until the hold is released",
    "retention_release": "Let go; what another matter holds stays held",
    "retention_category": "The category is kept",
    "rule_kept": "The rule is kept; try it before you switch it on",
    "rule_try": "It was tried: see below what it would have done",
    "rule_on": "The rule proposes from now on",
    "rule_off": "The rule proposes nothing any more",
    "rule_sooner": "It is asked sooner",
    "rule_later": "It is asked later",
    "type": "The type is kept",
    "unit": "The unit is kept",
    "hook_stopped": "Nothing more is sent; what happens meanwhile is kept in its order",
    "hook_resumed": "It goes on, with what happened meanwhile",
    "hook_removed": "Removed: it is told nothing more",
    "hook_retried": "The message is tried once more, before all that waits",
    "restored": "The sentence waits for a word again",
    "password": "Your password is set; your other sessions have ended",
    "kept": "Kept",
    "ended": "Ended",
    "factor_removed": "You are asked for no second factor any more",
    "revoked": "Revoked: it opens nothing any more",
    "let_in": "They may sign in now",
    "changed": "Changed: they sign in again, with what holds now",
    "reset": "Reset: they sign in by a one-time link next",
    "deactivated": "Deactivated: they sign in no more",
}
"""What a page may say after a form. The address names the sentence, so no link from elsewhere writes one."""


GIVEN = frozenset({"user", "desk", "path", "navigation", "token", "banner", "person", "kept_views"})
"""What every page is given, over whatever a page gives by the same name."""


def show(
    request: Request,
    template: str,
    values: dict[str, object],
    user: User | None = None,
    status: int = 200,
) -> Response:
    """A page for this user, with what the user may do; the waiting count stands in the navigation."""
    templates: Jinja2Templates = request.app.state.templates
    said = SAID.get(request.query_params.get("said", ""), "")
    may, path = allowed(user), request.url.path
    assert GIVEN.isdisjoint(values), "every page has another value of this name"
    context = {"said": said, "may": may} | values
    if user is not None:
        desk = request.app.state.records.glance()
        context |= {"user": user, "desk": desk, "path": path, "navigation": entries(may, path, desk)}
    return templates.TemplateResponse(request, template, context, status_code=status)
