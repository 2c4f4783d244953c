"""A mailbox on a real server: every message once, moved or flagged only once it is on the record."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mail_server import PASSWORD, CutLine, MailServer, mail_server
from flows.mailboxes import MailboxInTurn, look_once, mailbox
from flows.watch import watch
from flows.wiring import Desk, open_desk
from flows.work import Outcome, Watcher, admit_all, process_waiting
from intake.accounts import FILE_NAME, Account, password_variable
from intake.mailbox import Mailbox
from pipeline.intake import IntakeDocument, Stage
from pipeline.mail import own_headers
from pipeline.problems import Misconfigured, ResourceShort
from pipeline.settings import Settings
from pipeline.stages import admit

pytestmark = pytest.mark.slow


def letter(number: int, *lines: str, body: str = "Please mend the lock.") -> bytes:
    head = (
        f"From: Ann Pilkey <ann@harbor.example>\r\nTo: desk@office.example\r\nSubject: Lock {number}\r\n"
        f"Date: Mon, 04 May 2026 08:00:00 -0400\r\nMessage-ID: <{number}@harbor.example>\r\n"
    )
    return (head + "".join(f"{line}\r\n" for line in lines) + f"\r\n{body} ({number})\r\n").encode()


BOUNCE = letter(90, "Content-Type: multipart/report; report-type=delivery-status; boundary=x")


def look(desk: Desk, account: Account) -> Outcome:
    channel, outcome = mailbox(desk, account), Outcome()
    try:
        admit_all(desk, channel, "clerk", outcome)
    finally:
        channel.close()
    return outcome


def stages(desk: Desk) -> list[Stage]:
    rows = sorted(desk.records.queue(limit=100), key=lambda row: row.control_number)
    return [Stage(row.stage) for row in rows]


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_every_message_comes_in_once_and_is_moved(desk: Desk, dovecot: MailServer, security: str) -> None:
    dovecot.deliver(*(letter(number) for number in range(3)))
    account = dovecot.account(security=security)

    assert look(desk, account).admitted == 3
    assert (dovecot.holds(), dovecot.holds("Chancery")) == (0, 3)
    assert look(desk, account).admissions == []

    rows = desk.records.mail("desk")
    assert [(row.subject, row.outcome, row.folder) for row in reversed(rows)] == [
        (f"Lock {number}", "taken", "INBOX") for number in range(3)
    ]
    assert rows[0].sender == "Ann Pilkey <ann@harbor.example>"
    assert rows[0].sent == "2026-05-04T08:00:00-04:00"
    assert rows[0].addressees == ("desk@office.example",)
    kept = [desk.records.contents(desk.records.document(row.control_number or "")) for row in rows]
    assert kept == [letter(2), letter(1), letter(0)], "the original is the message as the server holds it"


@pytest.mark.parametrize("after", ["flag", "leave"])
def test_what_may_not_be_moved_is_not_taken_twice(desk: Desk, dovecot: MailServer, after: str) -> None:
    dovecot.deliver(letter(1), letter(2))
    account = dovecot.account(after=after)
    assert look(desk, account).admitted == 2
    dovecot.deliver(letter(3))
    assert [one.document.name for one in look(desk, account).admissions] == ["Lock 3.eml"]
    assert dovecot.holds() == 3
    with dovecot.line() as imap:
        imap.select("INBOX", readonly=True)
        flagged = imap.search(None, "KEYWORD $Chancery")[1][0].split()
        assert imap.search(None, "SEEN")[1] == [b""], "to be taken in is not to be read"
    assert len(flagged) == (3 if after == "flag" else 0)


def test_folders_are_taken_by_rules_and_none_that_messages_are_moved_to(
    desk: Desk, dovecot: MailServer
) -> None:
    dovecot.deliver(letter(1))
    dovecot.deliver(letter(2), folder="Briefe Köln")
    dovecot.deliver(letter(3), folder="Private")
    account = dovecot.account(folders=("*",), leave_out=("Private",), moved_to="Done & gone")
    assert look(desk, account).admitted == 2
    for _ in range(3):
        assert look(desk, account).admissions == []
    assert [dovecot.holds(name) for name in ("Done & gone", "Briefe Köln", "Private")] == [2, 0, 1]


def test_bounces_are_set_aside_in_sight(desk: Desk, dovecot: MailServer) -> None:
    dovecot.deliver(letter(1), BOUNCE, letter(2, "Auto-Submitted: auto-replied"))
    look(desk, dovecot.account(aside_to="Automatic"))
    assert stages(desk) == [Stage.RECEIVED, Stage.SET_ASIDE, Stage.SET_ASIDE]
    reasons = [row.reason for row in desk.records.failures()]
    assert "could not be delivered" in str(reasons[0]) and "automatic reply" in str(reasons[1])
    assert (dovecot.holds("Chancery"), dovecot.holds("Automatic")) == (1, 2)
    assert dict(desk.records.mail_counts("desk")) == {"taken": 1, "aside": 2}


def test_an_office_may_want_them_as_letters(desk: Desk, dovecot: MailServer) -> None:
    dovecot.deliver(BOUNCE)
    look(desk, dovecot.account(automatic="take"))
    assert stages(desk) == [Stage.RECEIVED]


def test_what_chancery_sends_does_not_go_round(desk: Desk, dovecot: MailServer) -> None:
    dovecot.deliver(letter(1, *(f"{name}: {value}" for name, value in own_headers().items())))
    account = dovecot.account(after="flag")
    for _ in range(3):
        look(desk, account)
    assert stages(desk) == [Stage.SET_ASIDE]


@pytest.mark.parametrize("after", ["move", "flag", "leave"])
def test_a_renumbered_mailbox_brings_nothing_twice(desk: Desk, dovecot: MailServer, after: str) -> None:
    account = dovecot.account(folders=("Letters",), after=after)
    dovecot.deliver(letter(1), letter(2), folder="Letters")
    assert look(desk, replace(account, after="leave")).admitted == 2
    dovecot.renumber("Letters")
    dovecot.deliver(letter(3), folder="Letters")
    outcome = look(desk, account)
    assert (outcome.admitted, outcome.known) == (1, 2)
    assert look(desk, account).admissions == []
    assert dict(desk.records.mail_counts("desk")) == {"taken": 3, "known": 2}
    assert dovecot.holds("Letters") == (0 if after == "move" else 3)


@pytest.mark.parametrize("security", ["tls", "none"])
def test_a_line_that_breaks_anywhere_loses_and_doubles_nothing(
    desk: Desk, dovecot: MailServer, security: str
) -> None:
    dovecot.deliver(*(letter(number, body="x" * 2000) for number in range(60)))
    cuts = iter([*range(200, 9000, 1700), 40_000, 90_000])
    line = CutLine(dovecot.tls_port if security == "tls" else dovecot.port, cuts)
    account = dovecot.account(security=security, port=line.port)
    taken = 0
    for _ in range(12):
        outcome = Outcome()
        channel = Mailbox(account, desk.records, 10**6, "one", sleep=lambda _: None)
        try:
            admit_all(desk, channel, "clerk", outcome)
        except ResourceShort:
            pass
        finally:
            channel.close()
        taken += outcome.admitted
    line.close()
    assert line.cuts >= 5
    assert taken == 60 == desk.records.counts().documents
    assert (dovecot.holds(), dovecot.holds("Chancery")) == (0, 60)
    assert dict(desk.records.mail_counts("desk")) == {"taken": 60}


def test_a_process_that_ends_between_commit_and_move_only_moves_the_next_time(
    desk: Desk, dovecot: MailServer
) -> None:
    dovecot.deliver(letter(1), letter(2), BOUNCE)
    account = dovecot.account(aside_to="Automatic")
    channel = mailbox(desk, account)
    for incoming in channel.waiting(datetime.now(UTC)):
        admit(desk.records, incoming, "clerk")
    assert dovecot.holds() == 3, "nothing was let go of, for nobody said that it is on the record"
    assert look(desk, account).admissions == []
    assert [dovecot.holds(name) for name in ("INBOX", "Chancery", "Automatic")] == [0, 2, 1]


def test_a_full_disk_marks_nothing_as_done(
    desk: Desk, dovecot: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot.deliver(letter(1), letter(2))
    with monkeypatch.context() as full:
        full.setattr("store.blobs.Blobs.put", _no_room)
        with pytest.raises(ResourceShort):
            look(desk, dovecot.account())
    assert (dovecot.holds(), desk.records.counts().documents, desk.records.mail()) == (2, 0, ())
    assert look(desk, dovecot.account()).admitted == 2


def _no_room(*_: object) -> str:
    raise ResourceShort("The disk is full.")


def test_a_message_over_the_limit_is_told_once_and_stays(desk: Desk, dovecot: MailServer) -> None:
    dovecot.deliver(letter(1, body="x" * 5000), letter(2))
    channel = Mailbox(dovecot.account(), desk.records, 2000, "one")
    outcome = Outcome()
    for _ in range(3):
        admit_all(desk, channel, "clerk", outcome)
    channel.close()
    assert outcome.admitted == outcome.refused == 1
    assert "larger than the limit" in outcome.notices[0].why
    assert "Lock 1" in outcome.notices[0].source
    assert dovecot.holds() == 1
    assert dict(desk.records.mail_counts("desk")) == {"taken": 1, "refused": 1}
    assert look(desk, dovecot.account()).admitted == 1, "a higher limit lets it in"
    assert dict(desk.records.mail_counts("desk")) == {"taken": 2}


def test_one_fetches_at_a_time(desk: Desk, dovecot: MailServer) -> None:
    dovecot.deliver(letter(1), letter(2))
    first = Mailbox(dovecot.account(), desk.records, 10**6, "one")
    under_way = first.waiting(datetime.now(UTC))
    next(under_way)
    second = look(desk, dovecot.account())
    assert second.admissions == []
    assert "Another process" in second.notices[0].why
    under_way.close()  # type: ignore[attr-defined]  # it is a generator
    first.close()
    assert look(desk, dovecot.account()).admitted == 2


@pytest.mark.parametrize(
    ("wrong", "word"),
    [({"password": "wrong"}, "lets nobody in"), ({"authority": ""}, "not known to be itself")],
)
def test_who_is_not_let_in_is_told_why(
    desk: Desk, dovecot: MailServer, wrong: dict[str, Any], word: str
) -> None:
    with pytest.raises(Misconfigured, match=word) as refused:
        look(desk, replace(dovecot.account(), **wrong))
    assert PASSWORD not in " ".join(refused.value.lines)


def test_a_server_that_is_away_is_tried_again(desk: Desk) -> None:
    away = Account("desk", "127.0.0.1", "desk", "x", port=1)
    with pytest.raises(ResourceShort, match="could not reach"):
        list(Mailbox(away, desk.records, 10, "one", sleep=lambda _: None).waiting(datetime.now(UTC)))


@pytest.mark.parametrize(("capability", "left"), [("IMAP4rev1 UIDPLUS", 1), ("IMAP4rev1", 3)])
def test_a_server_without_a_move_never_loses_what_others_deleted(
    desk: Desk, capability: str, left: int
) -> None:
    if shutil.which("dovecot") is None:
        pytest.skip("Dovecot is not installed")
    with mail_server(f"imap_capability = {capability} AUTH=PLAIN") as old:
        old.deliver(letter(1), letter(2), letter(3))
        with old.line() as imap:
            imap.select("INBOX")
            imap.store("3", "+FLAGS", r"(\Deleted)")
            imap.unselect()
        outcome = look(desk, old.account())
        assert outcome.admitted == 3
        assert look(desk, old.account()).admissions == []
        assert old.holds() == (0 if left == 1 else 3)
        assert [bool(outcome.notices), old.holds("Chancery")] == ([False, 3] if left == 1 else [True, 0])


def test_what_cannot_be_put_away_holds_nothing_up(desk: Desk, dovecot: MailServer) -> None:
    dovecot.deliver(letter(1))
    account = dovecot.account(moved_to="a//b")
    outcome = look(desk, account)
    assert outcome.admitted == 1
    assert "could not be put away" in outcome.notices[0].why
    dovecot.deliver(letter(2))
    assert look(desk, account).admitted == 1
    assert dovecot.holds() == 2
    assert look(desk, dovecot.account()).admissions == []
    assert dovecot.holds() == 0, "a mended rule puts away what lay there"


def test_attachments_are_documents_of_their_own(dovecot: MailServer, tmp_path: Path) -> None:
    message = letter(
        1,
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="part"',
        body=(
            "--part\r\nContent-Type: text/plain\r\n\r\nPlease see the order.\r\n"
            '--part\r\nContent-Type: text/plain; name="order.txt"\r\n'
            "Content-Disposition: attachment; filename=order.txt\r\n\r\n"
            "The Secretary shall survey every lock by 1 June 2026.\r\n--part--\r\n"
        ),
    )
    dovecot.deliver(message)
    with open_desk(Settings(home=tmp_path / "home", workers=1)) as desk:
        look(desk, dovecot.account())
        process_waiting(desk)
        row = min(desk.records.queue(), key=lambda one: one.control_number)
        assert row.sender == "Ann Pilkey"
        dossier = desk.records.dossier(row.control_number)
        assert [child.name for child in dossier.children] == ["order.txt"]
        assert dossier.children[0].control_number == f"{row.control_number}-01"


def described(desk: Desk, dovecot: MailServer, monkeypatch: pytest.MonkeyPatch, **lines: object) -> None:
    """Write the account into the desk's home, as its office would."""
    values = {
        "host": "127.0.0.1",
        "user": "desk",
        "port": dovecot.tls_port,
        "authority": str(dovecot.folder / "authority.pem"),
    } | lines
    text = "".join(f"{name} = {value!r}\n".replace("'", '"') for name, value in values.items())
    (desk.settings.home / FILE_NAME).write_text(f"[letters]\n{text}", encoding="utf-8")
    monkeypatch.setenv(password_variable("letters"), PASSWORD)


def test_the_server_tells_long_before_the_next_poll(
    desk: Desk, dovecot: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    described(desk, dovecot, monkeypatch, poll_seconds=600)
    dovecot.deliver(letter(1))
    stop, names = threading.Event(), list[str]()

    def processed(document: IntakeDocument) -> None:
        names.append(document.name)
        if len(names) == 1:
            threading.Timer(0.3, dovecot.deliver, [letter(2)]).start()
        else:
            stop.set()

    started = time.monotonic()
    threading.Timer(60, stop.set).start()
    assert not watch(desk, None, "clerk", stop, Watcher(processed=processed), ["letters"])
    assert names == ["Lock 1.eml", "Lock 2.eml"]
    assert time.monotonic() - started < 30


def test_a_line_that_is_cut_while_it_waits_is_made_anew(
    desk: Desk, dovecot: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.listening.FIRST_WAIT", 0.1)
    described(desk, dovecot, monkeypatch, poll_seconds=600)
    dovecot.deliver(letter(1))
    stop, names = threading.Event(), list[str]()

    def processed(document: IntakeDocument) -> None:
        names.append(document.name)
        if len(names) == 1:
            threading.Timer(0.3, _cut_then_deliver, [dovecot]).start()
        else:
            stop.set()

    threading.Timer(60, stop.set).start()
    watch(desk, None, "clerk", stop, Watcher(processed=processed), ["letters"])
    assert names == ["Lock 1.eml", "Lock 2.eml"]


def _cut_then_deliver(dovecot: MailServer) -> None:
    assert dovecot.cut()
    dovecot.deliver(letter(2))


def test_by_name_it_looks_once(desk: Desk, dovecot: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    described(desk, dovecot, monkeypatch)
    dovecot.deliver(letter(1))
    outcome = Outcome()
    look_once(desk, ["letters"], "clerk", outcome)
    assert outcome.admitted == 1
    with pytest.raises(Misconfigured, match="no mailbox other"):
        look_once(desk, ["other"], "clerk", outcome)


def test_in_turn_it_brings_nothing_before_it_is_due_and_says_things_once(
    desk: Desk, dovecot: MailServer
) -> None:
    dovecot.deliver(letter(1))
    channel = MailboxInTurn(mailbox(desk, dovecot.account(folders=("Nowhere",))))
    assert list(channel.waiting(datetime.now(UTC))) == []
    assert channel.notices() == ()
    for told in (1, 0):
        channel.due.set()
        assert list(channel.waiting(datetime.now(UTC))) == []
        assert len(channel.notices()) == told
    channel.inner.close()
