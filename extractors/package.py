"""Office packages: a ZIP of XML parts, opened with limits and without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections import Counter

from lxml import etree

from pipeline.problems import Damaged, NeedsPassword, Quarantined, broken

_MOST_MEMBERS = 10_000
_LARGEST_TOTAL = 256 * 1024 * 1024
_LARGEST_XML = 64 * 1024 * 1024
_HIGHEST_RATIO = 200
_RATIO_FROM = 8 * 1024 * 1024
"""A long form of the same cells over and over shrinks as a bomb does; up to here that harms nobody."""

BROKEN_PACKAGE = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
)
"""All the ways in which a library that reads packages gives up on a broken one, but for its own errors."""

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


class Package:
    """The parts of a package by name. Raises Damaged, NeedsPassword or Quarantined on opening."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise _damaged("It was cut short or changed on its way: its parts cannot be found.") from None
        members = self._archive.infolist()
        _check(members)
        self._sizes = {member.filename: member.file_size for member in members}
        counts = Counter(member.filename.lower() for member in members)
        self.doubled = tuple(sorted(name for name, count in counts.items() if count > 1))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._sizes)

    def bytes(self, name: str) -> bytes:
        """A part's bytes. Raises Damaged where it is missing or broken."""
        limit = self._sizes.get(name, 0)
        try:
            with self._archive.open(name) as part:
                data = part.read(limit + 1)
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            OSError,
            NotImplementedError,
        ):
            raise _damaged(f"The part {name} inside it cannot be unpacked.") from None
        except RuntimeError as error:
            if "password" in str(error) or "encrypted" in str(error):
                raise NeedsPassword(
                    "It is locked with a password.",
                    f"{name} is encrypted.",
                    "Ask the sender for an open copy.",
                ) from None
            raise
        if len(data) > limit:
            raise Quarantined("It is larger inside than it says.", f"{name} lies about its size.")
        return data

    def xml(self, name: str) -> etree._Element | None:
        """A part as an XML tree, None where there is no such part. Document types are refused."""
        if name not in self._sizes:
            return None
        return parsed(self.bytes(name), name)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: id to (kind, target); targets inside the package are whole names."""
        folder, _, leaf = part.rpartition("/")
        tree = self.xml(posixpath.join(folder, "_rels", f"{leaf}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in tree.iter(_RELATIONS) if tree is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = (kind, target)
        return found

    def main_part(self, default: str) -> str:
        """The name of the part that holds the document itself."""
        targets = (target for kind, target in self.relations("").values() if kind == "officeDocument")
        return next((target for target in targets if target in self._sizes), default)


def parsed(data: bytes, name: str) -> etree._Element:
    """Bytes as an XML tree. Raises Quarantined for a document type or endless depth, Damaged otherwise."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower() or "huge" in str(error).lower() or "entity" in str(error).lower():
            raise Quarantined(
                "Its XML breaks a safety limit.",
                f"The part {name[:120]} inside it nests too deep or is too large.",
                _ASK,
            ) from None
        raise _damaged(f"The part {name[:120]} inside it breaks the rules of XML.") from None
    if tree.getroottree().docinfo.internalDTD is not None:
        raise Quarantined("Its XML declares a document type.", f"{name} could hold entities.", _ASK)
    return tree


_ASK = "Ask the sender for a PDF of it."


def _check(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or total > _LARGEST_TOTAL:
        raise Quarantined(
            "It is far larger inside than a document.",
            f"{len(members):,} parts take {total >> 20:,} MB.",
            _ASK,
        )
    for member in members:
        if member.flag_bits & 1:
            raise NeedsPassword(
                "It is locked with a password.",
                "Its parts are encrypted.",
                "Ask the sender for an open copy.",
            )
        if not member.filename.lower().endswith((".xml", ".rels")):
            continue
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > _LARGEST_XML or (member.file_size > _RATIO_FROM and ratio > _HIGHEST_RATIO):
            raise Quarantined(
                "It swells beyond measure when unpacked.",
                f"{member.filename} grows {ratio:,.0f} times to {member.file_size >> 20:,} MB.",
                _ASK,
            )


def _damaged(why: str) -> Damaged:
    return broken("The file is damaged.", why)
