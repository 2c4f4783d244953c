"""What may be done to an action item by its type: work, approval, concurrence, pause, and what each needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from coordination.actions import ActionItem, ActionStatus, ItemType, status_after
from pipeline.problems import IllegalMove


class ReviewerType(StrEnum):
    """In which part somebody is asked."""

    APPROVER = "Approver"
    CONCURRING_OFFICE = "Concurring Office"
    SIGNATORY = "Signatory"


class ReviewDecision(StrEnum):
    """What a reviewer said."""

    APPROVE = "Approve"
    RETURN = "Return"
    RESCIND = "Rescind"
    CONCUR = "Concur"
    CONCUR_WITH_COMMENT = "Concur with Comment"
    NON_CONCUR = "Non-Concur"
    NO_RESPONSE = "No Response"


class ApprovalStatus(StrEnum):
    """Where a review, a clearance or a signature stands."""

    REQUESTED = "Requested"
    APPROVED = "Approved"
    RETURNED = "Returned"
    RESCINDED = "Rescinded"
    CONCURRED = "Concurred"
    NON_CONCURRED = "Non-Concurred"
    NO_RESPONSE = "No Response"
    WITHDRAWN = "Withdrawn"


class Verb(StrEnum):
    """What somebody does with an action item."""

    BEGIN = "begin"
    SUBMIT = "submit"
    TAKE_UP = "take-up"
    APPROVE = "approve"
    RETURN = "return"
    RESCIND = "rescind"
    CONCUR = "concur"
    CONCUR_WITH_COMMENT = "concur-with-comment"
    NON_CONCUR = "non-concur"
    NO_RESPONSE = "no-response"
    COMPLETE = "complete"
    CANCEL = "cancel"
    DEFER = "defer"
    RESUME = "resume"
    REOPEN = "reopen"
    PAUSE = "pause"
    GO_ON = "go-on"


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: from which status to which, for which types, which words it needs, and who may.

    `needs` is what the words are called; `decides` tells that it takes the right to decide on items.
    """

    starts: frozenset[ActionStatus]
    ends: ActionStatus | None
    types: frozenset[ItemType]
    needs: str = ""
    decides: bool = False


_S, _T = ActionStatus, ItemType
_OPEN = frozenset(status for status in _S if not status.ended)
_ALL = frozenset(_T)
_WORK = frozenset({_T.TASK, _T.ACKNOWLEDGEMENT, _T.REPLY, _T.REPORT})
_REVIEWED = _ALL - {_T.COORDINATION}
_CLEARED = frozenset({_T.COORDINATION})
_ASKED = _OPEN - {_S.DEFERRED}

MOVES: dict[Verb, Move] = {
    Verb.BEGIN: Move(frozenset({_S.NEW, _S.RETURNED}), _S.IN_PROGRESS, _ALL),
    Verb.SUBMIT: Move(frozenset({_S.NEW, _S.IN_PROGRESS, _S.RETURNED}), _S.SUBMITTED, _REVIEWED),
    Verb.TAKE_UP: Move(frozenset({_S.SUBMITTED}), _S.IN_REVIEW, _REVIEWED, decides=True),
    Verb.APPROVE: Move(frozenset({_S.SUBMITTED, _S.IN_REVIEW}), _S.COMPLETED, _REVIEWED, decides=True),
    Verb.RETURN: Move(frozenset({_S.SUBMITTED, _S.IN_REVIEW}), _S.RETURNED, _REVIEWED, "reason", True),
    Verb.RESCIND: Move(frozenset({_S.COMPLETED}), _S.RETURNED, frozenset({_T.APPROVAL}), "reason", True),
    Verb.CONCUR: Move(_ASKED, _S.COMPLETED, _CLEARED),
    Verb.CONCUR_WITH_COMMENT: Move(_ASKED, _S.COMPLETED, _CLEARED, "comment"),
    Verb.NON_CONCUR: Move(_ASKED - {_S.RETURNED}, _S.RETURNED, _CLEARED, "reason"),
    Verb.NO_RESPONSE: Move(_ASKED, _S.COMPLETED, _CLEARED, decides=True),
    Verb.COMPLETE: Move(frozenset({_S.NEW, _S.IN_PROGRESS, _S.RETURNED}), _S.COMPLETED, _WORK, "note"),
    Verb.CANCEL: Move(_OPEN, _S.CANCELLED, _ALL, "reason"),
    Verb.DEFER: Move(frozenset({_S.NEW, _S.IN_PROGRESS, _S.RETURNED}), _S.DEFERRED, _ALL, "reason"),
    Verb.RESUME: Move(frozenset({_S.DEFERRED}), _S.IN_PROGRESS, _ALL),
    Verb.REOPEN: Move(frozenset({_S.COMPLETED, _S.CANCELLED}), None, _ALL, "reason"),
    Verb.PAUSE: Move(_OPEN - {_S.DEFERRED, _S.RETURNED}, None, _ALL, "reason"),
    Verb.GO_ON: Move(_OPEN, None, _ALL),
}
"""Every verb. `ends` is None where the status after it hangs on the item."""

DECISIONS: dict[Verb, tuple[ReviewDecision, ApprovalStatus]] = {
    Verb.APPROVE: (ReviewDecision.APPROVE, ApprovalStatus.APPROVED),
    Verb.RETURN: (ReviewDecision.RETURN, ApprovalStatus.RETURNED),
    Verb.RESCIND: (ReviewDecision.RESCIND, ApprovalStatus.RESCINDED),
    Verb.CONCUR: (ReviewDecision.CONCUR, ApprovalStatus.CONCURRED),
    Verb.CONCUR_WITH_COMMENT: (ReviewDecision.CONCUR_WITH_COMMENT, ApprovalStatus.CONCURRED),
    Verb.NON_CONCUR: (ReviewDecision.NON_CONCUR, ApprovalStatus.NON_CONCURRED),
    Verb.NO_RESPONSE: (ReviewDecision.NO_RESPONSE, ApprovalStatus.NO_RESPONSE),
}
"""The verbs that are a reviewer's word, and what the record of it says."""

OWN_WORD = frozenset({Verb.CONCUR, Verb.CONCUR_WITH_COMMENT, Verb.NON_CONCUR})
"""The verbs that whoever was asked gives themselves, or who acts for them."""

NEEDS_PAPER = frozenset({ItemType.REPLY, ItemType.REPORT})
"""Types whose completion rests on a paper: what was sent, and to whom."""

_WHY = {
    "reason": "Others must be able to see why.",
    "comment": "That is what tells it from a plain concurrence.",
    "note": "Somebody will ask what was done.",
}


def act(item: ActionItem, verb: Verb, words: str = "", *, today: date, papers: int = 0) -> ActionItem:
    """The item after a verb; `words` are its reason, comment or note, `papers` counts proofs of completion.

    Raises IllegalMove where type or status have no such step, or words or papers that it needs are missing.
    """
    move, text = MOVES[verb], words.strip()
    _check_place(item, verb, move)
    if move.needs and not text:
        raise IllegalMove(
            f"“{_short(item)}” needs a {move.needs} for this.", _WHY[move.needs], f"Write the {move.needs}."
        )
    if verb in (Verb.PAUSE, Verb.GO_ON):
        return replace(item, paused=verb is Verb.PAUSE, status_reason=text or None)
    if verb is Verb.NO_RESPONSE:
        _check_silence(item, today)
    if verb in (Verb.COMPLETE, Verb.APPROVE):
        _check_complete(item, papers)
    after = status_after(item.status, move.ends or _reopened(item.status))
    note = text or item.closing_note if after is ActionStatus.COMPLETED else None
    return replace(item, status=after, status_reason=text or None, closing_note=note, paused=False)


def verbs(item: ActionItem, today: date) -> tuple[Verb, ...]:
    """What may be done with an item, whoever asks, as far as type and status decide it."""
    return tuple(verb for verb, move in MOVES.items() if _fits(item, verb, move, today))


def _fits(item: ActionItem, verb: Verb, move: Move, today: date) -> bool:
    try:
        _check_place(item, verb, move)
        if verb is Verb.NO_RESPONSE:
            _check_silence(item, today)
        if verb in (Verb.COMPLETE, Verb.APPROVE):
            _check_members(item)
    except IllegalMove:
        return False
    return True


def _check_place(item: ActionItem, verb: Verb, move: Move) -> None:
    if item.item_type not in move.types:
        steps = ", ".join(said(one) for one, other in MOVES.items() if item.item_type in other.types)
        raise IllegalMove(
            f"“{_short(item)}” is of type {item.item_type}: {said(verb)} is no step of it.",
            f"Steps: {steps}.",
        )
    if item.paused and verb not in (Verb.GO_ON, Verb.CANCEL):
        raise IllegalMove(f"“{_short(item)}” is paused.", item.status_reason or "", "Let it go on first.")
    if verb is Verb.GO_ON and not item.paused:
        raise IllegalMove(f"“{_short(item)}” is not paused.")
    if item.status not in move.starts:
        raise IllegalMove(
            f"“{_short(item)}” is {item.status}: {said(verb)} is no step from there.",
            remedy="Reopen it first." if item.status.ended else "",
        )


def _check_silence(item: ActionItem, today: date) -> None:
    if item.mandatory:
        raise IllegalMove(
            f"“{_short(item)}” is a mandatory clearance: silence does not clear it.",
            "An answer is needed, or somebody takes the clearance back with a reason.",
            "Ask again, or cancel the item with the reason.",
        )
    if item.due_date is None or today <= item.due_date:
        raise IllegalMove(
            f"“{_short(item)}” can still be answered.",
            f"Its suspense is {item.due_date.isoformat()}." if item.due_date else "It has no suspense.",
        )


def _check_complete(item: ActionItem, papers: int) -> None:
    _check_members(item)
    if item.item_type in NEEDS_PAPER and not papers:
        raise IllegalMove(
            f"“{_short(item)}” needs its {item.item_type.lower()} on the record before it is complete.",
            "A date alone is no proof that something went out.",
            "Attach the paper that was sent, or name its document.",
        )


def _check_members(item: ActionItem) -> None:
    waiting = [member for member in item.children if not member.status.ended]
    if waiting:
        raise IllegalMove(
            f"“{_short(item)}” has {len(waiting)} open items below it.",
            "; ".join(_short(member) for member in waiting[:3]),
            "End them first.",
        )


def _reopened(status: ActionStatus) -> ActionStatus:
    return ActionStatus.NEW if status is ActionStatus.CANCELLED else ActionStatus.IN_PROGRESS


def said(verb: Verb) -> str:
    """A verb as it is written on a button."""
    return verb.value.replace("-", " ").replace("non concur", "non-concur")


def _short(item: ActionItem) -> str:
    return item.subject if len(item.subject) <= 60 else f"{item.subject[:57]}..."
