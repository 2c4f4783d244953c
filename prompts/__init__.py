"""What is said to a model and what it must answer: released parts, by name and version; for `analysis` alone.

A released version is never changed: a new wording is a new folder. The fingerprint covers every byte that a
model sees, so that no kept analysis answers for another wording.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

LATEST = {"findings": "2", "replies": "1"}
"""The version of each prompt that is in use."""


@dataclass(frozen=True, slots=True)
class Example:
    """A document as it is shown, and the answer that it should get."""

    document: str
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One released prompt. `opening` is a template with strict variables; `schema` a strict JSON Schema."""

    name: str
    version: str
    instructions: str
    opening: str
    schema: dict[str, Any]
    examples: tuple[Example, ...] = ()
    fingerprint: str = field(default="")

    def said(self, **variables: str) -> str:
        """The opening with its variables. Raises KeyError for one that is missing or not in the template."""
        template = Template(self.opening)
        wanted = set(template.get_identifiers())
        if wanted != variables.keys():
            raise KeyError(f"{self.name} takes {sorted(wanted)}, not {sorted(variables)}")
        return template.substitute(variables)


@cache
def prompt(name: str, version: str | None = None) -> Prompt:
    """A released prompt; without a version the one in use. Raises KeyError where there is none."""
    version = version or LATEST[name]
    folder = files(__name__).joinpath(name, version)
    if not folder.is_dir():
        raise KeyError(f"there is no prompt {name} {version}")
    parts = {
        part: folder.joinpath(part).read_text(encoding="utf-8")
        for part in ("instructions.md", "opening.md", "answer.json", "examples.json")
    }
    seen = hashlib.sha256("\0".join(f"{part}\0{text}" for part, text in sorted(parts.items())).encode())
    return Prompt(
        name,
        version,
        parts["instructions.md"].strip(),
        parts["opening.md"].strip(),
        json.loads(parts["answer.json"]),
        tuple(Example(**example) for example in json.loads(parts["examples.json"])),
        f"{version}+{seen.hexdigest()[:12]}",
    )
