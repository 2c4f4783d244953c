"""Approved summaries, risks and impacts as rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert

from coordination.assessment import Level, level, overall, polarity
from pipeline.decisions import Draft, DraftKind
from store import checking, numbers
from store.database import Transaction
from store.tables.assessment import Assessment, Impact, RiskItem
from store.tracking import Source


def file_assessment(
    move: Transaction, source: Source, action: int | None, draft: Draft, today: date
) -> tuple[int, str]:
    """The analysis that an approved summary is; its key and its public id."""
    new = insert(Assessment).values(
        name=f"{source.document.control_number}: {draft.title}",
        analysis_number=numbers.analysis_number(move, source.year),
        legal_authority_id=source.authority,
        executive_action_id=action,
        conducted_by=source.actor,
        analysis_date=today,
        summary=checking.said(draft.values, "text"),
        supporting_document_id=source.document.id,
        draft_id=source.drafts[draft.id],
        created_by=source.actor,
        updated_by=source.actor,
    )
    key, public_id = move.connection.execute(new.returning(Assessment.id, Assessment.public_id)).one()
    return key, str(public_id)


def file_consequences(
    move: Transaction,
    source: Source,
    action: int | None,
    analysis: int | None,
    drafts: tuple[Draft, ...],
    today: date,
) -> dict[str, str]:
    """Risks and impacts; the record that each draft became."""
    became: dict[str, str] = {}
    for draft in drafts:
        row = _shared(source, action, analysis, draft) | {"identification_date": today}
        if draft.kind is DraftKind.RISK:
            row |= _risk(source, draft) | {"risk_number": numbers.risk_number(move, source.year)}
            new = insert(RiskItem).values(row).returning(RiskItem.public_id)
        else:
            new = insert(Impact).values(row | _impact(source, draft)).returning(Impact.public_id)
        became[draft.id] = str(move.connection.execute(new).scalar_one())
    return became


def _shared(source: Source, action: int | None, analysis: int | None, draft: Draft) -> dict[str, Any]:
    return {
        "name": checking.said(draft.values, "title") or draft.title,
        "description": checking.said(draft.values, "reason"),
        "general_category": checking.said(draft.values, "category"),
        "legal_authority_id": source.authority,
        "analysis_id": analysis,
        "executive_action_id": action,
        "document_id": source.document.id,
        "draft_id": source.drafts[draft.id],
        "created_by": source.actor,
        "updated_by": source.actor,
    }


def _risk(source: Source, draft: Draft) -> dict[str, Any]:
    likelihood, severity = _level(draft, "likelihood"), _level(draft, "severity")
    units = checking.many(draft.values, "affected_units")
    return {
        "likelihood": likelihood and likelihood.value,
        "severity": severity and severity.value,
        "overall_risk_level": overall(likelihood, severity).value if likelihood and severity else None,
        "identified_by": draft.decided_by,
        "organization_unit": ", ".join(units) or None,
        "organization_unit_id": source.units.id_of(units[0]) if units else None,
    }


def _impact(source: Source, draft: Draft) -> dict[str, Any]:
    word = checking.said(draft.values, "polarity")
    units = checking.many(draft.values, "affected_units")
    return {
        "polarity": polarity(word).value if word else None,
        "affected_organization_unit": ", ".join(units) or None,
        "affected_organization_unit_id": source.units.id_of(units[0]) if units else None,
    }


def _level(draft: Draft, name: str) -> Level | None:
    word = checking.said(draft.values, name)
    return level(word) if word else None
