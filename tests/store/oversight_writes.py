"""One call of every write of the oversight of actions, each on what was made for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pipeline.findings import AuthorityType, RelationKind
from pipeline.library import LibraryEntry, LibraryReference, LibraryText
from store.changes import Asked
from store.depending import NewDependency
from store.records import SqlRecords
from store.views import User

NAMES = ("accept_change", "reopen_change", "add_dependency", "end_dependency")
"""The writes that are tried here."""


def oversight_writes(records: SqlRecords, document: str) -> dict[str, Callable[[], object]]:
    """By the names of the methods. What each starts from is made here."""
    records.add_user(User("ada", "Ada", frozenset({"reviewer"})), "system")
    for _ in range(2):
        number = records.make_action("Mend the buoys", "Operational Directive", "ada")
        records.change_action(number, 1, {"authority": "EO 14001"}, "ada")
    kind = AuthorityType.EXECUTIVE_ORDER
    said = LibraryReference("EO 14002", RelationKind.REVOKES, "EO 14001", kind, noted=True)
    text = LibraryText("EO 14002", "row 1", text="Of buoys.", signed=date(2032, 1, 1))
    records.shelve([LibraryEntry("EO 14002", kind, text, (said,))], "a shelf", "ada")
    (change,) = records.authority_changes(Asked())
    first, second = change.reached
    records.accept_change(second.id, "Work is ended", "It is over.", "ada")
    before, after = (records.make_action(name, "Operational Directive", "ada") for name in ("One", "Two"))
    tie = records.add_dependency(after, NewDependency(before), "ada")
    return {
        "add_dependency": lambda: records.add_dependency(number, NewDependency(after), "ada"),
        "end_dependency": lambda: records.end_dependency(tie, "It is not needed.", "ada"),
        "accept_change": lambda: records.accept_change(first.id, "Work is changed", "Anew.", "ada"),
        "reopen_change": lambda: records.reopen_change(second.id, "It is not.", "ada"),
    }
