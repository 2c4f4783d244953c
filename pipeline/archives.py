"""What a records package is made of: its members, its manifest, and what is masked in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.encoding import Json, from_plain, to_plain
from pipeline.masking import blackened
from pipeline.problems import Damaged, IllegalMove

FORM = "chancery.records/1"
MANIFEST, INDEX, TABLE = "manifest.json", "index.html", "documents.csv"
MASKED = "Personal data is blackened in texts and tables; the count stands with each file."
WITHOUT_ORIGINALS = "left out"
_NAME = re.compile(rf"{MANIFEST}|{INDEX}|{TABLE}|(?:documents|actions)/[A-Z0-9-]+/[a-z0-9][a-z0-9.-]*")
_EXACT = frozenset({"id", "hash", "sha256", "text_sha256", "control_number", "action_number"})
"""Fields that hold what is compared letter by letter, and never what somebody wrote."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which records are asked for: by number, by period of receipt, by kind; all that is named must fit.

    `originals` and `unmasked` are reasons: without one the originals stay out, and personal data is masked.
    """

    numbers: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    kind: str = ""
    originals: str = ""
    unmasked: str = ""

    def __post_init__(self) -> None:
        if not (self.numbers or self.since or self.until or self.kind):
            raise IllegalMove(
                "Which records are wanted?",
                "A package of everything is a backup.",
                "Name documents or actions, a period of receipt, or a kind.",
            )
        if self.since and self.until and self.until < self.since:
            raise IllegalMove("The period ends before it begins.", remedy="Mend the days.")

    @property
    def told(self) -> dict[str, str]:
        """What was asked for, as the manifest says it."""
        found = {
            "numbers": ", ".join(self.numbers),
            "received from": self.since.isoformat() if self.since else "",
            "received to": self.until.isoformat() if self.until else "",
            "kind": self.kind,
        }
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a package, and in how many places it was masked."""

    name: str
    data: bytes
    masked: int = 0

    def __post_init__(self) -> None:
        if not may_lie_in_a_package(self.name):
            raise ValueError(f"no file of a records package: {self.name[:120]!r}")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the manifest says of a member."""

    name: str
    size: int
    sha256: str
    masked: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself. Nothing in it tells when it was made: the same records, the same bytes.

    `whole` is the fingerprint of the list of all members, so one figure stands for all of them.
    """

    form: str
    program: str
    creator: str
    asked: dict[str, str]
    documents: tuple[str, ...]
    actions: tuple[str, ...]
    first_received: str | None
    last_received: str | None
    originals: str
    masking: str
    masked: int
    members: tuple[Kept, ...]
    whole: str


def whole(members: Iterable[Kept]) -> str:
    """The fingerprint of all members together: that of a list as `sha256sum` writes it, by name."""
    lines = sorted(f"{member.name}\0{member.sha256}" for member in members)
    listed = "".join(f"{sha256}  {name}\n" for name, _, sha256 in (line.partition("\0") for line in lines))
    return hashlib.sha256(listed.encode()).hexdigest()


def written(manifest: Manifest) -> bytes:
    """The manifest as it lies in the package."""
    return (json.dumps(to_plain(manifest), indent=1, ensure_ascii=False) + "\n").encode()


def read(data: bytes) -> Manifest:
    """What `written` wrote. Raises Damaged for anything else."""
    try:
        found = from_plain(Manifest, json.loads(data))
    except (ValueError, TypeError, KeyError) as error:
        raise Damaged("The manifest of the package cannot be read.", str(error)[:200]) from None
    if found.form != FORM:
        raise Damaged(f"The package has the form {found.form[:40]!r}.", f"This version knows {FORM}.")
    return found


def may_lie_in_a_package(name: str) -> bool:
    """Whether a package holds files of this name."""
    return _NAME.fullmatch(name) is not None


@dataclass(slots=True)
class Blackening:
    """Masks what goes into one file, and counts the places. Off, it changes nothing."""

    on: bool
    names: tuple[str, ...] = ()
    count: int = 0

    def text(self, words: str) -> str:
        """The words without personal data, each place as long as it was."""
        if not self.on:
            return words
        covered, places = blackened(words, self.names)
        self.count += places
        return covered

    def values(self, value: Json) -> Json:
        """The same for every string in JSON data, but for names, numbers and fingerprints of records."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.values(member) for member in value]
        if isinstance(value, dict):
            return {key: part if key in _EXACT else self.values(part) for key, part in value.items()}
        return value


_TELLING = 4


def private_names(full: str | None) -> tuple[str, ...]:
    """Private persons' names as they may stand in a text: whole, and each surname alone where it is telling.

    `full` may name several, with semicolons between them, and what each is, after a comma.
    """
    found: list[str] = []
    for part in (full or "").split(";"):
        name = " ".join(part.partition(",")[0].split())
        last = name.rpartition(" ")[2]
        found += [one for one in (name, last) if one and (one == name or len(one) >= _TELLING)]
    return tuple(dict.fromkeys(found))
