"""The agency that receives: its names and its organization units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrganizationUnit:
    """A part of the agency. `mission` says what work is routed to it, `officers` who is named for it."""

    name: str
    abbreviation: str
    mission: str
    parent: str | None = None
    officers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """The receiving agency: how it is called, who heads it, and its units."""

    name: str
    abbreviation: str
    head: str = ""
    aliases: tuple[str, ...] = ()
    units: tuple[OrganizationUnit, ...] = ()
