"""An open record's people: who signs in and how, what they may see, and the programs that speak for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pipeline import passwords
from pipeline.shortcuts import Chosen
from store import accounts, attempts, audit, entering, parties, signin, tokens
from store.entering import WrongCode, WrongPassword
from store.keeping import fits, hash_password, outdated
from store.opened import OpenRecord
from store.signin import Caller
from store.views import AccountRow, Enrolment, SessionRow, SignedIn, TokenRow, User

NOBODY = Caller()


class PeopledRecord(OpenRecord):
    """Users are named by their name, sessions by their token, a program's token by its prefix."""

    _people: tuple[str, tuple[User, ...]] | None = None
    """The users as of an event of the audit log: forms offer them on every page."""

    def users(self) -> tuple[User, ...]:
        """Everybody who may sign in, by name."""
        with self._read() as connection:
            state = audit.last(connection)
            known = self._people
            if known is None or known[0] != state:
                self._people = known = (state, parties.users(connection))
        return known[1]

    def accounts(self) -> tuple[AccountRow, ...]:
        """Everybody who may or might sign in, by name."""
        with self._read() as connection:
            return accounts.rows(connection)

    def add_user(self, user: User, actor: str) -> None:
        """Let somebody sign in, or change the roles of somebody who may. Raises IllegalMove.

        Whose roles change has to sign in again.
        """
        with self._write() as move:
            parties.add_user(move, user, actor)

    def clear_user(self, user: User, actor: str) -> None:
        """Change how far a user is cleared and to which units they are held. Raises IllegalMove, NotFound."""
        with self._write() as move:
            accounts.clear(move, user, actor)

    def deactivate(self, name: str, actor: str) -> None:
        """Let somebody sign in no more. Raises IllegalMove or NotFound."""
        with self._write() as move:
            accounts.deactivate(move, name, actor)

    def reset_user(self, name: str, actor: str) -> None:
        """Take password, second factor and sessions away from a user. Raises NotFound."""
        with self._write() as move:
            accounts.reset(move, name, actor)

    def prefer(self, name: str, time_zone: str, density: str, *, shortcuts: bool) -> None:
        """Keep how somebody wants the pages. Raises IllegalMove."""
        with self._write() as move:
            accounts.prefer(move, name, time_zone, density, shortcuts=shortcuts)
        self._people = None  # no event tells of it

    def choose_keys(self, name: str, keys: Chosen) -> None:
        """Keep the keys that somebody wants on the review screen, as pairs of usual and own key."""
        with self._write() as move:
            accounts.choose_keys(move, name, keys)
        self._people = None  # no event tells of it

    # the way in

    def issue_link(self, user: str, now: datetime, actor: str = "system") -> str:
        """A token that signs this user in once within 15 minutes. Raises NotFound."""
        with self._write() as move:
            return signin.issue_link(move, user, now, audit.who(actor))

    def redeem(self, token: str, now: datetime) -> str:
        """A session token for a sign-in token. Raises NotFound when it is unknown, used or too old."""
        return self.enter_by_link(token, now).token

    def enter_by_link(self, token: str, now: datetime, caller: Caller = NOBODY) -> SignedIn:
        """A session for a one-time link. Raises NotFound when it is unknown, used or too old."""
        with self._read() as connection:
            if not signin.is_good(connection, token, now):
                raise signin.spent()
        with self._write() as move:
            return signin.redeem(move, token, now, caller)

    def enter(self, name: str, password: str, now: datetime, caller: Caller = NOBODY) -> SignedIn:
        """A session for name and password. Raises WrongPassword, TooManyTries or ResourceShort.

        Takes as long for a name that nobody has. Every try is counted before it is made.
        """
        with self._write() as move:
            attempts.count(move, entering.keys(name, caller), now)
        with self._read() as connection:
            kept = entering.kept_password(connection, name)
        password = passwords.normal(password[: passwords.LONGEST])
        if not fits(password, kept) or kept is None:
            with self._write() as move:
                entering.failed(move, name)
            raise WrongPassword
        renewed = hash_password(password) if outdated(kept) else None
        with self._write() as move:
            return entering.enter(move, name, now, caller, kept, renewed)

    def second_factor(self, token: str, code: str, now: datetime) -> SignedIn:
        """A whole session for one that waits for its code. Raises WrongCode, TooManyTries or NotFound."""
        with self._write() as move:
            entering.count_factor(move, token, now)
        with self._write() as move:
            found = entering.second_factor(move, token, code, now)
        if found is None:
            raise WrongCode
        return found

    def session(self, token: str, now: datetime) -> User | None:
        """Who this session is; None when it ended, idled or aged. Asking keeps it awake."""
        with self._read() as connection:
            found = signin.session(connection, self.settings, token, now)
        if found is None or found.awaits_factor:
            return None
        if found.stale:
            with self._write() as move:
                signin.touch(move, token, now)
        return found.user

    def awaits_factor(self, token: str, now: datetime) -> bool:
        """Whether this session waits for its second factor."""
        with self._read() as connection:
            found = signin.session(connection, self.settings, token, now)
        return found is not None and found.awaits_factor

    def sessions(self, name: str, own: str, now: datetime) -> tuple[SessionRow, ...]:
        """The live sessions of a user; `own` is the token of the one that asks."""
        with self._read() as connection:
            return signin.sessions(connection, self.settings, name, own, now)

    def end_session(self, token: str) -> str | None:
        """Sign out; who vouched for the user of this session, if anybody. An unknown token is no error."""
        with self._write() as move:
            return signin.end_session(move, token)

    def end_other_sessions(self, name: str, own: str) -> int:
        """End every session of a user but the one with this token; how many."""
        with self._write() as move:
            return accounts.end_others(move, name, own)

    def end_named_session(self, name: str, public_id: str) -> None:
        """End one session of a user. Raises NotFound."""
        with self._write() as move:
            accounts.end_one(move, name, public_id)

    # what belongs to one user

    def set_password(self, user: User, old: str, new: str, own: str) -> None:
        """Keep a password. Raises WrongPassword for the old one, IllegalMove for the new one.

        Who has none yet needs no old one. Every other session of the user ends; `own` is the one that asks.
        """
        new = passwords.check(new, user.name, user.display_name)
        with self._read() as connection:
            kept = entering.kept_password(connection, user.name)
        if kept is not None:
            self.confirm_password(user.name, old)
        hashed = hash_password(new)
        with self._write() as move:
            accounts.set_password(move, user.name, hashed, kept, own)

    def confirm_password(self, name: str, password: str) -> None:
        """Whether it is really this user. Raises WrongPassword or TooManyTries."""
        key = attempts.key_of("account", name)
        with self._write() as move:
            attempts.count(move, [key], move.now)
        with self._read() as connection:
            kept = entering.kept_password(connection, name)
        if not fits(passwords.normal(password[: passwords.LONGEST]), kept):
            with self._write() as move:
                entering.failed(move, name)
            raise WrongPassword
        with self._write() as move:
            attempts.forgive(move, key, "")

    def has_password(self, name: str) -> bool:
        """Whether a user can sign in by a password."""
        with self._read() as connection:
            return entering.kept_password(connection, name) is not None

    def has_factor(self, name: str) -> bool:
        """Whether a user is asked for a second factor."""
        with self._read() as connection:
            return signin.has_factor(connection, accounts.named(connection, name).id)

    def enrol(self, name: str) -> Enrolment:
        """A fresh secret for an authenticator. Raises IllegalMove where one counts already."""
        with self._write() as move:
            return entering.enrol(move, name)

    def enrolling(self, name: str) -> Enrolment | None:
        """The secret that still waits for its first code."""
        with self._read() as connection:
            return entering.enrolling(connection, name)

    def confirm_factor(self, name: str, code: str, now: datetime) -> tuple[str, ...]:
        """Ask for the second factor from now on; the recovery codes. Raises WrongCode."""
        with self._write() as move:
            codes = entering.confirm(move, name, code, now)
        if codes is None:
            raise WrongCode
        return codes

    def drop_factor(self, name: str, actor: str) -> None:
        """Ask a user for no second factor any more. Raises NotFound."""
        with self._write() as move:
            entering.drop_factor(move, name, audit.who(actor))

    # programs

    def new_token(
        self, owner: str, name: str, verbs: Collection[str], days: int, actor: str
    ) -> tuple[TokenRow, str]:
        """A token for some of a user's verbs, shown this once. Raises IllegalMove or NotFound."""
        with self._write() as move:
            return tokens.new(move, owner, name, verbs, days, actor)

    def tokens(self, owner: str | None = None) -> tuple[TokenRow, ...]:
        """The tokens of a user, or of everybody, the newest first."""
        with self._read() as connection:
            return tokens.rows(connection, owner)

    def revoke_token(self, prefix: str, owner: str | None, actor: str) -> None:
        """Let a token open nothing any more. Raises NotFound; `owner` holds it to one user's tokens."""
        with self._write() as move:
            tokens.revoke(move, prefix, owner, actor)

    def program(self, token: str, now: datetime) -> User | None:
        """Who a program's token speaks for, held to the token's verbs; None for one that is no good."""
        with self._read() as connection:
            found = tokens.speaks_for(connection, token, now)
        if found is None:
            return None
        if found.stale:
            with self._write() as move:
                tokens.touch(move, found.prefix, now)
        return found.user

    def unit_names(self) -> tuple[tuple[str, str], ...]:
        """Every unit by abbreviation and name."""
        with self._read() as connection:
            agency = parties.agency(connection)
        return tuple((unit.abbreviation, unit.name) for unit in agency.units)

    def refused(self, who: str, verb: str, subject: str) -> None:
        """Note in the audit log that somebody asked for what they may not have."""
        with self._write() as move:
            move.log(audit.who(who), "access.refused", subject[:200], None, {"verb": verb})
