"""What the review screen shows of one document: its drafts as cards, the text around them, what is left.

A document may have thousands of drafts and millions of characters. The page shows a part of each, the part
where the current draft stands, and leads to the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.decisions import REJECT_REASONS, Draft, DraftKind, DraftStatus, at_once
from pipeline.documents import Evidence, Span
from pipeline.failing import unread_children
from pipeline.findings import Analysis, Confidence, LedgerClass, LedgerEntry
from pipeline.intake import Stage
from pipeline.places import PageSheet
from pipeline.problems import IllegalMove
from review.cards import HEADINGS, Card, card
from review.numbers import whole
from review.passages import marks, pages, ticks
from review.sights import sights
from store.views import Dossier

DRAFTS_SHOWN = 100
TEXT_SHOWN = 150_000
GAPS_SHOWN = 40
HIDDEN_SHOWN = 40
ASIDE_SHOWN = 40
WHY_ASIDE = {
    LedgerClass.SPECIFICATION: "Say how something is, must be or may be done",
    LedgerClass.CONSTRUCTION: "Say how the text is to be read",
    LedgerClass.QUOTED: "Quote another text or an earlier message",
}
"""Why the analyzer drafted nothing from a sentence with an obligation word, and lets it wait for nobody."""


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. It comes from anywhere, so each part may name nothing.

    `at` names the current draft, `undo` the one decided last, `show` the drafts to list, `start` an offset
    into the text, `add` that of a sentence from which a draft is wanted.
    """

    at: str = ""
    start: str = ""
    undo: str = ""
    show: str = ""
    add: str = ""


def contents(dossier: Dossier, asked: Asked, sheets: Sequence[PageSheet] = ()) -> dict[str, object]:
    """What the template gets. `sheets` are the pages that can be looked at."""
    drafts = in_order(dossier.drafts)
    chosen = tuple(draft for draft in drafts if SHOWN.get(asked.show, SHOWN[""])(draft)) or drafts
    current = _current(chosen, asked.at)
    shown = part(chosen, current)
    analysis, gaps = dossier.analysis, dossier.gaps
    return {
        "dossier": dossier,
        "document": dossier.document,
        "analysis": analysis,
        "current": current.number if current else None,
        "part": shown,
        "groups": groups(shown.drafts, dossier.document.coverage, newest_decided(drafts), drafts),
        "asked": asked,
        "lists": {name: sum(map(wanted, drafts)) for name, wanted in SHOWN.items()},
        "reasons": REJECT_REASONS,
        "gaps": gaps,
        "gaps_shown": GAPS_SHOWN,
        "aside": aside(analysis),
        "aside_shown": ASIDE_SHOWN,
        "adding": _adding((*gaps, *(analysis.set_aside if analysis else ())), asked.add),
        "obliging": analysis.hidden if analysis else (),
        "hidden": dossier.read.hidden_passages() if dossier.read else (),
        "hidden_shown": HIDDEN_SHOWN,
        "unread_parts": unread_children(len(dossier.children), _unread(dossier)),
        "undo": next(
            (draft.number for draft in drafts if str(draft.number) == asked.undo and _undoable(draft)), None
        ),
        **_text(dossier, drafts, current, asked.start, sheets),
        **_tally(drafts),
    }


def aside(analysis: Analysis | None) -> tuple[tuple[str, tuple[LedgerEntry, ...]], ...]:
    """The sentences that the analyzer set aside, by the reason."""
    found = analysis.set_aside if analysis else ()
    listed = (
        (why, tuple(one for one in found if one.ledger_class is kind)) for kind, why in WHY_ASIDE.items()
    )
    return tuple((why, entries) for why, entries in listed if entries)


def _adding(entries: Iterable[LedgerEntry], start: str) -> Evidence | None:
    """The sentence from which a draft is wanted, by where it begins."""
    return next((one.evidence[0] for one in entries if str(one.evidence[0].start) == start), None)


SHOWN: dict[str, Callable[[Draft], bool]] = {
    "": lambda _: True,
    "waiting": lambda draft: draft.status is DraftStatus.PROPOSED,
    "low": lambda draft: draft.status is DraftStatus.PROPOSED and draft.confidence is Confidence.LOW,
    "missing": lambda draft: draft.status is DraftStatus.PROPOSED and not draft.evidence,
}
"""Which drafts a list shows, by its name in the address."""


def newest_decided(drafts: Iterable[Draft]) -> int | None:
    """The latest analysis of which somebody has decided a draft: what comes from a later one is new."""
    return max((draft.run for draft in drafts if draft.status.decided and draft.author is None), default=None)


def following(drafts: Iterable[Draft], number: int) -> int:
    """The waiting draft after this one in the order of the page; else the first; else this one."""
    ordered = in_order(tuple(drafts))
    places = {draft.number: place for place, draft in enumerate(ordered)}
    waiting = [draft.number for draft in ordered if draft.status is DraftStatus.PROPOSED]
    later = [one for one in waiting if places[one] > places.get(number, -1)]
    return next(iter(later or waiting), number)


def _unread(dossier: Dossier) -> int:
    return sum(child.stage == Stage.SET_ASIDE for child in dossier.children)


def in_order(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The drafts in the order in which one decides, without those that a later analysis replaced."""
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


def groups(
    drafts: tuple[Draft, ...],
    coverage: str | None,
    decided: int | None = None,
    fellows: tuple[Draft, ...] = (),
) -> tuple[Group, ...]:
    """The cards under their headings, in the order in which one decides; `fellows` are all drafts."""
    try:
        sure = at_once(drafts, coverage, Confidence.HIGH)
    except IllegalMove:
        sure = ()
    return tuple(
        Group(
            HEADINGS[kind],
            tuple(card(draft, fresh=_fresh(draft, decided), fellows=fellows or drafts) for draft in found),
            tuple(draft for draft in found if draft in sure),
        )
        for kind in HEADINGS
        if (found := [draft for draft in drafts if draft.kind is kind])
    )


def _fresh(draft: Draft, decided: int | None) -> bool:
    waits = draft.status is DraftStatus.PROPOSED and draft.author is None
    return waits and decided is not None and draft.run > decided


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
    dossier: Dossier,
    drafts: tuple[Draft, ...],
    current: Draft | None,
    start: str,
    sheets: Sequence[PageSheet],
) -> dict[str, object]:
    read = dossier.read
    if read is None or not read.text:
        return {"pages": (), "sights": {}, "ticks": (), "earlier": None, "later": None}
    asked = whole(start)
    place = current.evidence[0].start - TEXT_SHOWN // 5 if current and current.evidence else 0
    seen = window(read.text, place if asked is None else asked)
    found = marks(read, drafts, dossier.gaps)
    shown = pages(read, found, seen)
    return {
        "pages": shown,
        "sights": {sight.number: sight for sight in sights(sheets, found, [page.number for page in shown])},
        "ticks": ticks(found, seen),
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
