"""Webhooks through a real HTTP server on loopback: whatever it does, messages arrive, and in their order."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from coordination.actions import Closure
from coordination.webhooks import EVENTS, MOST_TRIES, verified
from flows.sending import send
from flows.telling import keep_telling, send_test, tell_once
from pipeline.intake import Incoming
from pipeline.problems import IllegalMove, NotFound
from pipeline.rights import Handling
from pipeline.settings import Settings
from store import delivering, open_records
from store.records import SqlRecords
from store.views import User

pytestmark = pytest.mark.network
ALL = frozenset(EVENTS)


@dataclass
class Receiver:
    """What came, headers and body, in its order; `script` says how to answer, 204 when it is empty."""

    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    script: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def said(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.came]

    @property
    def sequences(self) -> list[int]:
        return [one["sequence"] for one in self.said]


def handler_of(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append((dict(self.headers), body))
            answer = receiver.script.pop(0) if receiver.script else "204"
            if answer == "hang":
                time.sleep(1.5)
                return
            if answer == "drip":
                self.drip()
                return
            self.send_response(int(answer.split()[0]))
            for line in answer.split()[1:]:
                self.send_header(*line.split("=", 1))
            self.end_headers()

        def drip(self) -> None:
            for sign in b"HTTP/1.1 204 No Content\r\n" * 4:
                try:
                    self.wfile.write(bytes([sign]))
                    time.sleep(0.05)
                except OSError:
                    return

        def do_GET(self) -> None:
            receiver.came.append(({"followed": "yes"}, b"{}"))

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(found))
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_address[1]}/hook?from=chancery"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with records and a user, to be copied."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    with open_records(Settings(home=home)) as records:
        records.add_user(User("ada", "Ada", frozenset({"reviewer"})), "system")
    return home


@pytest.fixture
def conf(prepared: Path, tmp_path: Path) -> Settings:
    shutil.copytree(prepared, tmp_path / "home")
    return Settings(home=tmp_path / "home", webhook_private="127.0.0.1")


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def desk(conf: Settings) -> Iterator[SqlRecords]:
    with open_records(conf) as records:
        yield records


@pytest.fixture
def secret(desk: SqlRecords, receiver: Receiver) -> str:
    return desk.make_webhook("tasks", receiver.url, ALL, "ada", "boss")


def act(desk: SqlRecords, *names: str) -> list[str]:
    """Executive actions set to work, each an event."""
    numbers = []
    for name in names:
        number = desk.make_action(name, "Operational Directive", "ada")
        desk.change_action(number, 1, {"lead_unit": "OCFO"}, "ada")
        desk.issue_action(number, date(2026, 3, 2), "ada")
        numbers.append(number)
    return numbers


def hurry(conf: Settings) -> None:
    """Let what waits to be tried again be due, as if its time had come."""
    engine = create_engine(conf.records_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE webhook_delivery SET next_at = '2020-01-01 00:00:00'"))
    engine.dispose()


def test_what_happens_is_told_signed_and_in_order(
    desk: SqlRecords, receiver: Receiver, secret: str, now: datetime
) -> None:
    (number,) = act(desk, "Mend the secret harbors")
    desk.close(number, Closure(now, "ada", "Mended.", "Start earlier."))
    document = desk.admit(Incoming("upload", "a.txt", b"a", now, source="a"), "text/plain", "ada").document
    told = tell_once(desk)
    assert (told.sent, told.waiting, told.dead) == (3, 0, 0)
    assert [(one["event"], one["sequence"]) for one in receiver.said] == [
        ("action.issued", 1),
        ("action.closed", 2),
        ("document.received", 3),
    ]
    assert receiver.said[0]["action"] == number
    assert receiver.said[2]["document"] == document.control_number
    for headers, body in receiver.came:
        assert verified(secret, headers["Chancery-Signature"], body, datetime.now(UTC))
        assert not verified("another", headers["Chancery-Signature"], body, datetime.now(UTC))
        assert headers["Chancery-Delivery"] == json.loads(body)["delivery"]
        assert headers["Content-Type"] == "application/json"
        assert b"harbors" not in body and b"Mended" not in body and secret.encode() not in body
    assert tell_once(desk).sent == 0


def test_what_happened_before_a_webhook_was_made_is_not_told(desk: SqlRecords, receiver: Receiver) -> None:
    act(desk, "Old")
    desk.make_webhook("tasks", receiver.url, frozenset({"action.issued"}), "ada", "boss")
    (number,) = act(desk, "New")
    tell_once(desk)
    assert [one["action"] for one in receiver.said] == [number]


def test_a_fault_holds_the_line_and_keeps_the_message(
    desk: SqlRecords, conf: Settings, receiver: Receiver, secret: str
) -> None:
    receiver.script = ["500", "429 Retry-After=3600", "204"]
    act(desk, "One", "Two")
    assert tell_once(desk).waiting == 1
    assert tell_once(desk).sent == 0, "it waits for its time"
    hurry(conf)
    assert tell_once(desk).waiting == 1
    (_, first) = desk.deliveries("tasks")
    assert first.next_at > datetime.now(UTC) + timedelta(minutes=50), "as long as the receiver asks"
    hurry(conf)
    assert tell_once(desk).sent == 2
    assert receiver.sequences == [1, 1, 1, 2]
    assert len({one["delivery"] for one in receiver.said}) == 2
    assert receiver.came[0][1] == receiver.came[2][1], "every try sends the same bytes"


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("302 Location=/elsewhere", "redirections are not followed"),
        ("drip", "no answer within 1 seconds"),
        ("404", "404"),
    ],
)
def test_a_receiver_that_does_not_take_it(
    desk: SqlRecords, receiver: Receiver, secret: str, fault: str, why: str
) -> None:
    receiver.script = [fault]
    act(desk, "One")
    started = time.monotonic()
    assert tell_once(desk, whole_seconds=1.0).waiting == 1
    assert time.monotonic() - started < 10
    (row,) = desk.deliveries("tasks")
    assert row.state.value == "waiting" and why in (row.answer or "")
    assert len(receiver.came) == 1, "a redirection was followed"


def test_one_that_hangs_holds_nobody_else_up(
    desk: SqlRecords, conf: Settings, receiver: Receiver, secret: str
) -> None:
    slow = Receiver(script=["hang"] * 50)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(slow))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    desk.make_webhook("slow", f"http://127.0.0.1:{server.server_address[1]}/", ALL, "ada", "boss")
    act(desk, *map(str, range(5)))
    stop = threading.Event()
    resident = threading.Thread(target=keep_telling, args=(conf, stop))
    resident.start()
    until(lambda: len(receiver.came) == 5)
    hung = len(slow.came)
    stop.set()
    resident.join(20)
    server.shutdown()
    server.server_close()
    assert receiver.sequences == [1, 2, 3, 4, 5]
    assert hung <= 1, "the others waited for the slow one"


def until(done: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_what_is_tried_often_enough_stops_the_line_until_somebody_looks(
    desk: SqlRecords, conf: Settings, receiver: Receiver, secret: str
) -> None:
    receiver.script = ["500"] * MOST_TRIES
    act(desk, "One", "Two")
    for _ in range(MOST_TRIES):
        tell_once(desk)
        hurry(conf)
    assert receiver.sequences == [1] * MOST_TRIES
    assert tell_once(desk).sent == 0, "nothing overtakes what was given up"
    (hook,) = desk.webhooks()
    assert hook.dead == 1 and hook.stopped and "500" in hook.stopped
    (dead,) = desk.deliveries("tasks", "dead")
    desk.retry_delivery(dead.id, "boss")
    with pytest.raises(IllegalMove):
        desk.retry_delivery(dead.id, "boss")
    act(desk, "Three")
    assert tell_once(desk).sent == 3
    assert receiver.sequences[MOST_TRIES:] == [1, 2, 3]
    assert desk.webhooks()[0].stopped is None


def test_going_on_leaves_what_was_given_up_behind(
    desk: SqlRecords, conf: Settings, receiver: Receiver, secret: str
) -> None:
    receiver.script = ["500"] * MOST_TRIES
    act(desk, "One", "Two")
    for _ in range(MOST_TRIES):
        tell_once(desk)
        hurry(conf)
    desk.resume_webhook("tasks", "boss")
    assert tell_once(desk).sent == 1
    assert receiver.sequences[-1] == 2 and len(desk.deliveries("tasks", "dead")) == 1


def test_what_happens_while_it_is_stopped_is_told_afterwards(
    desk: SqlRecords, receiver: Receiver, secret: str
) -> None:
    desk.stop_webhook("tasks", "They move house.", "boss")
    act(desk, "One", "Two")
    assert tell_once(desk).sent == 0
    desk.resume_webhook("tasks", "boss")
    assert tell_once(desk).sent == 2 and receiver.sequences == [1, 2]


KILLED = """
import os, signal, sys
from pathlib import Path
from flows.telling import tell_once
from pipeline.settings import Settings
from store import open_records
from store.records import SqlRecords

def end(*_):
    os.kill(os.getpid(), signal.SIGKILL)

SqlRecords.end_delivery = end
with open_records(Settings(home=Path(sys.argv[1]), webhook_private="127.0.0.1")) as records:
    tell_once(records)
"""


def test_killed_between_sending_and_marking_it_comes_again_under_the_same_id(
    desk: SqlRecords, conf: Settings, receiver: Receiver, secret: str
) -> None:
    act(desk, "One", "Two")
    died = subprocess.run([sys.executable, "-c", KILLED, str(conf.home)], timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL
    assert receiver.sequences == [1]
    assert tell_once(desk).sent == 0, "it is in hand still"
    later = datetime.now(UTC) + delivering.IN_HAND + timedelta(seconds=1)
    taken = desk.begin_delivery("tasks", later)
    assert taken and taken.id == receiver.said[0]["delivery"] and taken.attempts == 2
    hurry(conf)
    assert tell_once(desk).sent == 2
    assert receiver.sequences == [1, 1, 2]
    assert receiver.came[0][1] == receiver.came[1][1]


def test_two_senders_at_once_send_each_message_once_and_in_order(
    desk: SqlRecords, conf: Settings, receiver: Receiver, secret: str
) -> None:
    act(desk, *map(str, range(12)))

    def run() -> None:
        with open_records(conf) as other:
            tell_once(other)

    both = [threading.Thread(target=run) for _ in range(3)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    tell_once(desk)
    assert receiver.sequences == list(range(1, 13))


def test_a_webhook_is_told_what_its_reader_may_see(
    desk: SqlRecords, receiver: Receiver, now: datetime
) -> None:
    desk.add_user(User("una", "Una", frozenset({"reviewer"})), "system")
    desk.clear_user(User("una", "Una", frozenset({"reviewer"}), Handling.UNRESTRICTED), "boss")
    desk.make_webhook("open", receiver.url, ALL, "una", "boss")
    desk.make_webhook("wide", receiver.url, ALL, "ada", "boss")
    (kept,) = act(desk, "Kept")
    held = desk.action(kept).action
    desk.change_action(kept, held.version, {"security_classification": "Confidential"}, "ada")
    (plain,) = act(desk, "Plain")
    tell_once(desk)
    assert [(row.event, row.names) for row in desk.deliveries("open")] == [
        ("action.issued", (("action", plain),))
    ]
    assert len(desk.deliveries("wide")) == 2
    with desk.read_as(User("una", "Una", frozenset({"administrator"}), Handling.UNRESTRICTED)):
        assert [row.names for row in desk.deliveries("wide")] == [(("action", plain),)]


def test_what_is_guarded_before_it_is_sent_is_kept_back(desk: SqlRecords, receiver: Receiver) -> None:
    desk.add_user(User("una", "Una", frozenset({"reviewer"})), "system")
    desk.clear_user(User("una", "Una", frozenset({"reviewer"}), Handling.UNRESTRICTED), "boss")
    desk.make_webhook("open", receiver.url, ALL, "una", "boss")
    numbers = act(desk, "One", "Two")
    desk.line_up()
    held = desk.action(numbers[0]).action
    desk.change_action(numbers[0], held.version, {"security_classification": "Confidential"}, "ada")
    told = tell_once(desk)
    assert (told.sent, told.withheld) == (1, 1)
    assert [one["action"] for one in receiver.said] == [numbers[1]]


def test_a_reader_who_signs_in_no_more_stops_their_webhooks(
    desk: SqlRecords, receiver: Receiver, secret: str
) -> None:
    desk.deactivate("ada", "boss")
    assert desk.line_up() == ()
    (hook,) = desk.webhooks()
    assert hook.stopped and "ada" in hook.stopped


def test_a_suspense_that_passes_is_told_once(desk: SqlRecords, receiver: Receiver, secret: str) -> None:
    (number,) = act(desk, "Late")
    desk.set_suspense(number, date(2026, 1, 2), None, "as asked", "ada")
    (free,) = act(desk, "In time")
    desk.set_suspense(free, date(2999, 1, 2), None, "as asked", "ada")
    for _ in range(3):
        tell_once(desk)
    missed = [one for one in receiver.said if one["event"] == "suspense.missed"]
    assert [(one["action"], one["due"], one["clock"]) for one in missed] == [
        (number, "2026-01-02", "External")
    ]
    desk.set_suspense(number, date(2026, 1, 9), None, "agreed", "ada")
    tell_once(desk)
    assert [one["due"] for one in receiver.said if one["event"] == "suspense.missed"][1:] == ["2026-01-09"]


def test_a_test_is_sent_at_once_and_stands_in_no_line(
    desk: SqlRecords, receiver: Receiver, secret: str
) -> None:
    answer = send_test(desk, "tasks", "boss")
    assert answer.taken
    (headers, body) = receiver.came[0]
    assert json.loads(body)["event"] == "test" and headers["Chancery-Event"] == "test"
    assert verified(secret, headers["Chancery-Signature"], body, datetime.now(UTC))
    assert desk.deliveries("tasks") == ()
    with pytest.raises(NotFound):
        send_test(desk, "another", "boss")


def test_an_address_inside_is_refused_unless_it_is_named(receiver: Receiver) -> None:
    refused = send(receiver.url, b"{}", {}, "")
    assert refused.status == 0 and "CHANCERY_WEBHOOK_PRIVATE" in refused.said
    assert not receiver.came
    for named in ("127.0.0.1", "127.0.0.0/8", "10.0.0.0/8; 127.0.0.1"):
        assert send(receiver.url, b"{}", {}, named).taken
    assert not send(receiver.url, b"{}", {}, "10.0.0.0/8").taken


def test_nobody_answers(desk: SqlRecords, receiver: Receiver) -> None:
    desk.make_webhook("gone", "http://127.0.0.1:9/", ALL, "ada", "boss")
    act(desk, "One")
    assert tell_once(desk).waiting == 1
    (row,) = desk.deliveries("gone")
    assert "refused" in (row.answer or "")


def test_nothing_is_told_of_once_it_is_removed(desk: SqlRecords, receiver: Receiver, secret: str) -> None:
    act(desk, "One")
    desk.remove_webhook("tasks", "boss")
    assert tell_once(desk).sent == 0 and not receiver.came
    engine = create_engine(desk.settings.records_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT secret FROM webhook")).scalars().all() == [""]
    engine.dispose()
    desk.make_webhook("tasks", receiver.url, ALL, "ada", "boss")


def test_the_part_of_the_process_tree_tells_until_it_is_ended(
    desk: SqlRecords, conf: Settings, receiver: Receiver, secret: str
) -> None:
    ours, theirs = os.pipe()
    environment = os.environ | {"CHANCERY_HOME": str(conf.home), "CHANCERY_WEBHOOK_PRIVATE": "127.0.0.1"}
    command = [sys.executable, "-m", "cli.part", "webhooks", "[]", str(ours)]
    part = subprocess.Popen(command, env=environment, pass_fds=(ours,))
    try:
        act(desk, "One", "Two")
        until(lambda: len(receiver.came) == 2, 60.0)
        part.send_signal(signal.SIGTERM)
        assert part.wait(60) == 0
    finally:
        part.kill()
        part.wait()
        os.close(ours)
        os.close(theirs)
    assert receiver.sequences == [1, 2]
