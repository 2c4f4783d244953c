"""Every write on executive actions and its audit event are kept together, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.intake import IntakeDocument
from pipeline.settings import Settings
from store import audit
from store.coordinated import CoordinatedRecord
from store.overseen import OverseenRecord
from store.records import SqlRecords
from tests.store import oversight_writes
from tests.store.coordination_writes import NAMES, coordination_writes
from tests.store.test_every_write import everything

OTHERS = {"action_status", "close"}
"""Tried beside the writes on documents."""


def test_every_write_on_actions_is_tried_here() -> None:
    found = {
        name
        for room in (CoordinatedRecord, OverseenRecord)
        for name, method in vars(room).items()
        if "_write" in getattr(getattr(method, "__code__", None), "co_names", ())
    }
    assert found == {*NAMES, *oversight_writes.NAMES, *OTHERS}


@pytest.mark.parametrize("name", (*NAMES, *oversight_writes.NAMES))
def test_a_write_and_its_event_are_kept_together_or_not_at_all(
    records: SqlRecords,
    conf: Settings,
    drafted: Callable[..., IntakeDocument],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = drafted("A letter that was sent").control_number
    make = coordination_writes if name in NAMES else oversight_writes.oversight_writes
    calls = make(records, document)
    assert set(calls) == set(NAMES if name in NAMES else oversight_writes.NAMES)
    before, events = everything(conf), records.verify().events

    def fails(move: object) -> None:
        raise RuntimeError("the log cannot be written")

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(audit, "append", fails)
        calls[name]()
    assert everything(conf) == before, "something of a failed write stayed"
    calls[name]()
    told = records.verify()
    assert told.holds and told.events > events
    assert everything(conf) != before
