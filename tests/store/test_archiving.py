"""Records packages: what is in them, what is masked, what is kept from a reader, and what verifying finds."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.archives import MANIFEST, Chosen
from pipeline.intake import IntakeDocument
from pipeline.problems import Damaged, IllegalMove, NotFound
from pipeline.rights import Handling
from store.archive_files import check, new_file
from store.archived import Exported
from store.records import SqlRecords
from store.views import User

Take = Callable[..., IntakeDocument]
LINES = (
    "ORDER Mend the harbors",
    "SHALL call 202-555-0147 by 2026-05-01",
    "RISK Write to pat@example.org",
    "CITES 31 U.S.C. 901",
)


@pytest.fixture
def filed(records: SqlRecords, drafted: Take, approve: Callable[..., None], now: Any) -> tuple[str, str]:
    """A document that was decided and filed: its control number and that of its action."""
    document = drafted(*LINES)
    approve(document)
    action = records.finish(document.control_number, "reviewer", now).action
    assert action
    return document.control_number, action


def packed(records: SqlRecords, *numbers: str, **more: str) -> tuple[Exported, zipfile.ZipFile, bytes]:
    file = io.BytesIO()
    made = records.export_package(Chosen(numbers, **more), file, "ada")  # type: ignore[arg-type]
    return made, zipfile.ZipFile(io.BytesIO(file.getvalue())), file.getvalue()


def test_a_package_holds_the_record_masked_and_its_quotes_stand_in_its_text(
    records: SqlRecords, filed: tuple[str, str]
) -> None:
    made, held, data = packed(records, filed[0])
    control, action = filed
    text = held.read(f"documents/{control}/text.txt").decode()
    assert len(text) == len("\n".join(LINES)) and "31 U.S.C. 901" in text
    drafts = json.loads(held.read(f"documents/{control}/drafts.json"))
    found = [(one, draft) for draft in drafts for one in draft["evidence"]]
    assert found and all(text[one["start"] : one["end"]] == one["quote"] for one, _ in found)
    assert {draft["status"] for draft in drafts} == {"approved"} and drafts[0]["decided_by"] == "reviewer"
    for private in (b"555-0147", b"pat@example"):
        assert private not in data
    assert made.manifest.masked == sum(one.masked for one in made.manifest.members) > 4
    assert made.manifest.actions == (action,) and made.manifest.originals == "left out"
    assert not [name for name in held.namelist() if "original" in name or "sent-" in name]
    events = json.loads(held.read(f"documents/{control}/audit.json"))
    assert events[0]["what"] == "document.admitted"
    assert "document.finished" in [row["what"] for row in events]
    page = held.read("index.html").decode()
    assert f'href="documents/{control}/text.txt"' in page and action in page


def test_what_was_taken_out_is_on_the_log_and_the_same_records_give_the_same_bytes(
    records: SqlRecords, filed: tuple[str, str]
) -> None:
    first, _, data = packed(records, filed[0])
    assert packed(records, filed[0])[2] == data
    told = records.audit(10, about=filed[0])[0]
    assert (told.who, told.what) == ("user:ada", "document.exported")
    assert isinstance(told.after, dict) and told.after["package"] == first.sha256
    known = records.export_of(first.sha256)
    assert known is not None and known.by == "ada"
    assert records.export_of("0" * 64) is None


def test_originals_and_words_as_they_are_need_a_reason_that_is_kept(
    records: SqlRecords, filed: tuple[str, str]
) -> None:
    made, held, _ = packed(records, filed[0], originals="Transfer to the archives", unmasked="Transfer")
    assert held.read(f"documents/{filed[0]}/original.txt").decode().splitlines() == list(LINES)
    assert "202-555-0147" in held.read(f"documents/{filed[0]}/text.txt").decode()
    assert made.manifest.masked == 0
    assert (made.manifest.originals, made.manifest.masking) == (
        "included: Transfer to the archives",
        "off: Transfer",
    )
    told = records.audit(10, about=filed[0])[0]
    assert isinstance(told.after, dict) and told.after["originals"] == "Transfer to the archives"


def test_a_package_is_chosen_by_period_and_kind_too(
    records: SqlRecords, filed: tuple[str, str], drafted: Take, now: Any
) -> None:
    other = drafted("A second one").control_number
    day = now.astimezone(records.settings.zone).date()
    assert packed(records, since=day, until=day)[0].manifest.documents == (filed[0], other)
    assert packed(records, kind="executive_order")[0].manifest.documents == (filed[0], other)
    assert packed(records, filed[1])[0].manifest.documents == (filed[0],)
    for nothing in (Chosen(kind="statute"), Chosen(("EC-1999-00001",)), Chosen(kind="sonnet")):
        with pytest.raises(NotFound):
            records.export_package(nothing, io.BytesIO(), "ada")
    with pytest.raises(IllegalMove):
        Chosen()
    with pytest.raises(IllegalMove):
        records.export_package(Chosen(kind="executive_order"), io.BytesIO(), "system")


def test_what_a_reader_may_not_see_is_not_in_it_nor_told(
    records: SqlRecords, filed: tuple[str, str], drafted: Take, now: Any
) -> None:
    open_one = drafted("An open one").control_number
    records.guard(filed[0], Handling.RESTRICTED, None, "reviewer")
    records.guard(open_one, Handling.UNRESTRICTED, None, "reviewer")
    reader = User("low", "Low", frozenset({"auditor"}), clearance=Handling.UNRESTRICTED)
    records.add_user(reader, "system")
    records.clear_user(reader, "system")
    day = now.astimezone(records.settings.zone).date()
    with records.read_as(reader):
        made, held, data = packed(records, since=day)
        for number in filed:
            with pytest.raises(NotFound):
                packed(records, number)
    assert made.manifest.documents == (open_one,) and made.manifest.actions == ()
    assert not any(number.encode() in data for number in filed)
    assert held.read("index.html").count(b"<tr>") == 2


def altered(data: bytes, change: Callable[[zipfile.ZipFile, zipfile.ZipFile], None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(made, "w") as new:
        change(held, new)
    return made.getvalue()


def _other_words(held: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
    for entry in held.infolist():
        new.writestr(entry, held.read(entry).replace(b"harbors", b"Harbors"))


def _one_less(held: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
    for entry in held.infolist()[1:]:
        new.writestr(entry, held.read(entry))


def _one_more(held: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
    for entry in held.infolist():
        new.writestr(entry, held.read(entry))
    new.writestr("documents/X/note.txt", "added")


def _other_order(held: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
    for entry in held.infolist():
        entry.comment = b"a comment"
        new.writestr(entry, held.read(entry))


def _other_count(held: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
    for entry in held.infolist():
        data = held.read(entry)
        if entry.filename == MANIFEST:
            plain = json.loads(data)
            plain["members"][0]["sha256"] = "0" * 64
            data = json.dumps(plain).encode()
        new.writestr(entry, data)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_other_words, "was altered"),
        (_one_less, "is missing"),
        (_one_more, "was added"),
        (_other_order, "belong to no member"),
        (_other_count, "was altered"),
    ],
)
def test_verifying_finds_what_was_altered_taken_out_or_added(
    records: SqlRecords, filed: tuple[str, str], tmp_path: Path, change: Any, why: str
) -> None:
    _, _, data = packed(records, filed[0])
    path = tmp_path / "package.zip"
    path.write_bytes(data)
    assert check(path).holds
    path.write_bytes(altered(data, change))
    found = check(path)
    assert not found.holds and any(why in line for line in found.wrong), found.wrong
    assert records.export_of(found.sha256) is None


def test_every_byte_of_a_package_counts(records: SqlRecords, filed: tuple[str, str], tmp_path: Path) -> None:
    _, _, data = packed(records, filed[0])
    path = tmp_path / "package.zip"
    for at in range(0, len(data), max(1, len(data) // 60)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with contextlib.suppress(Damaged):
            assert not check(path).holds, at
    path.write_bytes(data + b"more")
    assert not check(path).holds


def test_a_package_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(b"here")
    with pytest.raises(IllegalMove), new_file(path):
        pass
    assert path.read_bytes() == b"here" and list(tmp_path.iterdir()) == [path]
