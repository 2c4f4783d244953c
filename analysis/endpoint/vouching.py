"""Whether a sentence that a model proposes for a reply is borne out by the sentences that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.citations import recognise
from analysis.endpoint.support import shares_substance, unsupported
from analysis.library import plain_document
from pipeline.folding import fold


@dataclass(frozen=True, slots=True)
class Sources:
    """The words that a sentence rests on: of the letter that came, and of the office's record.

    `about` are names that any sentence may say.
    """

    letter: str
    record: str
    about: str = ""

    @property
    def all(self) -> str:
        """Both."""
        return f"{self.letter} {self.record}".strip()


_PROMISE = re.compile(
    r"\b(?:will|shall|['’]ll|promis\w*|pledg\w*|commit(?:s|ted|ting|ment|ments)?|guarant\w*|ensur\w*|assur\w*"
    r"|undertak\w*|intend\w*|plan(?:s|ned|ning)? to|going to)\b",
    re.I,
)
_MODAL = re.compile(r"\b(?:can|cannot|could|may|might|must|should|would|will|shall|ought)\b", re.I)
_DECISION = re.compile(
    r"\b(?:approv|grant|den(?:y|ied|ies)|reject|agree|accept|authori[sz]|refus|declin|confirm|waiv"
    r"|allowed|permitted|decid|concur|endors)\w*",
    re.I,
)
_DECIDED = re.compile(rf"\b(?:is|are|was|were|be|been)\s+(?:\w+\s+)?{_DECISION.pattern}", re.I)
_THANKS = re.compile(r"Thank you for\b")
_OURS = re.compile(r"\b(?:we|our|ours|us|I|my|mine|me)\b|\bthe (?:agency|bureau|department|office)\b", re.I)
_WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*")
_REPORTS = re.compile(
    r"^(?:You|Your letter|In your letter,? you)\s+(?:also\s+)?"
    r"(?:ask|write|wrote|say|state|tell|told|note|request|describe|mention|report|point|want|explain|raise)\w*\b"
)


def _listed(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_COURTESY = _listed(
    "a about addressed again and answer answering answers any appreciate are as attention below bringing",
    "care concern concerns contact contacting each first follow following for from further glad grateful",
    "happy have hearing help here hope if in inquiry interest into is it kind know letter like matter",
    "message mind more need obliged of on order our patience please question questions reach regards",
    "reply respond response sharing should sincerely sorry take taking thank thanks that the these this",
    "time to turn understand us very we welcome with would write writing you your yours",
)
_REPORTING = _listed(
    "a also an and are ask asked asking asks be by describe explain for further how if in is letter",
    "mention note of on point raise report request say state tell that the to told want what when whether",
    "which who why wish write wrote you your",
)
_OPENING = _COURTESY | _REPORTING | _listed("there they he she its at after before since no")


def unborne(text: str, sources: Sources) -> str | None:
    """Why a sentence does not stand; None where it does. Without sources it may only be courtesy."""
    if why := _promised(text, sources):
        return why
    if not sources.all:
        return _beyond(text, _COURTESY, sources.about, "it states something and names no source")
    if not sources.record:
        return _of_the_letter(text, sources)
    return _of_the_record(text, sources)


def _promised(text: str, sources: Sources) -> str | None:
    """A promise, unless the record makes it or a question of the letter is told in its own words."""
    held = sources.record or (sources.letter if _REPORTS.match(text) else "")
    missing = _stems(_PROMISE, text) - _stems(_PROMISE, held)
    return f"it promises something that no record bears: {min(missing)}" if missing else None


def _of_the_letter(text: str, sources: Sources) -> str | None:
    """What rests on the letter alone is told as the writer's words, in the words of the letter."""
    thanks = _THANKS.match(text) and not _DECISION.search(text)
    if not (thanks or _REPORTS.match(text)) or _OURS.search(text) or ";" in text:
        return "it rests on the letter alone and is not told as the writer's words"
    if _DECIDED.search(text):
        return "it tells a decision, and rests on the letter alone"
    free = _COURTESY if thanks else _REPORTING
    beyond = _beyond(text, free, f"{sources.letter} {sources.about}", "it says more than the letter")
    return beyond or _said_otherwise(text, sources)


def _of_the_record(text: str, sources: Sources) -> str | None:
    missing = _stems(_DECISION, text) - _stems(_DECISION, sources.record)
    if missing:
        return f"the record bears no such decision: {min(missing)}"
    first = _words(text)[:1]
    if first and first[0] not in _OPENING and first[0] not in _words(f"{sources.all} {sources.about}"):
        return f"it begins with {first[0]}, which is not in the source"
    if not shares_substance(text, sources.record, 1):
        return "it has nothing in common with the record that it names"
    return _said_otherwise(text, sources)


def _said_otherwise(text: str, sources: Sources) -> str | None:
    """Numbers, dates, names, citations, modals: each must stand in the sources."""
    missing = {word.lower() for word in _MODAL.findall(text)} - {
        word.lower() for word in _MODAL.findall(sources.all)
    }
    if missing:
        return f"the word “{min(missing)}” is not in the source"
    cited = _cited(text) - _cited(sources.all)
    if cited:
        return f"the citation {min(cited)} is not in the source"
    return unsupported(text, f"{sources.all} {sources.about}")


def _beyond(text: str, free: frozenset[str], source: str, why: str) -> str | None:
    """Whether a sentence has a word that is neither free nor in the source."""
    held = {word[:6] for word in _words(source)}
    strange = [word for word in _words(text) if word not in free and word[:6] not in held]
    return f"{why}: {strange[0]}" if strange else None


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text).text.lower())


def _stems(pattern: re.Pattern[str], text: str) -> set[str]:
    """What the pattern finds, so that "approved" is borne by "approves"."""
    return {match[0].lower()[:5].rstrip("’'") for match in pattern.finditer(text)}


def _cited(text: str) -> set[str]:
    return {one.citation for one in recognise(plain_document(text)).authorities}
