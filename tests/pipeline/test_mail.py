"""What a message's header says, and whether a machine sent it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mail import OWN_HEADER, MailPlace, automatic, facts_of, head_of, own_headers

PLACE = MailPlace("desk", "INBOX", 7, 1)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def head(*lines: str) -> bytes:
    return "\r\n".join(["From: Ann Pilkey <ann@harbor.example>", *lines, "", "Dear Secretary,"]).encode()


def test_a_message_tells_who_to_whom_when_and_in_which_exchange() -> None:
    raw = head(
        "To: desk@office.example, =?utf-8?q?J=C3=B6rg?= <j@office.example>",
        "Cc: third@office.example",
        "Subject: =?utf-8?b?RHJlZGdpbmcg4oCTIEtlc3RyZWw=?=",
        "Date: Mon, 04 May 2026 08:00:00 -0400",
        "Message-ID: <3@harbor.example>",
        "References: <1@harbor.example>\r\n <2@office.example>",
        "In-Reply-To: <2@office.example>",
    )
    facts = facts_of(raw, PLACE, len(raw), NOON)
    assert facts.sender == "Ann Pilkey <ann@harbor.example>"
    assert facts.addressees == ("desk@office.example", "Jörg <j@office.example>", "third@office.example")
    assert facts.subject == "Dredging – Kestrel"
    assert facts.sent == "2026-05-04T08:00:00-04:00"
    assert (facts.message_id, facts.thread) == ("<3@harbor.example>", "<1@harbor.example>")
    assert facts.aside == ""


def test_the_first_message_of_an_exchange_begins_it() -> None:
    facts = facts_of(head("Message-ID: <1@harbor.example>"), PLACE, 1, NOON)
    assert facts.thread == facts.message_id == "<1@harbor.example>"


def test_what_the_body_says_is_no_header() -> None:
    raw = b"Subject: a letter\r\n\r\nAuto-Submitted: auto-replied\r\nSubject: another\r\n"
    facts = facts_of(raw, PLACE, len(raw), None)
    assert (facts.subject, facts.aside) == ("a letter", "")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["Content-Type: multipart/report; report-type=delivery-status; boundary=x"], "not be delivered"),
        (['Content-Type: multipart/report;\r\n report-type="delivery-status"'], "not be delivered"),
        (["X-Failed-Recipients: nobody@office.example"], "not be delivered"),
        (["Content-Type: multipart/report; report-type=disposition-notification"], "was read"),
        (["Auto-Submitted: auto-replied"], "automatic reply"),
        (["Auto-Submitted: auto-notified; owner-email=x"], "automatic reply"),
        (["Auto-Submitted: auto-generated"], "program"),
        (["X-Autoreply: yes"], "automatic reply"),
        (["Precedence: auto_reply"], "automatic reply"),
        (["Return-Path: <>"], "empty return path"),
        (["Precedence: bulk", "X-Auto-Response-Suppress: All"], "looks automatic"),
        (["X-Auto-Response-Suppress: OOF", "Subject: Automatic reply: Kestrel Lock"], "looks automatic"),
    ],
)
def test_what_machines_send_is_known_for_it(lines: list[str], words: str) -> None:
    assert words in automatic(head_of(head(*lines)))


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["Auto-Submitted: no"],
        ["Precedence: bulk"],
        ["List-Id: <letters.harbor.example>"],
        ["Subject: Out of office space in the harbor district"],
        ["Subject: Delivery status of the buoys"],
        ["X-Auto-Response-Suppress: None"],
        ["Return-Path: <ann@harbor.example>"],
        ["Content-Type: multipart/mixed; boundary=x"],
    ],
)
def test_what_people_send_is_a_letter(lines: list[str]) -> None:
    assert automatic(head_of(head(*lines))) == ""


def test_a_mailer_daemon_reports() -> None:
    raw = b"From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nSubject: failure\r\n\r\n"
    assert "not be delivered" in automatic(head_of(raw))


def test_what_chancery_sends_never_comes_back_as_a_letter() -> None:
    lines = [f"{name}: {value}" for name, value in own_headers().items()]
    assert OWN_HEADER in own_headers()
    assert "itself" in automatic(head_of(head(*lines)))


@given(st.binary(max_size=2000))
def test_any_bytes_give_facts_that_can_be_stored(raw: bytes) -> None:
    facts = facts_of(raw, PLACE, len(raw), None)
    for text in (facts.sender, facts.subject, facts.aside, *facts.addressees):
        text.encode("utf-8")
        assert len(text) <= 500


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=60), max_size=8))
def test_hostile_fields_give_facts_too(values: list[str]) -> None:
    names = ("From", "To", "Subject", "Date", "References", "Content-Type", "Precedence", "Return-Path")
    raw = "".join(f"{name}: {value}\r\n" for name, value in zip(names, values, strict=False)).encode()
    facts_of(raw + b"\r\n", PLACE, len(raw), None)


def test_a_header_without_end_costs_little() -> None:
    raw = b"To: " + b"a@b.example, " * 400_000
    facts = facts_of(raw, PLACE, len(raw), None)
    assert len(facts.addressees) <= 200
