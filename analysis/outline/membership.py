"""The members of a list: which sentence stands for each, where some have run-in headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.outline import Role, Sentence
from analysis.outline.roles import run_in_heading

_BODY = frozenset({Role.BODY, Role.FOOTNOTE})


def members(sentences: Sequence[Sentence], led: Sequence[int]) -> list[int]:
    """One sentence for each member of a list, out of the indexes of those that its lead leads.

    A label opens a member, and what follows its first sentence is no member of its own. Statutes and orders
    run a heading into a member ("(b) Sharing. Work with the harbors."): its first sentence stands for it, the
    heading where none follows. A list without any label has a member in each sentence.
    """
    found: list[int] = []
    for at in led:
        one = sentences[at]
        if found and found[-1] == at - 1 == heading(sentences, at):
            found[-1] = at
        elif one.marker is not None and one.role in (*_BODY, Role.HEADING):
            found.append(at)
    return found or [at for at in led if sentences[at].role in _BODY]


def heading(sentences: Sequence[Sentence], at: int) -> int | None:
    """The heading that runs into a member, right before its first sentence."""
    own = sentences[at]
    if not at or own.lead is None or own.marker is not None or own.role not in _BODY:
        return None
    above = sentences[at - 1]
    runs_in = above.role is Role.HEADING and above.marker is not None and above.lead == own.lead
    return at - 1 if runs_in else None


def further(sentences: Sequence[Sentence], at: int) -> Iterator[int]:
    """The sentences behind the first of a member with a run-in heading, up to the next label."""
    if heading(sentences, at) is None:
        return
    for index in range(at + 1, len(sentences)):
        one = sentences[index]
        if one.marker is not None or one.lead != sentences[at].lead:
            return
        if one.role in _BODY:
            yield index


def outermost(sentences: Sequence[Sentence], found: Sequence[int]) -> list[int]:
    """The members that stand within no other one: "(b)", and not the "(1)" under it."""
    kept: list[int] = []
    for at in found:
        if not kept or not _inside(sentences[at], sentences[kept[-1]]):
            kept.append(at)
    return kept


def unheaded(sentences: Sequence[Sentence], found: Sequence[int]) -> list[int]:
    """The members without those within another one that have a heading of their own: that one tells them."""
    outer = frozenset(outermost(sentences, found))
    return [at for at in found if at in outer or not _is_headed(sentences, at)]


def _is_headed(sentences: Sequence[Sentence], at: int) -> bool:
    return sentences[at].role is Role.HEADING or heading(sentences, at) is not None


def _inside(one: Sentence, above: Sentence) -> bool:
    """Whether a label stands under another: Sec. 2(b)(1) under Sec. 2(b)."""
    return above.section is not None and (one.section or "").startswith(f"{above.section}(")


def entitles(sentences: Sequence[Sentence], at: int, words: str) -> bool:
    """Whether a member is only the title of those within it: "(a) Dock Records." over "(1)"."""
    if at + 1 >= len(sentences) or not run_in_heading(words, alone=True):
        return False
    own, below = sentences[at], sentences[at + 1]
    return _inside(below, own) and None not in (own.marker, below.marker) and below.lead == own.lead
