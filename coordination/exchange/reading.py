"""A package's bytes to its nouns. Nothing in it is fetched, expanded or run."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from coordination.exchange.package import EntitySchema, FieldSchema, Package, Record, Value
from pipeline.problems import Damaged

DATA, SCHEMA = "data.xml", "data_schema.xml"
LARGEST = 256 * 1024 * 1024
"""So many bytes of XML are read from one part of a package."""


class _NoDoctype(TreeBuilder):
    def doctype(self, name: str, public: str | None, system: str | None) -> NoReturn:
        """Entities are declared here alone: without this there are none to expand."""
        raise _broken("One of its parts declares a document type.")


def package_of(data: bytes) -> Package:
    """What a Configuration Migration package holds. Raises Damaged for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            schema, records = _part(archive, SCHEMA), _part(archive, DATA)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise _broken(f"It is no ZIP archive that can be read: {error}.") from error
    return Package(tuple(_schema(schema)), tuple(_records(records)), dict(records.attrib))


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    if name not in archive.namelist():
        raise _broken(f"It has no part {name}.")
    with archive.open(name) as part:
        data = part.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _broken(f"Its part {name} is larger than {LARGEST // 1024**2} MB.")
    parser = XMLParser(target=_NoDoctype())  # noqa: S314 - a document type is refused, so nothing expands
    try:
        parser.feed(data)
        root: Element = parser.close()
    except ParseError as error:
        raise _broken(f"Its part {name} is no XML: {error}.") from error
    if root.tag != "entities":
        raise _broken(f"Its part {name} begins with {root.tag}, not with entities.")
    return root


def _schema(root: Element) -> Iterator[EntitySchema]:
    for entity in root.iter("entity"):
        fields = tuple(
            FieldSchema(field.get("name", ""), dict(field.attrib)) for field in entity.iter("field")
        )
        yield EntitySchema(_named(entity), dict(entity.attrib), fields)


def _records(root: Element) -> Iterator[Record]:
    for entity in root.iter("entity"):
        name = _named(entity)
        for record in entity.iter("record"):
            yield Record(name, record.get("id", ""), dict(_fields(record)))


def _fields(record: Element) -> Iterator[tuple[str, Value]]:
    for field in record.iter("field"):
        value = Value(field.get("value", ""), field.get("lookupentity"), field.get("lookupentityname"))
        yield field.get("name", ""), value


def _named(entity: Element) -> str:
    name = entity.get("name")
    if not name:
        raise _broken("One of its entities has no name.")
    return name


def _broken(why: str) -> Damaged:
    return Damaged(
        "This is no package of the Configuration Migration tool.",
        why,
        "Give the .zip file that the tool exported, unchanged.",
    )
