"""A Dataverse Configuration Migration package as nouns: entities with their fields, and records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from pipeline.problems import Damaged


@dataclass(frozen=True, slots=True)
class Value:
    """What a field of a record says. A lookup says which entity it points at and what that one is called."""

    text: str
    entity: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record of an entity, by its GUID; empty fields are left out. Raises Damaged without a GUID."""

    entity: str
    id: str
    fields: Mapping[str, Value]

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "id", str(UUID(self.id)))
        except ValueError:
            raise Damaged(
                "The package holds a record without an identifier.",
                f"A record of {self.entity} is called {self.id!r}, which is no GUID.",
                "Export the package again with the Configuration Migration tool.",
            ) from None


@dataclass(frozen=True, slots=True)
class FieldSchema:
    """A field as the schema of a package describes it, with every attribute the schema gives it."""

    name: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EntitySchema:
    """An entity as the schema of a package describes it."""

    name: str
    attributes: Mapping[str, str]
    fields: tuple[FieldSchema, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """Everything a package holds."""

    schema: tuple[EntitySchema, ...]
    records: tuple[Record, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """How many records of each entity, entities without any too."""
        found = {entity.name: 0 for entity in self.schema}
        for record in self.records:
            found[record.entity] = found.get(record.entity, 0) + 1
        return found
