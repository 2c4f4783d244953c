"""Archives (ZIP, GZIP): a table of contents as text, and every member as a document of its own."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator

from extractors.canonical import Builder
from pipeline.documents import Attachment, BlockKind, ExtractedDocument
from pipeline.problems import Damaged, NeedsPassword, Quarantined, ReadingState, broken

MEDIA_TYPES = frozenset({"application/zip", "application/gzip"})

_MOST_MEMBERS = 2000
_LARGEST_TOTAL = 256 * 1024 * 1024
_HIGHEST_RATIO = 200
_RATIO_FROM = 8 * 1024 * 1024
_CHUNK = 1 << 20
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)", re.I)
_ASK = "Ask the sender for the files themselves, or unpack it by hand on a machine of your own."
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, KeyError)


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The members as attachments. Raises Damaged, NeedsPassword; Quarantined where a limit is broken."""
    if data.startswith(b"\x1f\x8b"):
        return _told([Attachment(_inner_name(name), _gunzipped(data))], [])
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        raise _damaged("It was cut short or changed on its way: its list of files cannot be read.") from None
    return _Zip(archive).read()


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left_out: list[str] = []
        self._total = 0

    def read(self) -> ExtractedDocument:
        members = [member for member in self._archive.infolist() if not member.is_dir()]
        _check(members)
        if members and all(member.flag_bits & 1 for member in members):
            raise NeedsPassword(
                "It is locked with a password.",
                "Its members are encrypted.",
                "Ask the sender for open copies.",
            )
        found = [part for member in members if (part := self._member(member)) is not None]
        return _told(found, self._left_out)

    def _member(self, member: zipfile.ZipInfo) -> Attachment | None:
        why = _refusal(member)
        if why:
            self._left_out.append(f"{_shown(member.filename)} was left out: {why}.")
            return None
        try:
            data = b"".join(self._chunks(member))
        except _BROKEN as error:
            self._left_out.append(f"{_shown(member.filename)} was left out: it is damaged ({error}).")
            return None
        return Attachment(member.filename, data)

    def _chunks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """The member's bytes, counted as they come: what it says of its own size is not believed."""
        size = 0
        with self._archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                self._total += len(chunk)
                if size > member.file_size or self._total > _LARGEST_TOTAL:
                    raise Quarantined("It is larger inside than it says.", _shown(member.filename), _ASK)
                yield chunk


def _check(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or total > _LARGEST_TOTAL:
        raise Quarantined(
            "It holds far more than a batch of documents.",
            f"{len(members):,} members take {total >> 20:,} MB.",
            _ASK,
        )
    for member in members:
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > _RATIO_FROM and ratio > _HIGHEST_RATIO:
            raise Quarantined(
                "It swells beyond measure when unpacked.",
                f"{_shown(member.filename)} grows {ratio:,.0f} times to {member.file_size >> 20:,} MB.",
                _ASK,
            )


def _refusal(member: zipfile.ZipInfo) -> str:
    """Why a member is not taken; empty where it is. A name is data, but one that climbs is a trick."""
    name = member.filename.replace("\\", "/")
    if _LITTER.search(name):
        return "a program left it there"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "it is a link to another place"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
        return "its name points outside the archive"
    if member.flag_bits & 1:
        return "it is locked with a password"
    return "it is empty" if member.file_size == 0 else ""


def _told(found: list[Attachment], left_out: list[str]) -> ExtractedDocument:
    """The table of contents. Nothing of it is the sender's own words."""
    builder = Builder()
    for part in found:
        builder.add(f"{_shown(part.name)} ({_size(len(part.data))})", BlockKind.LIST_ITEM, level=1, gap="\n")
    count = f"{len(found)} documents" if len(found) != 1 else "1 document"
    real = [
        words for words in left_out if "a program left it there" not in words and "it is empty" not in words
    ]
    flags = (f"It is an archive with {count}, each under a number of its own.", *left_out)
    state = ReadingState.EXTRACTED_PARTIAL if real else ReadingState.EXTRACTED
    return builder.document(state, flags, {"container": "archive"}, tuple(found), "archive")


def _gunzipped(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        whole = unpacker.decompress(data, _LARGEST_TOTAL + 1)
    except zlib.error:
        raise _damaged("It was changed on its way: it cannot be unpacked.") from None
    if len(whole) > _LARGEST_TOTAL or (len(whole) > _RATIO_FROM and len(whole) > _HIGHEST_RATIO * len(data)):
        raise Quarantined(
            "It swells beyond measure when unpacked.", f"{len(whole) >> 20:,} MB and more.", _ASK
        )
    if not unpacker.eof:
        raise _damaged("It is cut short.")
    return whole


def _inner_name(name: str) -> str:
    inner = re.sub(r"\.(?:gz|gzip)$", "", name, flags=re.I)
    return inner if inner != name else f"{name} unpacked"


def _shown(name: str) -> str:
    return " ".join(name.split())[:200] or "a member without a name"


def _size(count: int) -> str:
    return f"{count:,} bytes" if count < 10_000 else f"{count / 1000:,.0f} kB"


def _damaged(why: str) -> Damaged:
    return broken("The archive is damaged.", why)
