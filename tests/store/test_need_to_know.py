"""What a reader may not see is not there, on both engines: by level, by unit, inside what is kept back."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select, table

from pipeline.intake import Incoming
from pipeline.problems import NotFound
from pipeline.rights import Handling
from store.passages import PASSAGE
from store.records import SqlRecords
from store.sight_rules import OWNERS, RULES
from store.tables.row import Model
from store.views import User

CUI = User("cora", "Cora", frozenset({"reviewer"}), Handling.CUI)
UNIT = User("una", "Una", frozenset({"reviewer"}), units=frozenset({"OCIO"}))
NOT_SHOWN = {"likeness_band"}
"""Numbers alone, from which nobody learns anything."""


@pytest.fixture
def letters(records: SqlRecords, now: datetime) -> tuple[str, str, str]:
    """A letter, another, and what was attached to the other one."""
    admitted = [
        records.admit(Incoming("upload", name, name.encode(), now, source=name), "text/plain", "clerk", above)
        for name, above in (("open.txt", None), ("kept.txt", None), ("inside.txt", "EC-2026-00002"))
    ]
    one, other, inside = (admission.document.control_number for admission in admitted)
    records.guard(one, Handling.CUI, "OCIO", "clerk")
    records.guard(other, Handling.RESTRICTED, "ES", "clerk")
    records.guard(inside, Handling.UNRESTRICTED, None, "clerk")
    return one, other, inside


@pytest.mark.parametrize("reader", [CUI, UNIT], ids=["level", "unit"])
def test_lists_and_counts_are_without_what_is_kept_back(
    records: SqlRecords, letters: tuple[str, str, str], reader: User
) -> None:
    one, other, inside = letters
    with records.read_as(reader):
        assert [row.control_number for row in records.queue()] == [one]
        assert records.counts().documents == 1 and records.counts().children == 0
        assert {row.subject for row in records.audit() if row.what.startswith("document.")} == {one}
        for name in (other, inside):
            with pytest.raises(NotFound):
                records.dossier(name)
            with pytest.raises(NotFound):
                records.guard(name, Handling.CUI, None, "cora")
        assert records.verify().holds, "the chain is checked whole"
    assert len(records.queue()) == 3 and records.counts().documents == 2
    assert records.held_back(reader, [other]) and not records.held_back(reader, [one, "EC-1999-00001"])


def test_what_somebody_brought_they_see(records: SqlRecords, now: datetime) -> None:
    brought = Incoming("upload", "new.txt", b"new", now, source="new.txt")
    new = records.admit(brought, "text/plain", "cora").document.control_number
    with records.read_as(CUI):
        assert records.document(new), "its level is not known yet"
    with records.read_as(User("ed", "Ed", frozenset({"reviewer"}), Handling.CUI)), pytest.raises(NotFound):
        records.document(new)


def test_who_is_cleared_for_everything_sees_everything(
    records: SqlRecords, letters: tuple[str, str, str]
) -> None:
    whole = User("reviewer", "Reviewer", frozenset({"reviewer"}))
    assert records.sight(whole) is None
    with records.read_as(whole):
        assert len(records.queue()) == len(letters)


def test_bytes_that_one_may_not_see_come_again_as_a_duplicate(
    records: SqlRecords, letters: tuple[str, str, str], now: datetime
) -> None:
    with records.read_as(CUI):
        again = Incoming("upload", "again.txt", b"kept.txt", now, source="again.txt")
        assert records.admit(again, "text/plain", "cora").document.stage == "duplicate"


@pytest.mark.parametrize("reader", [CUI, UNIT], ids=["level", "unit"])
def test_every_guarded_table_can_be_read(records: SqlRecords, reader: User) -> None:
    with records.read_as(reader), records._read() as connection:
        for name in RULES:
            count = select(func.count()).select_from(table(name))
            assert connection.execute(count).scalar() is not None, name


def test_every_table_about_documents_or_actions_is_guarded() -> None:
    """A new table that refers to a guarded one has to say what its rows belong to."""
    for name, known in {**Model.metadata.tables, PASSAGE.name: PASSAGE}.items():
        refers = {key.column.table.name for key in known.foreign_keys} & OWNERS.keys()
        assert not refers or name in OWNERS or name in NOT_SHOWN, f"{name} refers to {sorted(refers)}"
        for column in OWNERS.get(name, {}):
            assert name == "audit_event" or column in known.c, f"{name} has no {column}"
