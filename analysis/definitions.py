"""Short names that a document gives its actors: "the Director of X (Director)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from analysis.collective import collective_names
from analysis.cued import cued
from pipeline.documents import Span
from pipeline.folding import small

_SHORT = re.compile(
    r"\(\s*(?:the\s+|hereinafter,?\s+|“|\"|‘|'|``){0,3}"
    r"(?P<short>[A-Z][A-Za-z&. -]{1,40}?)(?:”|\"|’|'{1,2})?\s*\)"
)
_DEFINED = re.compile(
    r"\b(?P<full>(?:[Tt]he\s+)?[A-Z][\w'’&.-]*(?:,?\s+(?:of|for|and|the|on|to|in|[A-Z][\w'’&.-]*)){0,14})\s*"
    rf"{_SHORT.pattern}"
)
"""Quotation marks of print, of typewriters and of the Weekly Compilation's plain text (``so'')."""

_HEADING = re.compile(r"(?<=[a-z]{4})\.\s+(?=The\s)")
"""A heading that runs into its sentence ends before the name begins."""


def short_names(text: str) -> dict[str, str]:
    """Short name to full name, as the document itself defines them; the first definition holds."""
    found = dict(reversed((*_titles_meant(text), *collective_names(text))))
    for match in _defined(text):
        short = match["short"].strip()
        start = match.start("full") + _own_start(match["full"], short, text[: match.start("full")][-_NEAR:])
        full = _HEADING.split(" ".join(text[start : match.end("full")].split()))[-1]
        whole = _whole(text, start, full, short)
        if whole is not None:
            found.setdefault(short, _of_kind(_of_initials(whole, short), short))
    return found


def _in_name(letter: str) -> bool:
    return letter.isalnum() or letter.isspace() or letter in "_'’&.,-"


def _defined(text: str) -> Iterator[re.Match[str]]:
    """The names with a short one in brackets: most brackets hold none, so what stands before is not read."""
    reached = 0
    for bracket in _SHORT.finditer(text):
        start = bracket.start()
        while start > reached and _in_name(text[start - 1]):
            start -= 1
        found = _DEFINED.search(text, start, bracket.end())
        if found:
            reached = found.end()
            yield found


_TITLE_MEANS = re.compile(
    r"(?:“|\"|‘‘?|``|')(?:the\s+)?(?P<short>(?:Secretar|Administrato|Directo|Commissione|Chai|Boar|Departmen|Agenc)\w+)(?:”|\"|’’?|''?),?"
    r"\s+(?:shall\s+)?(?:means?|refers?\s+to)\s+(?P<full>the\s+[A-Z][^.;,()“”\"]{3,90}?)(?=[.;,(])"
)


def _titles_meant(text: str) -> Iterator[tuple[str, str]]:
    """Titles that a sentence of their own defines: "“the Secretary” means the Secretary of the Tides"."""
    for match in _TITLE_MEANS.finditer(text) if "mean" in text or "refer" in text else ():
        yield match["short"], " ".join(match["full"].split())


_NEXT_NAME = re.compile(r",\s+(?:and\s+|or\s+)?(?=[Tt]he\s+[A-Z])")
_JOINED = re.compile(r"\s(?:and|or)\s+(?=[Tt]he\s+[A-Z])")
_PLACED = re.compile(
    r"\b(?:establish|creat|found|constitut|form)\w*\s+(?:\w+\s+){0,4}?(?:in|within|at)\s+$", re.I
)
_ANEW = re.compile(
    r"(?<!\sof)(?<!\sfor)(?<!\sand)(?<!\son)(?<!\sto)(?<!\sin)(?<!\sthe)(?<!,)\s+(?=the\s+[A-Z])"
)
"""An article behind a whole name: "in the Department of the Tides the Board of Piers (Board)"."""


def _own_start(full: str, short: str, before: str) -> int:
    """Where the last name of several begins, if the short name is of its kind or its initials.

    "In accordance with section 5 of title 50, United States Code, the Warden of Piers (Warden)" gives a name
    to one officer; what stands before the comma and the article is another name or a law. So it is with "and"
    and the article, where the last head is the short name: "the Mayor and the Warden of Piers (Warden)".
    Where the first name tells in which department a body is founded, its own begins with its article.
    """
    founded = [match.end() for match in _ANEW.finditer(full)] if _PLACED.search(before) else []
    if founded:
        return founded[-1]
    begun = [match.end() for match in _NEXT_NAME.finditer(full)]
    last = {word.lower() for word in re.findall(r"[\w’'-]+", full[begun[-1] :])} if begun else set()
    start = begun[-1] if begun and (short.isupper() or short.split()[-1].lower() in last) else 0
    joined = [match.end() for match in _JOINED.finditer(full, start)]
    head = re.split(r"\s(?:of|on|for|to|in)\s", full[joined[-1] :])[0].split()[-1] if joined else None
    return joined[-1] if joined and head == short.split()[-1] else start


_BY_WHOM = re.compile(
    r"\b(?:(?:designat|appoint|select|nam|nominat|chos|detail|assign|elect|approv|confirm)\w+\s+by|of)\s+$",
    re.I,
)
"""What stands before a name that only describes somebody else: "a member of the staff named by"."""
_PHRASE = re.compile(r"\b(?:an?|the|one|each)\s+(?=[a-z])", re.I)
_WITHIN = re.compile(r"\b(?:of|at|in|on|for|to|from|within|under|with|by(?=\s+the\s))\s+$", re.I)
_NEAR = 300


def _whole(text: str, start: int, full: str, short: str) -> str | None:
    """The whole noun phrase that a short name stands for, by its head; None where its head is not found.

    In "a clerk of the staff named by the President (Chair)" the President is not the Chair: a name behind
    "of" or "named by" is the short name's own only where it has its last word, or where that is initials.
    """
    before = text[max(0, start - _NEAR) : start]
    told = {word.lower() for word in re.findall(r"[\w’'-]+", full)}
    fits = short.isupper() or re.findall(r"[\w’'-]+", short)[-1].lower() in told
    if fits or not _BY_WHOM.search(before):
        return full
    clause = re.split(r"[;:()]|\.\s|,\s", before)[-1]
    heads = [one for one in _PHRASE.finditer(clause) if not _WITHIN.search(clause[: one.start()])]
    return " ".join(f"{clause[heads[-1].start() :]}{full}".split()) if heads else None


def _meant(actor: str, names: Mapping[str, str]) -> str | None:
    """What a short name stands for; one in small letters may begin a sentence."""
    name = bare(actor)
    return names.get(name) or names.get(f"{name[:1].lower()}{name[1:]}")


def _of_initials(full: str, short: str) -> str:
    """The words that initials stand for: in "the Director of the Office of Audit (OA)" the office's alone."""
    words = full.split()
    starts = (at for at, word in enumerate(words) if short.isupper() and word[0] == short[0])
    fits = (at for at in starts if "".join(word[0] for word in words[at:] if word[0].isupper()) == short)
    return " ".join(words[next(fits, 0) :])


def _of_kind(full: str, short: str) -> str:
    """The words of the short name's kind: in "the Head of the Harbor Board (Board)" the board's alone."""
    head = short.split()[-1]
    for match in re.finditer(r"\bof\s+(?:the\s+)?(?=[A-Z])", full):
        own = re.split(r"\s(?:of|on|for|to|in)\s", full[match.end() :])[0].split()
        if full.split(" of ")[0].split()[-1] != head and own[-1:] == [head]:
            return full[match.end() :]
    return full


def bare(actor: str) -> str:
    """A name without its article."""
    return re.sub(r"^(?:the|each|such)\s+", "", " ".join(actor.split()), flags=re.I)


def longer(actor: str, names: Mapping[str, str]) -> str | None:
    """The name that a bare "the Secretary" stands for; None where the actor is printed in full."""
    full = _meant(actor, names)
    return None if full is None or full.lower().removeprefix("the ") == bare(actor).lower() else full


@dataclass(frozen=True, slots=True)
class Definition:
    """A word that the document defines: its section, whether it holds there alone, and where it stands.

    `root` stands in small letters in all that uses it.
    """

    term: str
    section: str
    here: bool
    span: Span
    root: str
    form: re.Pattern[str]

    def holds(self, words: str, section: str | None) -> bool:
        """Whether words of a section use the term in its sense."""
        if self.here and (section or "").split("(")[0] != self.section.split("(")[0]:
            return False
        return self.form.search(words) is not None


_MEANS = cued(
    "mean include refer exclude",
    r"^(?P<scope>(?:for\s+(?:the\s+)?purposes?\s+of|as\s+used\s+in|in|when\s+used\s+in)\s+th(?:is|e)\s+(?P<what>\w+)[^“\"]{0,40})?"
    r"(?:the\s+)?(?:(?:term|word|phrase)s?\s+)?(?:“|\"|``|‘‘|‘|')(?P<term>[A-Za-z][^”\"’']{2,60}?)(?:”|\"|''|’’|’|')"
    r"(?:\s+or\s+(?:“|\")[^”\"]{2,60}(?:”|\"))?,?\s+(?:shall\s+)?(?:means?|includes?|refers?\s+to|ha(?:s|ve)\s+the\s+(?:same\s+)?meanings?"
    r"|does\s+not\s+include|excludes?)\b",
    re.I,
)
_SECTION_ALONE = re.compile(r"section|subsection|paragraph", re.I)


def definitions(sentences: Iterable[tuple[str | None, Span, str]]) -> tuple[Definition, ...]:
    """The words that sentences with a section define ("“agency” means …, excluding …"), the longest first.

    An office that is given a short name is none: the draft tells its whole name.
    """
    return tuple(sorted(_definitions(sentences), key=lambda one: -len(one.term)))


def _definitions(sentences: Iterable[tuple[str | None, Span, str]]) -> Iterator[Definition]:
    for section, span, text in sentences:
        found = _MEANS.match(text)
        if found is None or section is None:
            continue
        term = " ".join(found["term"].rstrip(" ,").split())
        here = bool(found["what"]) and _SECTION_ALONE.match(found["what"]) is not None
        yield Definition(term, section, here, span, *_used(term))


def in_use(defined: Iterable[Definition], words: str, section: str | None) -> Iterator[Definition]:
    """The terms that words of a section use, of those within each other the longest alone.

    "A harbor pilot" uses “harbor pilot” and neither “harbor” nor “pilot”. The terms come the longest first.
    """
    said = small(words)
    for one in defined:
        if one.root in said and one.holds(words, section):
            words = one.form.sub(lambda found: " " * len(found.group()), words)
            yield one


_PLURAL = (
    (re.compile(r"(?:ies|(?<=[^aeiou])y)$"), "(?:y|ies)"),
    (re.compile(r"(?<=ss|sh|ch)(?:es)?$|(?<=[xz])(?:es)?$"), "(?:es)?"),
    (re.compile(r"(?<![su])s?$"), "s?"),
)
"""How nouns end in the singular and the plural; the first that fits holds."""


def _used(term: str) -> tuple[str, re.Pattern[str]]:
    """A word that stands in a term however it is used, in small letters, and its singular or plural.

    A name with capitals is used only as it is written.
    """
    stem, _, rest = term.partition(" of ")
    root, words = _either(stem)
    words = f"{words} of {_either(rest)[1]}" if rest else words
    named = any(word[:1].isupper() for word in term.split()[1:])
    flags = re.NOFLAG if named else re.I
    form = rf"(?<![\w-]){words.replace(' ', chr(92) + 's+')}(?![\w-])"
    return max(small(root).split(), key=len, default=""), re.compile(form, flags)


def _either(noun: str) -> tuple[str, str]:
    """What a noun's singular and plural share, and an expression for both."""
    for end, both in _PLURAL:
        found = end.search(noun)
        if found:
            root = noun[: found.start()]
            return root, re.escape(root).replace("\\ ", " ") + both
    return noun, re.escape(noun).replace("\\ ", " ")
