"""Disposal: nothing goes but on two people's word; a hold wins; what goes leaves a certificate."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, select

import store
from coordination.retention import HoldKind
from pipeline.archives import Chosen
from pipeline.intake import Incoming, IntakeDocument, Stage
from pipeline.places import PageView, PageWords
from pipeline.problems import IllegalMove, NotFound
from pipeline.settings import Settings
from store.blobs import Blobs
from store.disposed import STEPS, Ran
from store.erasing import MADE_OF_DRAFTS
from store.records import SqlRecords
from store.tables import metadata
from store.taking_out import GONE
from tests.store.conftest import NOW
from tests.store.retention_writes import SCHEDULE, age

Take = Callable[..., IntakeDocument]
WORD = "porpoise"
"""Stands in the text, the drafts and a page, and in nothing that the audit log keeps."""


@pytest.fixture
def scheduled(records: SqlRecords) -> SqlRecords:
    (records.settings.home / "retention.toml").write_text(SCHEDULE)
    return records


@pytest.fixture
def old(scheduled: SqlRecords, drafted: Take) -> str:
    """A document with drafts and a page image whose period has long been over."""
    return made(scheduled, drafted)


def made(records: SqlRecords, drafted: Take) -> str:
    document = drafted("A letter that asks nothing", f"SHALL count each {WORD}", f"RISK A {WORD} is missed")
    view = PageView(1, "image/png", WORD.encode(), 10, 10, 612.0, 792.0, PageWords(1))
    records.keep_views(records.document(document.control_number), [view])
    records.no_action(document.control_number, "It asks nothing.", "reviewer")
    age(records, document.control_number, 800)
    return document.control_number


def disposed(records: SqlRecords, *numbers: str) -> Ran:
    records.propose_disposal(numbers, "ada")
    records.approve_disposal(numbers, "", "bo")
    return records.carry_out_disposals()


def everything(settings: Settings) -> str:
    """All that stands in any table but the audit log, in words."""
    engine, tables = create_engine(settings.records_url), MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
        names = sorted(tables.tables.keys() - {"audit_event"})
        found = "\n".join(str(connection.execute(select(tables.tables[name])).all()) for name in names)
    engine.dispose()
    return found


def files(settings: Settings) -> list[Path]:
    return [path for path in settings.originals_folder.rglob("*") if path.is_file()]


def test_what_is_disposed_of_is_gone_everywhere_and_leaves_a_certificate(
    scheduled: SqlRecords, old: str, conf: Settings
) -> None:
    sha256 = scheduled.document(old).sha256
    assert WORD in everything(conf) and len(files(conf)) == 2 and scheduled.search(WORD)
    assert disposed(scheduled, old) == Ran((old,), (), ())
    assert WORD not in everything(conf) and files(conf) == [] and not scheduled.search(WORD)
    document = scheduled.document(old)
    assert document.stage is Stage.DISPOSED and document.name == GONE
    assert document.reason and "Destroyed on" in document.reason and "under item 1" in document.reason
    assert [row.stage for row in scheduled.queue(None)] == ["disposed"]
    gone = scheduled.disposal_of(old)
    assert gone is not None and gone.state == "done" and gone.done_at is not None
    assert (gone.proposed_by, gone.approved_by, gone.authority) == ("ada", "bo", "item 1")
    assert [one["sha256"] for one in gone.certificate["documents"]] == [sha256]
    told = scheduled.audit(1)[0]
    assert (told.what, told.subject, told.after) == ("disposal.done", old, gone.certificate)
    assert scheduled.verify().holds
    with pytest.raises(NotFound, match="was disposed of"):
        scheduled.contents(document)
    assert scheduled.carry_out_disposals() == Ran() and scheduled.retained() == ()


@pytest.mark.parametrize("conf", ["sqlite"], indirect=True)
def test_no_word_of_it_stays_in_the_file_of_the_records(
    scheduled: SqlRecords, old: str, conf: Settings
) -> None:
    """PostgreSQL overwrites what was deleted in its own time."""
    disposed(scheduled, old)
    for path in conf.home.glob("records.db*"):
        assert WORD.encode() not in path.read_bytes(), path.name


def test_a_hold_wins_though_the_period_is_over(scheduled: SqlRecords, old: str) -> None:
    """At each step: before it is proposed, before it is approved, and before it is carried out."""

    def hold() -> None:
        scheduled.place_hold("Suit", HoldKind.LEGAL, "A suit.", [old], "cy")

    def release() -> None:
        scheduled.release_hold("Suit", "Settled.", "cy")

    hold()
    with pytest.raises(IllegalMove, match="is held for Suit"):
        scheduled.propose_disposal([old], "ada")
    release()
    scheduled.propose_disposal([old], "ada")
    hold()
    with pytest.raises(IllegalMove, match="is held for Suit"):
        scheduled.approve_disposal([old], "", "bo")
    release()
    scheduled.approve_disposal([old], "", "bo")
    hold()
    assert scheduled.carry_out_disposals() == Ran((), (old,), ())
    assert scheduled.document(old).stage is Stage.NO_ACTION and scheduled.contents(scheduled.document(old))
    release()
    assert scheduled.carry_out_disposals().gone == (old,)
    with pytest.raises(IllegalMove, match="was disposed of"):
        hold()


def test_nothing_goes_on_one_person_s_word_nor_before_its_day(scheduled: SqlRecords, old: str) -> None:
    scheduled.propose_disposal([old, old], "ada")
    assert scheduled.propose_disposal([old], "bo") == 0
    with pytest.raises(IllegalMove, match="You proposed"):
        scheduled.approve_disposal([old], "", "ada")
    assert scheduled.carry_out_disposals() == Ran()
    scheduled.withdraw_disposal([old], "Not yet.", "bo")
    with pytest.raises(NotFound):
        scheduled.approve_disposal([old], "", "bo")
    age(scheduled, old, 300)
    with pytest.raises(IllegalMove, match="is not due"):
        scheduled.propose_disposal([old], "ada")
    for act in ("system", "analyzer:rules"):
        with pytest.raises(IllegalMove):
            scheduled.propose_disposal([old], act)


def test_what_is_transferred_was_taken_out_first_and_names_its_receiver(
    scheduled: SqlRecords, old: str
) -> None:
    scheduled.categorise(old, "Kept long", "Of history.", "ada")
    age(scheduled, old, 366 * 31)
    scheduled.propose_disposal([old], "ada")
    with pytest.raises(IllegalMove, match="To whom"):
        scheduled.approve_disposal([old], " ", "bo")
    for originals in ("", "Transfer"):
        with pytest.raises(IllegalMove, match="No package"):
            scheduled.approve_disposal([old], "The archives", "bo")
        scheduled.export_package(Chosen((old,), originals=originals, unmasked=originals), io.BytesIO(), "ada")
    scheduled.approve_disposal([old], "The archives", "bo")
    assert scheduled.carry_out_disposals().gone == (old,)
    assert "Transferred to The archives" in (scheduled.document(old).reason or "")


def test_the_same_bytes_again_are_a_new_intake_and_nothing_of_the_old_comes_back(
    scheduled: SqlRecords, old: str, conf: Settings
) -> None:
    data = scheduled.contents(scheduled.document(old))
    again = Incoming("folder", "letter.txt", data, NOW, source="the same place")
    first = scheduled.admit(again, "text/plain", "system").document.control_number
    assert scheduled.document(first).duplicate_of == old
    scheduled.retry(first, "ada")
    assert disposed(scheduled, old).gone == (old,)
    assert scheduled.contents(scheduled.document(first)) == data, "another receipt still needs them"
    age(scheduled, first, 800, stage="no_action", kind="executive_order", duplicate_of_id=None)
    assert disposed(scheduled, first).gone == (first,) and files(conf) == []
    new = scheduled.admit(again, "text/plain", "system")
    assert new.new and new.document.stage is Stage.RECEIVED and new.document.duplicate_of is None
    assert scheduled.contents(new.document) == data
    assert {scheduled.document(one).stage for one in (old, first)} == {Stage.DISPOSED}
    with pytest.raises(NotFound):
        scheduled.contents(scheduled.document(old))


def test_what_lies_in_a_document_goes_with_it_and_what_is_like_it_stays(
    scheduled: SqlRecords, drafted: Take, receive: Take
) -> None:
    form = " ".join(f"word{number}" for number in range(60))
    model, second, third = (drafted(f"{form} {name}").control_number for name in ("ann", "ben", "cat"))
    scheduled.no_action(model, "A form.", "reviewer")
    receive("a part", model)
    part = f"{model}-01"
    age(scheduled, model, 800)
    with pytest.raises(IllegalMove) as told:
        scheduled.propose_disposal([model], "ada")
    assert "is still worked on" in told.value.why
    age(scheduled, part, 800, stage="no_action", ready_at=None)
    with pytest.raises(IllegalMove, match="lies in"):
        scheduled.propose_disposal([part], "ada")
    assert disposed(scheduled, model).gone == (model,)
    assert scheduled.document(part).stage is Stage.DISPOSED
    gone = scheduled.disposal_of(part)
    assert gone is not None and len(gone.certificate["documents"]) == 2
    assert [one.control_number for one in scheduled.alike_groups()] == [second]
    fourth = drafted(f"{form} dan").control_number
    members = [one.control_number for one in scheduled.alike(fourth)]
    assert members == [second, third, fourth]


@pytest.mark.parametrize("step", [*STEPS[:-1], "unlinked"])
def test_a_disposal_that_was_killed_is_ended_by_the_next_run(
    conf: Settings, step: str, drafted_at: Callable[[SqlRecords], str]
) -> None:
    with store.open_records(conf) as records:
        (conf.home / "retention.toml").write_text(SCHEDULE)
        control = drafted_at(records)
        records.propose_disposal([control], "ada")
        records.approve_disposal([control], "", "bo")
    killed_at(conf, step)
    with store.open_records(conf) as records:
        document = records.document(control)
        assert document.stage is Stage.DISPOSED, "nothing half there can be read"
        with pytest.raises(NotFound):
            records.contents(document)
        assert records.carry_out_disposals().gone == (control,)
        gone = records.disposal_of(control)
        assert gone is not None and gone.state == "done" and records.verify().holds
        whats = [row.what for row in records.audit(50, about=control)]
        assert whats.count("disposal.done") == whats.count("document.disposed") == 1
    assert WORD not in everything(conf) and files(conf) == []


@pytest.fixture
def drafted_at(conf: Settings) -> Callable[[SqlRecords], str]:
    """Takes a letter to its drafts in records that the test opened itself."""
    from pipeline.drafting import proposals
    from pipeline.ports import Stamp
    from tests.store.conftest import READER, analysis_of, read_as

    def take(records: SqlRecords) -> str:
        def drafted(*lines: str) -> IntakeDocument:
            read = read_as("\n".join(lines))
            incoming = Incoming("folder", "letter.txt", read.text.encode(), NOW, source="x")
            records.admit(incoming, "text/plain", "system")
            document = records.claim("worker", NOW)
            assert document is not None
            document = records.keep_reading(document, read, READER)
            analysis = analysis_of(read)
            return records.file(document, analysis, Stamp("lines", "1"), proposals(read, analysis))

        return made(records, drafted)

    return take


def killed_at(settings: Settings, step: str) -> None:
    """Dispose in a process that is killed after this step, or after the first file was unlinked."""
    child = os.fork()
    if child == 0:
        try:
            with store.open_records(settings) as records:
                if step == "unlinked":
                    records._blobs = Cut(settings.originals_folder)
                records.carry_out_disposals(lambda name: _die() if name == step else None)
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


class Cut(Blobs):
    """A folder of originals at whose first removal the machine dies, before anything is committed."""

    def remove(self, sha256: str) -> None:
        super().remove(sha256)
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


KNOWN = {
    "gone": {
        "draft.document_id", "draft.run_id", "analysis_run.document_id", "analysis_run.original_id",
        "evidence.draft_id", "evidence.text_id", "extracted_text.original_id", "page_view.text_id",
        "dismissed_sentence.document_id", "dismissed_sentence.text_id", "presence.document_id",
        "likeness.document_id", "likeness.text_id", "likeness.leader_id", "likeness_band.leader_id",
        "same_letter.document_id", "same_letter.other_id", "intake_document.text_id",
    },
    "blanked": {
        "mail_message.document_id", "correspondence_letter.document_id", "legal_authority.document_id",
        "correspondence_dispatch.document_id", "correspondence_dispatch.original_id",
        "legal_cross_reference.document_id", "authority_change.document_id",
    },
    "stays": {
        "analysis.supporting_document_id", "risk_item.document_id", "impact.document_id",
        "signature_approval.document_id", "document_link.document_id", "document_link.original_id",
        "executive_action.source_document_id", "executive_action_document.document_id",
        "intake_document.duplicate_of_id", "intake_document.parent_id", "intake_document.original_id",
        "legal_amendment.document_id", "mou_agreement.document_id", "suspense_event.document_id",
        "action_item.document_id", "record_hold.document_id", "record_category.document_id",
        "disposal.document_id", "webhook_delivery.document_id",
    },
}  # fmt: skip


def test_every_table_that_hangs_on_a_document_was_thought_of() -> None:
    """A new one must say what becomes of its rows: delete them, blank their words, or let them stay."""
    about = {"intake_document", "draft", "extracted_text", "analysis_run", "original"}
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in about
    }
    drafts = {f"{table.name}.draft_id" for table in MADE_OF_DRAFTS}
    assert found == drafts.union(*KNOWN.values())


def test_a_backup_names_nothing_that_was_disposed_of(
    scheduled: SqlRecords, old: str, conf: Settings, tmp_path: Path
) -> None:
    disposed(scheduled, old)
    made_ = store.back_up(conf, tmp_path / "backup", "ada", lambda what: None)
    assert made_.sound and made_.originals == ()
    found = store.restore(
        Settings(home=tmp_path / "new"), tmp_path / "backup", "ada", lambda what: None, verify=True
    )
    assert found.verified
    with store.open_records(Settings(home=tmp_path / "new")) as again:
        assert again.document(old).stage is Stage.DISPOSED
        gone = again.disposal_of(old)
        assert gone is not None and gone.state == "done"
        assert [one.matter for one in again.holds()] == []


def test_days_are_those_of_the_office(scheduled: SqlRecords, old: str) -> None:
    one = scheduled.retained_one(old)
    then = (datetime.now(UTC) - timedelta(days=800)).astimezone(scheduled.settings.zone).date()
    assert one.cut_off == then
