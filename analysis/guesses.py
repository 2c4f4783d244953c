"""Where "may not" forbids nothing: the writer guesses that something is not so."""

from __future__ import annotations

import re

from analysis.cued import cued

_QUITE = r"(?:(?:all|yet|even|ever|always|necessarily|fully|entirely|quite|really|now)\s+){0,2}"
_IS_SO = (
    r"(?:enough|able|(?:made\s+|held\s+)?liable|aware|available|clear|possible|sufficient|adequate|familiar|ready|complete|accurate|correct|true|obvious|apparent"
    r"|certain|sure|easy|practical|practicable|feasible|worth\w*|right|wise|happy|pleased|interested|prepared|willing|necessary"
    r"|known|felt|understood|noticed|reali[sz]ed|met|achieved|recovered|completed|finished|justified|warranted|needed"
    r"|as|so|too|what|there|here|the\s+(?:case|only|best|right|first|last)|in\s+a\s+position)\b"
)
_HAD = (
    r"(?:been|had|seen|known|gone|taken|made|got(?:ten)?|given|found|done|kept|read|heard|felt|thought|understood|written|sent|met|become"
    r"|begun|come|left|lost|paid|held|told|shown|\w{3,}ed)\b"
)
_IS_ONE = (
    r"(?:know|reali[sz]e|seem|appear(?!\s+(?:before|as|in|for|on)\b)|need|want|understand|exist|remember|recall|suffice|happen|reflect|materiali[sz]e"
    r"|matter|mean|succeed|look|sound|prove|feel|think|believe|agree(?!\s+to\b)|like|wish|care|get\s+(?:as|enough|what|the\s+most))\b"
)
_FEARED = (
    r"\b(?:concern(?:ed|s)?|afraid|fear(?:s|ed)?|worr(?:y|ies|ied)|suspect(?:s|ed)?|wonder(?:s|ed)?|doubt(?:s|ed)?|think|guess|suppose|perhaps"
    r"|possible|possibility|risk|chance|danger|likelihood)\b[^.;:]{0,90}"
)
_GUESS = cued(
    "may",
    rf"(?P<ground>{_FEARED}|\b(?:there|or)\s+)?\bmay\s+(?:also\s+|even\s+|still\s+)?(?P<no>not|no\s+longer)\s+(?P<deed>{_QUITE}"
    rf"(?:be\s+(?!misleading\b)\w+ing\b|be\s+{_QUITE}{_IS_SO}|have\s+(?!to\b){_QUITE}{_HAD}|{_IS_ONE}))?",
    re.I,
)


def without_guesses(text: str) -> str:
    """The text with the "not" of each guess blanked, every character in its place.

    "We may not be getting enough", "the list may not have been sent" and "I fear that it may not last" say
    what may be so. "The list may not be shown" forbids, as every other "may not" does.
    """
    return _GUESS.sub(_blanked, text)


def _blanked(found: re.Match[str]) -> str:
    if not found["ground"] and not found["deed"]:
        return found.group()
    start, end = (at - found.start() for at in found.span("no"))
    words = found.group()
    return words[:start] + " " * (end - start) + words[end:]
