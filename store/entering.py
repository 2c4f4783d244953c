"""Signing in with a password, and with a second factor after it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from pipeline import totp
from pipeline.problems import IllegalMove, NotFound, Problem
from pipeline.settings import Settings
from store import attempts, signin
from store.database import Transaction, bare
from store.keeping import token_hash
from store.signin import Caller
from store.tables.access import RecoveryCode, SecondFactor, Session, UserAccount
from store.views import Enrolment, SignedIn

_USER, _FACTOR, _CODE = bare(UserAccount), bare(SecondFactor), bare(RecoveryCode)


class WrongPassword(Problem):
    """Name and password do not belong together; nobody is told which of the two is wrong."""

    def __init__(self) -> None:
        super().__init__(
            "You are not signed in.",
            "This name and this password do not belong together.",
            "Try again, or ask an administrator for a one-time link.",
        )


class WrongCode(Problem):
    """The code of the second factor does not fit."""

    def __init__(self) -> None:
        super().__init__(
            "This code is not right.",
            "A code is good for half a minute and works once.",
            "Type the code that your authenticator shows now, or a recovery code.",
        )


def keys(name: str, caller: Caller) -> tuple[str, str]:
    """What tries under this name and from this address are counted under."""
    return attempts.key_of("account", name), attempts.key_of("address", caller.address)


def kept_password(connection: Connection, name: str) -> str | None:
    """The hash of a user's password; None where there is none, or no such user."""
    query = select(_USER.c.password_hash).where(_USER.c.name == name, _USER.c.active)
    return connection.execute(query).scalar()


def enter(
    move: Transaction, name: str, now: datetime, caller: Caller, seen: str, renewed: str | None
) -> SignedIn:
    """A session for somebody whose password fitted the hash `seen`. Raises WrongPassword if it changed."""
    row = move.connection.execute(
        select(_USER.c.id, _USER.c.password_hash).where(_USER.c.name == name, _USER.c.active)
    ).one_or_none()
    if row is None or row.password_hash != seen:
        raise WrongPassword
    if renewed:
        move.connection.execute(update(_USER).where(_USER.c.id == row.id).values(password_hash=renewed))
    attempts.forgive(move, *keys(name, caller))
    waits = signin.has_factor(move.connection, row.id)
    return signin.start(move, row.id, name, now, caller, awaits_factor=waits)


def failed(move: Transaction, name: str) -> None:
    """Note a failed sign-in. A name that nobody has is not repeated: it may be a password."""
    known = move.connection.execute(select(_USER.c.id).where(_USER.c.name == name)).first()
    move.log("system:sign-in", "sign_in.failed", name if known else "unknown")


def _waiting(connection: Connection, settings: Settings, token: str, now: datetime) -> tuple[int, int, str]:
    row = signin.row_of(connection, settings, token, now)
    if row is None or not row.awaits_factor:
        raise NotFound("This sign-in is over.", "It took too long, or was finished.", "Sign in again.")
    return row.id, row.user_id, row.name


def count_factor(move: Transaction, token: str, now: datetime) -> None:
    """Count a try at the second factor. Raises TooManyTries or NotFound."""
    _, _, name = _waiting(move.connection, move.settings, token, now)
    attempts.count(move, [attempts.key_of("factor", name)], now)


def second_factor(move: Transaction, token: str, code: str, now: datetime) -> SignedIn | None:
    """A whole session in place of the waiting one; None for a wrong code, which is noted."""
    session, number, name = _waiting(move.connection, move.settings, token, now)
    if not (_by_authenticator(move, number, code, now) or _by_recovery(move, number, code, now)):
        move.log("system:sign-in", "sign_in.factor_failed", name)
        return None
    row = move.connection.execute(select(Session.address, Session.browser).where(Session.id == session)).one()
    move.connection.execute(update(Session).where(Session.id == session).values(ended_at=now))
    attempts.forgive(move, attempts.key_of("factor", name), "")
    caller = Caller(row.address or "", row.browser or "")
    return signin.start(move, number, name, now, caller, awaits_factor=False)


def _by_authenticator(move: Transaction, number: int, code: str, now: datetime) -> bool:
    row = move.connection.execute(select(_FACTOR).where(_FACTOR.c.user_id == number)).one_or_none()
    step = totp.matching_step(row.secret, code, now, row.last_step) if row and row.confirmed_at else None
    if step is None:
        return False
    # two browsers may send one code at the same moment: it works in one of them
    spent = update(_FACTOR).where(_FACTOR.c.user_id == number, _FACTOR.c.last_step < step)
    return move.connection.execute(spent.values(last_step=step)).rowcount == 1


def _by_recovery(move: Transaction, number: int, code: str, now: datetime) -> bool:
    typed = token_hash("".join(code.split()).casefold())
    spend = update(_CODE).where(
        _CODE.c.user_id == number, _CODE.c.code_hash == typed, _CODE.c.used_at.is_(None)
    )
    return move.connection.execute(spend.values(used_at=now)).rowcount == 1


def enrol(move: Transaction, name: str) -> Enrolment:
    """A fresh secret that counts once a code of it was given. Raises IllegalMove where one counts already."""
    number = _id_of(move.connection, name)
    if signin.has_factor(move.connection, number):
        raise IllegalMove("You have a second factor already.", "", "Remove it first.")
    move.connection.execute(delete(_FACTOR).where(_FACTOR.c.user_id == number))
    secret = totp.new_secret()
    move.connection.execute(insert(SecondFactor).values(user_id=number, secret=secret, created_by=name))
    return Enrolment(secret, totp.address(secret, name))


def enrolling(connection: Connection, name: str) -> Enrolment | None:
    """The secret that still waits for its first code."""
    query = select(_FACTOR.c.secret).join(_USER, _USER.c.id == _FACTOR.c.user_id)
    secret = connection.execute(query.where(_USER.c.name == name, _FACTOR.c.confirmed_at.is_(None))).scalar()
    return Enrolment(secret, totp.address(secret, name)) if secret else None


def confirm(move: Transaction, name: str, code: str, now: datetime) -> tuple[str, ...] | None:
    """Ask for the second factor from now on; the recovery codes. None for a wrong code."""
    number = _id_of(move.connection, name)
    row = move.connection.execute(
        select(_FACTOR).where(_FACTOR.c.user_id == number, _FACTOR.c.confirmed_at.is_(None))
    ).one_or_none()
    step = totp.matching_step(row.secret, code, now) if row else None
    if step is None:
        return None
    values = {"confirmed_at": now, "last_step": step}
    move.connection.execute(update(_FACTOR).where(_FACTOR.c.user_id == number).values(values))
    codes = totp.recovery_codes()
    move.connection.execute(delete(_CODE).where(_CODE.c.user_id == number))
    rows = [{"user_id": number, "code_hash": token_hash(one), "created_by": name} for one in codes]
    move.connection.execute(insert(RecoveryCode), rows)
    move.log(f"user:{name}", "user.factor_added", name)
    return codes


def drop_factor(move: Transaction, name: str, actor: str) -> None:
    """Ask for no second factor any more; an unfinished one is forgotten."""
    number = _id_of(move.connection, name)
    had = signin.has_factor(move.connection, number)
    move.connection.execute(delete(_FACTOR).where(_FACTOR.c.user_id == number))
    move.connection.execute(delete(_CODE).where(_CODE.c.user_id == number))
    if had:
        move.log(actor, "user.factor_removed", name)


def _id_of(connection: Connection, name: str) -> int:
    query = select(_USER.c.id).where(_USER.c.name == name, _USER.c.active)
    number: int | None = connection.execute(query).scalar()
    if number is None:
        raise NotFound(f"There is no user {name!r}.", remedy="Look it up among the people.")
    return number
