"""Process templates on the record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coordination.templates import Step, Template
from pipeline.problems import Conflict
from store import seed, templating
from store.records import SqlRecords


def test_what_came_with_the_program_is_read_as_it_was_written(records: SqlRecords) -> None:
    with records._read() as connection:
        assert set(templating.templates(connection)) == set(seed.process_templates())


def test_a_template_is_changed_whole_and_by_one_at_a_time(records: SqlRecords) -> None:
    wanted = Template("Briefing Memo", (Step("a", "Write"), Step("b", "Clear", after=("a",))))
    with records._write() as move:
        first = templating.put_template(move, wanted, "admin")
    shorter = replace(first, steps=(Step("b", "Clear it"),))
    with records._write() as move:
        second = templating.put_template(move, shorter, "admin")
    assert second == replace(shorter, version=2)
    with pytest.raises(Conflict), records._write() as move:
        templating.put_template(move, replace(first, details="late"), "other")
    told = [event for event in records.audit() if event.subject == "Briefing Memo"]
    assert [event.what for event in told] == ["template.changed", "template.added"]
    assert records.verify().holds
