"""The way into a mail server: encrypted, its certificate checked, the password given once.

Every fault of line or server comes out as ResourceShort, a refused sign-in or certificate as Misconfigured.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from intake.accounts import Account, password_variable
from pipeline.problems import Misconfigured, ResourceShort


class LineLost(ResourceShort):
    """The line to the server broke. What was fetched is kept; the rest is fetched over a new line."""


def signed_in(account: Account, seconds: float) -> imaplib.IMAP4:
    """A connection that the server let in. Raises LineLost, ResourceShort, Misconfigured."""
    if not account.password:
        raise Misconfigured(
            f"The mailbox {account.name} has no password.",
            f"Neither {password_variable(account.name)} nor password_file gives one.",
            "Set one of the two.",
        )
    with faults(account, "reach"):
        imap = _connected(account, seconds)
    try:
        with faults(account, "sign in to"):
            _sign_in(imap, account)
    except BaseException:
        imap.shutdown()
        raise
    return imap


def _connected(account: Account, seconds: float) -> imaplib.IMAP4:
    if account.security == "none":
        return imaplib.IMAP4(account.host, account.at, timeout=seconds)
    context = ssl.create_default_context(cafile=account.authority or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if account.security == "tls":
        return imaplib.IMAP4_SSL(account.host, account.at, ssl_context=context, timeout=seconds)
    imap = imaplib.IMAP4(account.host, account.at, timeout=seconds)
    try:
        imap.starttls(context)
    except BaseException:
        imap.shutdown()
        raise
    return imap


def _sign_in(imap: imaplib.IMAP4, account: Account) -> None:
    try:
        if "AUTH=PLAIN" in imap.capabilities:
            secret = f"\0{account.user}\0{account.password}".encode()
            imap.authenticate("PLAIN", lambda _: secret)
        else:
            imap.login(account.user, account.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise Misconfigured(
            f"The mailbox {account.name} lets nobody in as {account.user}.",
            "The server refused the name or the password.",
            "Check both; the password stands in the environment or in password_file.",
        ) from None
    listed = (part for part in told(imap.capability()) if part)
    words = (word.decode("ascii", "replace").upper() for part in listed for word in part.split())
    imap.capabilities = tuple(words)


def told(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server answered. Raises its error where it says no."""
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(text_of(data))
    return data


def text_of(data: Sequence[Any]) -> str:
    """The words of an answer, cut to a sane length."""
    return " ".join(part.decode("utf-8", "replace") for part in data if isinstance(part, bytes))[:300]


@contextmanager
def faults(account: Account, deed: str) -> Iterator[None]:
    """Turns what goes wrong with line and server into problems; `deed` says what was tried."""
    what = f"Chancery could not {deed} the mailbox {account.name}."
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Misconfigured(
            f"The server of the mailbox {account.name} is not known to be itself.",
            f"Its certificate does not hold: {error.verify_message}.",
            "Name the authority that vouches for it (`authority`), or the host as its certificate has it.",
        ) from None
    except (imaplib.IMAP4.abort, OSError, EOFError) as error:
        why = getattr(error, "strerror", None) or str(error) or "the line broke"
        raise LineLost(what, f"{why}.", "Nothing is lost; it is tried again by itself.") from error
    except imaplib.IMAP4.error as error:
        raise ResourceShort(what, f"The server says: {error}.", "It is tried again by itself.") from error
