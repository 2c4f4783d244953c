"""What belongs to the signed-in person: password, second factor, sessions, tokens, how the pages look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.problems import IllegalMove, Problem
from pipeline.rights import VERBS
from pipeline.shortcuts import KEYS, chosen
from review.numbers import whole
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed, Fields, session_of
from store.views import User

router = APIRouter(prefix="/profile")
Owner = Annotated[User, Depends(Allowed("profile.own"))]
TokenOwner = Annotated[User, Depends(Allowed("token.own"))]


def _page(request: Request, user: User, status: int = 200, **more: object) -> Response:
    records = records_of(request)
    values: dict[str, object] = {
        "sessions": records.sessions(user.name, session_of(request), datetime.now(UTC)),
        "tokens": records.tokens(user.name),
        "has_password": records.has_password(user.name),
        "has_factor": records.has_factor(user.name),
        "verbs": {verb: VERBS[verb] for verb in VERBS if verb in user.may},
        "now": datetime.now(UTC),
        "problem": None,
        "about": "",
        "keys": KEYS,
        "own": dict(user.keys),
        "made": "",
    }
    return show(request, "profile.html", values | more, user, status)


def _back(said: str) -> Response:
    return RedirectResponse(f"/profile?said={said}", status_code=303)


@router.get("")
def profile(request: Request, user: Owner) -> Response:
    """Everything of one's own on one page."""
    return _page(request, user)


@router.post("/password")
def password(request: Request, user: Owner, fields: Fields) -> Response:
    """Set or change the password; every other session ends."""
    new = fields.get("new", "")
    try:
        if new != fields.get("again", ""):
            raise IllegalMove(
                "The password was not changed.", "It was not typed the same twice.", "Try again."
            )
        records_of(request).set_password(user, fields.get("old", ""), new, session_of(request))
    except Problem as problem:
        return _page(request, user, 422, problem=problem, about="password")
    return _back("password")


@router.post("/preferences")
def preferences(request: Request, user: Owner, fields: Fields) -> Response:
    """Keep how the pages look and whether single keys do something."""
    try:
        records_of(request).prefer(
            user.name,
            fields.get("time_zone", "").strip()[:80],
            fields.get("density", "comfortable"),
            shortcuts=fields.get("shortcuts") == "on",
        )
    except Problem as problem:
        return _page(request, user, 422, problem=problem, about="preferences")
    return _back("kept")


@router.post("/keys")
def keys(request: Request, user: Owner, fields: Fields) -> Response:
    """Keep the keys that the person wants on the review screen, or the usual ones again."""
    typed = {} if fields.get("usual") else {usual: fields.get(f"key.{usual}", usual) for usual in KEYS}
    try:
        records_of(request).choose_keys(user.name, chosen(typed))
    except Problem as problem:
        return _page(request, user, 422, problem=problem, about="keys", own=typed)
    return _back("kept")


@router.post("/sessions/end-others")
def end_others(request: Request, user: Owner, fields: Fields) -> Response:
    """End every session but this one."""
    records_of(request).end_other_sessions(user.name, session_of(request))
    return _back("ended")


@router.post("/sessions/{session}/end")
def end_one(request: Request, session: str, user: Owner, fields: Fields) -> Response:
    """End one session."""
    records_of(request).end_named_session(user.name, session)
    return _back("ended")


@router.get("/second-factor")
def second_factor(request: Request, user: Owner) -> Response:
    """How to set up an authenticator: the secret to type, and its address to copy."""
    found = records_of(request).enrolling(user.name)
    return show(request, "second-factor.html", {"enrolment": found, "problem": None, "codes": ()}, user)


@router.post("/second-factor/start")
def start_factor(request: Request, user: Owner, fields: Fields) -> Response:
    """A fresh secret for an authenticator."""
    records_of(request).enrol(user.name)
    return RedirectResponse("/profile/second-factor", status_code=303)


@router.post("/second-factor")
def confirm_factor(request: Request, user: Owner, fields: Fields) -> Response:
    """Ask for codes from now on, when the first one fits; show the recovery codes this once."""
    records = records_of(request)
    try:
        codes = records.confirm_factor(user.name, fields.get("code", "")[:20], datetime.now(UTC))
    except Problem as problem:
        values: dict[str, object] = {
            "enrolment": records.enrolling(user.name),
            "problem": problem,
            "codes": (),
        }
        return show(request, "second-factor.html", values, user, 422)
    return show(request, "second-factor.html", {"enrolment": None, "problem": None, "codes": codes}, user)


@router.post("/second-factor/remove")
def remove_factor(request: Request, user: Owner, fields: Fields) -> Response:
    """Ask for no second factor any more; the password has to be given for it, where there is one."""
    records = records_of(request)
    try:
        if records.has_password(user.name):
            records.confirm_password(user.name, fields.get("old", ""))
        records.drop_factor(user.name, user.name)
    except Problem as problem:
        return _page(request, user, 422, problem=problem, about="factor")
    return _back("factor_removed")


@router.post("/tokens")
def new_token(request: Request, user: TokenOwner, fields: Fields) -> Response:
    """Make a token for a program and show it this once."""
    chosen = [verb for verb in VERBS if fields.get(f"verb.{verb}") == "on"]
    try:
        count = whole(fields.get("days", ""), digits=5) or 0
        _, made = records_of(request).new_token(user.name, fields.get("name", ""), chosen, count, user.name)
    except Problem as problem:
        return _page(request, user, 422, problem=problem, about="tokens")
    return _page(request, user, made=made)


@router.post("/tokens/{prefix}/revoke")
def revoke_token(request: Request, prefix: str, user: TokenOwner, fields: Fields) -> Response:
    """Let one of one's tokens open nothing any more."""
    records_of(request).revoke_token(prefix, user.name, user.name)
    return _back("revoked")
