"""Content templates of letters: plain texts that a clerk can edit, filled with facts of the record.

A template is a first line `Subject: …` and paragraphs with an empty line between them. `{{name}}` is a fact,
`[[…]]` is left for a person to write, a line that starts with `#` is for the clerk. A paragraph that starts
with `each NAME:` is repeated for each fact of that name, one that starts with `if NAME:` stands only where
there is one. What a fact says is never read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coordination.outgoing import Basis, Line, sentences
from pipeline.problems import Misconfigured

NAMES = (
    *("agency", "number", "control", "correspondent", "written", "received", "subject", "ask"),
    *("due", "office"),
)
"""The facts that a template may name."""

_FACT = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_GAP = re.compile(r"(?<=[”.!?])\s+(?=\[\[)")
_WHEN = re.compile(r"(each|if)\s+(\w+)\s*:\s*")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a letter may say, and where it stands: a document or a field of the record."""

    value: str
    basis: Basis
    source: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of a template: its sentences, and the fact that it is repeated for or hangs on."""

    sentences: tuple[str, ...]
    each: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A template, read."""

    name: str
    subject: str
    parts: tuple[Part, ...]


def parse(name: str, text: str) -> Wording:
    """The template. Raises Misconfigured where it has no subject or names a fact that there is not."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if not line.startswith("#")]
    head, _, body = "\n".join(lines).strip().partition("\n")
    label, mark, subject = head.partition(":")
    parts = tuple(_parts(body))
    if label.strip().casefold() != "subject" or not mark or not subject.strip() or not parts:
        raise Misconfigured(
            f"The letter template {name} cannot be used.",
            "It does not start with a subject and paragraphs.",
            "Its first line is “Subject: …”; paragraphs follow with an empty line between them.",
        )
    named = {*_FACT.findall(text), *(word for part in parts for word in (part.each, part.when) if word)}
    unknown = sorted(named - set(NAMES))
    if unknown:
        raise Misconfigured(
            f"The letter template {name} names facts that there are not: {', '.join(unknown)}.",
            f"There are: {', '.join(NAMES)}.",
            "Mend the template.",
        )
    return Wording(name, subject.strip(), parts)


def _parts(body: str) -> Iterator[Part]:
    for paragraph in re.split(r"\n\s*\n", body):
        words = " ".join(paragraph.split())
        found = _WHEN.match(words)
        rest = words[found.end() :] if found else words
        if rest:
            kind, name = (found[1], found[2]) if found else ("", "")
            each, when = (name if kind == "each" else ""), (name if kind == "if" else "")
            yield Part(_template_sentences(rest), each, when)


def _template_sentences(text: str) -> tuple[str, ...]:
    """Sentences of a template; a gap after a whole sentence or a quotation is one of its own.

    What stands in braces or brackets is never cut.
    """
    held: list[str] = []

    def hide(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"Q\x00{len(held) - 1}\x00"

    hidden = re.sub(r"\{\{[^{}]*\}\}|\[\[[^\[\]]*\]\]", hide, text)
    show = re.compile("Q\x00(\\d+)\x00")
    shown = [show.sub(lambda match: held[int(match[1])], one) for one in sentences(hidden)]
    return tuple(part for one in shown for part in _GAP.split(one))


def fill(wording: Wording, facts: Mapping[str, tuple[Fact, ...]]) -> tuple[str, tuple[Line, ...]]:
    """Subject and lines. A fact that is not known is left for a person to write."""
    subject = _said(wording.subject, facts, None)[0]
    lines: list[Line] = []
    paragraph = 0
    for part in wording.parts:
        for own in _turns(part, facts):
            lines += [_line(wording.name, one, facts, own, paragraph) for one in part.sentences]
            paragraph += 1
    return subject, tuple(lines)


def _turns(part: Part, facts: Mapping[str, tuple[Fact, ...]]) -> Iterator[Fact | None]:
    if part.each:
        yield from facts.get(part.each, ())
    elif not part.when or facts.get(part.when):
        yield None


def _line(
    name: str, sentence: str, facts: Mapping[str, tuple[Fact, ...]], own: Fact | None, paragraph: int
) -> Line:
    text, used = _said(sentence, facts, own)
    if not used:
        return Line(text, paragraph, Basis.STANDARD, name)
    documents = [one for one in used if one.basis is Basis.DOCUMENT]
    first = documents or used
    source = "; ".join(dict.fromkeys(one.source for one in first))
    quote = " … ".join(dict.fromkeys(one.quote for one in first if one.quote))
    return Line(text, paragraph, first[0].basis, source, quote)


def _within(title: str) -> str:
    """A title as it stands within a sentence: its article is no name."""
    first, space, rest = title.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in ("The", "A", "An") and rest else title


def _said(text: str, facts: Mapping[str, tuple[Fact, ...]], own: Fact | None) -> tuple[str, list[Fact]]:
    used: list[Fact] = []

    def put(match: re.Match[str]) -> str:
        known = (own,) if own is not None and match[1] == "ask" else facts.get(match[1], ())
        if not known:
            return f"[[{match[1]}]]"
        used.append(known[0])
        # what a stranger wrote makes no gap in the letter
        said = " ".join(known[0].value.split()).replace("[[", "[ [").replace("]]", "] ]")
        return _within(said) if match[1] == "subject" and match.start() else said

    return _FACT.sub(put, text), used
