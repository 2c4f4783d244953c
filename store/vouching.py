"""People for whom somebody else vouches: a provider that they signed in to, or a card that a proxy read.

A provider's id of a person is the only thing that is theirs for good. A mail address can be given to
somebody else, so one that an administrator wrote down counts once: the first sign-in puts the id instead.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from pipeline.mail import check_address
from pipeline.problems import IllegalMove, Problem
from pipeline.rights import Handling
from store import accounts, audit, parties, signin
from store.database import Transaction, bare
from store.keeping import token_hash
from store.signin import Caller
from store.tables.access import OutsideIdentity, SignInRequest, UserAccount
from store.views import OutsideRow, SignedIn, User

CARD = "card"
"""Vouches by the name on a card, which a proxy tells."""
MAIL = "mail"
"""An address that stands for a provider's id until somebody has signed in with it."""
REQUEST_LASTS = timedelta(minutes=10)
AT_ONCE = 100
"""Sign-ins under way from one address; the oldest gives way to one more."""
LONGEST = 255
SIGN_IN = "system:sign-in"
_USER, _KNOWN, _REQUEST = bare(UserAccount), bare(OutsideIdentity), bare(SignInRequest)


@dataclass(frozen=True, slots=True)
class Vouched:
    """Somebody as they are vouched for. `mail` is theirs for certain; `roles`, where given, replace ours."""

    voucher: str
    subject: str
    mail: str = ""
    name: str = ""
    roles: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in at a provider; `state` and `browser` are secrets of the browser in which it was begun."""

    state: str
    browser: str
    nonce: str
    verifier: str
    wanted: str


class NotLetIn(Problem):
    """Somebody is who they say, and may not sign in here."""


def begin(move: Transaction, wanted: str, caller: Caller, now: datetime) -> Begun:
    """Keep what the answer of a provider has to fit. Those that have expired are forgotten."""
    state, browser, nonce, verifier = (secrets.token_urlsafe(length) for length in (32, 32, 32, 48))
    begun = Begun(state, browser, nonce, verifier, wanted)
    address = caller.address[:LONGEST]
    earlier = select(_REQUEST.c.id).where(_REQUEST.c.address == address)
    spare = list(
        move.connection.execute(earlier.order_by(_REQUEST.c.id.desc()).offset(AT_ONCE - 1)).scalars()
    )
    move.connection.execute(delete(_REQUEST).where((_REQUEST.c.expires_at <= now) | _REQUEST.c.id.in_(spare)))
    row = {
        "state_hash": token_hash(begun.state),
        "browser_hash": token_hash(begun.browser),
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "wanted": wanted,
        "address": address,
        "expires_at": now + REQUEST_LASTS,
    }
    move.connection.execute(insert(SignInRequest).values(row))
    return begun


def is_under_way(connection: Connection, state: str, browser: str, now: datetime) -> bool:
    """Whether this browser began this sign-in. Guessing takes no write lock."""
    return connection.execute(select(_REQUEST.c.id).where(*_fits(state, browser, now))).first() is not None


def take(move: Transaction, state: str, browser: str, now: datetime) -> Begun | None:
    """What was begun, this once; None where another request was quicker."""
    spend = delete(_REQUEST).where(*_fits(state, browser, now))
    spent = spend.returning(_REQUEST.c.nonce, _REQUEST.c.verifier, _REQUEST.c.wanted)
    row = move.connection.execute(spent).one_or_none()
    return Begun(state, browser, row.nonce, row.verifier, row.wanted) if row else None


def _fits(state: str, browser: str, now: datetime) -> tuple[Any, ...]:
    return (
        _REQUEST.c.state_hash == token_hash(state),
        _REQUEST.c.browser_hash == token_hash(browser),
        _REQUEST.c.expires_at > now,
    )


def enter(move: Transaction, who: Vouched, now: datetime, caller: Caller, *, make: bool) -> SignedIn:
    """A session for somebody who is vouched for; `make` lets in who is not known yet. Raises NotLetIn.

    No second factor is asked for: whoever vouches asked for what they think is needed.
    """
    if who.roles is not None and not who.roles:
        why = "Roles come from groups here, and none of your groups has one."
        raise _refused(move.connection, "None of your groups may work here.", why)
    move.lock(f"vouched:{who.subject}")
    row = _account(move.connection, who)
    if row is None and not (make and who.mail):
        raise _refused(move.connection, "You are not known here yet.", "Nobody has let you in so far.")
    if row is None:
        row = _made(move, who)
    if not row.active:
        raise _refused(move.connection, "You sign in here no more.", "Your account was closed.")
    _bind(move, row, who)
    if who.roles is not None:
        (held,) = parties.users(move.connection, _USER.c.id == row.id)
        if held.roles != who.roles:
            parties.add_user(move, replace(held, roles=who.roles), SIGN_IN)
    return signin.start(move, row.id, row.name, now, caller, awaits_factor=False, voucher=who.voucher)


def _account(connection: Connection, who: Vouched) -> Any:
    """The account of somebody: by their id, by an address that was written down for them, by its name."""
    query = select(_USER.c.id, _USER.c.name, _USER.c.active)
    known = query.join(_KNOWN, _KNOWN.c.user_id == _USER.c.id)
    by_id = known.where(_KNOWN.c.voucher == who.voucher, _KNOWN.c.subject == who.subject)
    by_mail = known.where(_KNOWN.c.voucher == MAIL, _KNOWN.c.subject == who.mail.casefold())
    by_name = query.where(func.lower(_USER.c.name) == who.mail.casefold())
    on_card = query.where(_USER.c.name == who.subject)
    tried = (by_id, on_card) if who.voucher == CARD else (by_id, *((by_mail, by_name) if who.mail else ()))
    for one in tried:
        row = connection.execute(one).first()
        if row is not None:
            return row
    return None


def _made(move: Transaction, who: Vouched) -> Any:
    """An account under their address, which sees what everybody may and nothing more."""
    shown = " ".join(who.name.split())[:LONGEST] or who.mail
    level = Handling.UNRESTRICTED
    parties.add_user(move, User(who.mail, shown, who.roles or frozenset(), level), SIGN_IN)
    return _account(move.connection, who)


def _bind(move: Transaction, row: Any, who: Vouched) -> None:
    """Know them by their id from now on. Raises NotLetIn where the account is another's already."""
    query = select(_KNOWN.c.subject).where(_KNOWN.c.user_id == row.id, _KNOWN.c.voucher == who.voucher)
    known = move.connection.execute(query).scalar()
    if known == who.subject:
        return
    if known is not None:
        why = "The account of that name is known under another id; an address may have changed hands."
        raise _refused(move.connection, "You could not be signed in.", why)
    if who.voucher != CARD:
        move.connection.execute(delete(_KNOWN).where(_KNOWN.c.user_id == row.id, _KNOWN.c.voucher == MAIL))
    _keep(move, row.id, row.name, who.voucher, who.subject, SIGN_IN)


def _keep(move: Transaction, number: int, name: str, voucher: str, subject: str, actor: str) -> None:
    new = insert(OutsideIdentity).values(user_id=number, voucher=voucher, subject=subject, created_by=actor)
    move.connection.execute(new)
    move.log(audit.who(actor), "user.vouched", name, None, {"voucher": voucher, "subject": subject})


def know(move: Transaction, user: str, voucher: str, subject: str, actor: str) -> None:
    """Write down as whom somebody is vouched for; an empty subject forgets it.

    Raises IllegalMove or NotFound.
    """
    row = accounts.named(move.connection, user)
    subject = subject.strip()
    if subject and voucher == MAIL:
        check_address(subject, ())
        subject = subject.casefold()
    if len(subject) > LONGEST or not subject.isprintable():
        raise IllegalMove(
            "This cannot be written down.", f"It is longer than {LONGEST} characters, or no text."
        )
    query = select(_USER.c.name).join(_KNOWN, _KNOWN.c.user_id == _USER.c.id)
    owner = move.connection.execute(
        query.where(_KNOWN.c.voucher == voucher, _KNOWN.c.subject == subject)
    ).scalar()
    if owner == row.name:
        return
    if owner is not None:
        raise IllegalMove(f"{owner} is known by it already.", "", "Take it from that account first.")
    held = delete(_KNOWN).where(_KNOWN.c.user_id == row.id, _KNOWN.c.voucher == voucher)
    before = move.connection.execute(held.returning(_KNOWN.c.subject)).scalar()
    if before is not None:
        move.log(audit.who(actor), "user.vouched", row.name, {"voucher": voucher, "subject": before}, None)
    if subject:
        _keep(move, row.id, row.name, voucher, subject, actor)


def rows(connection: Connection, user: str) -> tuple[OutsideRow, ...]:
    """As whom others vouch for a user."""
    query = select(_KNOWN.c.voucher, _KNOWN.c.subject, _KNOWN.c.created_at)
    query = query.join(_USER, _USER.c.id == _KNOWN.c.user_id).where(_USER.c.name == user)
    return tuple(OutsideRow(*row) for row in connection.execute(query.order_by(_KNOWN.c.voucher)))


def _refused(connection: Connection, what: str, why: str) -> NotLetIn:
    return NotLetIn(what, why, f"Ask {_those_to_ask(connection)} to let you in.")


def _those_to_ask(connection: Connection) -> str:
    """The administrators by the names that people know, three at most."""
    names = [one.display_name for one in parties.users(connection) if "administrator" in one.roles]
    return " or ".join(names[:3]) or "whoever runs Chancery"
