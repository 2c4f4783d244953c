"""Pages whose elements have too many attributes: a parser holds each against all others of its element."""

from __future__ import annotations

import re

from pipeline.problems import Quarantined

_MOST_ATTRIBUTES = 20_000
"""On one element; spread over several, as many pairs to compare. Half a second of processor time."""

_LONG_TAG = 4000
_RAW = "script|style|title|textarea|xmp|iframe|noembed|noframes"
_TAG = re.compile(
    rf"""<(?:!--(?>-?>|.*?(?:--!?>|\Z))
    |(?>({_RAW})\b.*?(?:</\1[\s/>]|\Z))
    |(?P<start>[a-z](?>[^=>]++|=\s*+(?>"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?)*+))""",
    re.I | re.S | re.X,
)
"""A comment, an element whose content is no markup, or a start tag; what is not closed reaches to the end."""

_ATTRIBUTE = re.compile(r"""[^\s/=]++(?>\s*+=\s*+(?>"[^"]*+"?|'[^']*+'?|[^\s"'][^\s]*+)?)?""")


def check_attributes(html: str) -> None:
    """Raises Quarantined for a page that would take its parser far longer than its length tells."""
    if len(html) < 2 * _MOST_ATTRIBUTES:
        return
    pairs = 0
    for tag in _TAG.finditer(html):
        if tag.end() - tag.start() > _LONG_TAG and tag["start"] is not None:
            pairs += _attributes(html, *tag.span()) ** 2
            if pairs > _MOST_ATTRIBUTES**2:
                raise Quarantined(
                    "It has far more attributes than a page needs.",
                    f"An element has up to {pairs**0.5:,.0f}.",
                    "Ask the sender for a plain copy.",
                )


def _attributes(html: str, start: int, end: int) -> int:
    return sum(1 for _ in _ATTRIBUTE.finditer(html, start, end))
