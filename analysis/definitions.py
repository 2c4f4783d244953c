"""Short names that a document gives its actors: "the Director of X (Director)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.documents import Span

_DEFINED = re.compile(
    r"\b(?P<full>(?:[Tt]he\s+)?[A-Z][\w'’&.-]*(?:,?\s+(?:of|for|and|the|on|to|in|[A-Z][\w'’&.-]*)){0,14})\s*"
    r"\(\s*(?:the\s+|hereinafter,?\s+|“|\"|‘|'|``){0,3}"
    r"(?P<short>[A-Z][A-Za-z&. -]{1,40}?)(?:”|\"|’|'{1,2})?\s*\)"
)
"""Quotation marks of print, of typewriters and of the Weekly Compilation's plain text (``so'')."""


_HEADING = re.compile(r"(?<=[a-z]{4})\.\s+(?=The\s)")
"""A heading that runs into its sentence ends before the name begins."""


def short_names(text: str) -> dict[str, str]:
    """Short name to full name, as the document itself defines them; the first definition holds."""
    found: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        full, short = _HEADING.split(" ".join(match["full"].split()))[-1], match["short"].strip()
        found.setdefault(short, _of_initials(full, short))
    return found


def in_full(actor: str, names: Mapping[str, str]) -> str:
    """The name that the document's short name stands for; any other name as it is."""
    return names.get(_bare(actor), actor)


def _of_initials(full: str, short: str) -> str:
    """The words that initials stand for: in "the Director of the Office of Audit (OA)" the office's alone."""
    words = full.split()
    starts = (at for at, word in enumerate(words) if short.isupper() and word[0] == short[0])
    fits = (at for at in starts if "".join(word[0] for word in words[at:] if word[0].isupper()) == short)
    return " ".join(words[next(fits, 0) :])


def _bare(actor: str) -> str:
    return re.sub(r"^(?:the|each|such)\s+", "", " ".join(actor.split()), flags=re.I)


def longer(actor: str, names: Mapping[str, str]) -> str | None:
    """The name that a bare "the Secretary" stands for; None where the actor is printed in full."""
    full = names.get(_bare(actor))
    return None if full is None or full.lower().removeprefix("the ") == _bare(actor).lower() else full


def resolved(actor: str, names: Mapping[str, str]) -> str | None:
    """The same in words ("Secretary means ...")."""
    full = longer(actor, names)
    return f"“{_bare(actor)}” means {full}" if full else None


@dataclass(frozen=True, slots=True)
class Definition:
    """A word that the document defines: its section, whether it holds there alone, and where it stands."""

    term: str
    section: str
    here: bool
    span: Span
    form: re.Pattern[str]

    def holds(self, words: str, section: str | None) -> bool:
        """Whether words of a section use the term in its sense."""
        if self.here and (section or "").split("(")[0] != self.section.split("(")[0]:
            return False
        return self.form.search(words) is not None


_MEANS = re.compile(
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
        yield Definition(term, section, here, span, _used(term))


def _used(term: str) -> re.Pattern[str]:
    """The term in the singular or the plural; a name with capitals only as it is written."""
    stem = (
        re.escape(term[:-1]) + "(?:y|ies)" if term.endswith("y") else re.escape(term.removesuffix("s")) + "s?"
    )
    stem = re.escape(term) if term.endswith("ss") else stem.replace("\\ ", r"\s+")
    named = any(word[:1].isupper() for word in term.split()[1:])
    return re.compile(rf"(?<![\w-]){stem}(?![\w-])", 0 if named else re.I)
