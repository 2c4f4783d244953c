"""What stands in the navigation on the left. A screen is added to LINES and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.views import Glance

GROUPS = ("Intake", "Actions", "Authorities", "Oversight", "Admin")
"""The headings, in their order. A heading without a line for this person is not shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """A screen: its name, its address, the verb that opens it, the heading it stands under, and its count.

    `count` gives the number beside the name, which is what waits there; none where that says nothing.
    """

    label: str
    address: str
    verb: str
    group: str
    count: Callable[[Glance], int] | None = None


LINES: tuple[Line, ...] = (
    Line("Take in", "/intake", "document.intake", "Intake"),
    Line("Review queue", "/queue", "read", "Intake", lambda desk: desk.to_review),
    Line("Failed intake", "/failed", "read", "Intake", lambda desk: desk.not_read),
    Line("Campaigns", "/campaigns", "read", "Intake"),
    Line("Messages", "/mail", "read", "Intake"),
    Line("Executive actions", "/actions", "action.read", "Actions", lambda desk: desk.actions),
    Line("Letters", "/letters", "action.read", "Actions"),
    Line("My action items", "/items", "action.read", "Actions"),
    Line("Portfolio", "/portfolio", "action.read", "Actions"),
    Line("Status updates", "/status-updates", "action.read", "Actions"),
    Line("Decision log", "/decision-log", "action.read", "Actions"),
    Line("Analyses", "/analyses", "action.read", "Actions"),
    Line("Risks", "/risks", "action.read", "Actions"),
    Line("Impacts", "/impacts", "action.read", "Actions"),
    Line("Authority changes", "/authority-changes", "action.read", "Actions"),
    Line("Agreements", "/agreements", "action.read", "Actions"),
    Line("Acting officials", "/acting", "action.read", "Actions"),
    Line("Digest and calendars", "/calendars", "profile.own", "Actions"),
    Line("Routing rules", "/routing", "action.read", "Actions"),
    Line("Process templates", "/templates", "action.read", "Actions"),
    Line("Legal authorities", "/authorities", "read", "Authorities"),
    Line("Analyzer", "/analyzer", "analyzer.use", "Authorities"),
    Line("Search", "/search", "read", "Authorities"),
    Line("Measures", "/measures", "measure.read", "Oversight"),
    Line("Records packages", "/packages", "export", "Oversight"),
    Line("Audit log", "/audit", "audit.read", "Oversight"),
    Line("People", "/admin/people", "admin.people", "Admin"),
    Line("Offices and types", "/admin/offices", "admin.agency", "Admin"),
    Line("Roles", "/admin/roles", "admin.people", "Admin"),
    Line("Folders and mailboxes", "/admin/ways-in", "admin.settings", "Admin"),
    Line("Retention", "/admin/retention", "audit.read", "Admin"),
    Line("Exchange", "/admin/exchange", "admin.settings", "Admin"),
    Line("Webhooks", "/admin/webhooks", "admin.settings", "Admin"),
    Line("Analyzer settings", "/admin/analyzer", "admin.settings", "Admin"),
    Line("Health", "/admin/health", "admin.settings", "Admin"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as one person sees it."""

    label: str
    address: str
    count: int | None
    here: bool


def entries(may: frozenset[str], path: str, desk: Glance) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The headings with their lines for somebody who may do this and looks at `path`."""
    allowed = [line for line in LINES if line.verb in may]
    here = max((line.address for line in allowed if _leads_to(line.address, path)), key=len, default="")
    return tuple(
        (group, found)
        for group in GROUPS
        if (
            found := tuple(
                Entry(line.label, line.address, line.count and line.count(desk), line.address == here)
                for line in allowed
                if line.group == group
            )
        )
    )


def _leads_to(address: str, path: str) -> bool:
    return path == address or path.startswith(f"{address}/")
