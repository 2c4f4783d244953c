"""The letters of a known year as rows: the measures are then computed from a record, not from their facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from benchmarks.letters_year import later
from coordination.cases import Case
from store.tables import metadata

SHA256 = "0" * 64
_AUTHORITY = {
    "id": 1,
    "name": "EO 14001",
    "citation": "EO 14001",
    "citation_key": "EO 14001",
    "citation_type": "executive_order",
    "authority_type": "Executive Order",
}
_WITHOUT_REPLY = "No Further Action"


def write(connection: Connection, cases: Iterable[Case], zone: tzinfo) -> None:
    """Insert what the cases say into the tables that hold it."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    kinds = {row.name: row for row in connection.execute(select(_table("executive_action_type")))}
    units = {row.abbreviation: row.id for row in connection.execute(select(_table("organization_unit")))}
    for key, case in enumerate(cases, start=1):
        for name, row in _rows(key, case, kinds, units, zone):
            rows[name].append(row)
    rows["original"] = [{"id": 1, "sha256": SHA256, "size": 1, "media_type": "text/plain", "kept_at": "0"}]
    rows["legal_authority"] = [_AUTHORITY]
    for table in metadata.sorted_tables:
        if rows[table.name]:
            connection.execute(insert(table), rows[table.name])


def _table(name: str) -> Table:
    return metadata.tables[name]


def _rows(
    key: int, case: Case, kinds: dict[str, Any], units: dict[str, int], zone: tzinfo
) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = kinds[case.kind]
    yield (
        "executive_action",
        {
            "id": key,
            "action_number": case.number,
            "name": "A letter",
            "executive_action_type_id": kind.id,
            "category": kind.executive_action_category,
            "action_status": "Cancelled" if case.cancelled else "Completed" if case.closed else "In Progress",
            "lifecycle_stage": "Active",
            "priority": "Medium",
            "received_date_time": _moment(case.received, zone),
            "lead_organization_unit": case.unit or None,
            "lead_organization_unit_id": units.get(case.unit),
            "start_date": case.tasked,
            "due_date": case.due,
            "actual_completion_date": _moment(case.closed, zone),
            "outcome_summary": "Done." if case.evaluated else None,
            "lessons_learned": "Begin sooner." if case.evaluated else None,
            "source_document_id": key if case.letter else None,
            "source_legal_authority_id": 1 if case.authority else None,
        },
    )
    yield from _beside(key, case, zone)
    if case.letter:
        yield "intake_document", _document(key, case, zone)
    if case.answerable:
        yield from _correspondence(key, case)


def _document(key: int, case: Case, zone: tzinfo) -> dict[str, Any]:
    return {
        "id": key,
        "control_number": f"D-{key}",
        "original_id": 1,
        "receipt_key": str(key),
        # that of the action counts; where it has none, neither has its letter
        "received_at": _moment(case.received, zone) or datetime(2025, 1, 1, tzinfo=UTC),
        "channel": "folder",
        "source": str(key),
        "brought_by": "benchmark",
        "file_name": "letter.txt",
        "media_type": "text/plain",
        "size": 1,
        "stage": "reviewed",
        "document_date": case.letter.isoformat() if case.letter else None,
    }


def _beside(key: int, case: Case, zone: tzinfo) -> Iterator[tuple[str, dict[str, Any]]]:
    if case.unit and not case.named:
        yield "action_item", _item(key, "In Progress", None)
    if not case.whole:
        yield "action_item", _item(key, "Cancelled", "Ada")
    if case.risk:
        yield "risk_item", {"name": "Late", "risk_number": f"R-{key}", "executive_action_id": key}
    for number in range(case.units - 1):
        yield "coordinating_unit", {"executive_action_id": key, "unit": f"U{number}"}
    for taken in case.turnarounds:
        asked = date(2025, 6, 2)
        yield (
            "review_approval_decision",
            {
                "executive_action_id": key,
                "reviewer_type": "Concurring Office",
                "approval_status": "Concurred",
                "requested_date": _moment(asked, zone),
                "decision_date": _moment(later(asked, taken), zone),
                "requested_by": "ada",
            },
        )
    for finding in case.findings:
        yield (
            "audit_finding",
            {
                "executive_action_id": key,
                "finding": "Nobody signed.",
                "raised_by": "OIG",
                "raised_date": finding.raised,
                "settled_date": finding.settled,
            },
        )
    if case.answers:
        yield (
            "closure_answer",
            {
                "executive_action_id": key,
                "in_time": case.answers[0],
                "as_asked": case.answers[1],
                "answered_by": "The writer",
            },
        )


def _item(key: int, status: str, who: str | None) -> dict[str, Any]:
    return {
        "subject": "Answer the letter",
        "action_type": "Task",
        "action_status": status,
        "executive_action_id": key,
        "assignee": who,
    }


def _correspondence(key: int, case: Case) -> Iterator[tuple[str, dict[str, Any]]]:
    """The letters of the case and the proof of each that went out."""
    yield "correspondence_case", {"id": key, "executive_action_id": key}
    if case.letter is None:
        return
    sent = {"Acknowledgement": case.acknowledged, "Interim Reply": case.interim, "Final Reply": case.replied}
    for kind, day in sent.items():
        if day:
            yield (
                "correspondence_dispatch",
                {
                    "case_id": key,
                    "document_id": key,
                    "kind": kind,
                    "recipient": "The writer",
                    "sent_by": "ada",
                    "sent_date": day,
                    "way": "E-mail",
                    "original_id": 1,
                    "file_name": "reply.pdf",
                },
            )
    yield (
        "correspondence_letter",
        {
            "case_id": key,
            "document_id": key,
            "correspondent": "The writer",
            "letter_date": case.letter,
            "received_date": case.received,
            "state": _WITHOUT_REPLY if case.waived else "Open",
            "tasked_date": case.tasked,
            "ending_reason": "A copy." if case.waived else None,
            "ending_asked_by": "ada" if case.waived else None,
            "ending_approved_by": "ben" if case.waived else None,
        },
    )


def _moment(day: date | None, zone: tzinfo) -> datetime | None:
    """Noon of a day."""
    return datetime.combine(day, time(12), zone) if day else None
