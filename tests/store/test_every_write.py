"""Whatever changes the record is in the audit log, in the same transaction: both are there, or neither."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect

import store
from coordination.actions import ActionStatus, Closure
from coordination.clearance import Verb
from coordination.exchange import Package, Record, Value
from coordination.exchange.fields import TYPE
from pipeline.decisions import Decision, Verdict
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import AuthorityType, RelationKind
from pipeline.intake import Incoming, IntakeDocument, Stage
from pipeline.library import LibraryEntry, LibraryReference, LibraryText
from pipeline.mail import MailFacts, MailPlace
from pipeline.places import PageView, PageWords
from pipeline.problems import Conflict, IllegalMove, NotFound, Problem
from pipeline.settings import Settings
from pipeline.spending import Exchange
from store import audit
from store.records import SqlRecords
from store.views import User
from tests.store import (
    agreement_writes,
    assessment_writes,
    beside_writes,
    desk_writes,
    people_writes,
    retention_writes,
    routing_writes,
    telling_writes,
    webhook_writes,
)
from tests.store.coordination_writes import NAMES as COORDINATED
from tests.store.letter_writes import NAMES as LETTERS
from tests.store.oversight_writes import NAMES as OVERSEEN

Take = Callable[..., IntakeDocument]
Write = Callable[[], object]
OTHERS = desk_writes.SILENT | beside_writes.SILENT | people_writes.SILENT | telling_writes.SILENT
OTHERS |= webhook_writes.SILENT
SILENT = {"renew", "session", "reindex", "lease", "end_lease", "keep_exchange"} | OTHERS
"""Leases taken, renewed, given back; a session that stays awake; an index built anew; a question to a model,
which is a log of its own: nobody decided."""


class Scene:
    """A desk with one document at each stage that a write starts from."""

    def __init__(self, records: SqlRecords, drafted: Take, receive: Take, now: datetime) -> None:
        self.records, self.now = records, now
        self.reviewed = drafted(
            "ORDER Mend the harbors", "SHALL survey by 2026-05-01", "RISK Late", "IMPACT More work"
        ).control_number
        for draft in records.drafts(self.reviewed):
            records.decide(self.word(self.reviewed, draft.number))
        self.action = records.finish(self.reviewed, "reviewer", now).action or ""
        self.item = records.action(self.action).items[0]
        self.other = drafted("A letter like it").control_number
        self.open = drafted("A letter", "SHALL answer", "SHALL reply", "MISSED the rest").control_number
        records.decide(self.word(self.open, 2))
        form = " ".join(f"word{number}" for number in range(60))
        self.alike = [drafted(f"{form} {name}").control_number for name in ("ann", "ben")]
        records.no_action(self.alike[0], "It is a form.", "reviewer")
        self.first = receive("a letter that is read")
        self.held = records.claim("worker", now)
        assert self.held

    def word(self, control: str, number: int) -> Decision:
        draft = self.records.draft(control, number)
        return Decision(draft.id, draft.version, "reviewer", Verdict.APPROVE, self.now)

    def ended(self) -> None:
        for item in self.item.children:
            self.records.work_item(str(item.id), Verb.COMPLETE, "officer", "Done.")


def writes(scene: Scene, refile: Take) -> dict[str, Write]:
    """One call of every method that changes the record."""
    records, now, held = scene.records, scene.now, scene.held
    assert held
    read = _reading(held)
    view = PageView(1, "image/png", b"pixels", 10, 10, 612.0, 792.0, PageWords(1))
    problem = Problem("It is broken.")
    message = MailFacts(MailPlace("letters", "INBOX", 1, 7), 400)
    closure = Closure(now, "officer", "Mended.", "Start earlier.")
    other = Incoming("folder", "b.txt", b"another", now, source="b")
    session = records.redeem(records.issue_link("reviewer", now), now)
    model, second = scene.alike
    made: dict[str, Write] = {
        "admit": lambda: records.admit(other, "text/plain", "system"),
        "take_in": lambda: records.take_in(held, [(other, "text/plain")], "system"),
        "claim": lambda: records.claim("worker", now + timedelta(days=1)),
        "renew": lambda: records.renew(held, now + timedelta(seconds=5)),
        "release": lambda: records.release(held),
        "hold": lambda: records.hold(held, problem, now + timedelta(hours=1)),
        "set_aside": lambda: records.set_aside(held, problem),
        "keep_reading": lambda: records.keep_reading(held, read, "line-reader 1"),
        "keep_views": lambda: records.keep_views(held, [view]),
        "shelve": lambda: records.shelve([_entry()], "a collection", "clerk"),
        "file": lambda: refile(records.document(scene.open), "2"),
        "decide": lambda: records.decide(scene.word(scene.open, 3)),
        "decide_all": lambda: records.decide_all([scene.word(scene.open, 1), scene.word(scene.open, 3)]),
        "finish": lambda: records.finish(scene.open, "reviewer", now),
        "no_action": lambda: records.no_action(scene.open, "It is a copy.", "reviewer"),
        "split": lambda: records.split(scene.open, "A bundle.", {"before": [2]}, "reviewer"),
        "reopen": lambda: records.reopen(scene.reviewed, "One was missed.", "reviewer"),
        "close": lambda: records.close(scene.action, closure),
        "action_status": lambda: records.action_status(scene.action, ActionStatus.IN_PROGRESS, "officer"),
        "add_user": lambda: records.add_user(User("cole", "Cole", frozenset({"reviewer"})), "system"),
        "issue_link": lambda: records.issue_link("reviewer", now),
        "session": lambda: records.session(session, now + timedelta(minutes=5)),
        "end_session": lambda: records.end_session(session),
        "mail_refused": lambda: records.mail_refused(message, "It is too large."),
        "lease": lambda: records.lease("letters", "worker", now, 60.0),
        "end_lease": lambda: records.end_lease("letters", "worker", now),
        "keep_exchange": lambda: records.keep_exchange(Exchange(now, "a", "b", "c", "m", "plain")),
        "bring": lambda: records.bring(_package(), "a.zip", "clerk"),
        "reindex": records.reindex,
        "settle_alike": lambda: records.settle_alike(second, model, "A copy.", "clerk", same=True),
        "follow": lambda: records.follow(model, second, "reviewer", now),
    }
    first = scene.first.control_number
    made |= desk_writes.writes(scene) | beside_writes.writes(records)
    made |= (
        people_writes.writes(records, now, session)
        | telling_writes.writes(records, now)
        | routing_writes.writes(records)
        | webhook_writes.writes(records, now)
        | retention_writes.writes(records, scene.other)
        | assessment_writes.writes(records)
        | agreement_writes.writes(records)
    )
    return made | {
        "stop": lambda: records.stop(first, "clerk"),
        "retry": lambda: records.retry(first, "clerk"),
        "unlock": lambda: records.unlock(records.document(first), read, "line-reader 1", "clerk"),
    }


def _reading(held: IntakeDocument) -> ExtractedDocument:
    words = "a letter that is read"
    return ExtractedDocument(held.sha256, "a.txt", "text/plain", words, (Page(1, Span(0, len(words))),))


def _entry() -> LibraryEntry:
    order, target = AuthorityType.EXECUTIVE_ORDER, "EO 14001"
    said = LibraryReference("EO 14002", RelationKind.REVOKES, target, order, noted=True)
    return LibraryEntry("EO 14002", order, LibraryText("EO 14002", "row 1", text="Of buoys."), (said,))


def _package() -> Package:
    kind = Record(TYPE, "00000000-0000-0000-0000-000000000001", {"appbase_name": Value("Harbor Order")})
    return Package((), (kind,))


def _prepare(scene: Scene, name: str) -> None:
    """What must have happened before this write."""
    assert scene.held
    if name == "close":
        scene.ended()
    elif name in ("retry", "unlock"):
        scene.records.set_aside(scene.held, Problem("It is broken."))
    elif name == "keep_views":
        scene.records.keep_reading(scene.held, _reading(scene.held), "line-reader 1")
    elif name == "end_lease":
        scene.records.lease("letters", "worker", scene.now, 60.0)
    elif name == "claim":
        scene.records.release(scene.held)


def names_of_writes() -> list[str]:
    """Every method of the records whose code opens a write transaction."""
    return sorted(
        name
        for name in dir(SqlRecords)
        if not name.startswith("_")
        and name not in (*COORDINATED, *LETTERS, *OVERSEEN)
        and "_write" in getattr(getattr(getattr(SqlRecords, name), "__code__", None), "co_names", ())
    )


@pytest.fixture
def scene(records: SqlRecords, drafted: Take, receive: Take, now: datetime) -> Scene:
    return Scene(records, drafted, receive, now)


@pytest.fixture
def calls(scene: Scene, refile: Take) -> dict[str, Write]:
    return writes(scene, refile)


def everything(conf: Settings) -> dict[str, list[Any]]:
    """Every row of every table, as the driver gives it: to learn the columns too takes many times as long."""
    engine = create_engine(conf.records_url)
    with engine.connect() as connection:
        quoted = connection.dialect.identifier_preparer.quote
        found = {
            name: sorted(map(str, connection.exec_driver_sql(f"SELECT * FROM {quoted(name)}").all()))
            for name in inspect(connection).get_table_names()
            if not name.startswith("text_index")
        }
    engine.dispose()
    return found


def test_every_write_is_tried_here(calls: dict[str, Write]) -> None:
    assert sorted(calls) == names_of_writes()


@pytest.mark.parametrize("name", names_of_writes())
def test_a_write_and_its_event_are_kept_together_or_not_at_all(
    records: SqlRecords,
    conf: Settings,
    scene: Scene,
    calls: dict[str, Write],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _prepare(scene, name)
    before, events = everything(conf), records.verify().events
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(audit, "append", _fails)
        calls[name]()
    assert everything(conf) == before, "something of a failed write stayed"
    calls[name]()
    told = records.verify()
    assert told.holds
    assert (told.events == events) is (name in SILENT)
    if name != "reindex":
        assert everything(conf) != before


def _fails(move: object) -> None:
    raise RuntimeError("the log cannot be written")


def test_tying_a_document_to_an_action_is_logged(
    records: SqlRecords, scene: Scene, now: datetime, say: Callable[..., Decision]
) -> None:
    draft = records.draft(scene.open, 3)
    records.decide(say(draft, Verdict.REJECT, reason="duplicate"))
    records.decide(say(records.draft(scene.open, 2), Verdict.UNDO))
    before = records.verify().events
    records.finish(scene.open, "reviewer", now, joins=scene.action)
    assert scene.open in records.action(scene.action).documents
    assert [row.what for row in records.audit(records.verify().events - before)] == ["document.finished"]


def test_eight_writers_make_one_chain(records: SqlRecords, now: datetime) -> None:
    before = records.verify().events

    def bring(worker: int) -> None:
        for number in range(5):
            incoming = Incoming(
                "folder", "a.txt", f"{worker} {number}".encode(), now, source=f"{worker}/{number}"
            )
            records.admit(incoming, "text/plain", "system")

    threads = [threading.Thread(target=bring, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check = records.verify()
    assert check.holds and check.events == before + 40
    numbers = sorted(row.control_number for row in records.queue(limit=100))
    assert numbers == [f"EC-2026-{number:05d}" for number in range(1, 41)]


def test_decisions_together_are_all_kept_or_none(records: SqlRecords, scene: Scene) -> None:
    good, bad = scene.word(scene.open, 1), scene.word(scene.open, 3)
    before = records.verify()
    with pytest.raises(Conflict):
        records.decide_all([good, replace(bad, draft_version=7)])
    assert records.verify() == before
    assert not records.draft(scene.open, 1).status.decided


@pytest.mark.parametrize("deed", ["no_action", "reopen"])
def test_the_same_word_twice_is_refused(records: SqlRecords, scene: Scene, deed: str) -> None:
    control = scene.open if deed == "no_action" else scene.reviewed
    say_it = getattr(records, deed)
    say_it(control, "It is a copy.", "reviewer")
    before = records.verify()
    with pytest.raises(IllegalMove):
        say_it(control, "It is a copy.", "reviewer")
    assert records.verify() == before


def test_neighbours_follow_the_queue(records: SqlRecords, drafted: Take) -> None:
    for lines in (("one",), ("two", "SHALL b by 2026-06-02"), ("three",), ("four", "SHALL a by 2026-06-01")):
        drafted(*lines)
    order = [row.control_number for row in records.queue((Stage.NEEDS_REVIEW,))]
    pairs = [records.neighbours(number) for number in order]
    assert [before for before, _ in pairs] == [None, *order[:-1]]
    assert [after for _, after in pairs] == [*order[1:], None]
    with pytest.raises(NotFound):
        records.neighbours("EC-1999-00001")


@pytest.mark.parametrize("reason", ["a\x07b", "\u202eabc", "x" * 100_000, " "])
def test_a_reason_is_legible(records: SqlRecords, scene: Scene, reason: str) -> None:
    with pytest.raises(IllegalMove):
        records.no_action(scene.open, reason, "reviewer")


@pytest.mark.postgres
def test_both_engines_give_the_same_order(
    settings: Settings, postgres_settings: Settings, now: datetime
) -> None:
    orders = []
    for conf in (settings, postgres_settings):
        with store.open_records(conf) as opened:
            for number, (minutes, data) in enumerate(
                [(3, b"c"), (1, b"a"), (1, b"b"), (2, b"\xff"), (1, b"a")]
            ):
                at = now + timedelta(minutes=minutes)
                opened.admit(Incoming("folder", "a", data, at, source=str(number)), "text/plain", "system")
            orders.append([row.control_number for row in opened.queue()])
    assert orders[0] == orders[1] and len(orders[0]) == 5
