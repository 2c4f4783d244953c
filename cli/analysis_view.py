"""An analysis for people: what it is, what it says, who must do what by when, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cli.hidden import show_hidden
from cli.printing import entries, heading, number_of, say, shortened
from pipeline.documents import Evidence
from pipeline.findings import ActionFinding, Analysis, DueBasis, Grounds, LedgerClass

Hidden = Mapping[str, Sequence[Evidence]]
"""By fingerprint of a document: its passages that were not meant to be seen."""


def show_analysis(analysis: Analysis, hidden: Hidden, name: str = "") -> None:
    """The whole analysis, attachments after it."""
    heading(name or analysis.document.title or "Document without a title")
    _show_facts(analysis)
    for part in (_show_summary, _show_executive_action, _show_actions, _show_reply, _show_consequences):
        part(analysis)
    _show_authorities(analysis)
    _show_gaps(analysis)
    show_hidden(hidden.get(analysis.document.sha256, ()))
    for number, child in enumerate(analysis.children, start=1):
        say("")
        show_analysis(
            child, hidden, f"Attachment {number}: {child.document.title or child.document.media_type}"
        )


def _show_facts(analysis: Analysis) -> None:
    facts = analysis.document
    kind = f"{facts.kind.value} ({facts.kind_detail})" if facts.kind_detail else facts.kind.value
    lines = (
        ("kind", kind),
        ("date", facts.date),
        ("from", facts.sender),
        ("to", facts.addressee),
        ("number", facts.number),
        ("language", facts.language),
        ("read", f"{facts.state}, {number_of(facts.pages, 'page')}, coverage {facts.coverage}"),
        *(("note", flag) for flag in facts.flags),
    )
    for name, value in lines:
        if value:
            say(f"  {name + ':':<10}{value}")


def _where(evidence: Grounds, longest: int = 110) -> str:
    return f"p. {evidence[0].page}: “{shortened(evidence[0].quote, longest)}”"


def _show_summary(analysis: Analysis) -> None:
    if analysis.summary:
        heading("Summary")
    for statement in analysis.summary:
        say(f"  {statement.text}")


def _show_executive_action(analysis: Analysis) -> None:
    action = analysis.executive_action
    if action is None:
        return
    heading("Executive action")
    units = ", ".join(choice.unit for choice in action.lead_units) or "no unit matches"
    dues = [
        f"{name} {due}"
        for name, due in (("internal", action.suspense_internal), ("external", action.suspense_external))
        if due
    ]
    say(f"  {action.title}")
    say(f"  {action.type}, {action.category}; priority {action.priority} ({action.priority_reason})")
    say(f"  lead: {units}; suspense: {', '.join(dues) or 'none'}")


def _show_actions(analysis: Analysis) -> None:
    if not analysis.actions:
        return
    heading(number_of(len(analysis.actions), "action"))
    entries(
        ("", "what", "condition", "who", "by", "counted", "confidence", "words of the source"),
        [_action_row(number, action) for number, action in enumerate(analysis.actions, start=1)],
    )


def _action_row(number: int, action: ActionFinding) -> tuple[object, ...]:
    members = f" ({len(action.items)} items)" if action.items else ""
    return (
        number,
        f"{shortened(action.title, 240)}{members}",
        action.condition,
        action.responsible,
        action.due_date or action.deadline_text or action.recurrence,
        counted(action.due_basis) if action.due_basis else None,
        action.confidence,
        _where(action.evidence, 160),
    )


def counted(basis: DueBasis) -> str:
    """The sum behind a due date in words."""
    start = basis.base or basis.anchor.value.replace("_", " ")
    if basis.offset is None:
        return start
    return f"{start} + {basis.offset} {(basis.unit or '').replace('_', ' ')}"


def _show_reply(analysis: Analysis) -> None:
    reply = analysis.reply
    if reply and reply.needed:
        heading(f"A reply is wanted{f' by {reply.by}' if reply.by else ''}")
        for ask in reply.asks:
            say(f"  {_where((ask,))}")


def _show_consequences(analysis: Analysis) -> None:
    for name, rows in (("Risks", analysis.risks), ("Impacts", analysis.impacts)):
        if rows:
            heading(name)
        for row in rows:
            say(f"  {row.title} ({row.category}): {_where(row.evidence, 80)}")
    if analysis.text.strip() and not analysis.risks and not analysis.impacts:
        heading("Risks and impacts")
        say("  None: no sentence gives ground for one.")


def _show_authorities(analysis: Analysis) -> None:
    if analysis.authorities:
        heading("Authorities")
        cited = {row.citation: row.type.value for row in analysis.authorities}
        say("  " + "; ".join(f"{citation} ({kind})" for citation, kind in cited.items()))
    if analysis.relations:
        heading("Relations")
    for relation in analysis.relations:
        part = " in part" if relation.in_part else ""
        say(f"  {relation.relation.value}{part} {relation.target}: {_where(relation.evidence, 80)}")


def _show_gaps(analysis: Analysis) -> None:
    gaps = [
        entry
        for entry in analysis.ledger
        if entry.ledger_class in (LedgerClass.UNCOVERED, LedgerClass.HIDDEN)
    ]
    if gaps:
        heading(f"{number_of(len(gaps), 'sentence')} that may oblige somebody without a draft")
    for entry in gaps:
        say(f"  {entry.ledger_class.value}, {_where(entry.evidence)}")
    if analysis.dropped.count:
        reasons = ", ".join(f"{number} {why}" for why, number in analysis.dropped.reasons.items())
        say(f"  {analysis.dropped.count} claims had no place in the source and were dropped: {reasons}")
