"""Giving out the record as a package: what came from another system as it came, changed where we did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnDefault, Connection, select

from coordination.exchange import EntitySchema, FieldSchema, Package, Record, Value
from coordination.exchange.fields import ACTION, FIELDS, PERSON, TYPE, Field, Kind, plain, told
from store.database import bare
from store.exchanging import TABLES, TARGETS, loaded
from store.tables.exchange import ExternalEntity, ExternalRecord

_ENTITY, _EXTERNAL = bare(ExternalEntity), bare(ExternalRecord)
_TYPES = {
    Kind.LOOKUP: "entityreference",
    Kind.NAME: "string",
    Kind.CHOICE: "optionsetvalue",
    Kind.FLAG: "optionsetvalue",
    Kind.AMOUNT: "decimal",
    Kind.COUNT: "number",
    Kind.DAY: "datetime",
    Kind.DAY_IN_WORDS: "datetime",
    Kind.MOMENT: "datetime",
}


def package(connection: Connection) -> Package:
    """Everything that another system's package can hold: its own records, and ours that it never had."""
    giving = _Giving(connection)
    records = [record for entity in giving.entities() for record in giving.records(entity)]
    return Package(tuple(giving.schema()), tuple(records))


class _Giving:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = connection.execute(select(_EXTERNAL).order_by(_EXTERNAL.c.id)).all()
        self._external = [row for row in rows if row.entity != PERSON]
        self._keys = {(row.entity, row.row_id): row.external_id for row in rows if row.row_id is not None}
        self._numbers = {(entity, key): number for (entity, number), key in self._keys.items()}
        self._rows = {name: self._all(name) for name in {*FIELDS, PERSON}}

    def _all(self, entity: str) -> dict[int, Mapping[str, Any]]:
        table = TABLES[entity]
        found = self._connection.execute(select(table).order_by(table.c.id)).all()
        return {row.id: dict(row._mapping) for row in found}

    def entities(self) -> list[str]:
        return [*FIELDS, *dict.fromkeys(row.entity for row in self._external if row.entity not in FIELDS)]

    def records(self, entity: str) -> Iterator[Record]:
        taken: set[int] = set()
        for row in self._external:
            if row.entity != entity:
                continue
            raw = loaded(row.fields)
            current = None if row.linked else self._rows.get(entity, {}).get(row.row_id or 0)
            taken.add(row.row_id or 0)
            yield Record(
                entity, row.external_id, raw if current is None else self._merged(entity, raw, current)
            )
        for number, current in self._rows.get(entity, {}).items():
            if number not in taken and self._is_used(entity, number):
                key = str(current["public_id"])
                yield Record(entity, key, self._merged(entity, {f"{entity}id": Value(key)}, current))

    def _is_used(self, entity: str, number: int) -> bool:
        """A list of types is ours; theirs gets those that actions have."""
        return entity != TYPE or any(
            row["executive_action_type_id"] == number for row in self._rows[ACTION].values()
        )

    def _merged(self, entity: str, raw: Mapping[str, Value], current: Mapping[str, Any]) -> dict[str, Value]:
        fields = dict(raw)
        for one in FIELDS[entity]:
            here, came = current[one.column], self._as_here(one, raw.get(one.name))
            if (_unsaid(entity, one) if came is None else came) == here:
                continue
            said = self._told(one, here, raw.get(one.name))
            if said is None:
                fields.pop(one.name, None)
            else:
                fields[one.name] = said
        return fields

    def _as_here(self, one: Field, value: Value | None) -> Any:
        if one.kind is not Kind.LOOKUP:
            return plain(one, value)
        if value is None:
            return None
        return self._numbers.get((TARGETS[one.column], value.text.lower()))

    def _told(self, one: Field, here: Any, before: Value | None) -> Value | None:
        if one.kind is not Kind.LOOKUP or here is None:
            return told(one, here)
        target = TARGETS[one.column]
        row = self._rows[target][here]
        return Value(self._keys.get((target, here), str(row["public_id"])), target, row["name"])

    def schema(self) -> Iterator[EntitySchema]:
        known = set()
        for row in self._connection.execute(select(_ENTITY).order_by(_ENTITY.c.id)):
            known.add(row.entity)
            fields = tuple(FieldSchema(one["name"], one["attributes"]) for one in row.fields)
            yield EntitySchema(row.entity, row.attributes, fields)
        for entity in FIELDS:
            if entity not in known:
                yield _described(entity)


def _unsaid(entity: str, one: Field) -> Any:
    """What our column holds where they say nothing."""
    default = TABLES[entity].c[one.column].default
    return default.arg if isinstance(default, ColumnDefault) and default.is_scalar else None


def _described(entity: str) -> EntitySchema:
    """How we describe an entity that no package has described to us."""
    key = {"name": f"{entity}id", "type": "guid", "primaryKey": "true"}
    fields = [FieldSchema(f"{entity}id", key)]
    for one in FIELDS[entity]:
        attributes = {"name": one.name, "displayname": one.column.replace("_", " ").title()}
        attributes["type"] = _TYPES.get(one.kind, "string")
        if one.kind is Kind.LOOKUP:
            attributes["lookupType"] = TARGETS[one.column]
        fields.append(FieldSchema(one.name, attributes))
    shown = TABLES[entity].name.replace("_", " ").title()
    about = {"name": entity, "displayname": shown, "primaryidfield": f"{entity}id"}
    return EntitySchema(entity, about | {"primarynamefield": "appbase_name"}, tuple(fields))
