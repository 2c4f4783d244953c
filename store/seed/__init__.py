"""What the records start with: an example agency, the types of executive action, a first user."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from coordination.templates import Template
from pipeline.agency import Agency, OrganizationUnit
from pipeline.encoding import from_plain
from store.views import User

VERSION = "2"
"""Changes whenever these data do; records that hold an older version get what is missing."""


@dataclass(frozen=True, slots=True)
class ActionType:
    """A kind of executive action. `suspense_days` counts from receipt in `suspense_unit` days."""

    name: str
    description: str
    category: str
    priority: str
    suspense_days: int
    suspense_unit: str
    requires: tuple[str, ...] = ()
    template: str | None = None


@cache
def agency() -> Agency:
    """The example agency. Needs no database."""
    plain = _table("agency.toml")
    units = tuple(from_plain(OrganizationUnit, unit) for unit in plain.pop("units"))
    return Agency(plain["name"], plain["abbreviation"], plain["head"], tuple(plain["aliases"]), units)


@cache
def action_types() -> tuple[ActionType, ...]:
    """The kinds of executive action."""
    return tuple(from_plain(ActionType, row) for row in _table("action_types.toml")["type"])


@cache
def process_templates() -> tuple[Template, ...]:
    """How work of a kind is done at first."""
    return tuple(from_plain(Template, row) for row in _table("process_templates.toml")["template"])


@cache
def users() -> tuple[User, ...]:
    """Who may sign in at first."""
    rows = _table("users.toml")["user"]
    return tuple(User(row["name"], row["display_name"], frozenset(row["roles"])) for row in rows)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))
