"""Counts of right and wrong, and the figures made from them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts that can be added up.

    `hits` of `labels` were found; `unread` labels lie in documents whose text could not be had;
    `right` of `found` rows agree with a label.
    """

    hits: int = 0
    labels: int = 0
    unread: int = 0
    right: int = 0
    found: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.hits + other.hits,
            self.labels + other.labels,
            self.unread + other.unread,
            self.right + other.right,
            self.found + other.found,
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """A tally with its figures, each 0 to 1, or None where nothing was there to measure.

    `recall` counts the labels of documents that were read, `recall_over_all` those of unread ones too.
    """

    hits: int
    labels: int
    labels_unread: int
    right: int
    found: int
    recall: float | None
    recall_over_all: float | None
    precision: float | None
    f1: float | None


def measured(tally: Tally) -> Measure:
    """The figures of a tally."""
    recall = share(tally.hits, tally.labels)
    precision = share(tally.right, tally.found)
    return Measure(
        tally.hits,
        tally.labels,
        tally.unread,
        tally.right,
        tally.found,
        recall,
        share(tally.hits, tally.labels + tally.unread),
        precision,
        harmonic(precision, recall),
    )


def share(part: int, whole: int) -> float | None:
    """Part of a whole, rounded to four places; None for an empty whole."""
    return round(part / whole, 4) if whole else None


def harmonic(precision: float | None, recall: float | None) -> float | None:
    """F1 of the two; None where either is missing."""
    if precision is None or recall is None:
        return None
    both = precision + recall
    return round(2 * precision * recall / both, 4) if both else 0.0
