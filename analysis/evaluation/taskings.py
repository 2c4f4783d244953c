"""Taskings, their deadlines and actors, and the ledger against the labels."""

from __future__ import annotations

from collections.abc import Callable

from analysis.evaluation.claims import Claims, Piece
from analysis.evaluation.forms import contained, same_party
from analysis.evaluation.gold import LabelledDocument, TaskingLabel
from analysis.evaluation.leads import list_after
from analysis.evaluation.places import letters
from analysis.evaluation.sheet import Sheet, half_overlap, place_of
from analysis.evaluation.tally import Tally
from pipeline.documents import Span
from pipeline.findings import LedgerClass


def score_taskings(sheet: Sheet, labelled: LabelledDocument, claims: Claims) -> None:
    """Recall over core labels; precision over all labels where they are complete."""
    placed = [(label, place_of(sheet, claims.crossing, label.span)) for label in labelled.taskings]
    for label, place in placed:
        if label.core:
            _score_core(sheet, claims, label, place)
    if labelled.taskings_complete:
        extra = _score_rows(sheet, claims, [place for _, place in placed if place])
        if not any(label.core for label in labelled.taskings):
            sheet.add("asks for nothing, nothing drafted", Tally(hits=not extra, labels=1))


def _score_core(sheet: Sheet, claims: Claims, label: TaskingLabel, place: Span | None) -> None:
    piece = _best(claims.pieces, place) if place else None
    sheet.add("taskings", Tally(hits=piece is not None, labels=1))
    if place is None or piece is None:
        words = claims.crossing.reference[label.span.start : label.span.end]
        sheet.fault("tasking", "missed" if place else "not in the text as read", words)
    if place is not None and piece is None:
        _score_ledger(sheet, claims, place)
    timed = _timed(claims.pieces, piece, place) if piece and place else None
    _score_field(sheet, "deadline text", label.deadline, timed.deadline if timed else None, timed, contained)
    _score_field(sheet, "due date", label.due_date, timed.due_date if timed else None, timed, equal)
    if piece is not None:
        _score_field(sheet, "responsible", label.responsible, piece.responsible, piece, same_party)
        written = letters(label.responsible or "") in letters(claims.crossing.reference)
        how = "responsible, as written" if written else "responsible, read from the document"
        if label.responsible:
            hit = same_party(piece.responsible, label.responsible)
            sheet.add(how, Tally(hits=hit, labels=1))
        sheet.count("due dates where the label has none", bool(piece.due_date and not label.due_date))


def _best(pieces: tuple[Piece, ...], place: Span) -> Piece | None:
    """The claimed clause that fits a place best, by shared over joint length."""

    def fit(piece: Piece) -> float:
        shared = min(piece.span.end, place.end) - max(piece.span.start, place.start)
        return shared / (len(piece.span) + len(place) - shared)

    return max((piece for piece in pieces if half_overlap(piece.span, place)), key=fit, default=None)


def _timed(pieces: tuple[Piece, ...], best: Piece, place: Span) -> Piece:
    """The clause whose term is compared: of several duties in the label's sentence the first with a term.

    The label has one term for the whole sentence, whichever of its duties the term belongs to.
    """
    if best.deadline or best.due_date or place == best.span:
        return best
    halves = (one for one in pieces if one.row != best.row and half_overlap(one.span, place))
    return next((one for one in halves if one.deadline), best)


def equal(found: str | None, label: str | None) -> bool:
    """Whether two values are the same to the letter."""
    return found == label


def _score_field(
    sheet: Sheet,
    measure: str,
    label: str | None,
    found: str | None,
    piece: Piece | None,
    same: Callable[[str | None, str | None], bool],
) -> None:
    if not label:
        return
    hit = piece is not None and same(found, label)
    sheet.add(measure, Tally(hits=hit, labels=1))
    if piece is not None and not hit:
        sheet.fault(measure, "wrong", label, found)


def _score_ledger(sheet: Sheet, claims: Claims, place: Span) -> None:
    """What became of a core sentence from which nothing was drafted: listed, explained away, or lost."""
    entries = [entry.ledger_class for entry in claims.ledger if half_overlap(entry.span, place)]
    if LedgerClass.UNCOVERED in entries:
        sheet.count("core not drafted, listed as uncovered")
    elif entries:
        sheet.count("core not drafted, listed otherwise")
        sheet.fault("ledger", "put aside", claims.crossing.read[place.start : place.end], ", ".join(entries))
    else:
        sheet.count("core neither drafted nor listed")
        sheet.fault("ledger", "lost", claims.crossing.read[place.start : place.end])


def _score_rows(sheet: Sheet, claims: Claims, places: list[Span]) -> int:
    """Count the drafted rows, right and wrong; how many no label speaks of."""
    extra = 0
    lists = [reach for place in places if (reach := list_after(claims.crossing.read, place))]
    pieces: dict[int, list[Piece]] = {}
    for piece in claims.pieces:
        pieces.setdefault(piece.row, []).append(piece)
    for row in pieces.values():
        labelled = any(half_overlap(piece.span, place) for piece in row for place in places)
        right = labelled or any(reach.contains(row[0].span) for reach in lists)
        sheet.add("taskings", Tally(right=right, found=1))
        if not right:
            extra += 1
            span = row[0].span
            sheet.fault("tasking", "extra", found=claims.crossing.read[span.start : span.end])
    return extra
