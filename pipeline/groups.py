"""Which roles the groups of a provider of sign-ins give here."""

from __future__ import annotations


def roles_by_group(said: str) -> dict[str, frozenset[str]]:
    """`Case clerks=clerk;Leads=reviewer,approver` taken apart; a group may hold `=` itself.

    Raises ValueError, which says what is wrong.
    """
    known: dict[str, frozenset[str]] = {}
    for part in filter(None, (one.strip() for one in said.split(";"))):
        group, _, roles = (one.strip() for one in part.rpartition("="))
        given = frozenset(one.strip() for one in roles.split(",") if one.strip())
        if not group or not given:
            raise ValueError(f"{part!r} is no group with its roles: write it as Leads=reviewer,approver.")
        known[group] = known.get(group, frozenset()) | given
    return known
