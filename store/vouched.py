"""An open record's people as others vouch for them: a provider of sign-ins, a card."""

from __future__ import annotations

from datetime import datetime

from store import vouching
from store.opened import OpenRecord
from store.people import NOBODY
from store.signin import Caller
from store.views import OutsideRow, SignedIn
from store.vouching import Begun, NotLetIn, Vouched


class VouchedRecord(OpenRecord):
    """Users are named by their name; `voucher` is a provider's address, or one of the words of `vouching`."""

    def begin_sign_in(self, wanted: str, now: datetime, caller: Caller = NOBODY) -> Begun:
        """Keep what a provider's answer has to fit, for ten minutes; `wanted` is the page to go to then."""
        with self._write() as move:
            return vouching.begin(move, wanted, caller, now)

    def take_sign_in(self, state: str, browser: str, now: datetime) -> Begun | None:
        """What was begun, this once; None where it was not begun in this browser, or is over."""
        with self._read() as connection:
            if not vouching.is_under_way(connection, state, browser, now):
                return None
        with self._write() as move:
            return vouching.take(move, state, browser, now)

    def enter_vouched(
        self, who: Vouched, now: datetime, caller: Caller = NOBODY, *, make: bool = False
    ) -> SignedIn:
        """A session for somebody who is vouched for; `make` lets in who is not known yet.

        Raises NotLetIn, which is noted, or IllegalMove where the last administrator would lose the role.
        """
        try:
            with self._write() as move:
                return vouching.enter(move, who, now, caller, make=make)
        except NotLetIn as problem:
            with self._write() as move:
                told = {"voucher": who.voucher, "subject": who.subject, "why": problem.why}
                move.log(vouching.SIGN_IN, "sign_in.refused", "unknown", None, told)
            raise

    def know_outside(self, user: str, voucher: str, subject: str, actor: str) -> None:
        """Write down as whom somebody is vouched for; an empty subject forgets it.

        Raises IllegalMove or NotFound.
        """
        with self._write() as move:
            vouching.know(move, user, voucher, subject, actor)

    def outside(self, user: str) -> tuple[OutsideRow, ...]:
        """As whom others vouch for a user."""
        with self._read() as connection:
            return vouching.rows(connection, user)
