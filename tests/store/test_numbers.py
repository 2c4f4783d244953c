"""Control numbers: in the order of receipt, without gaps, whoever else is at the door."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

import store
from pipeline.intake import Incoming, IntakeDocument, Stage
from pipeline.problems import NotFound
from pipeline.settings import Settings
from store.records import SqlRecords

Take = Callable[..., IntakeDocument]

CLERK = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import store
from pipeline.intake import Incoming
from pipeline.settings import Settings

home, url, name = sys.argv[1:]
with store.open_records(Settings(home=Path(home), database_url=url)) as records:
    sys.stdin.readline()
    for number in range(25):
        data = f"{name if number % 2 else 'same'} {number}".encode()
        incoming = Incoming("folder", "a", data, datetime(2026, 3, 2, tzinfo=UTC), source=name)
        print(records.admit(incoming, "text/plain", "system").document.control_number, flush=True)
"""


def received(moment: datetime, words: str = "words") -> Incoming:
    return Incoming("folder", "a.txt", words.encode(), moment, source=words)


def test_the_year_is_that_of_the_offices_day(records: SqlRecords) -> None:
    # five in the morning UTC on New Year's Day is midnight in Washington; a minute before is last year there
    new = records.admit(received(datetime(2027, 1, 1, 5, 0, tzinfo=UTC), "new"), "text/plain", "system")
    old = records.admit(received(datetime(2027, 1, 1, 4, 59, tzinfo=UTC), "old"), "text/plain", "system")
    assert new.document.control_number == "EC-2027-00001"
    assert old.document.control_number == "EC-2026-00001"


def test_attachments_carry_their_parents_number(records: SqlRecords, receive: Take) -> None:
    parent = receive("a mail")
    first, second = receive("one", parent.control_number), receive("two", parent.control_number)
    below = receive("inside one", first.control_number)
    assert first.control_number == f"{parent.control_number}-01"
    assert second.control_number == f"{parent.control_number}-02"
    assert below.control_number == f"{parent.control_number}-01-01"
    assert (first.parent, below.parent) == (parent.control_number, first.control_number)
    counts = records.counts()
    assert (counts.documents, counts.children) == (1, 3)
    rows = records.dossier(parent.control_number).children
    assert [row.control_number for row in rows] == [first.control_number, second.control_number]


def test_an_attachment_of_known_bytes_is_a_duplicate_with_its_own_number(receive: Take) -> None:
    logo = receive("the same logo")
    parent = receive("a mail")
    child = receive("the same logo", parent.control_number)
    assert (child.stage, child.duplicate_of) == (Stage.DUPLICATE, logo.control_number)
    assert child.control_number == f"{parent.control_number}-01"


def test_an_attachment_offered_again_is_not_admitted_twice(records: SqlRecords, receive: Take) -> None:
    parent = receive("a mail")
    key = f"{parent.control_number}/1"
    incoming = Incoming("folder", "part", b"part", parent.received_at, external_id=key)
    first = records.admit(incoming, "text/plain", "system", parent.control_number)
    again = records.admit(incoming, "text/plain", "system", parent.control_number)
    assert first.new and not again.new and again.document == first.document


def test_an_unknown_parent_uses_up_no_number(records: SqlRecords, receive: Take) -> None:
    with pytest.raises(NotFound):
        receive("an orphan", "EC-1999-00001")
    assert records.queue() == ()
    assert receive("a letter").control_number == "EC-2026-00001"


def test_every_duplicate_points_at_the_first(receive: Take) -> None:
    first, second, third = receive("a letter"), receive("a letter"), receive("a letter")
    assert first.stage is Stage.RECEIVED
    assert second.duplicate_of == third.duplicate_of == first.control_number


def test_threads_at_the_door_get_numbers_without_gaps(records: SqlRecords, receive: Take) -> None:
    with ThreadPoolExecutor(20) as pool:
        numbers = list(pool.map(lambda n: receive(f"letter {n}").control_number, range(60)))
    assert sorted(numbers) == [f"EC-2026-{number:05d}" for number in range(1, 61)]


WRITERS = 20


def test_case_19_twenty_processes_at_the_door_get_numbers_without_gaps(
    conf: Settings, records: SqlRecords, tmp_path: Path
) -> None:
    """Forked before they open the records, and let in together by a file that appears."""
    gate = tmp_path / "gate"
    children = [_writer(conf, tmp_path, gate, name) for name in range(WRITERS)]
    gate.touch()
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert codes == [0] * WRITERS
    numbers = [number for name in range(WRITERS) for number in (tmp_path / str(name)).read_text().split()]
    assert sorted(numbers) == [f"EC-2026-{number:05d}" for number in range(1, 5 * WRITERS + 1)]
    assert records.counts().documents == 5 * WRITERS and records.verify().holds


def _writer(conf: Settings, place: Path, gate: Path, name: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        with store.open_records(conf) as own:
            while not gate.exists():
                time.sleep(0.005)
            given = [
                own.admit(
                    received(datetime(2026, 3, 2, tzinfo=UTC), f"{name} {number}"), "text/plain", "system"
                )
                for number in range(5)
            ]
        (place / str(name)).write_text(" ".join(one.document.control_number for one in given))
    except BaseException:  # noqa: BLE001 - the parent reads the code
        os._exit(1)
    os._exit(0)


@pytest.mark.slow
def test_processes_at_the_door_get_numbers_without_gaps(conf: Settings, records: SqlRecords) -> None:
    command = [sys.executable, "-c", CLERK, str(conf.home), conf.database_url]
    clerks = [
        subprocess.Popen([*command, f"clerk {n}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(4)
    ]
    numbers = []
    for clerk in clerks:
        assert clerk.stdin
        clerk.stdin.write("go\n")
        clerk.stdin.flush()
    for clerk in clerks:
        numbers += clerk.communicate(timeout=120)[0].split()
        assert clerk.returncode == 0
    assert sorted(numbers) == [f"EC-2026-{number:05d}" for number in range(1, 101)]
    # of 13 letters that all four brought, one copy each is the first
    assert records.counts().by_stage == {"received": 61, "duplicate": 39}
    assert records.verify().holds
