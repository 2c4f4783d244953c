"""The published schema, the dataclasses and what is printed are one and the same."""

from __future__ import annotations

import json
import typing
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency, OrganizationUnit
from pipeline.documents import Evidence, ExtractedDocument, Page, Span, unread
from pipeline.encoding import json_name
from pipeline.findings import SCHEMA, Analysis, DocumentFacts, Kind, Provenance
from pipeline.problems import ReadingState
from pipeline.publishing import analysis_json

PAGE = Path(__file__).parents[2] / "docs" / "analysis.schema.json"
PUBLISHED: dict[str, Any] = json.loads(PAGE.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(PUBLISHED)


def _parts(hint: Any) -> list[Any]:
    if typing.get_origin(hint) in (typing.Union, UnionType, tuple, dict):
        return [part for member in typing.get_args(hint) for part in _parts(member)]
    return [hint]


def _dataclasses(kind: type) -> set[type]:
    found = {kind}
    for hint in typing.get_type_hints(kind).values():
        for part in _parts(hint):
            if is_dataclass(part) and isinstance(part, type) and part is not kind:
                found |= _dataclasses(part)
    return found


CLASSES = sorted(_dataclasses(Analysis) - {Analysis}, key=lambda kind: kind.__name__)


def _published(kind: type) -> dict[str, Any]:
    name = "".join(f"_{char.lower()}" if char.isupper() else char for char in kind.__name__).strip("_")
    definition: dict[str, Any] = PUBLISHED["$defs"][name]
    return definition


def test_the_schema_is_a_schema_of_its_draft() -> None:
    Draft202012Validator.check_schema(PUBLISHED)
    assert PUBLISHED["properties"]["schema"]["const"] == SCHEMA


def test_every_definition_is_a_dataclass_and_every_dataclass_a_definition() -> None:
    assert len(PUBLISHED["$defs"]) == len(CLASSES)
    assert Evidence in CLASSES


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_fields_and_properties_are_the_same(kind: type) -> None:
    definition = _published(kind)
    names = [json_name(part) for part in fields(kind)]
    assert list(definition["properties"]) == names
    assert definition["required"] == names
    assert definition["additionalProperties"] is False
    assert definition["description"]
    assert all(part["description"] for part in definition["properties"].values())


def test_the_object_itself_has_the_schema_and_every_field() -> None:
    names = {json_name(part) for part in fields(Analysis)}
    assert set(PUBLISHED["properties"]) == {"schema", *names}
    assert PUBLISHED["required"] == list(PUBLISHED["properties"])
    assert PUBLISHED["additionalProperties"] is False


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_choices_and_empty_values_are_the_same(kind: type) -> None:
    hints = typing.get_type_hints(kind)
    for part in fields(kind):
        published, hint = _published(kind)["properties"][json_name(part)], hints[part.name]
        choices = _parts(hint)
        may_be_null = typing.get_origin(hint) in (typing.Union, UnionType) and NoneType in choices
        assert may_be_null == _takes_null(published), f"{kind.__name__}.{part.name}"
        for choice in choices:
            if isinstance(choice, type) and issubclass(choice, Enum):
                assert [value for value in published["enum"] if value] == [member.value for member in choice]


def _takes_null(published: dict[str, Any]) -> bool:
    return "null" in published.get("type", ()) or {"type": "null"} in published.get("anyOf", ())


def _read(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "sample", "text/plain", text, (Page(1, Span(0, len(text))),))


AGENCY = Agency("Department of Keys", "DK", units=(OrganizationUnit("Lock Office", "LO", "Repairs locks."),))
ORDER = """Executive Order 14997 of May 6, 2031

Locks

By the authority vested in me as President, it is hereby ordered:

Section 1. Locks. (a) Within 60 days of the date of this order, each agency shall:

(i) repair its locks; and

(ii) report every quarter thereafter on keys lost, consistent with 5 U.S.C. 552.

(b) Executive Order 12998 of April 5, 1996, is amended in section 2.

THE WHITE HOUSE,

May 6, 2031.
"""
MAIL = """From: Lee Ash <lee@example.org>
To: Pat Harbor <pat@example.gov>
Date: Tue, 4 Jun 2030 09:00:00 -0400
Subject: Keys

Could you please send me the list of keys by June 20, 2030? Who lost them?
"""


@pytest.mark.parametrize("text", [ORDER, MAIL, "Nothing to see.\n"])
def test_real_output_is_valid(text: str) -> None:
    VALIDATOR.validate(analysis_json(OfflineAnalyzer(AGENCY).analyse(_read(text))))


def test_output_without_text_is_valid() -> None:
    document = unread("0" * 64, "x.zip", "application/zip", ReadingState.QUARANTINED, "Too large.")
    VALIDATOR.validate(analysis_json(OfflineAnalyzer(AGENCY).analyse(document)))


def _bare(**more: Any) -> Analysis:
    described = DocumentFacts(Kind.OTHER, "text/plain", "0" * 64, "extracted", "full")
    return Analysis(described, "words", Provenance("offline"), **more)


def test_schema_stands_first_and_children_have_the_same_form() -> None:
    printed = analysis_json(_bare(children=(_bare(),)))
    assert next(iter(printed)) == "schema"
    assert list(printed) == list(PUBLISHED["properties"])
    (child,) = typing.cast("list[dict[str, Any]]", printed["children"])
    assert child["schema"] == SCHEMA
    VALIDATOR.validate(printed)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("surprise",), 1),
        (("document", "coverage"), "nearly"),
        (("document", "date"), "June 4"),
        (("schema",), "x/2"),
    ],
)
def test_what_does_not_belong_is_refused(path: tuple[str, ...], value: object) -> None:
    printed: Any = analysis_json(_bare())
    inner = printed
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(ValidationError):
        VALIDATOR.validate(printed)
