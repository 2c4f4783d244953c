"""One call of every method that changes accounts, sessions and tokens, for the test of every write."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from pipeline import totp
from pipeline.rights import Handling
from store.entering import WrongPassword
from store.records import SqlRecords
from store.views import User
from store.vouching import CARD, Vouched

Write = Callable[[], object]
SILENT = {"enrol", "prefer", "choose_keys", "program", "begin_sign_in", "take_sign_in"}
"""An authenticator that counts for nothing yet, how pages look, that a token was used, a sign-in begun."""
PASSWORD = "seven herons over grey water"


def _wrong(deed: Write) -> Write:
    def tried() -> None:
        with suppress(WrongPassword):
            deed()

    return tried


def with_factor(records: SqlRecords, name: str, now: datetime) -> str:
    """Gives a user a second factor, which is its secret here."""
    secret = records.enrol(name).secret
    records.confirm_factor(name, code(secret, now), now)
    return secret


def code(secret: str, at: datetime) -> str:
    return totp.code_at(secret, int(at.timestamp()) // totp.STEP)


def writes(records: SqlRecords, now: datetime, session: str) -> dict[str, Write]:
    """Each by its name; `session` is a live one of the reviewer."""
    for name in ("leaver", "locked", "bound", "signer"):
        records.add_user(User(name, name.title(), frozenset({"clerk"})), "system")
    signer = next(user for user in records.users() if user.name == "signer")
    records.set_password(signer, "", PASSWORD, "")
    secret, starting = with_factor(records, "locked", now), records.enrol("bound").secret
    waiting = records.redeem(records.issue_link("locked", now), now)
    other = records.redeem(records.issue_link("reviewer", now), now)
    listed = next(row for row in records.sessions("reviewer", other, now) if row.own)
    row, token = records.new_token("reviewer", "a script", ["read"], 9, "reviewer")
    spare, _ = records.new_token("reviewer", "another", ["read"], 9, "reviewer")
    begun = records.begin_sign_in("/", now)
    cui = User("bound", "Bound", frozenset({"clerk"}), Handling.CUI)
    return {
        "enter_by_link": lambda: records.enter_by_link(records.issue_link("signer", now), now),
        "enter": lambda: records.enter("signer", PASSWORD, now),
        "second_factor": lambda: records.second_factor(waiting, _next(secret, now), now),
        "end_other_sessions": lambda: records.end_other_sessions("reviewer", session),
        "end_named_session": lambda: records.end_named_session("reviewer", listed.id),
        "set_password": lambda: records.set_password(signer, PASSWORD, f"{PASSWORD} again", ""),
        "confirm_password": _wrong(lambda: records.confirm_password("signer", "not this one")),
        "enrol": lambda: records.enrol("leaver"),
        "confirm_factor": lambda: records.confirm_factor("bound", code(starting, now), now),
        "drop_factor": lambda: records.drop_factor("locked", "locked"),
        "choose_keys": lambda: records.choose_keys("signer", (("a", "y"), ("x", ""))),
        "prefer": lambda: records.prefer("signer", "America/Chicago", "compact", shortcuts=False),
        "clear_user": lambda: records.clear_user(cui, "reviewer"),
        "deactivate": lambda: records.deactivate("leaver", "reviewer"),
        "reset_user": lambda: records.reset_user("locked", "reviewer"),
        "new_token": lambda: records.new_token("reviewer", "a third", ["read"], 9, "reviewer"),
        "revoke_token": lambda: records.revoke_token(spare.prefix, "reviewer", "reviewer"),
        "program": lambda: records.program(token, now) or row,
        "begin_sign_in": lambda: records.begin_sign_in("/", now),
        "take_sign_in": lambda: records.take_sign_in(begun.state, begun.browser, now),
        "enter_vouched": lambda: records.enter_vouched(Vouched(CARD, "signer"), now),
        "know_outside": lambda: records.know_outside("bound", CARD, "DOE.BOUND.1234567890", "reviewer"),
        "refused": lambda: records.refused("signer", "audit.read", "GET /audit"),
    }


def _next(secret: str, now: datetime) -> str:
    """The code after the one that set the authenticator up: that one is spent."""
    return totp.code_at(secret, int(now.timestamp()) // totp.STEP + 1)
