"""A package's nouns to bytes that the Configuration Migration tool reads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from coordination.exchange.package import EntitySchema, Package, Record
from coordination.exchange.reading import DATA, SCHEMA

_KINDS = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def bytes_of(package: Package) -> bytes:
    """The package as a ZIP file. The same records give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, root in (
            (DATA, _data(package)),
            (SCHEMA, _schema(package.schema)),
            (_KINDS, _kinds()),
        ):
            told = zipfile.ZipInfo(name, _EPOCH)
            told.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(told, tostring(root, encoding="utf-8", xml_declaration=True))
    return out.getvalue()


def _data(package: Package) -> Element:
    root = Element("entities", dict(package.attributes))
    groups: dict[str, list[Record]] = {entity.name: [] for entity in package.schema}
    for record in package.records:
        groups.setdefault(record.entity, []).append(record)
    shown = {entity.name: entity.attributes.get("displayname", entity.name) for entity in package.schema}
    for name, records in groups.items():
        if not records:
            continue
        entity = SubElement(root, "entity", {"name": name, "displayname": shown.get(name, name)})
        _write(SubElement(entity, "records"), records)
        SubElement(entity, "m2mrelationships")
    return root


def _write(holder: Element, records: Iterable[Record]) -> None:
    for record in records:
        node = SubElement(holder, "record", {"id": record.id})
        for name, value in record.fields.items():
            attributes = {"name": name, "value": value.text}
            if value.entity is not None:
                attributes["lookupentity"] = value.entity
            if value.name is not None:
                attributes["lookupentityname"] = value.name
            SubElement(node, "field", attributes)


def _schema(schema: Iterable[EntitySchema]) -> Element:
    root = Element("entities")
    for one in schema:
        entity = SubElement(root, "entity", dict(one.attributes))
        fields = SubElement(entity, "fields")
        for field in one.fields:
            SubElement(fields, "field", dict(field.attributes))
        SubElement(entity, "relationships")
    return root


def _kinds() -> Element:
    space: Mapping[str, str] = {"xmlns": "http://schemas.openxmlformats.org/package/2006/content-types"}
    root = Element("Types", dict(space))
    SubElement(root, "Default", {"Extension": "xml", "ContentType": "application/octet-stream"})
    return root
