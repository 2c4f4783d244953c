"""What an analysis claims, laid out over one text for comparison with labels."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.evaluation.places import Crossing
from pipeline.documents import Span
from pipeline.findings import ActionFinding, Analysis, AuthorityType, LedgerClass, RelationKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A cited authority and its place."""

    citation: str
    type: AuthorityType
    span: Span
    is_self: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause or a list member of action `row`, with what holds for it; members inherit from their row."""

    row: int
    span: Span
    responsible: str | None
    deadline: str | None
    due_date: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A sentence of the ledger."""

    ledger_class: LedgerClass
    span: Span


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything claimed about one labelled document, attachments included where its reference has them."""

    crossing: Crossing
    mentions: tuple[Mention, ...]
    relations: tuple[tuple[RelationKind, str, bool], ...]
    pieces: tuple[Piece, ...]
    ledger: tuple[Listed, ...]

    @property
    def rows(self) -> int:
        """How many action rows there are."""
        return len({piece.row for piece in self.pieces})


def claims_of(analysis: Analysis, reference: str) -> Claims:
    """The claims over the text that comes nearest to the reference: the document's own, or with its children.

    A reference text of a message may hold its attachments one after the other.
    """
    alone = Crossing(reference, analysis.text)
    family = tuple(_family(analysis))
    if len(family) > 1:
        together = Crossing(reference, "\n".join(member.text for member in family))
        if together.fidelity > alone.fidelity:
            return _claims(together, family)
    return _claims(alone, (analysis,))


def _family(analysis: Analysis) -> list[Analysis]:
    return [analysis, *(member for child in analysis.children for member in _family(child))]


def _claims(crossing: Crossing, family: tuple[Analysis, ...]) -> Claims:
    mentions: list[Mention] = []
    pieces: list[Piece] = []
    ledger: list[Listed] = []
    base = rows = 0
    for member in family:
        mentions += [
            Mention(row.citation, row.type, _moved(row.evidence[0].span, base), row.is_self)
            for row in member.authorities
        ]
        for row in member.actions:
            pieces += _pieces(rows, row, base)
            rows += 1
        ledger += [Listed(row.ledger_class, _moved(row.evidence[0].span, base)) for row in member.ledger]
        base += len(member.text) + 1
    relations = tuple(
        (row.relation, row.target, row.in_part) for member in family for row in member.relations
    )
    return Claims(crossing, tuple(mentions), relations, tuple(pieces), tuple(ledger))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _pieces(row: int, action: ActionFinding, base: int) -> list[Piece]:
    lead = Piece(
        row,
        _moved(action.evidence[0].span, base),
        action.responsible,
        action.deadline_text,
        action.due_date,
    )
    members = [
        Piece(
            row,
            _moved(item.evidence[0].span, base),
            item.responsible or action.responsible,
            action.deadline_text,
            item.due_date or action.due_date,
        )
        for item in action.items
    ]
    return [lead, *members]
