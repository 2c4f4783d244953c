"""What the type of an executive action requires, and at which step it must be there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.problems import IllegalMove


class Gate(StrEnum):
    """A step that something may be required for."""

    START = "start"
    SUBMIT = "submit for review"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a type requires, and whether the action itself requires a formal decision."""

    legal_authority: bool = False
    impact_assessment: bool = False
    risk_assessment: bool = False
    formal_decision: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on the record of an action: counts, and whether somebody leads it."""

    authorities: int = 0
    impacts: int = 0
    risks: int = 0
    decisions: int = 0
    lead: bool = False


def missing(requirements: Requirements, standing: Standing, gate: Gate) -> tuple[str, ...]:
    """What keeps an action from this step, each in a few words.

    Work begins under a lead and on its authority; it is reviewed and closed with its assessments; it is
    closed with its formal decision.
    """
    found = []
    if not standing.lead:
        found.append("a lead office or an accountable lead")
    if requirements.legal_authority and not standing.authorities:
        found.append("a legal authority")
    if gate is not Gate.START:
        if requirements.impact_assessment and not standing.impacts:
            found.append("an impact assessment")
        if requirements.risk_assessment and not standing.risks:
            found.append("a risk assessment")
    if gate is Gate.CLOSE and requirements.formal_decision and not standing.decisions:
        found.append("a formal decision in the decision log")
    return tuple(found)


def check(number: str, kind: str, requirements: Requirements, standing: Standing, gate: Gate) -> None:
    """Raise IllegalMove where something is missing that this step requires."""
    found = missing(requirements, standing, gate)
    if found:
        raise IllegalMove(
            f"{number} cannot {gate.value} yet: it has no {' and no '.join(_bare(one) for one in found)}.",
            f"Actions of the type {kind} require this before they {gate.value}.",
            "Add what is missing, then try again.",
        )


def _bare(words: str) -> str:
    return words.removeprefix("a ").removeprefix("an ")
