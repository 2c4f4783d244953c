"""What a model answered, taken apart and checked for its shape; what it claims is checked elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pipeline.decisions import legible
from pipeline.problems import IllegalMove

KINDS = ("tasking", "request", "question", "invitation")
CATEGORIES = (
    *("Financial", "Legal", "Operational", "Workforce", "Technology", "Schedule", "Reputational", "Privacy"),
)
POLARITIES = ("Positive", "Negative", "Uncertain")
SENTENCE_KINDS = ("courtesy", "fact", "statement")
_LONGEST_TITLE = 400
_LONGEST_TEXT = 2000
_MOST_ROWS = 400
T = TypeVar("T")


class Misshapen(ValueError):
    """The answer does not fit the schema; the message says where, in words for the model."""


@dataclass(frozen=True, slots=True)
class Tasking:
    """A tasking by the number of its sentence."""

    sentence: int
    kind: str
    title: str
    responsible: str | None
    deadline: str | None
    members: tuple[int, ...]
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """A risk (without `polarity`) or an impact by the number of its sentence."""

    sentence: int
    title: str
    category: str
    reason: str
    polarity: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the summary and the sentences that it rests on."""

    text: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence proposed for a reply, and the numbers of what it rests on; `paragraph` counts from 0."""

    text: str
    kind: str
    sources: tuple[int, ...]
    paragraph: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, or several of a document's parts put together."""

    taskings: tuple[Tasking, ...] = ()
    risks: tuple[Effect, ...] = ()
    impacts: tuple[Effect, ...] = ()
    summary: tuple[Line, ...] = ()

    def __add__(self, other: Answer) -> Answer:
        return Answer(
            self.taskings + other.taskings,
            self.risks + other.risks,
            self.impacts + other.impacts,
            self.summary + other.summary,
        )


def answer_of(text: str, show: Callable[[str], str] = str) -> Answer:
    """The answer in a reply; a fence or words around the object are forgiven. Raises Misshapen.

    `show` puts back what was masked.
    """
    plain = _object(text)
    return Answer(
        _rows(plain, "taskings", lambda row, where: _tasking(row, where, show)),
        _rows(plain, "risks", lambda row, where: _effect(row, where, show, polarity=False)),
        _rows(plain, "impacts", lambda row, where: _effect(row, where, show, polarity=True)),
        _rows(plain, "summary", lambda row, where: _line(row, where, show)),
    )


def sentences_of(text: str, show: Callable[[str], str] = str) -> tuple[Sentence, ...]:
    """The sentences of a reply's body, in the order of their paragraphs. Raises Misshapen."""
    found = _rows(_object(text), "sentences", lambda row, where: _sentence(row, where, show))
    if not found:
        raise Misshapen("`sentences` must not be empty.")
    return tuple(sorted(found, key=lambda one: one.paragraph))


def _sentence(row: dict[str, Any], where: str, show: Callable[[str], str]) -> Sentence:
    return Sentence(
        show(_text(row, "text", where, _LONGEST_TEXT)),
        _choice(row, "kind", where, SENTENCE_KINDS),
        _numbers(row, "sources", where),
        max(0, min(_number(row, "paragraph", where), _MOST_ROWS) - 1),
    )


def _object(text: str) -> dict[str, Any]:
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise Misshapen("The answer holds no JSON object.")
    try:
        plain = json.loads(text[start : end + 1])
    except (ValueError, RecursionError) as error:
        # a number of thousands of digits is a ValueError of its own
        raise Misshapen(f"The answer is no valid JSON: {str(error)[:200]}.") from None
    if not isinstance(plain, dict):
        raise Misshapen("The answer is no JSON object.")
    return plain


def _rows(plain: dict[str, Any], name: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    rows = plain.get(name)
    if not isinstance(rows, list):
        raise Misshapen(f"`{name}` must be a list.")
    if len(rows) > _MOST_ROWS:
        raise Misshapen(f"`{name}` has more than {_MOST_ROWS} entries.")
    found = []
    for number, row in enumerate(rows):
        where = f"{name}[{number}]"
        if not isinstance(row, dict):
            raise Misshapen(f"{where} must be an object.")
        found.append(read(row, where))
    return tuple(found)


def _tasking(row: dict[str, Any], where: str, show: Callable[[str], str]) -> Tasking:
    return Tasking(
        _number(row, "sentence", where),
        _choice(row, "kind", where, KINDS),
        show(_text(row, "title", where, _LONGEST_TITLE)),
        _perhaps(row, "responsible", where, show),
        _perhaps(row, "deadline", where, show),
        _numbers(row, "members", where),
        _perhaps(row, "condition", where, show),
    )


def _effect(row: dict[str, Any], where: str, show: Callable[[str], str], *, polarity: bool) -> Effect:
    return Effect(
        _number(row, "sentence", where),
        show(_text(row, "title", where, _LONGEST_TITLE)),
        _choice(row, "category", where, CATEGORIES),
        show(_text(row, "reason", where, _LONGEST_TEXT)),
        _choice(row, "polarity", where, POLARITIES) if polarity else None,
    )


def _line(row: dict[str, Any], where: str, show: Callable[[str], str]) -> Line:
    return Line(show(_text(row, "text", where, _LONGEST_TEXT)), _numbers(row, "sentences", where))


def _number(row: dict[str, Any], name: str, where: str) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Misshapen(f"{where}.{name} must be a whole number.")
    return value


def _numbers(row: dict[str, Any], name: str, where: str) -> tuple[int, ...]:
    value = row.get(name)
    if not isinstance(value, list) or not all(type(one) is int for one in value):
        raise Misshapen(f"{where}.{name} must be a list of whole numbers.")
    return tuple(value)


def _text(row: dict[str, Any], name: str, where: str, longest: int) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Misshapen(f"{where}.{name} must be a text.")
    if len(value) > longest:
        raise Misshapen(f"{where}.{name} is longer than {longest} characters.")
    try:
        legible(name, value)
    except IllegalMove as unprintable:
        raise Misshapen(f"{where}.{name}: {unprintable.what} {unprintable.why}") from None
    return " ".join(value.split())


def _perhaps(row: dict[str, Any], name: str, where: str, show: Callable[[str], str]) -> str | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    return show(_text(row, name, where, _LONGEST_TITLE))


def _choice(row: dict[str, Any], name: str, where: str, choices: tuple[str, ...]) -> str:
    value = row.get(name)
    if value not in choices:
        raise Misshapen(f"{where}.{name} must be one of {', '.join(choices)}.")
    return str(value)
