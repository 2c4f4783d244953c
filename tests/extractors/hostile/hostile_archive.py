"""Archives that swell, nest, lead outside or are other things as well."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator

from tests.extractors.hostile.case import (
    FAILED,
    LOCKED,
    PARTLY,
    READ,
    SET_ASIDE,
    UNKNOWN,
    Hostile,
    Trap,
    fixed,
    hostile,
)

NAMES = (
    *("../x", "../../../../tmp/x", "/etc/cron.d/x", "C:\\x", "\\\\server\\x", "CON", "aux.txt", "a/../../x"),
    *("nul\0l.txt", "x" * 300, "\u202egnp.exe", "-rf", "~/.profile", ".", "..", " ", "a\r\nb.txt"),
)
"""Names of members and attachments that a careless program would make paths of."""

REFUSED = (SET_ASIDE, FAILED, UNKNOWN)
ANY = (*REFUSED, READ, PARTLY)


def archive(members: list[tuple[str, bytes]], packed: bool = True) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, data in members:
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            made.writestr(info, data)
    return out.getvalue()


def cases() -> Iterator[Hostile]:
    """All archives."""
    yield hostile("bomb.zip", _bomb, *REFUSED, note="300 MB of nothing in one member")
    yield hostile("bomb-nested.zip", _bombs_in_bombs, *ANY, note="sixteen archives of sixteen, four deep")
    yield hostile("members.zip", _members, *REFUSED, note="100,000 members", dear=True)
    yield hostile("paths.zip", fixed(archive([(name, b"x") for name in NAMES])), *ANY, note="names as paths")
    yield hostile("symlink.zip", _symlink, *ANY, note="a member that is a symbolic link")
    yield hostile("twins.zip", _twins, *ANY, note="one name five hundred times")
    yield hostile("locked.zip", fixed(_locked()), LOCKED, *ANY, note="encrypted members")
    yield hostile("empty.zip", fixed(archive([])), *ANY, note="no member at all")
    sound = archive([("letter.txt", b"A letter of plain words.")])
    for percent in (20, 60, 95):
        cut = sound[: len(sound) * percent // 100]
        yield hostile(f"cut-{percent}.zip", fixed(cut), *REFUSED, note=f"cut after {percent} %")
    yield hostile("itself.zip", _own_twin, *ANY, note="archives in archives, sixty deep")
    yield hostile("bomb.gz", lambda _: gzip.compress(bytes(300 << 20), 9), *REFUSED, note="300 MB in a GZIP")
    yield hostile("comment.zip", fixed(_commented(sound)), *ANY, note="an archive within its own comment")
    yield hostile("program.zip", fixed(b"MZ" + bytes(400) + sound), *ANY, note="a program that is an archive")
    yield hostile("noise.7z", fixed(b"7z\xbc\xaf\x27\x1c" + bytes(range(256)) * 8), *REFUSED, note="7z noise")
    yield hostile("noise.rar", fixed(b"Rar!\x1a\x07\x01\0" + b"\xff" * 2000), *REFUSED, note="RAR noise")


def _bomb(_: Trap) -> bytes:
    return archive([("a.txt", bytes(300 << 20))])


def _bombs_in_bombs(_: Trap) -> bytes:
    inner = archive([("a.txt", bytes(4 << 20))])
    for _level in range(4):
        inner = archive([(f"{number}.zip", inner) for number in range(16)])
    return inner


def _members(_: Trap) -> bytes:
    return archive([(f"{number}.txt", b"") for number in range(100_000)], packed=False)


def _symlink(trap: Trap) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("letter.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        made.writestr(link, trap.file)
    return out.getvalue()


def _twins(_: Trap) -> bytes:
    twin = archive([("a.txt", b"first")] + [(f"{number:05}", b"next") for number in range(500)])
    for number in range(500):
        twin = twin.replace(b"%05d" % number, b"a.txt")
    return twin


def _locked() -> bytes:
    spoilt = bytearray(archive([("letter.txt", b"A letter of plain words.")]))
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        spoilt[spoilt.rindex(mark) + place] |= 1
    return bytes(spoilt)


def _own_twin(_: Trap) -> bytes:
    inner = b"the last words"
    for level in range(60):
        inner = archive([(f"{level}.zip", inner)], packed=False)
    return inner


def _commented(sound: bytes) -> bytes:
    return sound[:-2] + len(sound).to_bytes(2, "little") + sound
