"""Who is signed in and what their roles allow."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from pipeline import rights
from pipeline.problems import Problem
from store.views import User

COOKIE = "chancery_session"


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


def signed_in(request: Request) -> User | None:
    """Who sends this request; None when nobody is signed in."""
    session = session_of(request)
    user: User | None = request.app.state.records.session(session, datetime.now(UTC)) if session else None
    return user


def allowed(user: User | None) -> frozenset[str]:
    """Everything that a user's roles allow."""
    return rights.allowed(user.roles) if user else frozenset()


def roles_told(user: User) -> str:
    """A user's roles in words."""
    return ", ".join(sorted(user.roles)).replace("_", " ") or "none"


class Allowed:
    """A dependency that gives the signed-in user, if a role allows `verb` (one of `pipeline.rights.VERBS`).

    Raises SignedOut, or NotAllowed.
    """

    def __init__(self, verb: str) -> None:
        if verb not in rights.VERBS:
            raise ValueError(f"{verb} is no verb of pipeline.rights")
        self.verb = verb

    def __call__(self, request: Request) -> User:
        """The user of this request."""
        user = signed_in(request)
        if user is None:
            raise SignedOut
        if self.verb not in allowed(user):
            raise NotAllowed(
                "You may not do this.",
                f"None of your roles ({roles_told(user)}) lets you {rights.VERBS[self.verb]}.",
                "Ask an administrator for the role.",
            )
        return user


async def check_form(request: Request) -> dict[str, str]:
    """The written fields of a form. Raises SignedOut, or NotAllowed when it is not of this session."""
    session = session_of(request)
    if not session:
        raise SignedOut
    form = await request.form(max_files=0)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    if not hmac.compare_digest(fields.get("token", "").encode(), form_token(session).encode()):
        raise NotAllowed(
            "The form was refused.", "It was not made for this session.", "Reload the page and try again."
        )
    return fields


Fields = Annotated[dict[str, str], Depends(check_form)]
