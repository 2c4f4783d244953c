"""A batch: every file once, what is wrong told, nothing outside it opened."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from intake.batch import Batch, BatchRules, Plan
from pipeline.intake import Incoming
from pipeline.problems import Misconfigured, NotFound

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
RULES = BatchRules(1000, ZONE)
Pack = Callable[[Path, dict[str, bytes]], Path]


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def taped(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz" if path.name.endswith("gz") else "w") as tape:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tape.addfile(info, io.BytesIO(data))
    return path


@pytest.fixture(params=[("a.zip", zipped), ("a.tar", taped), ("a.tgz", taped)], ids=lambda one: one[0])
def pack(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[dict[str, bytes]], Path]:
    name, packed = request.param
    return lambda files: packed(tmp_path / name, files)


def listed(tmp_path: Path, text: str, **files: bytes) -> Path:
    for name, data in files.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(text, encoding="utf-8")
    return manifest


def all_of(path: Path, rules: BatchRules = RULES) -> tuple[list[Incoming], list[str]]:
    batch = Batch(path, rules)
    found = []
    for incoming in batch.waiting(NOON):
        batch.committed(incoming)
        found.append(incoming)
    return found, [f"{notice.source}: {notice.why}" for notice in batch.notices()]


def test_a_manifest_brings_its_files_with_what_it_says_of_them(tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        "path,id,received,sender,box\none.txt,7,2026-03-01,Ann,B 12\ntwo.txt,,,,\n",
        one=b"first",
        two=b"second",
        three=b"not named",
    )
    (one, two), told = all_of(path)
    assert (one.data, one.name, one.sender) == (b"first", "one.txt", "Ann")
    assert one.received_at == datetime(2026, 3, 1, tzinfo=ZONE)
    assert one.given == (("id", "7"), ("box", "B 12"))
    assert (two.data, two.received_at, two.given) == (b"second", NOON, ())
    assert told == []
    assert sorted(part.name for part in tmp_path.iterdir()) == [
        "manifest.csv",
        "one.txt",
        "three.txt",
        "two.txt",
    ]


def test_a_number_makes_the_receipt_and_a_correction_is_another(tmp_path: Path) -> None:
    path = listed(tmp_path, "path,id\none.txt,7\n", one=b"first")
    (before,), _ = all_of(path)
    (tmp_path / "moved.txt").write_bytes(b"first")
    (moved,), _ = all_of(listed(tmp_path, "path,id\nmoved.txt,7\n"))
    (tmp_path / "moved.txt").write_bytes(b"corrected")
    (corrected,), _ = all_of(path)
    assert before.receipt_key == moved.receipt_key != corrected.receipt_key


def test_an_archive_brings_each_file_as_a_document(pack: Callable[[dict[str, bytes]], Path]) -> None:
    path = pack({"a/one.txt": b"first", "two.txt": b"second", "__MACOSX/._one.txt": b"x", ".DS_Store": b"x"})
    batch = Batch(path, RULES)
    found = list(batch.waiting(NOON))
    assert [(one.name, one.data) for one in found] == [
        ("one.txt", b"first"),
        ("two.txt", b"second"),
        ("._one.txt", b"x"),
    ] or [(one.name, one.data) for one in found] == [("one.txt", b"first"), ("two.txt", b"second")]
    assert batch.count(NOON) == len(found)
    assert len({one.receipt_key for one in found}) == len(found)


def test_an_archive_may_hold_its_manifest(pack: Callable[[dict[str, bytes]], Path]) -> None:
    path = pack(
        {
            "one.txt": b"first",
            "extra.txt": b"who?",
            "two.txt": b"second",
            "manifest.csv": b"path,sender\ntwo.txt,Ann\none.txt,Ben\nmissing.txt,Cy\n,\n",
        }
    )
    found, told = all_of(path)
    assert [(one.name, one.sender) for one in found] == [("one.txt", "Ben"), ("two.txt", "Ann")]
    assert [line.partition(": ")[2] for line in told] == [
        "extra.txt: The manifest does not name it.",
        "missing.txt: It is not in the archive.",
    ]


def test_what_is_wrong_is_told_and_the_rest_comes_in(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"secret")
    folder = tmp_path / "batch"
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside)
    (folder / "sub").mkdir()
    digest = hashlib.sha256(b"first").hexdigest()
    lines = [
        "../outside.txt",
        str(outside),
        "link.txt",
        "sub",
        "gone.txt",
        "empty.txt",
        "large.txt",
        "x" * 300,
    ]
    text = "path,sha256\n" + "".join(f"{line},\n" for line in lines) + f"one.txt,{digest}\ntwo.txt,{digest}\n"
    path = listed(folder, text, one=b"first", two=b"second", empty=b"", large=b"x" * 1001)
    found, told = all_of(path)
    assert [one.data for one in found] == [b"first"]
    words = ["outside the folder", "outside the folder", "outside the folder", "folder, pipe", "no such file"]
    words += ["empty", "larger", "could not read", "sha256 is another"]
    assert len(told) == len(words)
    assert all(word in line for word, line in zip(words, told, strict=True)), told


def test_a_batch_that_was_broken_off_reads_nothing_twice(
    pack: Callable[[dict[str, bytes]], Path], tmp_path: Path
) -> None:
    for path in (
        pack({"1.txt": b"1", "2.txt": b"2"}),
        listed(tmp_path, "path\na.txt\nb.txt\n", a=b"a", b=b"b"),
    ):
        first = next(iter(Batch(path, RULES).waiting(NOON)))
        known = {(first.source, first.mark)}
        rules = BatchRules(1000, ZONE, lambda source, mark, known=known: (source, mark) in known)  # type: ignore[misc]
        batch = Batch(path, rules)
        assert [one.data for one in batch.waiting(NOON)] in ([b"2"], [b"b"])
        assert batch.known == 1
        assert [row.plan for row in Batch(path, rules).plan(NOON)] == [Plan.KNOWN, Plan.NEW]


def test_a_file_that_changed_since_is_no_known_one(tmp_path: Path) -> None:
    path = listed(tmp_path, "path\na.txt\n", a=b"a")
    (before,), _ = all_of(path)
    (tmp_path / "a.txt").write_bytes(b"another")
    rules = BatchRules(1000, ZONE, lambda source, mark: (source, mark) == (before.source, before.mark))
    (after,), _ = all_of(path, rules)
    assert after.data == b"another"


def test_a_dry_run_says_what_would_become_of_each(tmp_path: Path) -> None:
    text = f"path,sha256\na.txt,\nb.txt,{'0' * 64}\nc.txt,\n"
    rows = list(Batch(listed(tmp_path, text, a=b"a", b=b"b"), RULES).plan(NOON))
    assert [(row.name, row.plan) for row in rows] == [
        ("a.txt", Plan.NEW),
        ("b.txt", Plan.REFUSED),
        ("c.txt", Plan.REFUSED),
    ]


def test_hostile_archives_end_in_words(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"big.txt": b"0" * 5_000_000, "good.txt": b"good"})
    found, told = all_of(bomb)
    assert [one.name for one in found] == ["good.txt"] and "larger" in told[0]

    tape = tmp_path / "links.tar"
    with tarfile.open(tape, "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"link{kind.decode()}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("../../escape.txt")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    found, told = all_of(tape)
    assert [(one.name, one.data) for one in found] in ([], [("escape.txt", b"x")])
    assert sum("no regular file" in line for line in told) == 3
    assert not (tmp_path.parent / "escape.txt").exists()


def test_a_lie_about_the_size_fills_no_memory(tmp_path: Path) -> None:
    path = zipped(tmp_path / "lie.zip", {"a.txt": b"0" * 100_000})
    raw = path.read_bytes().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(raw)
    found, told = all_of(path)
    assert found == [] and len(told) == 1


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz"])
def test_an_archive_that_is_none_or_cut_short_is_told(tmp_path: Path, name: str) -> None:
    none = tmp_path / f"none-{name}"
    none.write_bytes(b"this is no archive at all" * 100)
    with pytest.raises(Misconfigured, match="cannot be opened"):
        all_of(none)
    whole = (zipped if name.endswith("zip") else taped)(
        tmp_path / name, {f"{number}.txt": bytes([number]) * 999 for number in range(40)}
    )
    whole.write_bytes(whole.read_bytes()[:-600] if name != "a.tar" else whole.read_bytes()[:20_700])
    try:
        found, told = all_of(whole)
    except Misconfigured:
        return
    assert len(found) < 40 and told


def test_encrypted_and_doubled_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", b"first")
        archive.writestr("a.txt", b"second")
    found, told = all_of(path)
    assert [one.data for one in found] == [b"first"] and "two files of this name" in told[0]


def test_only_manifests_and_archives_are_batches(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(Misconfigured, match="no batch"):
        Batch(tmp_path / "a.txt", RULES)
    with pytest.raises(NotFound):
        Batch(tmp_path / "gone.csv", RULES)
    with pytest.raises(NotFound):
        Batch(tmp_path, RULES)


def test_our_own_folders_are_no_source(tmp_path: Path) -> None:
    path = listed(tmp_path, "path\na.txt\n", a=b"a")
    found, told = all_of(path, BatchRules(1000, ZONE, leave_out=frozenset({tmp_path})))
    assert found == [] and "its own files" in told[0]
