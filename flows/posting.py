"""Outgoing mail: one message after another over one connection to the office's mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from pipeline.addresses import is_here
from pipeline.mail import own_headers
from pipeline.problems import Misconfigured, ResourceShort
from pipeline.settings import Settings

WAIT_SECONDS = 30.0
Post = Callable[[EmailMessage], None]
"""Hands one message to the server. Raises ResourceShort where it was not taken."""


def letter(
    settings: Settings, to: str, subject: str, text: str, html: str, message_id: str, at: datetime
) -> EmailMessage:
    """A message of ours: plain text, and the same as HTML."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, subject
    message["Date"], message["Message-ID"] = format_datetime(at), message_id
    for name, value in own_headers().items():
        message[name] = value
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


@contextmanager
def open_post(settings: Settings) -> Iterator[Post]:
    """A connection to the mail server. Raises Misconfigured without one, ResourceShort where it is away."""
    if not settings.smtp_host or not settings.mail_from:
        raise Misconfigured(
            "No mail can be sent.",
            "CHANCERY_SMTP_HOST and CHANCERY_MAIL_FROM are not both set.",
            "Set them to the office's mail server and to the address that Chancery writes from.",
        )
    with _away(settings):
        server = _connected(settings)
    try:
        yield lambda message: _sent(server, settings, message)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()


def _connected(settings: Settings) -> smtplib.SMTP:
    host, port, context = settings.smtp_host, settings.smtp_port, ssl.create_default_context()
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=WAIT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=WAIT_SECONDS)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            _guard_password(settings)
            server.login(settings.smtp_user, settings.smtp_password)
    except BaseException:
        server.close()
        raise
    return server


def _guard_password(settings: Settings) -> None:
    """A password goes over an open wire to this machine alone. Raises Misconfigured."""
    if settings.smtp_security == "none" and not is_here(settings.smtp_host):
        raise Misconfigured(
            "The password of the mail server was not sent.",
            "CHANCERY_SMTP_SECURITY is `none`: anybody on the way could read it.",
            "Set it to `starttls` or `tls`.",
        )


def _sent(server: smtplib.SMTP, settings: Settings, message: EmailMessage) -> None:
    with _away(settings):
        server.send_message(message)


@contextmanager
def _away(settings: Settings) -> Iterator[None]:
    """What the server or the wire says, as one problem that names no password."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise Misconfigured(
            f"The mail server {settings.smtp_host} did not let Chancery in.",
            f"It answered {error.smtp_code}.",
            "Mend CHANCERY_SMTP_USER and CHANCERY_SMTP_PASSWORD.",
        ) from None
    except smtplib.SMTPRecipientsRefused as error:
        said = "; ".join(f"{to}: {code}" for to, (code, _) in error.recipients.items())
        raise ResourceShort(
            "The mail server refused the address.", said, "Mend the person's address."
        ) from None
    except (smtplib.SMTPException, OSError) as error:
        why = " ".join(str(error).split())[:300] or type(error).__name__
        raise ResourceShort(
            f"The mail server {settings.smtp_host} did not take the message.", why, "It is tried again."
        ) from None
