"""How a letter names, greets and signs: forms of address as the United States government writes them.

After the forms of address of the Government Publishing Office's Style Manual. What is not known is never
guessed: a name without a title is greeted whole.
"""

from __future__ import annotations

from email.utils import parseaddr

_ELECTED = {
    "Representative": ("rep", "representative", "congressman", "congresswoman"),
    "Senator": ("sen", "senator"),
    "Governor": ("gov", "governor"),
    "Mayor": ("mayor",),
    "Ambassador": ("amb", "ambassador"),
    "Judge": ("judge",),
}
_TITLES = {one: title for title, forms in _ELECTED.items() for one in forms} | {
    "mr": "Mr.",
    "mrs": "Mrs.",
    "ms": "Ms.",
    "miss": "Miss",
    "dr": "Dr.",
    "prof": "Professor",
}
_CHAMBERS = (("senate", "Senator"), ("house of representatives", "Representative"))
_AFTER = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "jd", "usn", "ret"))
_HONORABLE = (("the", "honorable"), ("the", "hon"), ("honorable",), ("hon",))


def name_of(correspondent: str) -> str:
    """The name of a writer without an address of mail."""
    name, address = parseaddr(correspondent)
    return name or (correspondent if "@" not in correspondent else address) or correspondent


def addressee(correspondent: str, organization: str = "") -> str:
    """The first line of an address: who holds an elected or a like office is The Honorable."""
    title, words = _titled(correspondent, organization)
    if title in _ELECTED and len(words) > 1:
        return f"The Honorable {' '.join(words)}"
    return name_of(correspondent)


def salutation(correspondent: str, organization: str = "") -> str:
    """How a letter greets its addressee: by title and last name where the title is known."""
    title, words = _titled(correspondent, organization)
    if title and words:
        return f"Dear {title} {_last(words)}:"
    return f"Dear {' '.join(words)}:" if words else "Dear Sir or Madam:"


def signature(signed_by: str) -> tuple[str, ...]:
    """The lines of a signature block: the name, and under it what stands after a comma, the title."""
    name, mark, rest = signed_by.partition(", ")
    while mark and _bare(rest.partition(",")[0]) in _AFTER:
        more, mark, rest = rest.partition(", ")
        name = f"{name}, {more}"
    return tuple(line for line in (name.strip(), rest.strip()) if line)


def _titled(correspondent: str, organization: str) -> tuple[str, list[str]]:
    """Title, or nothing, and the words of the name after it."""
    words, honored = name_of(correspondent).split(), False
    for opening in _HONORABLE:
        if tuple(map(_bare, words[: len(opening)])) == opening:
            words, honored = words[len(opening) :], True
            break
    first = _bare(words[0]) if words else ""
    if first in _TITLES:
        return _TITLES[first], words[1:]
    chamber = next((title for name, title in _CHAMBERS if name in organization.casefold()), "")
    return (chamber if honored else ""), words


def _last(words: list[str]) -> str:
    """The last name; what follows a comma or stands for a degree is none of it."""
    kept = " ".join(words).partition(",")[0].split()
    while len(kept) > 1 and _bare(kept[-1]) in _AFTER:
        kept.pop()
    return kept[-1] if kept else words[-1]


def _bare(word: str) -> str:
    return word.replace(".", "").strip(",").casefold()
