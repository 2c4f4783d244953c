"""The analyzer's own record against drafts whose every field is decided beforehand, one by one."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from coordination.analyzer_record import WHOLE, Judgement, tally
from coordination.reporting import Asked, report, sheets
from pipeline.decisions import DraftKind, DraftStatus

FIELDS = ("title", "due_date", "responsible", "lead_units")
FATES = ("kept", "changed", "removed", "added", "never there")
KINDS = (DraftKind.ACTION_ITEM, DraftKind.RISK)
VERSIONS = (
    ("offline 9", "none"),
    ("model 9, m-1", "findings 0a1b2c3d"),
    ("model 9, m-1", "findings ffffffff"),
)
VALUES: dict[str, tuple[Any, Any]] = {
    "title": ("Survey", "Survey all"),
    "due_date": ("2026-03-02", "2026-03-09"),
    "responsible": ("The Director", "The Chief"),
    "lead_units": (["OCFO"], ["OCIO", "OCFO"]),
}
NOTHING: tuple[Any, ...] = (None, "", [])

fates = some.fixed_dictionaries({name: some.sampled_from(FATES) for name in FIELDS})
drafts = some.lists(
    some.tuples(
        some.sampled_from(VERSIONS),
        some.sampled_from(KINDS),
        some.sampled_from(["approved", "edited", "rejected", "proposed", "superseded"]),
        fates,
        some.sampled_from(NOTHING),
    ),
    max_size=40,
)


def made(draft: Any) -> Judgement:
    """The draft that has these fates."""
    (analyzer, prompts), kind, status, wanted, nothing = draft
    proposed: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for name, fate in wanted.items():
        old, new = VALUES[name]
        proposed[name] = old if fate in ("kept", "changed", "removed") else nothing
        values[name] = {"kept": old, "changed": new, "added": new}.get(fate, nothing)
    stands = values if status == "edited" else {}
    return Judgement(analyzer, prompts, kind, DraftStatus(status), proposed, stands)


def expected(known: list[Any]) -> Counter[tuple[Any, ...]]:
    """What each draft adds, written down fate by fate."""
    found: Counter[tuple[Any, ...]] = Counter()
    for version, kind, status, wanted, _ in known:
        word = {"approved": "unchanged", "edited": "edited", "rejected": "rejected"}.get(status)
        if word is None:
            continue
        found[*version, kind.value, WHOLE, word] += 1
        for name, fate in wanted.items():
            there = fate in ("kept", "changed", "removed")
            if status == "edited" and fate == "kept":
                found[*version, kind.value, name, "unchanged"] += 1
            elif status == "edited" and fate in ("changed", "removed", "added"):
                found[*version, kind.value, name, "edited"] += 1
            elif status != "edited" and there:
                found[*version, kind.value, name, word] += 1
    return found


@given(drafts)
def test_every_field_is_counted_once_where_its_fate_says(known: list[Any]) -> None:
    rows = tally(map(made, known))
    told: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        for word in ("unchanged", "edited", "rejected"):
            told[row.analyzer, row.prompts, row.kind, row.field, word] += getattr(row, word)
        assert row.decided > 0 and row.percent == 100 * row.unchanged // row.decided
    assert +told == expected(known)
    assert len({(row.analyzer, row.prompts, row.kind, row.field) for row in rows}) == len(rows)


def test_the_report_tells_it_and_says_nothing_where_nothing_was_decided() -> None:
    day = date(2026, 3, 2)
    asked = Asked(day, day)
    bare = report((), asked, day)
    judged = [
        made((VERSIONS[1], KINDS[0], status, dict.fromkeys(FIELDS, "changed"), None))
        for status in ("approved", "edited", "rejected")
    ]
    whole, fields = report((), asked, day, tally(judged)).parts[len(bare.parts) :]
    assert whole.rows == (("model 9, m-1", "findings 0a1b2c3d", "action item", 3, 1, 1, 1, 33),)
    assert fields.rows[0][3:] == ("due date", 3, 1, 1, 1, 33)
    names = [name for name, _, _ in sheets(report((), asked, day, tally(judged)))]
    assert len(names) == len(set(names)) and all(len(name) <= 31 for name in names)
