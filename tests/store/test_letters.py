"""Correspondence on the record: every write with its event, no answer without proof, no question lost."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from docx import Document
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import IntegrityError

from coordination.actions import ActionStatus, Closure
from coordination.clearance import Verb
from coordination.correspondence import LetterState, Route, Sent, Verdict
from coordination.outgoing import Beside, OutState
from pipeline.decisions import Decision
from pipeline.decisions import Verdict as Decided
from pipeline.intake import IntakeDocument
from pipeline.problems import Conflict, IllegalMove, NotFound, Problem
from pipeline.settings import Settings
from store import audit
from store.corresponded import CorrespondedRecord
from store.records import SqlRecords
from store.tables import metadata
from store.tables.correspondence import CorrespondenceDispatch, CorrespondenceLetter
from tests.days import this_day
from tests.store.conftest import NOW
from tests.store.coordination_writes import NAMES as COORDINATED
from tests.store.coordination_writes import coordination_writes
from tests.store.letter_writes import LINE, NAMES, letter_writes, make_case, paper, posted, reply

Take = Callable[..., IntakeDocument]
SENDS = {"dispatch_letter", "record_sent"}
FORM = "The lock is closed at night and our town has no other ferry than the one that it lets through. " * 3


def test_every_write_on_correspondence_is_tried_here() -> None:
    found = {
        name
        for name, method in vars(CorrespondedRecord).items()
        if "_write" in getattr(getattr(method, "__code__", None), "co_names", ())
    }
    assert found == set(NAMES)


def test_each_write_is_kept_with_its_event_and_makes_a_day_of_reply_only_by_sending(
    records: SqlRecords, conf: Settings, drafted: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, calls = letter_writes(records, drafted)
    assert set(calls) == set(NAMES)
    before = everything(conf)
    for name, call in calls.items():
        events, days = records.verify().events, reply_days(conf)
        tasked = {one.document: one.tasked for one in records.letters(number)}
        with monkeypatch.context() as broken, pytest.raises(RuntimeError):
            broken.setattr(audit, "append", _fails)
            call()
        assert everything(conf) == before, f"something of a failed {name} stayed"
        call()
        after = everything(conf)
        assert records.verify().events > events and after != before, name
        before = after
        # GAO-14-424: the day of tasking had been put down as the day of reply
        assert (reply_days(conf) != days) is (name in SENDS), name
        now = {one.document: one.tasked for one in records.letters(number) if one.document in tasked}
        assert (now != tasked) is (name == "route_letters"), name
    assert records.verify().holds


def everything(conf: Settings) -> dict[str, list[Any]]:
    """Every row of every table."""
    engine = create_engine(conf.records_url)
    with engine.connect() as connection:
        found = {
            table.name: sorted(map(str, connection.execute(select(table)).all()))
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def _fails(move: object) -> None:
    raise RuntimeError("the log cannot be written")


def test_no_write_on_an_action_makes_a_day_of_reply(
    sqlite_records: SqlRecords, settings: Settings, sqlite_drafted: Take
) -> None:
    document = sqlite_drafted("A letter that was sent").control_number
    calls = coordination_writes(sqlite_records, document)
    number = make_case(sqlite_records, document)
    sqlite_records.route_letters(number, Route.DIRECT, "OCFO", "", "ada")
    before = reply_days(settings), sqlite_records.letters(number)
    done = set()
    for name in COORDINATED:
        with contextlib.suppress(Problem):  # some cannot follow on another
            calls[name]()
            done.add(name)
        assert (reply_days(settings), sqlite_records.letters(number)) == before, name
    assert len(done) >= len(COORDINATED) - 5 and {"transfer_action", "decide_extension"} <= done


def reply_days(conf: Settings) -> list[Any]:
    """Everything on the record that says when something went out, and which letters count as answered."""
    sent, letter = CorrespondenceDispatch, CorrespondenceLetter
    engine = create_engine(conf.records_url)
    with engine.connect() as connection:
        found: list[Any] = [
            *connection.execute(select(sent.id, sent.kind, sent.sent_date).order_by(sent.id)).all(),
            *connection.execute(
                select(letter.id, letter.reply_dispatch_id).where(letter.reply_dispatch_id.is_not(None))
            ).all(),
        ]
    engine.dispose()
    return found


@pytest.fixture
def sqlite_records(settings: Settings, request: pytest.FixtureRequest) -> SqlRecords:
    """Records on one engine, where the other would say nothing more."""
    import store

    opened = store.open_records(settings)
    request.addfinalizer(opened.dispose)
    return opened


@pytest.fixture
def sqlite_drafted(sqlite_records: SqlRecords) -> Take:
    from pipeline.intake import Incoming

    def take(words: str) -> IntakeDocument:
        incoming = Incoming("folder", "letter.txt", words.encode(), NOW, source=words)
        return sqlite_records.admit(incoming, "text/plain", "system").document

    return take


@pytest.mark.parametrize("state", ["Answered", "No Further Action", "Transferred"])
def test_the_database_itself_refuses_an_end_without_proof(
    records: SqlRecords, conf: Settings, drafted: Take, state: str
) -> None:
    make_case(records, drafted("A letter").control_number)
    engine = create_engine(conf.records_url)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(
            text("UPDATE correspondence_letter SET state = :state, tasked_date = '2026-03-02'"),
            {"state": state},
        )
    engine.dispose()


def test_a_letter_is_followed_to_its_proof(records: SqlRecords, drafted: Take) -> None:
    document = drafted("A letter").control_number
    number = make_case(records, document)
    records.route_letters(number, Route.SIGNATURE, "OCFO", "by Friday", "ada")
    assert records.letters(number)[0].replied is None
    letter = records.draft_letter(number, reply(), "ben")
    records.ask_concurrence(letter, 1, ["OGC", "OCFO"], None, "ben")
    with pytest.raises(IllegalMove, match="not concurred"):
        records.sign_letter(letter, 2, "The Secretary", "Secretary", "ada")
    asked = records.outgoing_letter(letter)[0].concurrences
    records.work_item(asked[0].item, Verb.CONCUR, "ada")
    records.work_item(asked[1].item, Verb.NON_CONCUR, "ada", "The figure is old.")
    with pytest.raises(IllegalMove) as told:
        records.sign_letter(letter, 2, "The Secretary", "Secretary", "ada")
    assert told.value.why == "OCFO: non-concurred"
    records.work_item(asked[1].item, Verb.CONCUR_WITH_COMMENT, "ada", "Well then.")
    with pytest.raises(IllegalMove, match="wrote it"):
        records.sign_letter(letter, 2, "The Secretary", "Secretary", "ben")
    with pytest.raises(IllegalMove, match="signature level"):
        records.sign_letter(letter, 2, "The Secretary", "", "ada")
    records.change_action(number, records.action(number).action.version, {"signature_level": "S1"}, "ada")
    records.sign_letter(letter, 2, "The Secretary", "", "ada")
    assert records.outgoing_letter(letter)[0].signature_level == "S1"
    with pytest.raises(Conflict):
        records.dispatch_letter(letter, 2, [paper(document)], posted(), "ada")
    (proof,) = records.dispatch_letter(letter, 3, [paper(document)], posted(), "ada")
    assert records.sent_paper(proof) == (b"the reply", "application/pdf", "reply.pdf")
    (answered,) = records.letters(number)
    assert answered.state is LetterState.ANSWERED and answered.replied == this_day()
    assert answered.tasked is not None and answered.proofs[0].reference == "ref 9"
    assert records.outgoing_letter(letter)[0].state is OutState.DISPATCHED


def test_words_that_changed_need_the_offices_anew(records: SqlRecords, drafted: Take) -> None:
    number = make_case(records, drafted("A letter").control_number)
    letter = records.draft_letter(number, reply(), "ben")
    records.ask_concurrence(letter, 1, ["OGC"], None, "ben")
    records.work_item(records.outgoing_letter(letter)[0].concurrences[0].item, Verb.CONCUR, "ada")
    records.write_letter(letter, 2, "Another subject", (LINE,), "ben")
    with pytest.raises(IllegalMove, match="not concurred"):
        records.sign_letter(letter, 3, "S", "Secretary", "ada")
    records.ask_concurrence(letter, 3, ["OGC"], None, "ben")
    records.work_item(records.outgoing_letter(letter)[0].concurrences[1].item, Verb.CONCUR, "ada")
    records.sign_letter(letter, 4, "S", "Secretary", "ada")


def test_what_goes_with_a_letter_is_kept_printed_and_part_of_what_offices_see(
    records: SqlRecords, drafted: Take
) -> None:
    document = drafted("A letter").control_number
    letter = records.draft_letter(make_case(records, document), reply(), "ben")
    lines, before = (LINE,), records.outgoing_letter(letter)[0].text_sha256
    records.write_letter(letter, 1, "The ferry", lines, "ben", Beside(("Timetable",), ("Sen. Bo Penn",)))
    records.write_letter(letter, 2, "The ferry", lines, "ben")
    kept = records.outgoing_letter(letter)[0]
    assert kept.beside == Beside(("Timetable",), ("Sen. Bo Penn",)) and kept.lines == lines
    assert kept.text_sha256 != before, "an office that concurred with other enclosures is asked again"
    made = Document(io.BytesIO(records.letter_file(letter, document, "docx")[0].data))
    said = [one.text for one in made.paragraphs]
    assert said[-3:] == ["Enclosure:", "Timetable", "cc: Sen. Bo Penn"]
    records.write_letter(letter, 3, "The ferry", lines, "ben", Beside())
    assert records.outgoing_letter(letter)[0].beside == Beside()


@pytest.mark.parametrize("deed", ["close", "cancel"])
def test_an_action_does_not_end_while_a_letter_waits(records: SqlRecords, drafted: Take, deed: str) -> None:
    document = drafted("A letter").control_number
    number = make_case(records, document)

    def ends() -> None:
        if deed == "close":
            records.close(number, Closure(NOW, "ada", "Answered.", "Begin sooner."))
        else:
            records.action_status(number, ActionStatus.CANCELLED, "ada", "It was a mistake.")

    records.change_action(number, 1, {"lead_unit": "OCFO"}, "ada")
    with pytest.raises(IllegalMove, match="without proof of reply"):
        ends()
    records.end_letter(number, document, LetterState.NO_FURTHER_ACTION, "It thanks us.", "ben", "ada")
    ends()
    assert records.action(number).action.status.ended


def test_a_letter_ends_without_reply_only_by_two_people(records: SqlRecords, drafted: Take) -> None:
    document = drafted("A letter").control_number
    number = make_case(records, document)
    for reason, approver, problem in (
        ("", "ben", IllegalMove), ("It is a copy.", "", IllegalMove), ("It is a copy.", "ada", IllegalMove),
        ("It is a copy.", "nobody", NotFound),
    ):  # fmt: skip
        with pytest.raises(problem):
            records.end_letter(number, document, LetterState.NO_FURTHER_ACTION, reason, approver, "ada")
    with pytest.raises(IllegalMove):
        records.end_letter(number, document, LetterState.ANSWERED, "Sent.", "ben", "ada")


def test_a_proof_has_a_document_and_a_day_that_can_be(records: SqlRecords, drafted: Take) -> None:
    document = drafted("A letter").control_number
    number = make_case(records, document)
    received = records.letters(number)[0].received
    with pytest.raises(IllegalMove, match="names the document"):
        records.record_sent(number, Sent.FINAL, paper(document, b""), posted(), "ada")
    for day in (received - timedelta(1), this_day() + timedelta(2)):
        with pytest.raises(IllegalMove, match="no day"):
            records.record_sent(number, Sent.FINAL, paper(document), posted(day), "ada")
    assert records.letters(number)[0].replied is None


def test_a_word_that_an_interim_reply_went_out_is_no_proof_of_it(records: SqlRecords, drafted: Take) -> None:
    document = drafted("A letter").control_number
    number = make_case(records, document)
    with pytest.raises(IllegalMove, match="on the log"):
        records.interim_reply(number, "It takes longer.", None, "ada")
    records.record_sent(number, Sent.INTERIM, paper(document), posted(), "ada")
    assert records.letters(number)[0].interim == this_day()
    assert [event.kind.value for event in records.action_file(number).events] == ["Interim Reply"]


def test_one_text_closes_many_letters_each_with_its_own_proof(records: SqlRecords, drafted: Take) -> None:
    ends = ("", "Ann Lee", "Why is my own dock shut at noon?", "A bill. " * 30)
    documents = [drafted(f"{FORM}\n{end}").control_number for end in ends]
    other = drafted("Thank you for the new ferry timetable. " * 8).control_number
    number = make_case(records, *documents, other)
    found = records.letters(number)
    assert [bool(one.waiting) for one in found] == [False, False, True, True, True]
    letter = records.draft_letter(number, reply(), "ben")
    records.sign_letter(letter, 1, "The Secretary", "Secretary", "ada")
    every = [paper(one, f"to {one}".encode()) for one in documents[:3]]
    with pytest.raises(IllegalMove) as told:
        records.dispatch_letter(letter, 2, every, posted(), "ada")
    assert "Why is my own dock" in told.value.why
    assert {one.state for one in records.letters(number)} == {LetterState.OPEN}
    own = found[2].waiting[0]
    records.judge_words(number, documents[2], [str(own.id)], Verdict.ANSWERED, "It is mended.", "ada")
    proofs = records.dispatch_letter(letter, 2, every, posted(), "ada")
    assert [records.sent_paper(one)[0] for one in proofs] == [f"to {one}".encode() for one in documents[:3]]
    left = [one.document for one in records.letters(number) if one.state is LetterState.OPEN]
    assert left == [documents[3], other]
    with pytest.raises(IllegalMove):
        records.dispatch_letter(letter, 3, [every[0]], posted(), "ada")


def test_a_letter_and_its_sheet_name_offices_and_people_as_strangers_read_them(
    records: SqlRecords, drafted: Take
) -> None:
    document = drafted("The lock").control_number
    number = make_case(records, document)
    records.route_letters(number, Route.DIRECT, "OCFO", "", "ada")
    letter = records.draft_reply(number, document, Sent.ACKNOWLEDGEMENT, "acknowledgement", "ben")
    found, _ = records.outgoing_letter(letter)
    name = next(unit.name for unit in records.agency().units if unit.abbreviation == "OCFO")
    assert f"It is with our {name}, which prepares the answer." in found.text and "OCFO" not in found.text
    assert found.subject == "Your letter about the lock"
    sheet = pypdfium2.PdfDocument(records.control_sheet(letter))[0].get_textpage().get_text_bounded()
    assert "written by Ben" in sheet


@pytest.mark.parametrize(
    ("kind", "logged"),
    [("Legislative Inquiry Response", 1), ("Congressional Correspondence", 1), ("Executive Order", 0)],
)
def test_what_an_answer_ends_is_on_the_log_of_letters(
    records: SqlRecords, drafted: Take, say: Callable[..., Decision], kind: str, logged: int
) -> None:
    document = drafted("Of locks", "SHALL say why the lock was closed").control_number
    for draft in records.drafts(document):
        records.decide(say(draft, Decided.APPROVE))
    number = records.make_action("Answer the committee", kind, "ada")
    records.finish(document, "reviewer", NOW, joins=number)
    assert len(records.letters(number)) == logged
