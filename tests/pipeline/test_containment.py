"""How much is taken in from inside one received document, and what is said of the rest."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.offline import OfflineAnalyzer
from extractors import InProcessReader
from pipeline.containment import DEEPEST, LARGEST_FAMILY, MOST_CHILDREN, Family, shortened
from pipeline.documents import Attachment, ExtractedDocument, Page, Span, unread
from pipeline.intake import Incoming, IntakeDocument, Stage
from pipeline.problems import ReadingState
from pipeline.settings import Settings
from pipeline.stages import admit, process
from store import open_records
from store.records import SqlRecords
from store.seed import agency

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SIZES = st.lists(st.integers(0, LARGEST_FAMILY), max_size=20)


@given(st.integers(0, DEEPEST + 2), st.integers(0, MOST_CHILDREN), st.integers(0, LARGEST_FAMILY), SIZES)
def test_what_is_taken_in_never_breaks_a_limit_and_what_is_left_out_would(
    depth: int, children: int, size: int, sizes: list[int]
) -> None:
    family = Family(depth, children, size)
    taken = family.room(sizes)
    assert taken == 0 or depth < DEEPEST
    assert children + taken <= MOST_CHILDREN and size + sum(sizes[:taken]) <= LARGEST_FAMILY
    if taken < len(sizes):
        more = size + sum(sizes[: taken + 1])
        assert depth >= DEEPEST or children + taken == MOST_CHILDREN or more > LARGEST_FAMILY


def held(count: int) -> ExtractedDocument:
    parts = tuple(Attachment(f"{number}.txt", b"x") for number in range(count))
    return ExtractedDocument("0", "a", "text/plain", "Words.", (Page(1, Span(0, 6)),), attachments=parts)


def test_a_document_that_keeps_all_its_attachments_stays_as_it_is() -> None:
    read = held(3)
    assert shortened(read, 3, is_deepest=False) is read


@pytest.mark.parametrize(
    ("taken", "deepest", "said"),
    [
        (0, True, "3 attachments were not taken in, nested too deep"),
        (2, False, "1 attachment was not taken in, too many or too large for one received document"),
    ],
)
def test_what_is_left_out_is_said(taken: int, deepest: bool, said: str) -> None:
    short = shortened(held(3), taken, deepest)
    assert [part.name for part in short.attachments] == [f"{number}.txt" for number in range(taken)]
    assert (short.state, short.flags) == (ReadingState.EXTRACTED_PARTIAL, (f"{said}: look at the original.",))


def test_a_document_without_text_keeps_its_state() -> None:
    cover = unread("0", "a", "application/pdf", ReadingState.NEEDS_OCR, "It is a picture.")
    parts = (Attachment("a", b"x"),)
    full = ExtractedDocument(
        "0", "a", "application/pdf", "", (), attachments=parts, state=cover.state, flags=cover.flags
    )
    short = shortened(full, 0, is_deepest=True)
    assert short.state is ReadingState.NEEDS_OCR and len(short.flags) == 2


# --- through the door -------------------------------------------------------------------------------


@pytest.fixture
def records(settings: Settings) -> Iterator[SqlRecords]:
    with open_records(settings) as opened:
        yield opened


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def mail(name: str, inside: bytes) -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"] = name, "clerk@agency.example"
    made.set_content(f"The agency shall answer {name} within 10 days.")
    made.add_attachment(inside, maintype="application", subtype="zip", filename=f"{name}.zip")
    return made.as_bytes()


def nested(levels: int) -> bytes:
    """A letter so many levels below: mail and archive in turn, the outermost a mail where that is even."""
    data = b"Please answer the innermost letter."
    for level in range(levels):
        data = mail(f"level {level}", data) if level % 2 else archive(inner=data)
    return data


def received(records: SqlRecords, data: bytes) -> str:
    return admit(
        records, Incoming("folder", "received", data, NOW, source="a"), "system"
    ).document.control_number


def processed(records: SqlRecords, most: int) -> list[IntakeDocument]:
    """What came of the next documents, so many at most."""
    reader, analyzer = InProcessReader(), OfflineAnalyzer(agency())
    done: list[IntakeDocument] = []
    while len(done) < most and (document := records.claim("w", NOW)) is not None:
        done.append(process(records, reader, analyzer, document, NOW))
    return done


def test_a_letter_on_the_deepest_level_is_taken_in(records: SqlRecords) -> None:
    number = received(records, nested(DEEPEST))
    done = processed(records, 99)
    assert [document.control_number for document in done] == [
        f"{number}{'-01' * n}" for n in range(DEEPEST + 1)
    ]
    assert not any("not taken in" in flag for document in done for flag in flags(records, document))


def test_what_lies_deeper_is_left_out_and_said_on_its_parent(records: SqlRecords) -> None:
    number = received(records, nested(DEEPEST + 2))
    *above, last = processed(records, 99)
    assert last.control_number == f"{number}{'-01' * DEEPEST}"
    assert flags(records, last)[-1] == "1 attachment was not taken in, nested too deep: look at the original."
    assert last.coverage != "full" and last.reading_state is ReadingState.EXTRACTED_PARTIAL
    assert last.stage is Stage.NEEDS_REVIEW
    assert not any("not taken in" in flag for document in above for flag in flags(records, document))
    assert records.counts().children == DEEPEST


def test_archives_side_by_side_share_one_limit(records: SqlRecords) -> None:
    each = MOST_CHILDREN * 6 // 10
    boxes = {
        box: archive(**{f"{box}{number}.txt": f"{box} {number}".encode() for number in range(each)})
        for box in ("first", "second", "third")
    }
    received(records, archive(**boxes))
    _, first, second, third = processed(records, 4)
    assert records.counts().children == MOST_CHILDREN
    left = 2 * each + 3 - MOST_CHILDREN
    assert "not taken in" not in " ".join(flags(records, first))
    assert flags(records, second)[-1].startswith(f"{left} attachments were not taken in, too many")
    assert flags(records, third)[-1].startswith(f"{each} attachments were not taken in, too many")
    assert len(records.dossier(second.control_number).children) == each - left


def test_a_container_that_is_read_again_takes_in_nothing_twice_and_loses_nothing(records: SqlRecords) -> None:
    number = received(records, archive(a=b"First letter.", b=b"Second letter."))
    (done,) = processed(records, 1)
    records.retry(number, "clerk")
    again = records.claim("w", NOW + timedelta(seconds=1))
    while again is not None and again.control_number != number:
        again = records.claim("w", NOW + timedelta(seconds=1))
    assert again is not None
    process(records, InProcessReader(), OfflineAnalyzer(agency()), again, NOW)
    assert len(records.dossier(number).children) == 2
    assert flags(records, done) == flags(records, again)


def test_room_is_found_anew_for_what_is_known_already(records: SqlRecords) -> None:
    number = received(records, b"A mail.")
    document = records.document(number)
    parts = [
        (Incoming("folder", f"{n}", f"{n}".encode(), NOW, external_id=f"{number}/{n}"), "text/plain")
        for n in range(MOST_CHILDREN + 5)
    ]
    first, before = records.take_in(document, parts, "system")
    again, after = records.take_in(document, parts, "system")
    assert (len(first), before.children, after.children) == (MOST_CHILDREN, 0, MOST_CHILDREN)
    assert [one.document.control_number for one in first] == [one.document.control_number for one in again]
    assert all(one.new for one in first) and not any(one.new for one in again)


def flags(records: SqlRecords, document: IntakeDocument) -> tuple[str, ...]:
    read = records.dossier(document.control_number).read
    return read.flags if read else ()
