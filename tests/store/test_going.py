"""Executive actions that go with the last of their documents: whole, and never against a hold."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import store
from coordination.actions import ActionStatus
from coordination.clearance import Verb
from coordination.correspondence import Sent
from coordination.dependencies import Link
from coordination.outgoing import Outgoing
from coordination.retention import HoldKind
from pipeline.archives import Chosen
from pipeline.intake import Incoming, IntakeDocument, Stage
from pipeline.problems import IllegalMove
from pipeline.settings import Settings
from store.depending import NewDependency
from store.disposed import Ran
from store.entries import EntryKind
from store.new_items import NewItem
from store.records import SqlRecords
from store.steering import DecisionNote, StatusUpdate
from store.studies import Study
from store.tables import metadata
from store.taking_out import GONE, HANGING, OWN
from store.views import User
from store.worklists import Wanted
from tests.store.conftest import NOW
from tests.store.letter_writes import LINE, paper, posted
from tests.store.retention_writes import age, age_action
from tests.store.test_disposing import disposed, everything, files, killed_at

Take = Callable[..., IntakeDocument]
WORD = "porpoise"
SCHEDULE = """
[[category]]
name = "Orders"
kinds = ["executive_order"]
years = 1
disposition = "destroy"
authority = "item 1"
with_actions = true

[[category]]
name = "Actions stay"
by_hand = true
years = 1
disposition = "destroy"
authority = "item 2"
"""
DAY, PAST = date(2032, 3, 2), date(2026, 3, 4)


@pytest.fixture
def scheduled(records: SqlRecords) -> SqlRecords:
    (records.settings.home / "retention.toml").write_text(SCHEDULE)
    return records


def filed(records: SqlRecords, document: IntakeDocument, approve: Callable[..., None]) -> str:
    """The number of the action that is made of a document."""
    approve(document)
    number = records.finish(document.control_number, "reviewer", NOW).action
    assert number is not None
    return number


def ended(records: SqlRecords, number: str, *controls: str, days: int = 800) -> None:
    """End an action, and let it and its documents be as they were left so many days ago."""
    if not records.action(number).action.status.ended:
        records.action_status(number, ActionStatus.CANCELLED, "ada", f"No {WORD} is left.")
    age_action(records, number, days)
    for control in controls:
        age(records, control, days)


def joined(records: SqlRecords, drafted: Take, approve: Callable[..., None]) -> tuple[str, str, str]:
    """Two documents of one action, and its number."""
    first, second = drafted(*ORDER), drafted("More", "SHALL swim")
    number = filed(records, first, approve)
    approve(second)
    records.finish(second.control_number, "reviewer", NOW, joins=number)
    return first.control_number, second.control_number, number


ORDER = ("About what swims", f"ORDER Count the {WORD}", f"SHALL count each {WORD}", f"RISK no {WORD}",
         f"IMPACT more {WORD}", "SELF EO 14999")  # fmt: skip


def rich(records: SqlRecords, drafted: Take, approve: Callable[..., None]) -> tuple[str, str]:
    """A document and its action, on which something of every kind hangs; all of it says the word."""
    for name in ("ada", "ben"):
        records.add_user(User(name, name.capitalize(), frozenset({"reviewer"})), "system")
    document = drafted(*ORDER)
    control, number = document.control_number, filed(records, document, approve)
    item = records.action(number).items[0].id or ""
    other = records.make_action("Another", "Operational Directive", "ada")
    records.change_action(number, records.action(number).action.version, {
        "description": f"Of the {WORD}", "notes": WORD, "tags": WORD, "accountable_lead": "ben",
        "external_number": "X-9",
    }, "ada")  # fmt: skip
    records.comment(number, item, f"A {WORD}!", "ada")
    records.report_status(number, StatusUpdate(f"Half of each {WORD}."), "ada")
    records.log_decision(number, DecisionNote("Hold", f"Spare the {WORD}.", WORD, "ada"), "ada")
    records.add_milestone(number, f"{WORD} counted", DAY, "ada")
    records.start_process(number, "Public Correspondence", DAY, "ada")
    records.attach_paper(number, item, control, "Supporting", WORD, "ada")
    records.add_dependency(other, NewDependency(number, Link.FINISH_START, description=WORD), "ada")
    records.raise_finding(number, f"No {WORD} was seen.", "OIG", PAST, "ada")
    records.settle_finding(records.oversight(number).findings[0].id, f"A {WORD} was.", PAST, "ada")
    records.put_analysis("", 0, Study(f"Study of the {WORD}", action=number, by="ada"), "ada")
    records.add_item(number, NewItem(f"Feed the {WORD}", due_date=DAY, person="ben"), "ada")
    records.work_item(item, Verb.BEGIN, "ada")
    records.log_letter(number, control, "ada")
    letter = records.draft_letter(
        number, Outgoing(Sent.FINAL, WORD, (replace(LINE, text=WORD),), "ben"), "ben"
    )
    records.ask_concurrence(letter, 1, ["OGC"], None, "ada")
    records.record_sent(number, Sent.FINAL, paper(control, WORD.encode()), posted(), "ada")
    return control, number


def test_an_action_goes_whole_with_its_document_and_leaves_its_number(
    scheduled: SqlRecords, drafted: Take, approve: Callable[..., None], conf: Settings, tmp_path: Path
) -> None:
    control, number = rich(scheduled, drafted, approve)
    ended(scheduled, number, control)
    before = scheduled.action(number).action
    assert scheduled.retained_one(control).going == (number,)
    assert disposed(scheduled, control) == Ran((control,), (), ())
    left = everything(conf)
    assert WORD not in left.casefold(), left[max(left.casefold().find(WORD) - 300, 0) :][:600]
    assert files(conf) == [] and not scheduled.search(f"in:actions {WORD}")
    now = scheduled.action(number).action
    assert (now.name, now.status, now.category, now.due_date) == (
        GONE, before.status, before.category, before.due_date,
    )  # fmt: skip
    assert now.status_reason and "under item 1" in now.status_reason and now.archived
    assert scheduled.action(number).items == () and scheduled.action(number).documents == (control,)
    assert [row.number for row in scheduled.action_rows(Wanted(state="ended"))] == [number]
    gone = scheduled.disposal_of(control)
    assert gone is not None
    (told,) = gone.certificate["actions"]
    assert (told["number"], told["documents"], told["letters_sent"]) == (number, [control], 1)
    assert told["items"] >= 2 and told["status"] == "Cancelled"
    (said,) = scheduled.audit(about=number, what="action.disposed")
    assert said.after == told and said.who == "user:bo" and scheduled.verify().holds
    assert scheduled.portfolio(DAY) and scheduled.dependencies(DAY)
    assert number not in {case.number for case in scheduled.cases(NOW)}, "it would count as unanswered"
    _comes_out_whole(scheduled, number, control, conf, tmp_path)


def _comes_out_whole(records: SqlRecords, number: str, control: str, conf: Settings, tmp_path: Path) -> None:
    """A package for archives, one for another system, and a backup say what is left, and that alone."""
    with zipfile.ZipFile(_packed(records, number)) as held:
        assert f"actions/{number}/record.json" in held.namelist()
        assert json.loads(held.read(f"documents/{control}/certificate.json"))["certificate"]["actions"]
        said = {name: held.read(name).decode() for name in held.namelist() if "audit" not in name}
    assert not [name for name, text in said.items() if WORD in text.casefold()]
    given = {record.id: record for record in records.package().records}
    assert WORD not in str(given).casefold() and GONE in str(given)
    assert store.back_up(conf, tmp_path / "backup", "ada", lambda what: None).sound
    again = Settings(home=tmp_path / "new")
    found = store.restore(again, tmp_path / "backup", "ada", lambda what: None, verify=True)
    assert found.verified
    with store.open_records(again) as restored:
        assert restored.action(number).action.name == GONE and restored.verify().holds


def _packed(records: SqlRecords, number: str) -> io.BytesIO:
    taken = io.BytesIO()
    records.export_package(Chosen((number,), originals="x", unmasked="x"), taken, "ada")
    return taken


def test_nothing_more_is_done_with_an_action_that_is_gone(
    scheduled: SqlRecords, drafted: Take, approve: Callable[..., None]
) -> None:
    document = drafted(*ORDER)
    control, number = document.control_number, filed(scheduled, document, approve)
    ended(scheduled, number, control)
    disposed(scheduled, control)
    other = drafted("Another", "SHALL help")
    approve(other)
    for act in (
        lambda: scheduled.action_status(number, ActionStatus.NEW, "ada", "It was a mistake."),
        lambda: scheduled.comment(number, None, "Why?", "ada"),
        lambda: scheduled.raise_finding(number, "It is gone.", "OIG", PAST, "ada"),
        lambda: scheduled.place_hold("Suit", HoldKind.LEGAL, "A suit.", [number], "cy"),
        lambda: scheduled.put_analysis("", 0, Study("Late", action=number, by="ada"), "ada"),
        lambda: scheduled.log_letter(number, other.control_number, "ada"),
        lambda: scheduled.finish(other.control_number, "reviewer", NOW, joins=number),
        lambda: scheduled.archive_action(number, False, "ada"),
        lambda: scheduled.add_dependency(number, NewDependency(number, Link.FINISH_START), "ada"),
        lambda: scheduled.assess_action(number, "risk", {"name": "Fog", "likelihood": "Low"}, "ada"),
    ):
        with pytest.raises(IllegalMove):
            act()


def test_a_hold_on_the_action_keeps_it_and_its_documents(
    scheduled: SqlRecords, drafted: Take, approve: Callable[..., None]
) -> None:
    """Retention due but on hold: the hold wins, for the action as for its letter, at the last step too."""
    document = drafted(*ORDER)
    control, number = document.control_number, filed(scheduled, document, approve)
    ended(scheduled, number, control)
    scheduled.place_hold("Suit", HoldKind.LEGAL, "A suit.", [number], "cy")
    with pytest.raises(IllegalMove, match="is held for Suit"):
        scheduled.propose_disposal([control], "ada")
    scheduled.release_hold("Suit", "Settled.", "cy")
    scheduled.propose_disposal([control], "ada")
    scheduled.approve_disposal([control], "", "bo")
    scheduled.place_hold("Suit", HoldKind.LEGAL, "A suit.", [number], "cy")
    assert scheduled.carry_out_disposals() == Ran((), (control,), ())
    assert scheduled.action(number).action.name != GONE and scheduled.action(number).items
    scheduled.release_hold("Suit", "Settled.", "cy")
    scheduled.action_status(number, ActionStatus.NEW, "ada", "It was opened again.")
    assert scheduled.carry_out_disposals().kept == (control,), "what is open goes neither"
    ended(scheduled, number, control)
    assert scheduled.carry_out_disposals().gone == (control,)
    assert scheduled.action(number).action.name == GONE


def test_an_action_goes_with_the_last_of_its_documents_and_only_where_every_category_lets_it(
    scheduled: SqlRecords, drafted: Take, approve: Callable[..., None]
) -> None:
    one, two, number = joined(scheduled, drafted, approve)
    ended(scheduled, number, one, two)
    kept = scheduled.retained_one(one)
    assert (kept.actions, kept.going) == ((number,), ())
    assert disposed(scheduled, one).gone == (one,) and scheduled.action(number).action.name != GONE
    assert scheduled.retained_one(two).going == (number,)
    scheduled.categorise(two, "Actions stay", "Of history.", "ada")
    assert scheduled.retained_one(two).actions == ()
    age(scheduled, two, 800)
    assert disposed(scheduled, two).gone == (two,)
    view = scheduled.action(number)
    assert view.action.name != GONE and len(view.items) == 2, "its last document's category keeps it"


def test_where_the_first_document_s_category_kept_the_action_the_last_does_not_take_it(
    scheduled: SqlRecords, drafted: Take, approve: Callable[..., None]
) -> None:
    one, two, number = joined(scheduled, drafted, approve)
    scheduled.categorise(one, "Actions stay", "Of history.", "ada")
    ended(scheduled, number, one, two)
    disposed(scheduled, one)
    assert scheduled.retained_one(two).actions == ()
    disposed(scheduled, two)
    assert scheduled.action(number).action.name != GONE


def test_another_receipt_of_the_letter_and_an_open_finding_keep_an_action(
    scheduled: SqlRecords, drafted: Take, approve: Callable[..., None]
) -> None:
    document = drafted(*ORDER)
    control, number = document.control_number, filed(scheduled, document, approve)
    data = scheduled.contents(document)
    again = scheduled.admit(Incoming("folder", "b.txt", data, NOW, source="b"), "text/plain", "system")
    second = again.document.control_number
    scheduled.raise_finding(number, "It is late.", "OIG", PAST, "ada")
    ended(scheduled, number, control, second)
    kept = scheduled.retained_one(control)
    assert kept.due is None and kept.open_because == f"an audit finding of {number} is open"
    scheduled.settle_finding(scheduled.oversight(number).findings[0].id, "It is not.", PAST, "ada")
    ended(scheduled, number, control, second)
    kept = scheduled.retained_one(control)
    assert (kept.actions, kept.going) == ((number,), ())
    disposed(scheduled, control)
    assert scheduled.action(number).action.name != GONE
    age(scheduled, second, 800, stage="no_action", kind="executive_order")
    assert disposed(scheduled, second).gone == (second,)
    assert scheduled.action(number).action.name == GONE


@pytest.mark.parametrize("step", ["begun", "removed"])
def test_a_disposal_with_its_action_that_was_killed_is_ended_by_the_next_run(
    scheduled: SqlRecords, drafted: Take, approve: Callable[..., None], conf: Settings, step: str
) -> None:
    control, number = rich(scheduled, drafted, approve)
    ended(scheduled, number, control)
    scheduled.propose_disposal([control], "ada")
    scheduled.approve_disposal([control], "", "bo")
    scheduled.dispose()
    killed_at(conf, step)
    with store.open_records(conf) as records:
        view = records.action(number)
        assert view.action.name == GONE and view.items == (), "nothing half there can be read"
        assert records.carry_out_disposals().gone == (control,) and records.verify().holds
        assert [row.what for row in records.audit(50, about=number)].count("action.disposed") == 1
        assert records.document(control).stage is Stage.DISPOSED
    assert WORD not in everything(conf).casefold() and files(conf) == []


KNOWN = {
    "gone": {
        "analysis.executive_action_id", "impact.executive_action_id", "risk_item.executive_action_id",
        "action_item.executive_action_id", "process_run.executive_action_id",
        "correspondence_case.executive_action_id", "authority_change_effect.executive_action_id",
        "executive_action_dependency.predecessor_action_id",
        "executive_action_dependency.successor_action_id",
    },
    "stays": {
        "executive_action.parent_action_id", "executive_action_document.executive_action_id",
        "coordinating_unit.executive_action_id", "record_hold.executive_action_id",
        "webhook_delivery.executive_action_id",
    },
}  # fmt: skip


def test_every_table_that_hangs_on_an_action_was_thought_of() -> None:
    """A new one must say what becomes of its rows: take them out, or let them stay."""
    found = {
        f"{table.name}.{key.parent.name}"
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "executive_action"
    }
    hanging = {f"{table.name}.executive_action_id" for table in HANGING}
    assert found == hanging.union(*KNOWN.values())
    assert {table.name for table in OWN} <= {name.partition(".")[0] for name in KNOWN["gone"]}
    assert EntryKind.ITEM, "entries of the index are forgotten by their kind"
