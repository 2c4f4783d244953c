"""How like two letters are: by the runs of three words that they share. Pure arithmetic on words.

A signature keeps the smallest hash of each of so many classes of runs (one-permutation minhash; empty
classes borrow from the next). Letters whose runs overlap by half share a band of it almost surely, others
seldom; what shares one is compared word for word.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr

NEAR = 0.5
"""From here on two letters are of one campaign: one form, with names and a few sentences of one's own."""

SAME = 0.75
"""From here on two letters of one sender may be one letter: read by another way, a word here and there."""

SAME_WITHOUT_SENDER = 0.95
FEWEST_WORDS = 25
"""Shorter letters are alike by chance: thanks, receipts, a line that points to an attachment."""

MOST_OWN = 40
"""So many runs of words a letter of a campaign may have for its date, names and addresses."""

MOST_WORDS = 20_000
_TITLES = frozenset(
    ("mr", "mrs", "ms", "dr", "hon", "honorable", "the", "sen", "senator", "rep", "professor")
)
_RUN = 3
_CLASSES = 96
_ROWS = 3
_EMPTY = 0xFFFFFFFF
_WORD = re.compile(r"\w+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_ENDS = re.compile(r"(?<=[.!?;])\s+")
_SHORT_LINE = 50
_MOST_CHARACTERS = 60_000
_BROKEN = re.compile(r"(?<=\w)[-\u2010\u00ad]\s*\n\s*(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a text's words are like. `sha256` is that of its words alone, whatever stands between them."""

    words: int
    sha256: str
    signature: bytes

    @property
    def comparable(self) -> bool:
        """Whether there are words enough to tell."""
        return self.words >= FEWEST_WORDS


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, whatever the type, the line ends and the hyphens there."""
    plain = unicodedata.normalize("NFKC", _BROKEN.sub("", text)).casefold()
    return tuple(_WORD.findall(plain))


def runs_of(words: tuple[str, ...]) -> frozenset[int]:
    """The runs of three words, as numbers; of long texts those at the beginning."""
    words = words[:MOST_WORDS]
    data = [word.encode("utf-8", "surrogatepass") for word in words]
    ends = range(_RUN, len(data) + 1)
    return frozenset(_mixed(zlib.crc32(b" ".join(data[end - _RUN : end]))) for end in ends)


def _mixed(number: int) -> int:
    """Neighbouring checksums far apart: a checksum is linear, and classes are told by it."""
    number = (number ^ (number >> 16)) * 0x45D9F3B & _EMPTY
    number = (number ^ (number >> 16)) * 0x45D9F3B & _EMPTY
    return number ^ (number >> 16)


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of runs that two texts have in common, of all runs of both."""
    both = len(one & other)
    every = len(one) + len(other) - both
    return both / every if every else 0.0


def measured(text: str) -> Likeness:
    """What a text's words are like."""
    words = words_of(text)
    joined = " ".join(words).encode("utf-8", "surrogatepass")
    return Likeness(len(words), hashlib.sha256(joined).hexdigest(), _signature(runs_of(words)))


def _signature(runs: Iterable[int]) -> bytes:
    least = [_EMPTY] * _CLASSES
    for run in runs:
        place, value = run % _CLASSES, run // _CLASSES
        if value < least[place]:
            least[place] = value
    if all(value == _EMPTY for value in least):
        return b""
    whole = [_borrowed(least, place) for place in range(_CLASSES)]
    return b"".join(value.to_bytes(4, "big") for value in whole)


def _borrowed(least: list[int], place: int) -> int:
    """The value of a class, or that of the next one that has any, told apart by how far away it is."""
    for steps in range(_CLASSES):
        value = least[(place + steps) % _CLASSES]
        if value != _EMPTY:
            return (value + steps * 0x9E3779B1) & _EMPTY
    return _EMPTY


def bands_of(signature: bytes) -> tuple[int, ...]:
    """Parts of a signature, as numbers of 63 bits; letters that are alike share some of them."""
    size = 4 * _ROWS
    return tuple(
        int.from_bytes(
            hashlib.blake2b(signature[at : at + size], digest_size=8, key=at.to_bytes(4, "big")).digest(),
            "big",
        )
        >> 1
        for at in range(0, len(signature), size)
    )


def sender_key(sender: str | None) -> str | None:
    """A sender in a form that can be compared: the words of the name, in order of the alphabet."""
    name, address = parseaddr(sender or "")
    if not name and "@" in address:
        return address.casefold()
    return " ".join(sorted(set(words_of(name or (sender or ""))) - _TITLES)) or None


def may_be_one(share: float, sender: str | None, other: str | None) -> bool:
    """Whether two letters may be one letter, by what they share and by the keys of their senders."""
    if sender and other:
        return sender == other and share >= SAME
    return share >= SAME_WITHOUT_SENDER


def says_more(text: str, passages: Iterable[str], model: str) -> str:
    """What a letter says beside another one that is to answer for it; empty where it is nothing.

    Each passage (what the letter asks, or may oblige somebody to) must stand in the other one word for word,
    and beside names, addresses and dates there must not be much that does not.
    """
    held = f" {' '.join(words_of(model))} "
    for passage in passages:
        if f" {' '.join(words_of(passage))} " not in held:
            return f"It says something of its own: “{' '.join(passage.split())[:200]}”."
    own = len(runs_of(words_of(text)) - runs_of(words_of(model)))
    return f"Some {own} of its words are its own." if own > MOST_OWN else ""


def own_sentences(text: str, other: str) -> tuple[str, ...]:
    """The sentences of a letter that do not stand in another one word for word; of long ones, at the start.

    A short line, such as one of an address, counts as a sentence.
    """
    held = f" {' '.join(words_of(other))} "
    return tuple(
        sentence
        for sentence in _sentences(_BROKEN.sub("", text[:_MOST_CHARACTERS]))
        if (words := " ".join(words_of(sentence))) and f" {words} " not in held
    )


def _sentences(text: str) -> Iterator[str]:
    """What a person takes for one: wrapped lines are put together again, a line that ends early ends it."""
    for part in _PARAGRAPH.split(text):
        whole: list[str] = []
        for line in part.splitlines():
            whole.append(line.strip())
            if len(line) < _SHORT_LINE:
                yield from _ENDS.split(" ".join(whole))
                whole = []
        yield from _ENDS.split(" ".join(whole))
