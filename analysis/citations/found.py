"""What a family of citations finds in plain text, before it becomes evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from analysis.citations.pinpoints import Pinpoints
from pipeline.findings import AuthorityType, MentionClass


@dataclass(frozen=True, slots=True)
class Found:
    """One mention of an authority at plain offsets start to end.

    `head` is the place of the words a list member leans on: "5 U.S.C." for "302" in a list.
    """

    start: int
    end: int
    type: AuthorityType
    normal: str
    title: str | None = None
    head: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """One mention of law that makes no row."""

    start: int
    end: int
    mention_class: MentionClass
    resolves_to: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What every family reads from: the plain text and the pinpoint phrases in it."""

    text: str
    pinpoints: Pinpoints


def pointed(scene: Scene, row: Found, joint: str = ", ") -> list[Found]:
    """The row once for each provision that leads to it ("sections 3 and 4 of …"), or as it is."""
    provisions = scene.pinpoints.before(row.start)
    if not provisions:
        return [row]
    *leading, last = provisions
    name = (row.start, row.end)
    return [
        *(
            replace(row, start=one.start, end=one.end, normal=f"{row.normal}{joint}{one.text}", head=name)
            for one in leading
        ),
        replace(row, start=last.start, normal=f"{row.normal}{joint}{last.text}"),
    ]


Finding = Found | Aside
Reader = Callable[[Scene, "re.Match[str]"], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of citation: where to look (`scans`) and how to read what stands there.

    Scans begin with a literal: the regex engine then skips over text that cannot match.
    """

    name: str
    scans: tuple[re.Pattern[str], ...]
    read: Reader
