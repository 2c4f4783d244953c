"""Numbered orders, directives, manuals and handbooks of agencies, by their name and number."""

from __future__ import annotations

import re

from analysis.citations.found import Family, Found, Scene, pointed
from pipeline.findings import AuthorityType

_NUMBER = (
    r"(?P<number>(?:[A-Z]{1,2}-)?\d{1,4}(?:[.-]\d{1,4}){1,3}[A-Z]?(?![\w%])|[A-Z]{1,2}-\d{2,4}(?![\w-])"
    r"|\d{3,4}[A-Z]?(?![\w%]|[,.]\d))"
)
_NAMED = tuple(
    re.compile(rf"{kind}s?\s+(?:[Nn]o\.\s*|[Nn]umber\s+)?{_NUMBER}")
    for kind in ("Order", "Directive", "Instruction", "Manual", "Handbook")
)
_ISSUER = re.compile(
    r"(?:(?:the\s+)?(?P<issuer>(?:Departmental|Department|Secretarial|Secretary's|Administrative|Administrator's|Director's|Commissioner's"
    r"|Commandant|Agency|Administration|Bureau|Service|Management|Policy|Program|[A-Z]{2,6})(?:\s+(?:Management|Policy|Administrative))?)\s+)\Z"
)
"""Who issues it: an office's initials, or the plain word by which its own papers call it."""
_OTHER = re.compile(
    r"(?:\b(?:Executive|Military|Task|Purchase|Delivery|Change|Work|Court|General|Special|Standing|Job|Stop|Consent|Final|Proposed"
    r"|Protective|DoD|Defense|EU|Council|Airworthiness|Intelligence|Emergency|Operational|Presidential|Security|Coast\s+Guard)\s+)\Z"
)
"""Orders of other kinds: of the President, of a court, for goods; and directives with a form of their own."""
_POINTED = re.compile(r"\d\.\d")


def read_issuance(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """An issuance with who issues it; without that only where its number has the points of a series.

    "Order 3" may be of any kind, "Order 1310.4" is of a series of orders.
    """
    text, at = scene.text, anchor.start()
    if at and (text[at - 1].isalnum() or text[at - 1] in "-/"):
        return []
    low = max(0, at - 50)
    if _OTHER.search(text, low, at):
        return []
    issuer = _ISSUER.search(text, low, at)
    if issuer is None and not _POINTED.search(anchor["number"]):
        return []
    start = issuer.start("issuer") if issuer else at
    kind = re.match(r"[A-Z][a-z]+?(?=s?\s)", anchor[0])
    named = " ".join(part for part in (issuer["issuer"] if issuer else "", kind[0] if kind else "") if part)
    normal = f"{' '.join(named.split())} {anchor['number']}"
    return pointed(scene, Found(start, anchor.end(), AuthorityType.DIRECTIVE, normal))


FAMILIES = (Family("Issuances of agencies", _NAMED, read_issuance),)
