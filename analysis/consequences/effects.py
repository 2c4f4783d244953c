"""Cues of risk and impact: the words that betray one, and the thing at stake beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORBIDDEN = "Forbidden"
_REPORTS = re.compile(r"\b(?:states?|provides?|specif(?:y|ies)|says?)\s+that\s+[^.;:]{0,160}$", re.I)
"""A law that is told of forbids by itself: "which states that a provider shall not be treated as"."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A family of words. `label` opens the title; `risk` or else impact; `polarity` for impacts.

    `before`: the thing at stake stands before the words ("X is prohibited"), else after them. `hints` are
    beginnings of words of which one stands in whatever the pattern finds; they are far quicker to look for.
    """

    category: str
    label: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    risk: bool
    polarity: str = "Uncertain"
    before: bool = False

    def find(self, text: str, said: str) -> re.Match[str] | None:
        """The first place of the cue in a text; `said` is the text in small letters."""
        return self.pattern.search(text) if any(map(said.__contains__, self.hints)) else None

    def told(self, text: str, said: str) -> re.Match[str] | None:
        """The first place of the cue that is the paper's own word: not a ban that it reports of a law."""
        found = self.find(text, said)
        while found and self.label == _FORBIDDEN and _REPORTS.search(text, 0, found.start()):
            found = self.pattern.search(text, found.end())
        return found


def _cue(
    category: str,
    label: str,
    hints: str,
    pattern: str,
    risk: bool,
    polarity: str = "Uncertain",
    before: bool = False,
) -> Cue:
    whole = re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)
    return Cue(category, label, tuple(hints.split()), whole, risk, polarity, before)


_NO_CONDUCT = (
    r"(?:be\s+(?:affected|construed|deemed|interpreted|considered|subject|necessary|able|so|applicable)|apply|abrogate|affect|limit"
    r"|create|supersede|have|preclude|even|impair|exceed|be\s+(?:more|less|fewer|later|earlier))\b"
)
"""Verbs after "shall not" that say how a text is meant, not what anybody may do."""

_NO_THRESHOLD = "".join(
    rf"(?<!{words}\s)"
    for words in ("above", "over", "exceeding", "than", "under", "below", "least", "exceeds", "exceed", "to")
)
"""An amount after these words sorts cases; it is not itself paid or asked for."""

_BODY = (
    r"(?:the|an?|two|three|four|five)\s+(?P<what>(?:(?!(?:for|of|to|in|on|within|that|which|with|under|by|and)\s)[^\s,.;:()]+\s+){0,8}?"
    r"(?:office|council|committee|subcommittee|commission|board|task\s+force|panel|(?:working\s+)?group|organization|center|corps"
    r"|bureau|team|forum|initiative|secretariat|institute|foundation|unit|cell|partnership)s?\b(?:\s+(?:of|on|for|to)\s+[^,.;:()]{2,80})?)"
)
"""A body by its name or kind: not a medal or a fund that an order establishes in an office."""

CUES = (
    _cue(
        "Legal",
        "Penalty",
        "penalt liable subject",
        r"(?:civil|criminal|monetary)\s+(?:money\s+)?penalt(?:y|ies)\s+(?:of|for|under)?|"
        r"(?:is|are|be|held)\s+liable\s+for|subject\s+to\s+(?:suspension|debarment|prosecution|disciplinary\s+action)",
        True,
    ),
    _cue(
        "Legal",
        _FORBIDDEN,
        "prohibited blocked forbidden",
        r"(?:are|is)\s+(?:hereby\s+)?(?:prohibited|blocked|forbidden)\b(?!\s+(?:from|by))",
        True,
        before=True,
    ),
    _cue(
        "Legal",
        _FORBIDDEN,
        "not prohibited longer circumstances",
        rf"(?:shall|may|must)\s+not\b(?!\s+(?:\w+ly\s+)?{_NO_CONDUCT})|prohibited\s+from"
        r"|(?:shall|may|must)\s+(?:no\s+longer|under\s+no\s+circumstances)",
        True,
    ),
    _cue(
        "Legal",
        "Emergency changed",
        "scope",
        r"(?:modif|expand|extend|broaden|narrow|limit)\w*\s+the\s+scope\s+of\s+(?P<what>the\s+(?:national\s+)?emergency\s+declared\s+\w+\s+[^,;]{4,120})",
        False,
        "Mixed",
    ),
    _cue(
        "Operational",
        "Stops",
        "cease suspend discontinue terminate halt pause stop remove",
        r"shall\s+(?:immediately\s+)?(?:cease|suspend|discontinue|terminate|halt|pause)|"
        r"must\s+(?:immediately\s+)?(?:cease|suspend|discontinue|stop|remove)",
        False,
        "Negative",
    ),
    _cue(
        "Financial",
        "Money",
        "existing without",
        r"within\s+existing\s+(?:resources|appropriations|funds)"
        r"|without\s+(?:additional|new)\s+(?:funds?|resources|appropriations)",
        True,
        before=True,
    ),
    _cue(
        "Financial",
        "Money",
        "cost expense",
        r"(?P<what>(?:costs?|expenses)\s+(?:of|for)\b[^.;]{2,80}?)\s+shall\s+be\s+(?:borne|paid)",
        True,
    ),
    _cue(
        "Financial",
        "Money",
        "appropriated",
        r"there\s+(?:is|are)\s+(?:hereby\s+)?(?:authorized\s+to\s+be\s+)?appropriated",
        False,
        "Positive",
    ),
    _cue("Financial", "Ceiling", "exceed", r"(?:shall|may|must)\s+not\s+exceed\b", True, before=True),
    _cue("Financial", "Money", "$", rf"{_NO_THRESHOLD}(?=\$\s?\d)", False, "Uncertain"),
    _cue(
        "Financial",
        "Funding",
        "fund grant budget",
        r"(?:withhold|reduce|cut|rescind|increase|reallocate)\s+(?:the\s+)?(?:funds?|funding|grants?|budgets?)\b(?:\s+(?:to|for)\b)?",
        False,
        "Mixed",
    ),
    _cue(
        "Reputational",
        "Goes to Congress",
        "congress",
        r"(?:submit|transmit|provide|deliver|send)\s+(?P<what>[^.;]{3,120}?)\s+to\s+(?:the\s+)?(?:appropriate\s+)?"
        r"(?:committees\s+of\s+)?(?:the\s+)?Congress",
        True,
    ),
    _cue(
        "Reputational",
        "Goes to Congress",
        "congress",
        r"(?:report|testify)\s+to\s+(?:the\s+)?Congress(?:\s+on)?",
        True,
    ),
    _cue(
        "Reputational",
        "To be made public",
        "publish public post",
        r"(?:shall|must|will)\s+(?:publish|publicly\s+(?:post|release|report)|post(?!\s+an?\s+bond))\b",
        True,
    ),
    _cue(
        "Reputational",
        "Under oversight",
        "inspector comptroller accountability",
        r"(?:Inspector\s+General|Comptroller\s+General|Government\s+Accountability\s+Office)\s+(?:shall|will|may|must)",
        True,
    ),
    _cue(
        "Privacy",
        "Personal data",
        "information individual liberties records",
        r"(?:(?:personally|individually)\s+identifiable(?:\s+health)?|personal|private|medical|health)\s+information"
        r"(?!\s+(?:technolog|system|exchange|network|infrastructure))|individuals['’]?\s+privacy|"
        r"civil\s+liberties|system\s+of\s+records",
        True,
    ),
    _cue(
        "Technology",
        "Security of",
        "secur protect safeguard patch encrypt mitigat",
        r"(?:secur(?:e|ing)|protect(?:ing)?|safeguard(?:ing)?|patch(?:ing)?|encrypt(?:ing)?|mitigat(?:e|ing))\s+"
        r"(?=[^.;]{0,60}\b(?:systems?|networks?|data|credentials?|software|accounts?|vulnerabilit))",
        True,
    ),
    _cue(
        "Technology",
        "Systems",
        "replac migrat moderni decommission deploy implement upgrad",
        r"(?:replac|migrat|moderni[sz]|decommission|deploy|implement|upgrad)(?:e|ing)\s+"
        r"(?=[^.;]{0,60}\b(?:systems?|software|technolog|platforms?|networks?|websites?))",
        False,
        "Mixed",
    ),
    _cue(
        "Workforce",
        "Staff",
        "hir recruit furlough reassign train detail reclassif reduc",
        r"(?:hir(?:e|ing)|recruit(?:ing)?|furlough(?:ing)?|reassign(?:ing)?|train(?:ing)?|detail(?:ing)?|reclassif(?:y|ying)|"
        r"reduc(?:e|ing|tions?)\s+(?:in|of)\s+(?:force|the\s+workforce))\s+(?=[^.;]{0,60}\b(?:employees?|personnel|staff|officials?|officers?|workforce|positions?))",
        False,
        "Mixed",
    ),
    _cue(
        "Workforce",
        "To be designated",
        "designate assign detail",
        r"(?:shall|must)\s+(?:designate|assign|detail)(?:\s+or\s+[\w-]+)?",
        False,
        "Neutral",
    ),
    _cue(
        "Workforce",
        "Position to fill",
        "appoint",
        r"(?:shall|must)\s+appoint(?:\s+or\s+[\w-]+)?",
        False,
        "Neutral",
    ),
    _cue(
        "Organizational",
        "New body",
        "there",
        rf"there\s+(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:established|created|constituted)\b[^.;]{{0,220}}?(?<!\bin)(?<!\bof)"
        rf"(?<!\bby)(?<!\bto)(?<!\bwithin)(?<!\bunder)(?<!\bwith)(?<!\bfor)\s{_BODY}",
        False,
        "Positive",
    ),
    _cue(
        "Organizational",
        "New body",
        "hereby",
        rf"{_BODY}[^.;]{{0,160}}?\s(?:is|are)\s+hereby\s+(?:established|created)\b",
        False,
        "Positive",
    ),
    _cue(
        "Organizational",
        "New body to set up",
        "establish",
        r"(?:shall|must|will|directed\s+to)\s+establish(?:\s+and\s+\w+)?\s+(?=[^.;]{0,40}\b(?:office|council|committee|task\s+force|board|team|group|program))",
        False,
        "Positive",
    ),
)

_OF_MONEY = re.compile(
    r"\$|\b(?:dollars?|fund(?:s|ing)?|costs?|amounts?|grants?|payments?|salar(?:y|ies)|pay|fees?|compensation|appropriat\w+|budgets?"
    r"|prices?|expend\w+|expenses?|obligat\w+|allowances?|stipends?|per\s+diem|(?:federal|state|non-federal)\s+share)\b",
    re.I,
)
_PLANNED = re.compile(
    r"\b(?:plans?|planning|strateg(?:y|ies)|goals?|options|proposals?|recommendations?|ideas)\s+(?:for|to|on|regarding|concerning)\b"
    r"[^.;]*$",
    re.I,
)


def category_of(cue: Cue, sentence: str) -> str:
    """The category of a cue in its sentence: a ceiling is of money only where money is spoken of."""
    of_money = cue.label != "Ceiling" or _OF_MONEY.search(sentence)
    return cue.category if of_money else "Operational"


def is_planned(cue: Cue, before: str) -> bool:
    """Whether work stands in what a plan is to hold ("plans for: training the staff"): it may never be done.

    `before` are the words up to the cue, those of the lead first where it stands in a list.
    """
    return cue.category in ("Workforce", "Technology") and _PLANNED.search(before) is not None


_CLAUSE_END = re.compile(
    r"[;:()—]|[,.](?!\d)|(?<!\bof )(?<!\bby )(?<!\bin )(?<!\bto )(?<!\bfor )(?<!\bfrom )(?<!\bwith )"
    r"\b(?:that|which|who|unless|except|if|when|where|pursuant|in\s+accordance|consistent\s+with|to\s+the\s+extent"
    r"|and\s+(?:shall|must|send|inform|notify|submit|report|provide|ensure)|without\s+delay"
    r"|as\s+amended|as\s+defined|provided|including|within|not\s+later\s+than|no\s+later\s+than|by\s+(?=[A-Z][a-z]+\s+\d))\b",
    re.IGNORECASE,
)
_FILLERS = (
    "the a an any all each such other this that these those of to in on for by and or be is are it its so "
    "even thereby thereof there also been"
)
_EMPTY = frozenset(_FILLERS.split())
_CONTENT_WORDS = 2


def stake(sentence: str, match: re.Match[str], cue: Cue) -> str | None:
    """The words for the thing at stake beside a cue; None where the sentence does not name it there.

    A group `what` of the cue is the thing itself.
    """
    named = match.groupdict().get("what")
    if named is not None:
        words = named
    elif cue.before:
        words = _left(sentence[: match.start()])
    else:
        words = _right(sentence[match.end() :])
    telling = [word for word in words.split() if word.lower() not in _EMPTY]
    return words if len(telling) >= _CONTENT_WORDS else None


_ADVERBIAL = re.compile(
    r"^\s*(?:at\s+least|on\s+an?\b|within|not?\s+later|in\s+(?:consultation|coordination|accordance|addition)"
    r"|as\s+(?:appropriate|soon|necessary)|unless|except|for\s+those|to\s+the\s+(?:extent|maximum)|where|if|when|by\s+\w+\s+\d|after|before|upon|annually|quarterly"
    r"|and\b|or\b|from\s+time|periodically|through)",
    re.IGNORECASE,
)


def _right(text: str) -> str:
    """The first piece after the cue that is no aside of time, company or condition."""
    for piece in re.split(r"[;:()—]|[,.](?!\d)", text):
        if not piece.strip() or _ADVERBIAL.match(piece):
            continue
        bare = piece.strip()
        stop = _CLAUSE_END.search(bare, 1)
        return bare[: stop.start() if stop else None]
    return ""


def _left(text: str) -> str:
    """The subject: from the beginning of the clause, an opening aside passed over with all that it lists.

    "Except as provided by statutes, orders, or licenses, and notwithstanding any contract, all property".
    """
    said = [piece for piece in re.split(r"[;:()—]|,(?!\d)", text) if piece.strip()]
    pieces = [piece.strip() for piece in said if not _ADVERBIAL.match(piece)]
    if not pieces or re.search(r"\bwhose\b", text):
        return ""
    subjects = (piece for piece in pieces if _SUBJECT.match(piece))
    return next(subjects, pieces[0]) if _ADVERBIAL.match(said[0]) else pieces[0]


_SUBJECT = re.compile(r"(?:all|any|each|every|no|the|an?|such|these|those)\s", re.I)
