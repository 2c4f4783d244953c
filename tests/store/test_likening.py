"""Letters that are alike: groups, pairs, and one decision for many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from pipeline.decisions import DraftStatus, Verdict
from pipeline.drafting import proposals
from pipeline.intake import Incoming, IntakeDocument, Stage
from pipeline.ports import Stamp
from pipeline.problems import IllegalMove, NotFound
from store.records import SqlRecords
from tests.store.conftest import analysis_of, read_as, verdict_on

FORM = (
    "The lock has served our boats for ninety years and without it the fleet must go around the cape\n"
    "SHALL keep the lock open until the new one is built\n"
    "Many families in our town live by the fishing and a season lost is one that nobody gives back\n"
    "The survey of its gates was promised to the town in March and we have not seen a page of it"
)
Letter = Callable[..., IntakeDocument]


@pytest.fixture
def letter(records: SqlRecords, now: datetime) -> Letter:
    """Takes a letter of these words by this sender to its drafts."""

    def take(
        words: str, sender: str = "", version: str = "1", coverage: str = "full", parent: str | None = None
    ) -> IntakeDocument:
        read = read_as(words)
        incoming = Incoming("folder", "letter.txt", words.encode(), now, source=f"{sender}{words}{parent}")
        admitted = records.admit(incoming, "text/plain", "system", parent).document
        document = records.claim("worker", now)
        assert document is not None and document.control_number == admitted.control_number
        document = records.keep_reading(document, read, "line-reader 1")
        found = analysis_of(read)
        facts = replace(found.document, sender=sender or None, coverage=coverage)
        found = replace(found, document=facts)
        return records.file(document, found, Stamp("lines", version), proposals(read, found))

    return take


def form(name: str, more: str = "") -> str:
    return f"A letter from {name} of Mossy Point\n{FORM}\n{more}Yours, {name}"


def numbers(records: SqlRecords, of: IntakeDocument) -> list[str]:
    return [member.control_number for member in records.alike(of.control_number)]


def test_letters_of_a_campaign_are_one_group_with_counts(records: SqlRecords, letter: Letter) -> None:
    first, second, third = (letter(form(name), name) for name in ("Ann Quill", "Ben Roe", "Cy Low"))
    other = letter("\n".join(f"word{number} of another letter" for number in range(20)), "Di Ash")
    assert numbers(records, third) == [one.control_number for one in (first, second, third)]
    assert numbers(records, other) == [other.control_number]
    (group,) = records.alike_groups()
    assert (group.control_number, group.size, group.waiting) == (first.control_number, 3, 3)
    assert records.alike_pairs() == (), "three people are not one"
    records.no_action(second.control_number, "It is a form.", "reviewer")
    assert records.alike_groups()[0].waiting == 2


def test_short_letters_are_not_compared(records: SqlRecords, letter: Letter) -> None:
    first = letter("Thank you very much for all of it\nYours, Ann", "Ann Quill")
    letter("Thank you very much for all of it\nYours, Ben", "Ben Roe")
    assert records.alike_groups() == () and records.alike(first.control_number) == ()
    with pytest.raises(NotFound):
        records.alike("EC-1999-00001")


def test_one_letter_by_two_ways_is_proposed_and_a_person_decides(records: SqlRecords, letter: Letter) -> None:
    mail = letter(form("Ann Quill"), "Ann Quill <ann@harbor.example>")
    scan = letter(form("Ann Quill").replace("promised", "promlsed"), "Quill, Ann")
    (pair,) = records.alike_pairs()
    assert (pair.control_number, pair.other, pair.verdict) == (
        scan.control_number,
        mail.control_number,
        "proposed",
    )
    assert 0.75 <= pair.alike < 1
    assert scan.stage is Stage.NEEDS_REVIEW, "no machine takes a letter for a copy"

    settled = records.settle_alike(
        scan.control_number, mail.control_number, "Paper copy.", "clerk", same=True
    )
    assert (settled.stage, settled.duplicate_of) == (Stage.DUPLICATE, mail.control_number)
    assert records.alike_pairs() == ()
    assert records.alike_pairs(mail.control_number)[0].decided_by == "clerk"

    back = records.settle_alike(scan.control_number, mail.control_number, "No.", "clerk", same=False)
    assert (back.stage, back.duplicate_of) == (Stage.NEEDS_REVIEW, None)
    with pytest.raises(IllegalMove, match="already"):
        records.settle_alike(scan.control_number, mail.control_number, "No.", "clerk", same=False)
    assert records.verify().holds


def test_a_pair_that_nobody_found_cannot_be_settled(records: SqlRecords, letter: Letter) -> None:
    first, second = letter(form("Ann Quill"), "Ann Quill"), letter(form("Ben Roe"), "Ben Roe")
    with pytest.raises(NotFound):
        records.settle_alike(second.control_number, first.control_number, "x", "clerk", same=True)
    with pytest.raises(IllegalMove):
        records.settle_alike(second.control_number, first.control_number, "x", "system", same=True)


def test_what_is_on_the_record_is_no_copy_any_more(
    records: SqlRecords, letter: Letter, now: datetime
) -> None:
    first, second = letter(form("Ann Quill"), "Ann Quill"), letter(form("Ann Quill") + " again", "Ann Quill")
    for draft in records.drafts(second.control_number):
        records.decide(verdict_on(draft, Verdict.APPROVE))
    records.finish(second.control_number, "reviewer", now, made="Keep the lock")
    with pytest.raises(IllegalMove, match="already on the record"):
        records.settle_alike(second.control_number, first.control_number, "x", "clerk", same=True)
    assert records.alike_pairs()[0].verdict == "proposed", "a refused word changes nothing"


def test_parts_of_one_mail_are_no_copies_of_one_another(records: SqlRecords, letter: Letter) -> None:
    parent = letter(form("Ann Quill"), "Ann Quill")
    letter(form("Ann Quill") + " enclosed", "Ann Quill", parent=parent.control_number)
    assert records.alike_pairs() == ()
    assert records.alike_groups()[0].size == 2


def test_the_same_document_read_again_is_counted_once(
    records: SqlRecords, letter: Letter, refile: Callable[..., IntakeDocument]
) -> None:
    first = letter(form("Ann Quill"), "Ann Quill")
    letter(form("Ben Roe"), "Ben Roe")
    refile(first, "2")
    assert [group.size for group in records.alike_groups()] == [2]


def test_no_action_on_one_serves_the_group(records: SqlRecords, letter: Letter, now: datetime) -> None:
    first, second = letter(form("Ann Quill"), "Ann Quill"), letter(form("Ben Roe"), "Ben Roe")
    with pytest.raises(IllegalMove, match="cannot answer"):
        records.follow(first.control_number, second.control_number, "reviewer", now)
    records.no_action(first.control_number, "Answered in public.", "reviewer")
    assert records.follow(first.control_number, second.control_number, "reviewer", now) == ""
    after = records.document(second.control_number)
    assert after.stage is Stage.NO_ACTION
    assert after.reason == f"As {first.control_number}: Answered in public."


def test_an_action_on_one_takes_the_others_in(records: SqlRecords, letter: Letter, now: datetime) -> None:
    first, second = letter(form("Ann Quill"), "Ann Quill"), letter(form("Ben Roe"), "Ben Roe")
    for draft in records.drafts(first.control_number):
        records.decide(verdict_on(draft, Verdict.APPROVE))
    action = records.finish(first.control_number, "reviewer", now, made="Keep the lock").action or ""
    assert records.follow(first.control_number, second.control_number, "reviewer", now) == ""
    assert records.document(second.control_number).stage is Stage.REVIEWED
    assert records.action(action).documents == (first.control_number, second.control_number)
    said = {draft.status for draft in records.drafts(second.control_number)}
    assert said == {DraftStatus.REJECTED}
    assert len(records.action(action).items) == 1, "one form asks once"
    again = records.follow(first.control_number, second.control_number, "reviewer", now)
    assert "already" in again


@pytest.mark.parametrize(
    ("more", "values", "why"),
    [
        ("SHALL refund my fee of forty dollars\n", {}, "refund my fee"),
        (" ".join(f"word{number}" for number in range(42)) + "\n", {}, "its own"),
        ("", {"coverage": "partial(ocr)"}, "not read whole"),
    ],
)
def test_what_says_more_is_left_for_a_person(
    records: SqlRecords, letter: Letter, now: datetime, more: str, values: dict[str, str], why: str
) -> None:
    first = letter(form("Ann Quill"), "Ann Quill")
    second = letter(form("Ben Roe", more), "Ben Roe", **values)
    assert len(numbers(records, first)) == 2
    records.no_action(first.control_number, "Answered in public.", "reviewer")
    assert why in records.follow(first.control_number, second.control_number, "reviewer", now)
    assert records.document(second.control_number).stage is Stage.NEEDS_REVIEW


def test_what_somebody_began_to_decide_or_has_attachments_is_left_alone(
    records: SqlRecords, letter: Letter, now: datetime
) -> None:
    first, second, third = (letter(form(name), name) for name in ("Ann Quill", "Ben Roe", "Cy Low"))
    records.decide(verdict_on(records.draft(second.control_number, 1), Verdict.APPROVE))
    letter("An enclosure.", "Cy Low", parent=third.control_number)
    records.no_action(first.control_number, "Answered in public.", "reviewer")
    for one, why in ((second, "began"), (third, "attachments")):
        assert why in records.follow(first.control_number, one.control_number, "reviewer", now)


def test_strangers_do_not_follow(records: SqlRecords, letter: Letter, now: datetime) -> None:
    first = letter(form("Ann Quill"), "Ann Quill")
    other = letter("\n".join(f"word{number} of another letter" for number in range(20)), "Di Ash")
    records.no_action(first.control_number, "Answered in public.", "reviewer")
    for fellow in (other, first):
        with pytest.raises(IllegalMove, match="not of one group"):
            records.follow(first.control_number, fellow.control_number, "reviewer", now)
    with pytest.raises(IllegalMove):
        records.follow(first.control_number, other.control_number, "system", now)
