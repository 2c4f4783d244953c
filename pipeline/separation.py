"""Separation of duties: what one person changed, another one files."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.decisions import Draft, DraftStatus
from pipeline.problems import IllegalMove


def check(drafts: Iterable[Draft], actor: str) -> None:
    """Raise IllegalMove where somebody would file what they changed or added themself."""
    own = [
        draft.number
        for draft in drafts
        if draft.author == actor or (draft.status is DraftStatus.EDITED and draft.decided_by == actor)
    ]
    if own:
        raise IllegalMove(
            "Somebody else has to file this.",
            f"{actor} changed or added {', '.join(f'draft {number}' for number in own)}.",
            "Ask another reviewer to look at it and finish.",
        )
