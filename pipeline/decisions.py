"""Drafts and what reviewers decide about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pipeline.documents import Evidence
from pipeline.encoding import Json
from pipeline.findings import Confidence
from pipeline.problems import Conflict, IllegalMove


class DraftKind(StrEnum):
    """What a draft proposes."""

    METADATA = "metadata"
    SUMMARY = "summary"
    EXECUTIVE_ACTION = "executive_action"
    ACTION_ITEM = "action_item"
    RISK = "risk"
    IMPACT = "impact"
    AUTHORITY = "authority"
    CROSS_REFERENCE = "cross_reference"


class DraftStatus(StrEnum):
    """Where a draft stands; edited means edited and approved."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"

    @property
    def stands(self) -> bool:
        """Whether a reviewer wants it as a record."""
        return self in (DraftStatus.APPROVED, DraftStatus.EDITED)

    @property
    def decided(self) -> bool:
        """Whether a reviewer has spoken."""
        return self.stands or self is DraftStatus.REJECTED


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding that asks for a decision, not stored yet."""

    kind: DraftKind
    title: str
    values: dict[str, Json]
    evidence: tuple[Evidence, ...]
    confidence: Confidence
    confidence_reason: str

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a draft without evidence")


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored proposal. `number` counts from 1 within its document; `proposed` is the analyzer's original.

    `record` is the id of the record it became, once finished. `author` is the person who added it by hand,
    None for the analyzer's. `run` counts analyses: of two drafts the later run's is the newer.
    """

    id: str
    document: str
    number: int
    kind: DraftKind
    title: str
    proposed: dict[str, Json]
    values: dict[str, Json]
    evidence: tuple[Evidence, ...]
    confidence: Confidence
    confidence_reason: str
    status: DraftStatus = DraftStatus.PROPOSED
    version: int = 1
    reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    record: str | None = None
    author: str | None = None
    run: int = 0


class Verdict(StrEnum):
    """What a reviewer may say of a draft."""

    APPROVE = "approve"
    EDIT = "edit"
    REJECT = "reject"
    UNDO = "undo"


REJECT_REASONS = ("not an action", "duplicate", "wrong owner", "wrong date", "unsupported", "other")
LONGEST = {"text": 20_000}
LONGEST_FIELD = 2_000
"""Characters that a reviewer may write into a field; a summary's text takes more."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewer's word on one version of one draft; `confirmed` names the doubtful fields looked at."""

    draft: str
    draft_version: int
    reviewer: str
    verdict: Verdict
    at: datetime
    changes: dict[str, Json] | None = None
    reason: str | None = None
    confirmed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.verdict is Verdict.EDIT and not self.changes:
            raise IllegalMove("An edit without a change.", remedy="Change a field, or approve as it is.")
        if self.verdict is Verdict.REJECT and not self.reason:
            raise IllegalMove(
                "A rejection without a reason.", remedy=f"Give one: {', '.join(REJECT_REASONS)}."
            )
        if not self.reviewer.strip():
            raise IllegalMove("A decision without a reviewer.")
        legible("reason", self.reason)


def legible(name: str, value: Json) -> None:
    """Check what a person wrote into a field, lists and objects inside it too.

    Raises IllegalMove when it is too long, or has control characters, marks that turn the direction of
    writing (they make words read otherwise than they are stored) or halves of characters.
    """
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            legible(name, member)
    if not isinstance(value, str):
        return
    longest = LONGEST.get(name, LONGEST_FIELD)
    if len(value) > longest:
        raise IllegalMove(
            f"The {_plain(name)} is too long.", f"It has {len(value):,} characters; {longest:,} are allowed."
        )
    found = _UNPRINTABLE.search(value)
    if found:
        raise IllegalMove(
            f"The {_plain(name)} has a character that cannot be printed.",
            f"Character {found.start() + 1} is U+{ord(found[0]):04X}.",
            "Type the words anew instead of pasting them.",
        )


def _plain(name: str) -> str:
    return name.replace("_", " ")


_RESULT = {
    Verdict.APPROVE: DraftStatus.APPROVED,
    Verdict.EDIT: DraftStatus.EDITED,
    Verdict.REJECT: DraftStatus.REJECTED,
    Verdict.UNDO: DraftStatus.PROPOSED,
}


def decided(draft: Draft, decision: Decision) -> Draft:
    """The draft after the decision.

    Raises Conflict when another reviewer decided first, IllegalMove when the draft cannot take this verdict.
    """
    if decision.draft_version != draft.version:
        raise Conflict(
            f"Draft {draft.number} was changed by {draft.decided_by or 'somebody else'} meanwhile.",
            f"It is now {draft.status} (version {draft.version}).",
            "Look at it again, then decide.",
        )
    _check_move(draft, decision)
    undone = decision.verdict is Verdict.UNDO
    return replace(
        draft,
        status=_RESULT[decision.verdict],
        values=_values_after(draft, decision),
        reason=decision.reason,
        version=draft.version + 1,
        decided_by=None if undone else decision.reviewer,
        decided_at=None if undone else decision.at,
    )


def _check_move(draft: Draft, decision: Decision) -> None:
    if draft.record is not None:
        raise IllegalMove(f"Draft {draft.number} is already filed.", remedy="Change the record it became.")
    if draft.status is DraftStatus.SUPERSEDED:
        raise IllegalMove(f"Draft {draft.number} was replaced by a later analysis.")
    if decision.verdict is Verdict.UNDO and not draft.status.decided:
        raise IllegalMove(f"Draft {draft.number} has no decision to undo.")
    if decision.verdict is not Verdict.UNDO and draft.status.decided:
        raise IllegalMove(f"Draft {draft.number} is already {draft.status}.", remedy="Undo first.")
    if decision.verdict in (Verdict.APPROVE, Verdict.EDIT):
        _check_grounds(draft, decision)


def _check_grounds(draft: Draft, decision: Decision) -> None:
    if not draft.evidence:
        raise IllegalMove(
            f"Draft {draft.number} rests on no words of the source.",
            "What becomes official needs its place in the document.",
            "Choose the words that bear it out, or reject it.",
        )
    known = decision.confirmed | (decision.changes or {}).keys()
    open_ones = [doubt for doubt in doubts(draft) if doubt.field not in known]
    if open_ones:
        raise IllegalMove(
            f"Draft {draft.number} is to be checked first.",
            " ".join(doubt.why for doubt in open_ones),
            f"Confirm or change: {', '.join(_plain(doubt.field) for doubt in open_ones)}.",
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a draft is of low confidence: the field to look at (`words` for all of it) and what to ask."""

    field: str
    why: str


def doubts(draft: Draft) -> tuple[Doubt, ...]:
    """What must be confirmed or changed before a draft is approved; only one of low confidence has doubts."""
    if draft.confidence is not Confidence.LOW:
        return ()
    values = draft.values
    if draft.kind is DraftKind.METADATA and not values.get("date"):
        return (Doubt("date", "No date is printed."),)
    if draft.kind is DraftKind.EXECUTIVE_ACTION and not values.get("lead_units"):
        return (Doubt("lead_units", "No office of ours matches the document."),)
    if draft.kind is DraftKind.ACTION_ITEM and not values.get("responsible"):
        return (Doubt("responsible", "Nobody is named who has to do it."),)
    if draft.kind is DraftKind.ACTION_ITEM and values.get("kind") == "question":
        return (Doubt("words", "It is a question in running text and may ask for nothing."),)
    return (Doubt("words", "The analyzer is not sure that the words say this."),)


def _values_after(draft: Draft, decision: Decision) -> dict[str, Json]:
    if decision.verdict is Verdict.UNDO:
        return draft.proposed
    if decision.changes is None:
        return draft.values
    unknown = decision.changes.keys() - draft.values.keys()
    if unknown:
        raise IllegalMove(
            f"A {draft.kind} draft has no field {', '.join(sorted(unknown))}.",
            remedy=f"Its fields: {', '.join(sorted(draft.values))}.",
        )
    for name, value in decision.changes.items():
        legible(name, value)
    return draft.values | decision.changes


def at_once(
    drafts: Iterable[Draft], coverage: str | None, least: Confidence = Confidence.MEDIUM
) -> tuple[Draft, ...]:
    """The waiting drafts that may be approved in one go: at least this sure, and tied to words of the source.

    A draft of low confidence is never one of them: it has a reason to be looked at. Raises IllegalMove when
    the document was not read whole, because then nobody knows what its drafts leave out.
    """
    if coverage != "full":
        raise IllegalMove(
            "These drafts cannot be approved in one go.",
            f"The text was not read whole: {coverage or 'not read yet'}.",
            "Look at the original, then approve draft by draft.",
        )
    sure = tuple(Confidence)[: tuple(Confidence).index(least) + 1]
    return tuple(
        draft
        for draft in drafts
        if draft.status is DraftStatus.PROPOSED
        and draft.author is None
        and draft.confidence in sure
        and draft.confidence is not Confidence.LOW
        and draft.evidence
    )
