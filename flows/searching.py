"""Finding: what was typed as a citation jumps to its authority, everything else is searched for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.problems import AnalyzerAway
from pipeline.searching import search_for

if TYPE_CHECKING:
    from store.records import SqlRecords
    from store.views import Found, Related

_LONGEST_SHOWN = 4000
_ORDER = re.compile(r"1[0-9]{4}")
_NUMBERED = re.compile(r"[a-z]{1,6}-\d[\d-]*")


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search gave. `citation`: what was typed, where it is one; `jump`: the same on the record."""

    citation: str | None
    jump: str | None
    found: tuple[Found, ...]


def search(records: SqlRecords, typed: str, limit: int = 20) -> Findings:
    """What holds the words of `typed`, and the authority that it names in whatever spelling.

    Raises NotSearchable for a filter that cannot be meant.
    """
    citation = cited(typed)
    jump = records.holds_authority(citation) if citation else None
    wanted = replace(search_for(typed), all_of=citation is not None)
    return Findings(citation, jump, records.search(wanted, limit))


def cited(typed: str) -> str | None:
    """The whole authority that somebody named as one types it, in small letters too; None for other words."""
    from analysis.library import understood

    typed = " ".join(typed.split())
    if _ORDER.fullmatch(typed):
        typed = f"EO {typed}"
    for spelling in (typed, _spelled(typed)):
        found = understood(spelling) if spelling else None
        if found is not None:
            return found[0]
    return None


_SHORT = {
    "eo": "EO",
    "e.o.": "EO",
    "usc": "U.S.C.",
    "u.s.c": "U.S.C.",
    "u.s.c.": "U.S.C.",
    "cfr": "CFR",
    "c.f.r.": "CFR",
    "fr": "FR",
    "pl": "Pub. L.",
    "p.l.": "Pub. L.",
    "pub.": "Pub.",
    "l.": "L.",
    "omb": "OMB",
    "hspd": "HSPD",
    "app.": "App.",
}


def _spelled(typed: str) -> str:
    """What was typed in small letters as it is printed."""
    words = [_SHORT.get(word.lower(), word) for word in typed.split()]
    words = [word.upper() if _NUMBERED.fullmatch(word) else word for word in words]
    return " ".join(
        word[:1].upper() + word[1:] if word.isalpha() and len(word) > 3 else word for word in words
    )


def related(records: SqlRecords, text: str, limit: int = 10, but: str | None = None) -> tuple[Related, ...]:
    """What has to do with a text: what it cites first, then what is like it, each with the reason.

    `but` names the authority whose text it is, so that it does not find itself. Where an embedding model is
    named, the text is shown to it masked; what carries a handling mark is not shown.
    """
    from analysis.library import references_in
    from store.related import Question

    cited_here, dates = references_in(text)
    model, meaning = _meaning(records, text)
    cited_here = tuple(one for one in cited_here if one != but)
    question = Question(text, cited_here, dates, meaning=meaning, model=model)
    found = records.related(question, limit + 1)
    return tuple(row for row in found if row.name != but)[:limit]


def _meaning(records: SqlRecords, text: str) -> tuple[str, tuple[float, ...]]:
    """The text as a vector of the office's embedding model; nothing without one, or where it is away."""
    from analysis import embedder
    from analysis.endpoint.masking import shown_outside

    model = embedder(records.settings)
    words = shown_outside(text) if model else None
    if model is None or words is None:
        return "", ()
    try:
        return model.name, tuple(model.vectors([words[:_LONGEST_SHOWN]])[0])
    except AnalyzerAway:
        return "", ()
