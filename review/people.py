"""Who is signed in and what their roles allow."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request, Response

from pipeline import rights
from pipeline.problems import Problem, ResourceShort
from store.views import User

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from store.records import SqlRecords

COOKIE = "chancery_session"
SECURE_COOKIE = f"__Host-{COOKIE}"
"""The cookie where the pages are reached over https: no other host of the domain can plant one."""
PROGRAMS = "/api/"
"""Under this address programs may sign in with a token in place of a session."""


class SignedOut(Exception):
    """Nobody is signed in."""


class NotAllowed(Problem):
    """The signed-in person's roles do not allow this."""


class Stale(Exception):
    """The form was made in an earlier session; whoever is signed in now may send it once more."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__()
        self.fields = fields


def is_secure(request: Request) -> bool:
    """Whether the browser speaks https, with us or with the proxy before us."""
    settings: Settings = request.app.state.settings
    named = f"https://{request.headers.get('host', '')}"
    return request.url.scheme == "https" or settings.origin == named


def cookie_name(request: Request, plain: str = COOKIE) -> str:
    """The name in this browser of a cookie, of the session's where none is named."""
    return f"__Host-{plain}" if is_secure(request) else plain


def session_of(request: Request) -> str:
    """The session token that the browser sent, or an empty string."""
    return request.cookies.get(cookie_name(request), "")


def keep_session(request: Request, answer: Response, token: str) -> None:
    """Let the browser keep a session."""
    answer.set_cookie(
        cookie_name(request), token, httponly=True, samesite="lax", secure=is_secure(request), path="/"
    )


def drop_session(request: Request, answer: Response) -> None:
    """Let the browser forget its session."""
    answer.delete_cookie(cookie_name(request), path="/", secure=is_secure(request), httponly=True)


def form_token(session: str) -> str:
    """The token that every form of this session carries: a second layer under the same-origin rule."""
    return hashlib.sha256(f"form:{session}".encode()).hexdigest()


def bearer(request: Request) -> str | None:
    """The token that a program sent; None where it sent none. An empty one is a bad one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not request.url.path.startswith(PROGRAMS):
        return None
    return token.strip()


def who_asks(request: Request) -> User | None:
    """Looks up who sends a request: by token where there is one, and then by nothing else; by session."""
    records: SqlRecords = request.app.state.records
    now, token = datetime.now(UTC), bearer(request)
    if token is not None:
        return records.program(token, now)
    session = session_of(request)
    return records.session(session, now) if session else None


def signed_in(request: Request) -> User | None:
    """Who sends this request, looked up once for each; None when nobody is signed in.

    Raises ResourceShort while the records are away.
    """
    found: User | ResourceShort | None = getattr(request.state, "user", None)
    if isinstance(found, ResourceShort):
        raise found
    return found


def allowed(user: User | None) -> frozenset[str]:
    """Everything that a user's roles allow."""
    return user.may if user else frozenset()


def roles_told(user: User) -> str:
    """A user's roles in words."""
    return ", ".join(sorted(user.roles)).replace("_", " ") or "none"


class Allowed:
    """A dependency that gives the signed-in user, if a role allows `verb` (one of `pipeline.rights.VERBS`).

    Raises SignedOut, or NotAllowed, which is noted in the audit log.
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
        if self.verb in user.may:
            return user
        request.app.state.records.refused(user.name, self.verb, f"{request.method} {request.url.path}")
        deed = rights.VERBS[self.verb]
        if user.verbs is not None and self.verb not in user.verbs:
            raise NotAllowed("This token does not allow it.", f"It may not {deed}.", "Make another token.")
        raise NotAllowed(
            "You may not do this.",
            f"None of your roles ({roles_told(user)}) lets you {deed}.",
            "Ask an administrator for the role.",
        )


async def check_form(request: Request) -> dict[str, str]:
    """The written fields of a form. Raises SignedOut, Stale, or NotAllowed when it has no token at all."""
    fields = await fields_of(request)
    session = session_of(request)
    if not session or signed_in(request) is None:
        raise SignedOut
    given = fields.get("token", "")
    if not given:
        raise NotAllowed(
            "The form was refused.", "It was not made for this session.", "Reload the page and try again."
        )
    if not hmac.compare_digest(given.encode(), form_token(session).encode()):
        raise Stale(fields)
    return fields


async def fields_of(request: Request) -> dict[str, str]:
    """What was written in a form; files are left out."""
    form = await request.form(max_files=0)
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(check_form)]
