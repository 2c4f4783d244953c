"""Who may sign in, what they may do, and the tokens of programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.problems import IllegalMove, NotFound, Problem
from pipeline.rights import ROLE_ALLOWS, ROLES, VERBS
from review.pages.entry import provider_for
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed, Fields, is_secure
from store.views import AccountRow, User
from store.vouching import CARD, MAIL

router = APIRouter(prefix="/admin")
Administrator = Annotated[User, Depends(Allowed("admin.people"))]


def _account(request: Request, name: str) -> AccountRow:
    found = next((row for row in records_of(request).accounts() if row.user.name == name), None)
    if found is None:
        raise NotFound(f"There is no user {name[:80]!r}.", remedy="Look them up among the people.")
    return found


def _list(request: Request, user: User, status: int = 200, **more: object) -> Response:
    values: dict[str, object] = {"rows": records_of(request).accounts(), "problem": None, "typed": {}}
    return show(request, "people.html", values | _choices() | more, user, status)


def _one(request: Request, user: User, name: str, status: int = 200, **more: object) -> Response:
    values: dict[str, object] = {
        "row": _account(request, name),
        "tokens": records_of(request).tokens(name),
        "now": datetime.now(UTC),
        "problem": None,
        "link": "",
        "outside": {row.voucher: row for row in records_of(request).outside(name)},
        "vouchers": _vouchers(request),
        "typed": {},
    }
    return show(request, "person.html", values | _choices() | more, user, status)


def _choices() -> dict[str, object]:
    deeds = {role: [VERBS[verb] for verb in VERBS if verb in ROLE_ALLOWS[role]] for role in ROLES}
    return {"roles": deeds}


def _to(name: str, said: str) -> Response:
    return RedirectResponse(f"/admin/people/{quote(name, safe='')}?said={said}", status_code=303)


def _written(fields: dict[str, str], name: str) -> User:
    """The user that a form describes."""
    roles = frozenset(key.partition(".")[2] for key in fields if key.startswith("role."))
    shown = " ".join(fields.get("display_name", "").split()) or name
    return User(name, shown[:200], roles)


@router.get("/people")
def people(request: Request, user: Administrator) -> Response:
    """Everybody who may or might sign in."""
    return _list(request, user)


@router.post("/people")
def add(request: Request, user: Administrator, fields: Fields) -> Response:
    """Let somebody in. They sign in by a one-time link first."""
    name = fields.get("name", "").strip()
    try:
        if any(row.user.name.casefold() == name.casefold() for row in records_of(request).accounts()):
            raise IllegalMove(f"There is a {name} already.", "", "Open that account, or take another name.")
        records_of(request).add_user(_written(fields, name), user.name)
    except Problem as problem:
        return _list(request, user, 422, problem=problem, typed=fields)
    return _to(name, "let_in")


@router.get("/people/{name}")
def person(request: Request, name: str, user: Administrator) -> Response:
    """One account."""
    return _one(request, user, name)


@router.post("/people/{name}")
def change(request: Request, name: str, user: Administrator, fields: Fields) -> Response:
    """Change name and roles of an account; it is active again if it was not."""
    records, before = records_of(request), _account(request, name)
    try:
        after = _written(fields, name)
        if name == user.name and after.roles != before.user.roles:
            raise IllegalMove("Nobody changes their own roles.", "", "Ask another administrator.")
        records.add_user(after, user.name)
    except Problem as problem:
        return _one(request, user, name, 422, problem=problem)

    same = before.active and before.user.roles == after.roles
    return _to(name, "kept" if same else "changed")


@router.post("/people/{name}/link")
def link(request: Request, name: str, user: Administrator, fields: Fields) -> Response:
    """Make a one-time link and show it this once, to be handed over."""
    token = records_of(request).issue_link(name, datetime.now(UTC), user.name)
    scheme = "https" if is_secure(request) else "http"
    return _one(request, user, name, link=f"{scheme}://{request.headers['host']}/sign-in?link={token}")


@router.post("/people/{name}/reset")
def reset(request: Request, name: str, user: Administrator, fields: Fields) -> Response:
    """Take every way in and all sessions away."""
    records_of(request).reset_user(name, user.name)
    return _to(name, "reset")


def _vouchers(request: Request) -> dict[str, tuple[str, str]]:
    """Who may vouch for people here: by the field of the form, with what is asked for."""
    provider, card = provider_for(request), request.app.state.settings.card_header
    known: dict[str, tuple[str, str]] = {}
    if provider:
        known["mail"] = (MAIL, "Their mail address with the provider, for the first sign-in")
        known["provider"] = (provider.issuer, "Their id with the provider")
    if card:
        known["card"] = (CARD, "The name on their card")
    return known


@router.post("/people/{name}/outside")
def outside(request: Request, name: str, user: Administrator, fields: Fields) -> Response:
    """Write down as whom others vouch for somebody."""
    try:
        for field, (voucher, _) in _vouchers(request).items():
            if field in fields:
                records_of(request).know_outside(name, voucher, fields[field], user.name)
    except IllegalMove as problem:
        return _one(request, user, name, 422, problem=problem, typed=fields)
    return _to(name, "kept")


@router.post("/people/{name}/deactivate")
def deactivate(request: Request, name: str, user: Administrator, fields: Fields) -> Response:
    """Let somebody sign in no more."""
    try:
        records_of(request).deactivate(name, user.name)
    except IllegalMove as problem:
        return _one(request, user, name, 422, problem=problem)
    return _to(name, "deactivated")


@router.get("/tokens")
def tokens(request: Request, user: Administrator) -> Response:
    """Every program's token, revoked and expired ones too."""
    values: dict[str, object] = {"rows": records_of(request).tokens(), "now": datetime.now(UTC)}
    return show(request, "tokens.html", values, user)


@router.post("/tokens/{prefix}/revoke")
def revoke(request: Request, prefix: str, user: Administrator, fields: Fields) -> Response:
    """Let anybody's token open nothing any more."""
    records_of(request).revoke_token(prefix, None, user.name)
    return RedirectResponse("/admin/tokens?said=revoked", status_code=303)
