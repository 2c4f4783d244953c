"""Who is signed in and what their roles allow."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

from fastapi import Request

from pipeline.problems import Problem
from store.views import User

COOKIE = "chancery_session"

ROLE_ALLOWS: dict[str, frozenset[str]] = {
    "clerk": frozenset({"read", "document.retry"}),
    "analyst": frozenset({"read"}),
    "reviewer": frozenset({"read", "draft.decide", "document.finish", "document.retry"}),
    "action_officer": frozenset({"read"}),
    "auditor": frozenset({"read"}),
    "administrator": frozenset({"read"}),
}
"""What each role may do. An administrator does not approve by being one."""


class SignedOut(Exception):
    """Nobody is signed in."""


class NotAllowed(Problem):
    """The signed-in person's roles do not allow this."""


def session_of(request: Request) -> str:
    """The session token that the browser sent, or an empty string."""
    return request.cookies.get(COOKIE, "")


def form_token(session: str) -> str:
    """The token that every form of this session carries: a second layer under the same-origin rule."""
    return hashlib.sha256(f"form:{session}".encode()).hexdigest()


class Allowed:
    """A dependency that gives the signed-in user, if a role allows `verb`.

    Raises SignedOut, or NotAllowed.
    """

    def __init__(self, verb: str) -> None:
        self.verb = verb

    def __call__(self, request: Request) -> User:
        """The user of this request."""
        user: User | None = request.app.state.records.session(session_of(request), datetime.now(UTC))
        if user is None:
            raise SignedOut
        if not any(self.verb in ROLE_ALLOWS.get(role, frozenset()) for role in user.roles):
            raise NotAllowed(
                "You may not do this.",
                f"None of your roles ({', '.join(sorted(user.roles)) or 'none'}) allows {self.verb}.",
                "Ask an administrator for the role.",
            )
        return user


async def check_form(request: Request) -> None:
    """Refuse a form that does not carry this session's token. Raises NotAllowed."""
    given = (await request.form()).get("token", "")
    if not hmac.compare_digest(str(given).encode(), form_token(session_of(request)).encode()):
        raise NotAllowed("The form was refused.", "It was not made for this session.", "Reload the page.")
