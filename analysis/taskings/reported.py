"""What the writer of a letter asked in a meeting that the letter reports: "We also urged the Agency to act".

Such letters to the record ask for nothing by themselves; what they report is still what their writer wants.
"""

from __future__ import annotations

import re

_ASKED = (
    r"(?:urged|asked|requested|encouraged|recommended|called\s+(?:up)?on|pressed|advocated\s+(?:for|that)|proposed\s+that"
    r"|expressed\s+(?:(?:its|our|their|my|strong|full)\s+)?support\s+for|(?:stressed|discussed|emphasized|noted)\s+(?:in\s+particular\s+)?the\s+need\s+for"
    r"|reiterated\s+(?:its|our|the|their|my)\s+(?:request|support|call))"
)
_ADVERB = r"(?:(?:also|again|next|then|further|first|finally|therefore|\w+ly)\s+){0,2}"
_REPORTED = re.compile(
    rf"(?:[A-Z]\w+,\s+|[Oo]n\s+behalf\s+of\s+[^,]{{2,90}}?,?\s+|[^,.;:]{{2,80}},\s+)?"
    r"(?P<who>I|[Ww]e|(?:[Tt]he\s+|[Cc]ertain\s+|[Oo]ur\s+)?(?:[A-Z][\w&.’'–-]*|members|staff|representatives|counsel)"
    r"(?:\s+(?:of|and|for|the|[A-Z][\w&.’'–-]*|members?|staff|representatives?|counsel)){0,8})"
    rf"(?:\s*\([^()]{{1,60}}\))?(?:,\s[^,]{{2,60}},)?\s+{_ADVERB}(?:{_ASKED}\b|[a-z]+ed\s[^.;]{{3,300}}?,?\s+and\s+{_ADVERB}{_ASKED}\b)"
)
_ASKED_BODY = re.compile(
    r"(?:[Tt]he\s+)?(?:Commission|Department|Agency|Bureau|Administration|Board|Committee|Subcommittee|Congress|Court|Senate|House"
    r"|President|Secretary|Administrator|Director|Commissioner|Chairman|Office)\b"
)
"""What the body written to asked of the writer is no ask of the writer's."""


def reports_ask(text: str) -> bool:
    """Whether a sentence of a letter tells what its writer or the writer's own body asked for."""
    found = _REPORTED.match(text)
    return found is not None and _ASKED_BODY.match(found["who"]) is None
