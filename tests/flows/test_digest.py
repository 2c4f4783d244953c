"""Digests through a real mail server on loopback: each once a day, whatever the server or a crash does."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from coordination.digests import AGAIN
from flows import posting
from flows.digesting import preview, send_round
from flows.posting import open_post
from pipeline.mail import MailPlace, facts_of
from pipeline.problems import Misconfigured, ResourceShort
from pipeline.settings import Settings
from store import open_records
from store.new_items import NewItem
from store.records import SqlRecords
from store.views import User

pytestmark = pytest.mark.network


@dataclass
class Postbox:
    """What the server took; addresses that it refuses, and whether it refuses everything."""

    taken: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    full: bool = False

    async def handle_RCPT(  # noqa: N802 - the server's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.full:
            return "452 no room"
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.taken if message["To"] == address]


def let_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(success=(data.login, data.password) == (b"desk", b"drei Hafen"), handled=False)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


def free_port() -> int:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port: int = closed.getsockname()[1]
    return port


@pytest.fixture
def server(postbox: Postbox) -> Iterator[Controller]:
    running = Controller(
        postbox, hostname="127.0.0.1", port=free_port(), authenticator=let_in, auth_require_tls=False,
        auth_required=True,
    )  # fmt: skip
    running.start()
    yield running
    running.stop()


@pytest.fixture
def office(settings: Settings, server: Controller) -> Iterator[SqlRecords]:
    """Ada has something late, Ben leads it, Eve has nothing."""
    mail = replace(
        settings, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", smtp_user="desk",
        smtp_password="drei Hafen", mail_from="Desk <desk@office.example>", origin="https://desk.example",
    )  # fmt: skip
    with open_records(mail) as records:
        for name in ("ada", "ben", "eve"):
            records.add_user(User(name, name.title(), frozenset({"reviewer"})), "system")
            records.put_mail_address(name, f"{name}@office.example", name)
        number = records.make_action("Mend the harbors", "Operational Directive", "ben")
        records.change_action(number, 1, {"accountable_lead": "ben"}, "ben")
        late = datetime.now(UTC).date() - timedelta(days=20)
        records.add_item(number, NewItem("Count the buoys", due_date=late, person="ada"), "ben")
        yield records


def test_everybody_gets_theirs_once_a_day(office: SqlRecords, postbox: Postbox) -> None:
    told = send_round(office)
    assert (told.sent, told.empty, told.failed) == (["ada", "ben"], ["eve"], {})
    again = send_round(office)
    assert (again.sent, again.before, again.told) == ([], ["ada", "ben", "eve"], 0)
    assert len(postbox.taken) == 2
    (message,) = postbox.to("ada@office.example")
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain and page and "Count the buoys" in plain.get_content()
    assert "https://desk.example/actions/" in page.get_content()
    assert message["Message-ID"] and message["Date"] and "1 overdue" in message["Subject"]
    assert "Count the buoys" in postbox.to("ben@office.example")[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    facts = facts_of(message.as_bytes(), MailPlace("a", "b", 1, 1), 1, None)
    assert facts.aside == "Chancery sent this message itself."


def test_one_refused_address_keeps_nobody_back_and_is_tried_again(
    office: SqlRecords, postbox: Postbox
) -> None:
    postbox.refused.add("ada@office.example")
    told = send_round(office)
    assert told.sent == ["ben"] and "refused the address" in told.failed["ada"]
    assert office.digests(user="ada")[0].state == "failed"
    postbox.refused.clear()
    assert send_round(office).sent == ["ada"]
    assert len(postbox.to("ada@office.example")) == 1


def test_a_full_server_loses_nothing(office: SqlRecords, postbox: Postbox) -> None:
    postbox.full = True
    assert set(send_round(office).failed) == {"ada", "ben"}
    postbox.full = False
    assert send_round(office).sent == ["ada", "ben"]


def test_a_crash_between_sending_and_writing_it_down_sends_once_more_and_says_so(
    office: SqlRecords, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(SqlRecords, "end_digest", _dies)
        send_round(office)
    assert len(postbox.to("ada@office.example")) == 1 and office.digests(user="ada")[0].state == "sending"
    assert send_round(office).before == ["ada"], "it may still be on its way"
    later = datetime.now(UTC) + timedelta(minutes=16)
    with monkeypatch.context() as clock:
        clock.setattr("flows.digesting.datetime", _Clock(later))
        assert send_round(office).sent == ["ada"]
        assert send_round(office).sent == []
    first, second = postbox.to("ada@office.example")
    assert first["Message-ID"] == second["Message-ID"]
    words = [message.get_body(("plain",)).get_content() for message in (first, second)]  # type: ignore[union-attr]
    assert AGAIN not in words[0] and AGAIN in words[1]


def _dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


class _Clock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self, zone: Any) -> datetime:
        return self.at.astimezone(zone)


def test_a_preview_sends_and_writes_nothing(office: SqlRecords, postbox: Postbox) -> None:
    before = office.verify().events
    found = {reader.user: text for reader, _, text in preview(office)}
    assert "Count the buoys" in found["ada"] and set(found) == {"ada", "ben", "eve"}
    assert (postbox.taken, office.digests(), office.verify().events) == ([], (), before)


def test_a_wrong_password_is_told_and_never_shown(office: SqlRecords) -> None:
    with pytest.raises(Misconfigured) as told, open_post(replace(office.settings, smtp_password="hush!")):
        pass
    assert "did not let Chancery in" in str(told.value) and "hush!" not in " ".join(told.value.lines)


def test_a_server_that_is_away_or_speaks_no_mail_passes(settings: Settings) -> None:
    port = free_port()
    for security in ("none", "starttls", "tls"):
        conf = replace(
            settings, smtp_host="127.0.0.1", smtp_port=port, smtp_security=security, mail_from="d@o.example"
        )
        with pytest.raises(ResourceShort), open_post(conf):
            pass
    with pytest.raises(Misconfigured, match="No mail can be sent"), open_post(settings):
        pass


def test_a_wire_that_is_not_guarded_is_refused_where_it_must_be(office: SqlRecords) -> None:
    with pytest.raises(ResourceShort), open_post(replace(office.settings, smtp_security="starttls")):
        pass


def test_a_password_goes_over_an_open_wire_to_this_machine_alone(settings: Settings) -> None:
    far = replace(settings, smtp_host="mail.office.example", smtp_security="none")
    with pytest.raises(Misconfigured, match="not sent"):
        posting._guard_password(far)
    posting._guard_password(replace(far, smtp_host="localhost"))
    assert issubclass(smtplib.SMTPException, OSError)
