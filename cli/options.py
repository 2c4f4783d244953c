"""Arguments and options that many commands share, so that they are called and explained the same."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.problems import NotFound

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]

Ref = Annotated[
    str,
    typer.Argument(
        metavar="REF", help="Control number of a document, or its running number of this year (`7`, `7-01`)."
    ),
]

ActionNumber = Annotated[str, typer.Argument(metavar="NUMBER", help="Number of an executive action.")]

_MOST = 10_000


def numbers(given: list[str]) -> tuple[int, ...]:
    """Numbers and ranges as given (`2 5-7`), in order, each once. Raises NotFound for anything else."""
    found: dict[int, None] = {}
    for text in given:
        first, dash, last = text.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()) or len(text) > len(str(_MOST)) * 2:
            raise NotFound(
                f"{text!r} is no draft number.",
                "Drafts are counted 1, 2, 3 within their document.",
                "Write numbers and ranges: 2 5-7.",
            )
        low, high = int(first), int(last or first)
        if high < low:
            raise NotFound(
                f"{text!r} is no range of draft numbers.",
                "It ends before it begins.",
                f"Write the smaller number first: {high}-{low}.",
            )
        found |= dict.fromkeys(range(low, min(high, low + _MOST) + 1))
    return tuple(found)
