"""Who may do what: one table of roles and verbs for pages, programs and commands, and levels of handling."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

READING = {
    "read": "see documents, drafts and authorities, and search",
    "action.read": "see executive actions and their items",
    "measure.read": "see the measures",
    "audit.read": "see the audit log and check its chain",
    "export": "take lists and records out as files",
}
"""Verbs that change nothing."""

WRITING = {
    "document.intake": "take documents in",
    "document.assign": "assign documents, set an office or a handling level",
    "document.retry": "have a document read again",
    "draft.decide": "approve, change or reject drafts",
    "document.finish": "file decided drafts, reopen, record that nothing needs doing",
    "analyzer.use": "analyse a text without keeping it",
    "action.manage": "change and close executive actions",
    "item.update": "work on action items",
    "assess": "conduct analyses, plan for and review risks and impacts",
    "item.decide": "decide on items: approval, concurrence, extension",
    "authority.manage": "change the library of authorities",
    "record.hold": "hold records back from disposal, give them a retention category",
    "record.dispose": "propose, approve and carry out disposals",
    "admin.people": "change people, roles and tokens",
    "admin.settings": "change settings and channels",
    "admin.agency": "change units, types and templates",
    "profile.own": "change one's own password, sessions and preferences",
    "token.own": "make and revoke one's own tokens",
}
"""Verbs that change something."""

VERBS = READING | WRITING
"""Every verb with what it lets one do."""

_EVERYBODY = ("read", "action.read", "profile.own", "token.own")
_DESK = ("document.intake", "document.assign", "document.retry")

ROLE_ALLOWS: dict[str, frozenset[str]] = {
    "clerk": frozenset((*_EVERYBODY, *_DESK)),
    "analyst": frozenset(
        (*_EVERYBODY, *_DESK, "analyzer.use", "assess", "authority.manage", "measure.read", "export"),
    ),
    "reviewer": frozenset(
        (*_EVERYBODY, *_DESK, "draft.decide", "document.finish", "analyzer.use", "action.manage",
         "item.update", "item.decide", "assess", "authority.manage", "measure.read", "export"),
    ),
    "approver": frozenset(
        (*_EVERYBODY, "document.assign", "draft.decide", "document.finish", "action.manage",
         "item.update", "item.decide", "assess", "measure.read", "export"),
    ),
    "action_officer": frozenset((*_EVERYBODY, "item.update", "assess")),
    "auditor": frozenset((*_EVERYBODY, "measure.read", "audit.read", "export")),
    "records_officer": frozenset(
        (*_EVERYBODY, "measure.read", "audit.read", "export", "record.hold", "record.dispose"),
    ),
    "administrator": frozenset(
        (*_EVERYBODY, "measure.read", "admin.people", "admin.settings", "admin.agency"),
    ),
}  # fmt: skip
"""What each role may do. An administrator does not approve by being one."""

ROLES = tuple(ROLE_ALLOWS)


def allowed(roles: Iterable[str]) -> frozenset[str]:
    """Everything that these roles allow together."""
    return frozenset[str]().union(*(ROLE_ALLOWS.get(role, frozenset()) for role in roles))


class Handling(StrEnum):
    """How guarded a document is, the most open first; also how far a person is cleared."""

    UNRESTRICTED = "unrestricted"
    CUI = "cui"
    RESTRICTED = "restricted"

    @property
    def covers(self) -> tuple[Handling, ...]:
        """The levels that somebody who is cleared so far may see."""
        levels = tuple(Handling)
        return levels[: levels.index(self) + 1]
