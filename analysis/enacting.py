"""Sentences that do what they say: they found, delegate, declare, end or forbid without "X shall do".

A law giver changes things by the saying of it: "There is established in the Department an Office", "I hereby
delegate", "No release is authorized", "shall have no force or effect". Nobody is told to act, so no
obligation word stands there, and yet the paper may say nothing weightier.
"""

from __future__ import annotations

import re

from analysis.cued import cued
from analysis.taskings.clauses import unquoted

_WORDS = (
    *("ereby", "EREBY", "stablished", "reated", "esignated", "elegated", "ssigned", "bolished", "issolved"),
    *("uthorized", "ermitted", "llowed", "orce", "oid", "isapproves", "I, ", "I "),
)
"""One of these stands in every such sentence; most sentences of a paper have none."""

_FORMULA = (
    r"(?:order|direct|proclaim|find)(?:ed|s)?(?:,?\s+(?:and\s+)?directed)?"
    r"(?:\s+(?:as\s+follows|that|the\s+following))*\W*$"
)
_BY_SAYING = cued("hereby", rf"\bhereby\s+(?:further\s+)?(?!(?:further\s+)?{_FORMULA})\w", re.I)
"""The word for it: "is hereby established"; not where it only opens what follows, "it is hereby ordered:"."""
_FOUNDS = cued(
    "established created constituted",
    r"\bthere\s+(?:is|are|shall\s+be)\s+(?:\w+\s+){0,2}(?:established|created|constituted)\b"
    r"|\bhereby\s+(?:established|created|constituted)\b",
    re.I,
)
_FIRST_PERSON = cued(
    "find delegate designate declare proclaim determine revoke waive authorize approve establish appoint"
    " assign transfer",
    r"\bI(?:,\s+[A-Z][^;:]{2,90}?,)?\s+(?:(?:do|also|further|therefore|accordingly)\s+)*"
    r"(?:find\s+that|find\s+and|delegate|designate|declare|proclaim|determine|revoke|waive|authorize|approve|establish|appoint"
    r"|assign|transfer)\b",
)
"""What whoever signs does in the present tense; "I found" and "I have designated" tell of the past."""
_PASSIVE = cued(
    "authorized established designated created assigned delegated empowered dissolved abolished",
    r"\b(?:is|are)\s+(?:(?:also|further|each|both|therefore)\s+)*"
    r"(?:established|created|designated|delegated|assigned|authorized|empowered|abolished|dissolved)\b",
    re.I,
)
_NOT_ALLOWED = cued(
    "authorized permitted allowed",
    r"(?:^|[,;:]\s+)(?:and\s+)?no\s+(?:[\w’'-]+\s+){1,9}?(?:is|are)\s+(?:authorized|permitted|allowed)\b"
    r"|(?<!\bor\s)\b(?:is|are)\s+not\s+(?:authorized|permitted|allowed)\b",
    re.I,
)
_VOID = cued(
    "effect null disapproves",
    r"\bno\s+(?:(?:further|legal|binding)\s+)*force\s+(?:or|and)\s+effect\b|\bnull\s+and\s+void\b"
    r"|\bCongress\s+disapproves\b",
    re.I,
)
_UNDER = re.compile(
    r"\b(?:that|which|who|whom|whose|where|when|whenever|if|as|how|whether|unless|once|until|after|before|because|while)\b"
    r"[^,;:]*$",
    re.I,
)
"""A subordinate clause tells how things are: "offices that are designated"."""
_MAIN = re.compile(r"(?:\W|\(\w{1,4}\))*[A-Z]")
"""How a sentence begins that has a subject of its own; a list's member may go on with its lead's."""


_RESCOPES = cued(
    "scope",
    r"\b(?:modify|expand|extend|broaden|narrow|limit)(?:ies|s|ing)?\s+the\s+scope\s+of\s+the\s+(?:national\s+)?emergency\b",
    re.I,
)


def rescopes(text: str) -> bool:
    """Whether a sentence changes what an emergency covers that another paper declared."""
    return _RESCOPES.search(text) is not None and _BY_SAYING.search(text) is not None


def enacts(text: str) -> bool:
    """Whether a sentence changes what holds by saying so."""
    if not any(map(text.__contains__, _WORDS)):
        return False
    text = unquoted(text)
    if any(form.search(text) for form in (_BY_SAYING, _FOUNDS, _FIRST_PERSON, _VOID)):
        return True
    return _MAIN.match(text) is not None and any(
        _UNDER.search(text, 0, found.start()) is None
        for form in (_PASSIVE, _NOT_ALLOWED)
        for found in form.finditer(text)
    )


def founds(text: str) -> bool:
    """Whether a sentence brings a body, a fund or the like into being."""
    return ("stablished" in text or "reated" in text or "onstituted" in text) and bool(_FOUNDS.search(text))
