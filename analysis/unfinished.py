"""Lists of duties that the text breaks off: leads without members, members without the last."""

from __future__ import annotations

import re

from analysis.cued import cued
from analysis.outline import Outline, Role, Sentence
from pipeline.documents import ExtractedDocument

_EMPTY = cued(
    "shall may will required directed must should requested please instructed",
    r"\b(?:shall|must|should|will|may\s+not|(?:is|are)\s+(?:\w+\s+)?(?:directed|required|requested|instructed)"
    r"|please)\b[^.?!]*[:—–]$",
    re.I,
)
_LOST = re.compile(
    r"(?:\bfollowing\b[^.?!]{0,60}|\b(?:of|to|by|order|memorandum|if|include|includes|including))[:—–]$", re.I
)
"""A lead of any kind whose list another label follows at once: "an assessment of:" right above "(c)"."""
_PROSE = re.compile(
    r"[A-Z“](?=.{40})(?:(?!\b(?:who|which|that)\b)[^.;,])*?\b(?:shall|must|will|is|are|was|were|has|have|may|should)\b.*[.!?]$",
    re.S,
)
"""A sentence of its own, where a member would be a name: "The Board shall meet each month."."""
_SHOWN = re.compile(r"\b(?:read|text|language|statement|words|form|format|amended|sentence|address)\b", re.I)
"""What such a lead announces stands below it as a text, not as a list."""
_FIRST = re.compile(r"(?:(?:Section|SECTION|Sec\.|SEC\.)\s*1\s?\.?|\W*(?:a|A|i|I|1|aa)\W*|\W+)$")
"""The first label under a lead, or the first section under the words that enact an order."""
_OPEN_ENDS = (":", "—", "–")
_LAST = ":—–dDrR"
"""The last letters of what may break off: of a lead, and of a member that ends in "and" or "or"."""
_REACH = 120
"""How far before its end the words stand by which a lead announces its list."""
_LATER = re.compile(r"\(|(?i:sec)")
_SECTION = re.compile(r"(?i:sec|§)")
_ASIDE = (Role.FURNITURE, Role.FOOTNOTE, Role.HIDDEN)
_MORE = re.compile(r"[;,]\s*(?:and/or|and|or)$", re.I)


def unfinished(document: ExtractedDocument, outline: Outline) -> tuple[int, ...]:
    """Indexes of leads and members behind which the text owes a member of a list of duties.

    "The plan shall:" with nothing under it demands something that was lost with a page or a table; so does
    a last member that ends in "; and".
    """
    leading = {sentence.lead for sentence in outline.sentences}
    body = [index for index, one in enumerate(outline.sentences) if one.role not in _ASIDE]
    found = []
    for at, index in enumerate(body):
        sentence = outline.sentences[index]
        if sentence.role is not Role.BODY:
            continue
        if document.text[sentence.span.end - 1] not in _LAST:
            continue
        following = outline.sentences[body[at + 1]] if at + 1 < len(body) else None
        text = sentence.words(document.text)
        after = following.words(document.text) if following else ""
        empty = index not in leading and (_owes_list(text, following) or _parted(text, following, after))
        if empty or (sentence.lead is not None and _owes_member(text, following)):
            found.append(index)
    return tuple(found)


def _owes_list(text: str, following: Sentence | None) -> bool:
    if not text.endswith(_OPEN_ENDS) or not _EMPTY.search(text) or _SHOWN.search(text):
        return False
    if following is None or following.role is Role.QUOTED:
        return following is None
    return not (following.marker and _FIRST.match(following.marker))


def _parted(text: str, following: Sentence | None, after: str) -> bool:
    """Whether a later label, or prose that is no member, stands where the members of a list would."""
    if following is None or following.role is not Role.BODY or not text.endswith(_OPEN_ENDS):
        return False
    if not _LOST.search(text, max(0, len(text) - _REACH)) or _SHOWN.search(text):
        return False
    if following.marker:
        return bool(_LATER.match(following.marker)) and not _FIRST.match(following.marker)
    return "following" in text and bool(_PROSE.match(after))


def _owes_member(text: str, following: Sentence | None) -> bool:
    if not text.lower().endswith(("and", "or")) or not _MORE.search(text, max(0, len(text) - 20)):
        return False
    if following is None or following.role is Role.QUOTED:
        return following is None
    return following.marker is None or bool(_SECTION.match(following.marker))
