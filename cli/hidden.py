"""Text that was not meant to be seen, shown apart from everything else."""

from __future__ import annotations

from collections.abc import Sequence

from cli.printing import heading, number_of, say, shortened
from pipeline.documents import Evidence

_MOST = 20


def show_hidden(passages: Sequence[Evidence]) -> None:
    """The passages with their pages; no draft rests on any of them."""
    if not passages:
        return
    heading(f"Text that was not meant to be seen ({number_of(len(passages), 'passage')}):")
    for passage in passages[:_MOST]:
        say(f"  p. {passage.page}: “{shortened(passage.quote, 200)}”")
    if len(passages) > _MOST:
        say(f"  and {len(passages) - _MOST} more")
