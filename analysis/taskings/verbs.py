"""Imperatives: verbs that open an order or a request, told from nouns that look alike."""

from __future__ import annotations

import re

from analysis.cued import cued

_VERBS = frozenset(
    re.findall(
        r"\w+",
        """acknowledge adjudicate adjust align amend analyze annotate arrange assemble avoid calculate
        categorize circulate commence communicate compare compute consult convene convert cooperate delete
        deploy dispose elevate eliminate enroll estimate exempt finalize hire improve insert justify
        minimize mobilize nominate obligate omit organize oversee participate postpone procure recertify
        recover refine reinstate remediate renew repeal reposition research resubmit resume retrieve
        revisit safeguard segregate solicit standardize strengthen substantiate synchronize tabulate vacate
        waive accept adopt advise allow appoint apply arrange ask assess assign attach attend
        authorize bring cancel cease certify clarify collect compile complete comply conduct
        confirm consider consolidate coordinate correct create decide define delegate deliver
        describe designate determine develop disable disclose disconnect discontinue discuss
        disseminate distribute do enable encourage enforce engage ensure enter enumerate
        escalate establish evaluate examine exclude execute expand expedite explain extend find
        forward furnish give halt hold identify implement include incorporate indicate inform
        initiate inspect install instruct integrate investigate invite isolate issue keep let loop
        maintain make manage meet mitigate modify notify obtain obey pay perform prepare
        preserve prevent prioritize produce prohibit propose protect provide publish pursue put
        quantify quarantine reconcile reconsider redact reduce refer refrain reimburse remind
        remove replace reply require rescind reset resolve respond restore retain revise revoke
        run scan secure seek select send separate share show specify submit summarize supply
        suspend sweep take tell terminate train transmit treat turn upgrade upload utilize
        validate verify withdraw withhold write rewrite redraft reword""",
    )
)
_ALSO_NOUNS = frozenset(
    re.findall(
        r"\w+",
        """address answer audit backfill book check brief call change close comment contact copy count cover
        cut detail direct display document draft draw email exercise file limit list map mark monitor name
        note open order outline patch place plan post print process question record release
        report request return reverse review route schedule set sign sort staff start state stop store
        study support survey track transfer update use""",
    )
)
_AFTER_NOUN = re.compile(
    r"\s+(?:of|is|are|was|were|has|have|had|shall|must|will|may|and|or|for)\b|\s*[:,]", re.I
)
_OBJECT = re.compile(
    r"\s+(?:the|an?|all|any|each|every|your|their|its|our|my|his|her|this|that|these|those|to|whether|how|what|who|which"
    r"|only|no|both|it|them|us|me|one|two|three|by|within|in|on|directly|immediately|sections?|paragraphs?)\b",
    re.I,
)
_LINKS = frozenset(
    re.findall(
        r"\w+",
        """is are was were be been has have had do does did shall must will should may can could would might
        to that which who whose not and or but if when where while in on at by with from as""",
    )
)
_AIMS = frozenset(
    re.findall(
        r"\w+",
        """accelerate achieve advance combat counter deter detect facilitate foster guard guide increase
        leverage optimize promote""",
    )
)
"""Verbs of aims: nobody is told to foster by itself."""
_NO_VERB = re.compile(r"(?:the|an?|any|all|each|such|its|their|this|that|these|those|every|both|no)\b")
_SPEAKER = re.compile(r"\s+(?:me|us)\b")
_CAUSED = re.compile(r"\s+(?:your|someone|somebody|each|every|all)\s+(?:\w+\s+){0,4}[a-z]+\s+\w")
_WORD = re.compile(r"[A-Za-z]+")


_THIRD = re.compile(
    r"(?:(?:also|annually|jointly|\w+ly)\s+)?([A-Z]?[a-z]+?)(?:(?<=ch|sh|ss)es|(?<=i)es|s)\s+\S"
)


def is_duty(text: str) -> bool:
    """Whether a list member tells in the present what an office does: "Maintains the standard"."""
    match = _THIRD.match(text)
    if match is None:
        return False
    stem = match[1].lower()
    stem = f"{stem[:-1]}y" if stem.endswith("i") else stem
    return stem in _VERBS or (stem in _ALSO_NOUNS and not _AFTER_NOUN.match(text, match.end() - 2))


def duty_verb(text: str, reach: int = 7) -> int | None:
    """Where the verb of a duty told in the present begins: "Staffs submit …", "The clerk tells …"."""
    for match in list(_WORD.finditer(text, 0, 90))[1:reach]:
        word = match.group()
        if not word.islower():
            continue
        stem = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
        stems = {word, stem, word[:-2] if word.endswith("es") else stem}
        if stems & _VERBS or (stems & _ALSO_NOUNS and _OBJECT.match(text, match.end())):
            return match.start()
        if word in _LINKS or word.endswith("ed"):
            return None
    return None


def is_verb(word: str) -> bool:
    """Whether a word can be a verb that orders, a noun as well or not."""
    return word.lower() in _VERBS or word.lower() in _ALSO_NOUNS


def is_only_verb(text: str, at: int) -> bool:
    """Whether the word at this offset is a verb and no noun: "submit", never "report" or "comment"."""
    match = _WORD.match(text, at)
    return match is not None and match.group() in _VERBS


def imperative_at(text: str, at: int, opened: bool = False) -> bool:
    """Whether an imperative begins at this offset: "Report the results", never "Report of the Clerk".

    `opened` tells that a condition or a term stands before it, where a noun without article cannot.
    """
    match = _WORD.match(text, at)
    if match is None:
        return False
    word = match.group().lower()
    if word == "have":
        return bool(_CAUSED.match(text, match.end()))
    if word == "let" and _SPEAKER.match(text, match.end()):
        return False
    if word in _VERBS or (opened and word in _ALSO_NOUNS and match.group().islower()):
        return not _AFTER_NOUN.match(text, match.end())
    return word in _ALSO_NOUNS and bool(_OBJECT.match(text, match.end()))


def aims_at(text: str, at: int) -> bool:
    """Whether a verb stands at this offset behind "to": "to test the gates", never "to agencies of the"."""
    match = _WORD.match(text, at)
    if imperative_at(text, at) or (match and match.group() in _AIMS):
        return True
    if match is None or match.group() in _LINKS or _NO_VERB.match(match.group()):
        return False
    word = match.group()
    return word.islower() and not word.endswith("s") and bool(_OBJECT.match(text, match.end()))


_MANNER = cued(
    "ly",
    r"\b(?!(?:accordingly|additionally|similarly|consequently|respectively|specifically|finally|kindly|strongly|likely|only|early|family|apply"
    r"|supply|reply|comply|rely)\b)\w+ly(?:\s+(?:and|or)\s+\w+ly)?\s+$",
    re.I,
)


_EACH_ITS_OWN = cued("respectively", r"\brespectively,?\s+$", re.I)
"""Which of several actors has which of several objects; without it each would seem to have all."""


def manner_before(text: str, verb: int) -> int:
    """Where the words begin that say how the action at `verb` is done: "publicly release"."""
    near = max(0, verb - 60)
    told = _EACH_ITS_OWN.search(text, near, verb) or _MANNER.search(text, near, verb)
    return told.start() if told else verb
