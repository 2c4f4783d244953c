"""Delegations: "I hereby delegate to the Warden the functions under section 3 of the Harbor Act"."""

from __future__ import annotations

import re

from analysis.cued import cued
from pipeline.findings import Relation, RelationKind

_DELEGATION = cued(
    "delegat assign",
    r"\b(?:I\s+(?:also\s+)?(?:hereby\s+)?(?:delegate|assign)\b|hereby\s+(?:delegate|assign)\b"
    r"|(?P<passive>is|are)\s+(?:hereby\s+|also\s+)*(?:delegated|assigned)\s+to\b)",
)
_FUNCTIONS = re.compile(
    r"\b(?:functions?|authorit(?:y|ies)|dut(?:y|ies)|powers?|responsibilit(?:y|ies))\b", re.I
)
"""What is delegated or assigned; people are assigned to a station."""
_NAME = r"[A-Z][\w’'&-]*(?:\.(?=\w)[\w.]*)?"
_OFFICER = (
    rf"the\s+{_NAME}(?:\s+(?:(?:of|for|and|on|to)\s+)?(?:the\s+)?{_NAME}|,\s+(?:and\s+)?the\s+(?=[A-Z]){_NAME}"
    rf"|,\s+{_NAME}(?=,))*"
)
_TO_WHOM = re.compile(rf"(?:\s+to|(?<=\bto))\s+{_OFFICER}")
_AT_THE_END = re.compile(rf"\bto\s+{_OFFICER}(?=\s*[.;]?\s*\Z)")
_WHOM = re.compile(rf"\bto\s+(?P<whom>{_OFFICER})\Z")


def delegating(sentence: str) -> tuple[tuple[int, int], ...]:
    """The words that delegate, with those that name the recipient: behind the verb or at the end.

    None where the sentence delegates nothing; the recipient is left out where it stands elsewhere.
    """
    verb = _DELEGATION.search(sentence)
    if verb is None or (verb["passive"] and not _FUNCTIONS.search(sentence, 0, verb.start())):
        return ()
    near = _TO_WHOM.match(sentence, verb.end())
    if near is not None:
        return ((verb.start(), near.end()),)
    last = _AT_THE_END.search(sentence, verb.end())
    return (verb.span(), last.span()) if last is not None else (verb.span(),)


def recipients(relation: Relation) -> tuple[str, ...]:
    """To whom a relation delegates, as its evidence names them."""
    if relation.relation is not RelationKind.DELEGATES_UNDER:
        return ()
    told = (_WHOM.search(one.quote) for one in relation.evidence)
    return tuple(dict.fromkeys(" ".join(match["whom"].split()) for match in told if match))
