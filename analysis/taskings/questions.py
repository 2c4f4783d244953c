"""Which sentences only ask to be told something, and which of them say nothing without the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HELPS = r"(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|shall|should|must)"
_ASKING = (
    r"(?:how|what|why|who|whom|whose|which|(?:in|on|under|by|for|at|with|from|through|to|within|against|of|until|since)\s+(?:what|which|whom|whose)"
    rf"|(?:when|where)\s+{_HELPS}|(?:do|does|did|are|was|were|has|have|had|is(?!\s+it\s+possible))(?=\s+(?!been\b|to\b)\w))\b"
)
_LINKS = (
    r"\W*(?:(?:and|but|so|or|also|then|next|finally|further(?:more)?|additionally|first(?:ly)?"
    r"|second(?:ly)?|third(?:ly)?|last(?:ly)?),?\s+)*"
)
_OPENS = (
    r"(?:if|when|where|should|had|were|given|assuming|supposing|provided|once|after|before|in|under|as|for|with|while|although|because|upon"
    r"|until|since|unless|of|among|to|at|on|by|based|during)\b[^?]*?(?<!\d),\s+(?:(?:then|and|but)\s+)?"
)
_DIRECT = re.compile(rf"{_LINKS}{_ASKING}", re.I)
_AFTER_OPENING = re.compile(rf"{_LINKS}{_OPENS}{_ASKING}|[^?]*[:—–]\s+{_ASKING}", re.I)
_OPENED = re.compile(
    rf"{_LINKS}(?P<opening>(?:if|should|when|were|had|given|assuming|supposing|unless)\b[^?]*?,)\s+(?:then\s+)?"
    r"(?P<modal>will|would|could|can|might)\s+(?P<whom>you\b|(?:your|the|its|any|an?)\s|(?-i:[A-Z]))(?P<rest>[^?]*)",
    re.I,
)
_SUPPOSED = re.compile(
    r"(?:if|unless|assuming|supposing)\b.*\b(?:was|were|had|should)\b|(?:should|were|had)\s", re.I | re.S
)
_FOR_THE_WRITER = re.compile(r"\b(?:me|us|my|our)\b", re.I)
_HANDS_OVER = re.compile(
    r"\s*(?:\w+ly\s+|also\s+|then\s+)?(?:send|forward|share|call|tell|let|confirm|bring|come|join|attend|meet|sign|give|copy|e-?mail|return|submit"
    r"|provide|pass|reply|respond|advise|write)\b",
    re.I,
)
_WITHIN = re.compile(
    r"\b(?:how|what|why|which|who|whom)\b[^,;:?]{0,60}(?<!\band)(?<!\bso)(?<!\bbut)(?<!\bor)\s$", re.I
)


def only_asks(text: str) -> bool:
    """Whether a sentence is a question that asks to be told something, whatever verb stands in it.

    "If the plan was adopted, how would the Board check the boats?" tells nobody to check them. "If you have
    the list, could you send it?" does ask for the deed; what "would" be done in a supposed case, or what an
    office will do of itself then, is asked after.
    """
    if not text.rstrip("”\"') ").endswith("?"):
        return False
    if _DIRECT.match(text) or _AFTER_OPENING.match(text):
        return True
    opened = _OPENED.match(text)
    if opened is None or _FOR_THE_WRITER.search(opened["rest"]):
        return False
    if opened["whom"].lower().startswith("you"):
        supposed = opened["modal"].lower() == "would" and _SUPPOSED.match(opened["opening"]) is not None
        return (supposed or opened["modal"].lower() == "will") and not _HANDS_OVER.match(opened["rest"])
    return True


def is_asked_how(text: str, at: int) -> bool:
    """Whether what begins at a place goes on with "how" or "what", so that it is asked after, not for."""
    return _WITHIN.search(text, 0, at) is not None


_ONLY_IF = re.compile(
    r"\W*(?:(?:and|but)\s+)?if\s+(?:so|not|yes|no|any|none|either|both|neither)\b\s*(?:[,.;?:]|\s(?:what|when|why|how|which|who|where|is|are|was|were"
    r"|has|have|do|does|did|will|would|can|could)\b)"
    r"|\W*(?:(?:and|but)\s+)?if\s+(?:you|he|she|they|it|we|this|that)\s+(?:do|does|did|has|have|had|is|are|was|were|will|would|can|could)"
    r"(?:\s+not|n['’]t)?\s*,"
    r"|\W*(?:and\s+)?(?:why\s+(?:or\s+why\s+)?not|why|how\s+so|how|when|where|which(?:\s+ones?)?|who|by\s+(?:whom|when|what\s+date)"
    r"|how\s+(?:many|much|often|long)|what\s+(?:else|about)|(?:and\s+)?if\s+not)\W*\?",
    re.I,
)
_OF_IT = re.compile(
    rf"\W*(?:(?:and|but|so)\s+)?(?:(?:how|what|why|when|where|who|which)\s+(?:\w+\s+){{0,2}})?{_HELPS}(?:n['’]t)?\s+"
    r"(?:it|they|them|this|these|those|that|he|she)\b(?!\s+(?:possible|true|necessary|clear)\b)",
    re.I,
)
_FEWEST, _MOST = 3, 3


def leans(text: str, beside: bool) -> bool:
    """Whether a question only points back: "If so, which?", or "Are they in use?" beside the one before."""
    return text.rstrip("”\"') ").endswith("?") and bool(
        _ONLY_IF.match(text) or (beside and _OF_IT.match(text))
    )


def asked_before(above: Sequence[str]) -> int | None:
    """How many of the sentences above, the nearest first, a question that only points back goes on with.

    Those are all that point back themselves, and the one that they point to; None where none is whole.
    """
    for count, one in enumerate(above[:_MOST], 1):
        if len(one.split()) >= _FEWEST and not leans(one, True):
            return count
    return None
