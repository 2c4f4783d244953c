"""The Register's disposition notes: "Amends: EO 12015, October 26, 1977; Revoked by: EO 13578 …".

Source: the disposition tables of the Office of the Federal Register. A label governs what follows it up to
the next label; "(in part)" belongs to the target before it. What is noted of others ("… by") is a reference
from them, and so is what a later order is said to suffer, for no order changes one that comes after it. The
notes are typed by hand: "Suspersedes", "EEO 13218" and "EP 14049" stand in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from pipeline.findings import AuthorityType, RelationKind
from pipeline.library import LibraryReference

_K = RelationKind
_LABELS = {
    "amend": _K.AMENDS,
    "revoke": _K.REVOKES,
    "supersede": _K.SUPERSEDES,
    "superced": _K.SUPERSEDES,
    "suspersede": _K.SUPERSEDES,
    "rescind": _K.REVOKES,
    "continue": _K.CONTINUES,
    "supplement": _K.SUPPLEMENTS,
    "terminate": _K.TERMINATES,
    "extend": _K.EXTENDS,
    "see": _K.CITES,
}
_LABEL = re.compile(
    r"\b(?P<partly>partially\s+|in\s+part\s+)?(?P<verb>[a-z]{3,14})\b(?P<after>,?\s+\(?in\s+part\)?)?"
    r"(?P<by>\s+(?:in\s+part\s+)?by)?(?:\s+certain\s+committees?\s+established\s+by)?\s*:",
    re.I,
)
_TARGET = re.compile(
    r"\b(?:E\.?O\.?|EEO|EP|Executive\s+Order)s?\s*(?:Nos?\.?\s*)?(?P<order>\d{1,5}(?:-[A-Z])?)\b"
    r"|\bProclamation\s+(?:Nos?\.?\s*)?(?P<proclamation>\d{3,5})\b"
)
_NUMBER = re.compile(r"EO (\d+)$")
_IN_PART = re.compile(r"in\s+part", re.I)


def noted(citation: str, notes: str) -> Iterator[LibraryReference]:
    """What the notes on the authority `citation` say, as references from it or to it."""
    labels = list(_LABEL.finditer(notes))
    for label, after in zip_longest(labels, labels[1:]):
        end = after.start() if after else len(notes)
        yield from _targets(citation, label, notes[label.end() : end])


def _is_later(order: str | None, citation: str) -> bool:
    """Whether a target comes after the order that is said to change it: then the note forgot its "by"."""
    own = _NUMBER.match(citation)
    return own is not None and order is not None and order.isdigit() and int(order) > int(own[1])


def _relation(verb: str) -> RelationKind | None:
    """What a label says; None for one that says another thing ("Suspended by", "Note")."""
    return next((kind for stem, kind in _LABELS.items() if verb.startswith(stem)), None)


def _targets(citation: str, label: re.Match[str], words: str) -> Iterator[LibraryReference]:
    relation = _relation(label["verb"].lower())
    if relation is None:
        return
    targets = list(_TARGET.finditer(words))
    for target, after in zip_longest(targets, targets[1:]):
        tail = words[target.end() : after.start() if after else len(words)]
        partly = bool(label["partly"] or _IN_PART.search(tail) or _IN_PART.search(label[0]))
        order = target["order"]
        name = f"EO {order}" if order else f"Proclamation {target['proclamation']}"
        kind = AuthorityType.EXECUTIVE_ORDER if order else AuthorityType.PROCLAMATION
        if label["by"] or _is_later(order, citation):
            own = AuthorityType.EXECUTIVE_ORDER if citation.startswith("EO") else AuthorityType.PROCLAMATION
            yield LibraryReference(name, relation, citation, own, in_part=partly, noted=True)
        else:
            yield LibraryReference(citation, relation, name, kind, in_part=partly, noted=True)
