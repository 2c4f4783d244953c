"""What one person changed, another one files, where the office wants it so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

import store
from pipeline.decisions import Decision, DraftKind, Verdict
from pipeline.intake import IntakeDocument
from pipeline.problems import IllegalMove
from pipeline.settings import Settings
from store.records import SqlRecords
from store.views import User


def test_another_person_files_what_one_changed(
    records: SqlRecords,
    conf: Settings,
    drafted: Callable[..., IntakeDocument],
    approve: Callable[..., None],
    say: Callable[..., Decision],
    now: datetime,
) -> None:
    document = drafted("ORDER Mend the harbors", "SHALL survey the wharves")
    control = document.control_number
    task = next(draft for draft in records.drafts(control) if draft.kind is DraftKind.ACTION_ITEM)
    records.decide(say(task, Verdict.EDIT, changes={"title": "Survey every wharf"}))
    approve(document)
    records.add_user(User("second", "Second", frozenset({"reviewer"})), "system")
    with store.open_records(replace(conf, separation="on")) as separated:
        before = separated.verify()
        with pytest.raises(IllegalMove, match="Somebody else"):
            separated.finish(control, "reviewer", now)
        assert separated.verify() == before
        assert separated.finish(control, "second", now).action


def test_without_the_setting_one_person_does_both(
    records: SqlRecords,
    drafted: Callable[..., IntakeDocument],
    approve: Callable[..., None],
    now: datetime,
) -> None:
    document = drafted("ORDER Mend the harbors", "SHALL survey the wharves")
    approve(document)
    assert records.finish(document.control_number, "reviewer", now).action
