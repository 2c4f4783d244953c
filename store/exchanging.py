"""Taking in the records of another system: each by its own key, what it looks up found or noted by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, insert, select, update

from coordination.actions import ActionStatus
from coordination.exchange import Package, Record, Value
from coordination.exchange.fields import (
    ACTION,
    DEPENDENCY,
    FIELDS,
    PERSON,
    TYPE,
    UNIT,
    Field,
    Kind,
    category_of,
    plain,
)
from store import audit, findable, numbers
from store.database import Transaction, bare
from store.tables.coordination import ExecutiveAction, ExecutiveActionType
from store.tables.exchange import ExternalEntity, ExternalRecord
from store.tables.parties import OrganizationUnit, Person
from store.tables.steering import ExecutiveActionDependency, ExecutiveDecisionLog, ExecutiveStatusUpdate
from store.views import Brought, Unfitting

_ENTITY, _EXTERNAL = bare(ExternalEntity), bare(ExternalRecord)
TABLES: Mapping[str, Table] = {
    TYPE: bare(ExecutiveActionType),
    ACTION: bare(ExecutiveAction),
    DEPENDENCY: bare(ExecutiveActionDependency),
    "appbase_executivestatusupdate": bare(ExecutiveStatusUpdate),
    "appbase_executivedecisionlog": bare(ExecutiveDecisionLog),
    PERSON: bare(Person),
    UNIT: bare(OrganizationUnit),
}
TARGETS = {
    "executive_action_type_id": TYPE,
    "executive_sponsor_id": PERSON,
    "accountable_lead_id": PERSON,
    "predecessor_action_id": ACTION,
    "successor_action_id": ACTION,
    "executive_action_id": ACTION,
}
_SUSPENSE = "target completion date of the imported record"
_NO_OUTCOME = "It was completed in the system that it came from; its outcome did not come with it."
_NO_LESSONS = "None came with it."


def bring(move: Transaction, package: Package, source: str, actor: str) -> Brought:
    """Every record of a package, new or brought up to date. What was changed here since then stays."""
    taking = _Taking(move, source, actor)
    taking.describe(package)
    by_entity: dict[str, list[Record]] = {}
    for record in package.records:
        by_entity.setdefault(record.entity, []).append(record)
    known = [name for name in FIELDS if name in by_entity]
    for entity in [*known, *(name for name in by_entity if name not in FIELDS)]:
        for record in by_entity[entity]:
            taking.take(record)
    done = taking.told()
    move.log(
        audit.who(actor),
        "package.imported",
        source,
        None,
        {"new": done.new, "changed": done.changed, "same": done.same, "apart": len(done.apart)},
    )
    return done


@dataclass
class _Taking:
    move: Transaction
    source: str
    actor: str
    new: dict[str, int] = field(default_factory=dict)
    changed: int = 0
    same: int = 0
    stubs: int = 0
    apart: list[Unfitting] = field(default_factory=list)

    def told(self) -> Brought:
        return Brought(dict(self.new), self.changed, self.same, self.stubs, tuple(self.apart))

    def describe(self, package: Package) -> None:
        """Keep how the package describes its entities, for the way out."""
        for entity in package.schema:
            fields = [{"name": one.name, "attributes": dict(one.attributes)} for one in entity.fields]
            values = {"attributes": dict(entity.attributes), "fields": fields}
            where = _ENTITY.c.entity == entity.name
            done = self.move.connection.execute(update(_ENTITY).where(where).values(values)).rowcount
            if not done:
                new = insert(_ENTITY).values(entity=entity.name, created_by=self.actor, **values)
                self.move.connection.execute(new)

    def take(self, record: Record) -> None:
        held = self.move.connection.execute(_same(record.entity, record.id)).one_or_none()
        if held is None:
            self._add(record)
        elif held.fields == stored(record.fields):
            self.same += 1
        else:
            self._renew(record, held)

    def _add(self, record: Record) -> None:
        values = self._values(record)
        lacking = _lacking(record.entity, values)
        row, linked = None, False
        if record.entity in FIELDS and not lacking:
            row, linked = self._linked(record.entity, values)
            row = row or self._insert(record, values)
        elif lacking:
            self.apart.append(Unfitting(record.entity, record.id, _called(record), f"It says no {lacking}."))
        else:
            why = "Chancery has no table for such records."
            self.apart.append(Unfitting(record.entity, record.id, _called(record), why))
        self._note(record, row, linked)
        self.new[record.entity] = self.new.get(record.entity, 0) + 1

    def _linked(self, entity: str, values: Mapping[str, Any]) -> tuple[int | None, bool]:
        """A type of the same name is the same type; ours stays as it is."""
        if entity != TYPE:
            return None, False
        table = TABLES[TYPE]
        row = self.move.connection.execute(select(table.c.id).where(table.c.name == values["name"])).scalar()
        return row, row is not None

    def _insert(self, record: Record, values: dict[str, Any]) -> int:
        table = TABLES[record.entity]
        made = {"created_by": self.actor, "updated_by": self.actor}
        given = {column: value for column, value in values.items() if value is not None}
        new = insert(table).values(given | self._own(record.entity, values) | made)
        row = int(self.move.connection.execute(new.returning(table.c.id)).scalar_one())
        if record.entity == ACTION:
            findable.action(self.move.connection, row)
        return row

    def _own(self, entity: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """What our rows have and theirs do not."""
        if entity == TYPE:
            return {"executive_action_category": category_of(str(values["name"]))}
        if entity == DEPENDENCY:
            return {"active": not self._doubled(values)}
        if entity != ACTION:
            return {}
        kind = TABLES[TYPE]
        query = select(kind.c.executive_action_category).where(
            kind.c.id == values["executive_action_type_id"]
        )
        due = values.get("target_completion_date")
        return {
            "action_number": numbers.action_number(self.move, self.move.now.year),
            "category": self.move.connection.execute(query).scalar_one(),
            "due_date": due,
            "suspense_basis": _SUSPENSE if due else None,
            "method_of_receipt": "Import",
            **self._ending(values),
        }

    def _ending(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a completed action has here and may lack there: who closed it, its outcome, its lessons."""
        if values.get("action_status") != ActionStatus.COMPLETED.value:
            return {}
        closed = {
            "closed_by": "system:import",
            "outcome_summary": _NO_OUTCOME,
            "lessons_learned": _NO_LESSONS,
        }
        return (
            closed
            if values.get("actual_completion_date")
            else closed | {"actual_completion_date": self.move.now}
        )

    def _doubled(self, values: Mapping[str, Any]) -> bool:
        """Whether the same dependency stands already; a second one is kept, put aside."""
        table = TABLES[DEPENDENCY]
        columns = ("predecessor_action_id", "successor_action_id", "dependency_type")
        query = select(table.c.id).where(table.c.active, *(table.c[name] == values[name] for name in columns))
        return self.move.connection.execute(query.limit(1)).first() is not None

    def _renew(self, record: Record, held: Any) -> None:
        if held.row_id is not None and not held.linked:
            self._carry_over(record, held)
        what = {"fields": stored(record.fields), "source": self.source, "updated_by": self.actor}
        self.move.connection.execute(
            update(_EXTERNAL).where(_EXTERNAL.c.id == held.id).values(**what, version=_EXTERNAL.c.version + 1)
        )
        self.changed += 1

    def _carry_over(self, record: Record, held: Any) -> None:
        """Change what they changed; where we changed it too, ours stays and it is said."""
        table = TABLES[record.entity]
        before = self._values(Record(record.entity, record.id, loaded(held.fields)))
        after = self._values(record)
        row = self.move.connection.execute(select(table).where(table.c.id == held.row_id)).one()._mapping
        new = {column: value for column, value in after.items() if value != before[column]}
        kept = [column for column in new if row[column] != before[column]]
        if kept:
            why = f"Changed on both sides, ours stays: {', '.join(sorted(kept))}."
            self.apart.append(Unfitting(record.entity, record.id, _called(record), why))
        new = {column: value for column, value in new.items() if column not in kept}
        if record.entity == ACTION and row["closed_by"] is None:
            new |= self._ending(new | {"actual_completion_date": after["actual_completion_date"]})
        if new:
            who = {"updated_by": self.actor, "version": table.c.version + 1}
            self.move.connection.execute(update(table).where(table.c.id == held.row_id).values(**new, **who))
            if record.entity == ACTION:
                findable.action(self.move.connection, held.row_id)

    def _values(self, record: Record) -> dict[str, Any]:
        return {
            one.column: self._value(one, record.fields.get(one.name)) for one in FIELDS.get(record.entity, ())
        }

    def _value(self, one: Field, value: Value | None) -> Any:
        if one.kind is not Kind.LOOKUP:
            return plain(one, value)
        return None if value is None else self._pointed(TARGETS[one.column], value)

    def _pointed(self, entity: str, value: Value) -> int | None:
        """Our row of what a lookup points at. A person nobody knows is noted by name."""
        key = value.text.lower()
        held = self.move.connection.execute(_same(entity, key)).one_or_none()
        if held is not None:
            return None if held.row_id is None else int(held.row_id)
        if entity != PERSON or not value.name:
            return None
        table = TABLES[PERSON]
        found = self.move.connection.execute(select(table.c.id).where(table.c.name == value.name)).scalars()
        row, linked = next(iter(found), None), True
        if row is None:
            new = insert(table).values(name=value.name, created_by=self.actor, updated_by=self.actor)
            row, linked = self.move.connection.execute(new.returning(table.c.id)).scalar_one(), False
            self.stubs += 1
        self._note(Record(PERSON, key, {"fullname": Value(value.name)}), row, linked)
        return int(row)

    def _note(self, record: Record, row: int | None, linked: bool) -> None:
        values = {
            "entity": record.entity,
            "external_id": record.id,
            "fields": stored(record.fields),
            "linked": linked,
            "row_table": TABLES[record.entity].name if row is not None else None,
            "row_id": row,
            "source": self.source,
            "created_by": self.actor,
        }
        self.move.connection.execute(insert(_EXTERNAL).values(values))


def stored(fields: Mapping[str, Value]) -> list[list[str | None]]:
    """A record's fields as the record keeps them, in their order."""
    return [[name, value.text, value.entity, value.name] for name, value in fields.items()]


def loaded(fields: list[list[str | None]]) -> dict[str, Value]:
    """The fields again."""
    return {str(name): Value(text or "", entity, said) for name, text, entity, said in fields}


def _same(entity: str, key: str) -> Any:
    return select(_EXTERNAL).where(_EXTERNAL.c.entity == entity, _EXTERNAL.c.external_id == key)


def _lacking(entity: str, values: Mapping[str, Any]) -> str | None:
    """Which field is empty that no row can be without."""
    if entity not in FIELDS:
        return None
    table = TABLES[entity]
    for one in FIELDS[entity]:
        column = table.c[one.column]
        if values[one.column] is None and not column.nullable and column.default is None:
            return one.column.removesuffix("_id").replace("_", " ")
    return None


def _called(record: Record) -> str:
    named = record.fields.get("appbase_name") or record.fields.get("name")
    return named.text if named else record.id
