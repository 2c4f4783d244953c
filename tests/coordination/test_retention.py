"""Retention: which category a document has, when its period begins and ends, and what a schedule refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.retention import Category, CutOff, Facts, Fate, Schedule
from coordination.retention_file import SAMPLE, parse
from pipeline.problems import Misconfigured

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
CLOSED = date(2026, 11, 21)


def category(**more: object) -> Category:
    given_: dict[str, object] = {
        "name": "Letters",
        "authority": "item 4",
        "disposition": Fate.DESTROY,
        "years": 1,
    }
    return Category(**(given_ | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cutoff", "begins", "due"),
    [
        (CutOff.CLOSURE, CLOSED, date(2027, 11, 22)),
        (CutOff.RECEIPT, date(2026, 3, 2), date(2027, 3, 3)),
        (CutOff.FISCAL_YEAR, date(2027, 9, 30), date(2028, 10, 1)),
    ],
)
def test_a_period_begins_with_its_event(cutoff: CutOff, begins: date, due: date) -> None:
    facts, one = Facts("other", date(2026, 3, 2), CLOSED), category(cutoff=cutoff)
    assert (Schedule().cut_off(one, facts), Schedule().due(one, facts)) == (begins, due)


def test_the_fiscal_year_of_closure_is_the_office_s_own() -> None:
    one, facts = category(cutoff=CutOff.FISCAL_YEAR), Facts("other", CLOSED, date(2026, 9, 30))
    assert Schedule().cut_off(one, facts) == date(2026, 9, 30)
    assert Schedule(fiscal_year_begins=1).cut_off(one, facts) == date(2026, 12, 31)


def test_what_is_open_is_never_due_and_nothing_is_due_before_it_was_closed() -> None:
    one = category(cutoff=CutOff.RECEIPT, years=0, days=10)
    assert Schedule().due(one, Facts("other", date(2020, 1, 1), None)) is None
    assert Schedule().due(one, Facts("other", date(2020, 1, 1), CLOSED)) == CLOSED + timedelta(days=1)


@given(DAYS, DAYS, st.integers(0, 30), st.integers(0, 40), st.integers(0, 400), st.sampled_from(CutOff))
def test_a_period_never_ends_early(
    received: date, closed: date, years: int, months: int, days: int, cutoff: CutOff
) -> None:
    one = category(cutoff=cutoff, years=years, months=months, days=days or 1)
    facts = Facts("other", received, closed)
    begins, due = Schedule().cut_off(one, facts), Schedule().due(one, facts)
    assert begins is not None and due is not None
    assert due > closed and due > begins + timedelta(days=28 * (12 * years + months) + (days or 1))


def test_the_first_category_that_fits_holds_and_a_person_s_word_comes_before_it() -> None:
    thanks = category(name="Thanks", kinds=("public_letter",), no_action=True)
    public = category(name="Public", kinds=("public_letter",))
    taskers = category(name="Taskers", types=("Audit Corrective Action",))
    apart = category(name="Apart", by_hand=True)
    plan = Schedule((apart, thanks, public, taskers))

    def name(**more: object) -> str | None:
        found = plan.category(Facts(**({"kind": None, "received": CLOSED, "closed": None} | more)))  # type: ignore[arg-type]
        return found.name if found else None

    assert name(kind="public_letter", no_action=True) == "Thanks"
    assert name(kind="public_letter") == "Public"
    assert name(kind="other", types=("Audit Corrective Action",)) == "Taskers"
    assert name(kind="other") is None, "what is not scheduled is kept"
    assert name(kind="public_letter", assigned="Apart") == "Apart"
    assert name(kind="public_letter", assigned="No longer there") is None


def test_the_sample_can_be_read() -> None:
    plan = parse(SAMPLE)
    assert [one.disposition for one in plan.categories] == [Fate.DESTROY, Fate.TRANSFER]
    assert plan.categories[0].no_action and plan.categories[1].period == "10 years"


ONE = '[[category]]\nname = "A"\nauthority = "B"\ndisposition = "destroy"\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[category", "Expected"),
        ("colour = 1", "the file knows no colour"),
        ("fiscal_year_begins = 13", "a month from 1 to 12"),
        (ONE, "A has no period"),
        (ONE + "years = 1\ncolour = 2", "knows no colour"),
        (ONE + 'years = "one"', "years is a whole number"),
        (ONE + "years = true", "years is a whole number"),
        (ONE + "years = 1\nwith_actions = 1", "with_actions is a yes or no"),
        (ONE + "years = -1", "A has no period"),
        (ONE + "years = 1\nkinds = 'other'", "kinds is a list"),
        (ONE + 'years = 1\ncutoff = "noon"', "noon"),
        (ONE.replace('authority = "B"\n', "") + "years = 1", "no authority"),
        (ONE.replace('"B"', '" "') + "years = 1", "authority"),
        (ONE.replace("destroy", "burn") + "years = 1", "burn"),
        ((ONE + "years = 1\n") * 2, "two categories have one name"),
        ("category = 3", "iterable"),
    ],
)
def test_a_schedule_that_is_wrong_says_where(text: str, why: str) -> None:
    with pytest.raises(Misconfigured) as told:
        parse(text, "retention.toml")
    assert "retention.toml" in told.value.what and why in told.value.why
