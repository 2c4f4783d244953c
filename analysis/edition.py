"""Which rules made a finding: the analysis package's own source, in eight hexadecimal digits.

A number raised by hand is forgotten sooner or later, and a kept analysis would then answer for rules that
no longer hold. The source itself cannot be forgotten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_KINDS = (".py", ".csv")
_NO_RULES = frozenset({"evaluation", "endpoint", "__pycache__"})
"""Folders whose change gives no other finding: scoring, and the analyzer behind an endpoint."""


@cache
def fingerprint() -> str:
    """The digits of the rules as installed, from a checkout or a wheel; read once per process."""
    return fingerprint_of(files("analysis"))


def fingerprint_of(folder: Traversable) -> str:
    """The digits of every source and word list under a folder; line ends of either kind count alike."""
    whole = hashlib.sha256()
    for name, file in sorted(_sources(folder, ""), key=lambda pair: pair[0]):
        data = file.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{name}\0{len(data)}\0".encode())
        whole.update(data)
    return whole.hexdigest()[:8]


def _sources(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        name = f"{above}{entry.name}"
        if entry.is_dir() and entry.name not in _NO_RULES:
            yield from _sources(entry, f"{name}/")
        elif entry.name.endswith(_KINDS) and entry.is_file():
            yield name, entry
