"""Lists in running text: how a sentence leads to one, how its members end, how what is left out is told."""

from __future__ import annotations

import re

_LINK = re.compile(r"[;,]\s+(?:and|or)$")
_END = re.compile(r"[;,.]?(?:\s+(?:and|or))?[;,.]?$")
_MORE = re.compile(r" \(and \d+ more\)$")


def opens_list(text: str) -> bool:
    """Whether a sentence ends where its list begins."""
    return text.rstrip().endswith((":", "—", "–"))


def unlinked(text: str) -> str:
    """A member without the "; and" that leads to the next."""
    return _LINK.sub("", text.rstrip())


def bare_member(text: str) -> str:
    """A member in one line, without anything that it shares with its list: "a plan; and" is "a plan"."""
    return _END.sub("", " ".join(text.split()))


def and_more(left: int) -> str:
    """What tells how many more a list has; nothing where none is left."""
    return f" (and {left} more)" if left > 0 else ""


def parted(title: str) -> tuple[str, str]:
    """A title, and what tells behind it how many more its list has."""
    more = _MORE.search(title)
    return (title[: more.start()], more.group()) if more else (title, "")
