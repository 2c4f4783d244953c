"""What the review screen shows of one document: its drafts as cards, the text around them, what is left.

A document may have thousands of drafts and millions of characters. The page shows a part of each, the part
where the current draft stands, and leads to the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.decisions import REJECT_REASONS, Draft, DraftKind, DraftStatus, at_once
from pipeline.documents import ExtractedDocument, Span
from pipeline.failing import unread_children
from pipeline.findings import Analysis, Confidence
from pipeline.intake import Stage
from pipeline.places import PageSheet
from pipeline.problems import IllegalMove
from review.cards import HEADINGS, Card, card
from review.passages import marks, pages
from review.sights import sights
from store.views import Dossier

DRAFTS_SHOWN = 100
TEXT_SHOWN = 150_000
UNCOVERED_SHOWN = 40
HIDDEN_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one heading. `rest` are those that may be approved in one go."""

    heading: str
    cards: tuple[Card, ...]
    rest: tuple[Draft, ...]

    @property
    def seen(self) -> str:
        """Number and version of each draft in `rest`, as one form field."""
        return " ".join(f"{draft.number}.{draft.version}" for draft in self.rest)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the drafts in their order. `before` and `after` name drafts in the stretches beside it."""

    drafts: tuple[Draft, ...]
    first: int
    total: int
    before: int | None
    after: int | None


def contents(
    dossier: Dossier, at: str, start: str, undo: str, sheets: Sequence[PageSheet] = ()
) -> dict[str, object]:
    """What the template gets.

    `at` names the current draft, `undo` the one decided last, `start` an offset into the text. They come
    from the address, so each may name nothing. `sheets` are the pages that can be looked at.
    """
    drafts = _in_order(dossier.drafts)
    current = _current(drafts, at)
    shown = part(drafts, current)
    analysis = dossier.analysis
    return {
        "dossier": dossier,
        "document": dossier.document,
        "analysis": analysis,
        "current": current.number if current else None,
        "part": shown,
        "groups": groups(shown.drafts, dossier.document.coverage),
        "reasons": REJECT_REASONS,
        "uncovered": analysis.uncovered if analysis else (),
        "uncovered_shown": UNCOVERED_SHOWN,
        "obliging": analysis.hidden if analysis else (),
        "hidden": dossier.read.hidden_passages() if dossier.read else (),
        "hidden_shown": HIDDEN_SHOWN,
        "unread_parts": unread_children(len(dossier.children), _unread(dossier)),
        "undo": next(
            (draft.number for draft in drafts if str(draft.number) == undo and _undoable(draft)), None
        ),
        **_text(dossier.read, drafts, analysis, current, start, sheets),
        **_tally(drafts),
    }


def _unread(dossier: Dossier) -> int:
    return sum(child.stage == Stage.SET_ASIDE for child in dossier.children)


def _in_order(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    order = list(HEADINGS)
    alive = [draft for draft in drafts if draft.status is not DraftStatus.SUPERSEDED]
    return tuple(sorted(alive, key=lambda draft: (order.index(draft.kind), draft.number)))


def _current(drafts: tuple[Draft, ...], at: str) -> Draft | None:
    named = next((draft for draft in drafts if str(draft.number) == at), None)
    waiting = next((draft for draft in drafts if not draft.status.decided), None)
    return named or waiting or next(iter(drafts), None)


def part(drafts: tuple[Draft, ...], current: Draft | None) -> Part:
    """The stretch of `drafts` in which the current one lies."""
    place = drafts.index(current) if current else 0
    first = place - place % DRAFTS_SHOWN
    past = first + DRAFTS_SHOWN
    before = drafts[first - DRAFTS_SHOWN].number if first else None
    after = drafts[past].number if past < len(drafts) else None
    return Part(drafts[first:past], first + 1, len(drafts), before, after)


def groups(drafts: tuple[Draft, ...], coverage: str | None) -> tuple[Group, ...]:
    """The cards under their headings, in the order in which one decides."""
    try:
        sure = at_once(drafts, coverage, Confidence.HIGH)
    except IllegalMove:
        sure = ()
    return tuple(
        Group(HEADINGS[kind], tuple(map(card, found)), tuple(draft for draft in found if draft in sure))
        for kind in HEADINGS
        if (found := [draft for draft in drafts if draft.kind is kind])
    )


def window(text: str, start: int) -> Span:
    """The stretch of a text to show, from about `start` on; cut at line ends where there are any."""
    if len(text) <= TEXT_SHOWN:
        return Span(0, len(text))
    start = max(0, min(start, len(text) - TEXT_SHOWN))
    end = min(len(text), start + TEXT_SHOWN)
    line = text.rfind("\n", max(0, start - 2000), start)
    start = line + 1 if line >= 0 else start
    line = text.rfind("\n", end - 2000, end)
    return Span(start, line + 1 if line >= 0 and end < len(text) else end)


def _text(
    read: ExtractedDocument | None,
    drafts: tuple[Draft, ...],
    analysis: Analysis | None,
    current: Draft | None,
    start: str,
    sheets: Sequence[PageSheet],
) -> dict[str, object]:
    if read is None or not read.text:
        return {"pages": (), "sights": (), "earlier": None, "later": None}
    asked = int(start) if start.isascii() and start.isdecimal() and len(start) < 10 else None
    place = current.evidence[0].start - TEXT_SHOWN // 5 if current and current.evidence else 0
    seen = window(read.text, place if asked is None else asked)
    found = marks(read, drafts, analysis)
    shown = pages(read, found, seen)
    return {
        "pages": shown,
        "sights": sights(sheets, found, [page.number for page in shown]),
        "earlier": max(0, seen.start - TEXT_SHOWN) if seen.start else None,
        "later": seen.end if seen.end < len(read.text) else None,
    }


def _undoable(draft: Draft) -> bool:
    return draft.status.decided and draft.record is None


def _tally(drafts: tuple[Draft, ...]) -> dict[str, object]:
    unfiled = [draft for draft in drafts if draft.record is None]
    actions = [draft for draft in drafts if draft.kind is DraftKind.EXECUTIVE_ACTION]
    return {
        "left": sum(not draft.status.decided for draft in unfiled),
        "ready": sum(draft.status.decided for draft in unfiled),
        "total": len(drafts),
        "filed": any(draft.record for draft in drafts),
        "has_action": any(draft.status is not DraftStatus.REJECTED for draft in actions),
        "undoable": {draft.number: draft.version for draft in unfiled if _undoable(draft)},
    }
