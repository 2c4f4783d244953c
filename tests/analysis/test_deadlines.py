"""Deadline expressions: what is one, what it says, and the day it means."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.deadlines import Form, deadlines, resolve
from pipeline.findings import Anchor


def only(text: str, base: str | None) -> tuple[str, str | None]:
    found = deadlines(text)
    assert len(found) == 1, found
    return found[0].text, resolve(found[0], base)[0]


@pytest.mark.parametrize(
    ("text", "base", "words", "day"),
    [
        (
            "Within 60 days of the date of this order, each agency shall plan.",
            "2017-02-24",
            "Within 60 days of the date of this order",
            "2017-04-25",
        ),
        ("Reply within five (5) business days.", "2026-01-12", "within five (5) business days", "2026-01-20"),
        ("Answer within ten working days.", "2018-08-03", "within ten working days", "2018-08-17"),
        (
            "not later than 6 months after the date of this memorandum",
            "2025-08-31",
            "not later than 6 months after the date of this memorandum",
            "2026-02-28",
        ),
        (
            "within 1 year of the date of this order",
            "2024-02-29",
            "within 1 year of the date of this order",
            "2025-02-28",
        ),
        (
            "One hundred and eighty days after the date of this order, it ends.",
            "2025-01-01",
            "One hundred and eighty days after the date of this order",
            "2025-06-30",
        ),
        ("Send it in the next two weeks.", "2026-01-12", "in the next two weeks", "2026-01-26"),
        ("due COB February 13, 2026", None, "due COB February 13, 2026", "2026-02-13"),
        ("It goes out NLT 13 Feb 26.", None, "NLT 13 Feb 26", "2026-02-13"),
        ("Send it by 2/13/2026 at the latest.", None, "by 2/13/2026", "2026-02-13"),
        ("Send it by 2026-02-13.", None, "by 2026-02-13", "2026-02-13"),
        (
            "no later than close of business on October 16, 2018.",
            None,
            "no later than close of business on October 16, 2018",
            "2018-10-16",
        ),
        ("Send it by c.o.b. February 20, 2026", None, "by c.o.b. February 20, 2026", "2026-02-20"),
        ("on or about April 16", "2026-03-02", "on or about April 16", "2026-04-16"),
        ("Ropes ........ October 17, 2025", None, "October 17, 2025", "2025-10-17"),
        ("Clerk      Ropes      July 3, 2026", None, "July 3, 2026", "2026-07-03"),
        ("on or before August 24, 2018", None, "on or before August 24, 2018", "2018-08-24"),
        ("by 5:00 p.m. EST on March 15, 2024", None, "by 5:00 p.m. EST on March 15, 2024", "2024-03-15"),
        ("by noon on Thursday, March 7", "2024-02-28", "by noon on Thursday, March 7", "2024-03-07"),
        ("no later than March 3", "2026-05-14", "no later than March 3", "2027-03-03"),
        ("by February 29", "2024-03-28", "by February 29", "2028-02-29"),
        ("Call me by Friday.", "2026-01-14", "by Friday", "2026-01-16"),
        ("Call me by Friday.", "2026-01-16", "by Friday", "2026-01-23"),
        ("by the end of the month", "2026-02-14", "by the end of the month", "2026-02-28"),
        ("by end of month", "2024-02-14", "by end of month", "2024-02-29"),
        ("by the end of the fiscal year", "2026-11-02", "by the end of the fiscal year", "2027-09-30"),
        (
            "not later than the first day of fiscal year 2027",
            None,
            "not later than the first day of fiscal year 2027",
            "2026-10-01",
        ),
        ("It must be done by Q3 FY26.", None, "by Q3 FY26", "2026-06-30"),
        (
            "by the end of the second quarter of fiscal year 2026",
            None,
            "by the end of the second quarter of fiscal year 2026",
            "2026-03-31",
        ),
        ("send it to his office today", "2009-12-22", "today", "2009-12-22"),
        ("send me the sums by tomorrow", "2009-12-31", "by tomorrow", "2010-01-01"),
        ("Please let me know before Monday morning.", "2026-02-24", "before Monday", "2026-03-02"),
        ("We meet by Monday at 9 a.m.", "2026-02-24", "by Monday", "2026-03-02"),
        ("Reply by the 20th.", "2026-02-24", "by the 20th", "2026-03-20"),
        ("NLT 1600L, 9 Oct 26", "2026-02-24", "NLT 1600L, 9 Oct 26", "2026-10-09"),
        ("Staff it with us. S: 30 Oct 26.", "2026-02-24", "S: 30 Oct 26", "2026-10-30"),
        ("by 17:00 on 10 June 2026", None, "by 17:00 on 10 June 2026", "2026-06-10"),
        (
            "and in no event later than 45 days after the date of this order",
            "2026-02-24",
            "in no event later than 45 days after the date of this order",
            "2026-04-10",
        ),
        (
            "It should be held before the Senate adjourns on December 19, 2025.",
            None,
            "before the Senate adjourns on December 19, 2025",
            "2025-12-19",
        ),
    ],
)
def test_a_deadline_and_its_day(text: str, base: str | None, words: str, day: str) -> None:
    assert only(text, base) == (words, day)


@pytest.mark.parametrize(
    "text",
    [
        "extend the comment period by 60 days",
        "see 44 U.S.C. 3501 and 35 U.S.C. 2026",
        "to serve for a term of 2 years",
        "rules issued within the past 5 years",
        "use plain language beginning January 1, 1999",
        "Commencing within 90 days after the date of this order, each port shall light docks",
        "papers written before October 1, 1998",
        "testify before the Committee on Agriculture",
        "records made before the flood",
        "for fiscal year 2017",
        "publish quarterly reports and daily operations logs",
        "The letter was signed by April Smith.",
        "on the sixtieth day",
        "today's challenges",
        "by more than 30 days of work",
        "We met on May 3, 2024.",
        "such officers as the Board, from time to time, may designate",
        "since the crew can begin at once",
        "attend the regularly held meetings of the Board",
        "a plan under which each port will periodically review its docks",
        "the orders issued by the Board of Piers from time to time",
        "notify the pilots that regularly use the channel",
        "",
    ],
)
def test_what_is_no_deadline(text: str) -> None:
    assert deadlines(text) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Monthly figures go out by the 15th of each month.", "by the 15th of each month"),
        ("They report annually.", "annually"),
        ("They report quarterly, and as appropriate.", "quarterly"),
        ("It appears at least once every 3 months, on paper.", "at least once every 3 months"),
        (
            "In each of the next 4 years following the date of this directive and biennially "
            "thereafter, it acts.",
            "In each of the next 4 years following the date of this directive and biennially thereafter",
        ),
        (
            "Every 90 days after the date of this order for a period of 2 years, it reports.",
            "Every 90 days after the date of this order for a period of 2 years",
        ),
        (
            "within 60 days after the end of each fiscal year",
            "within 60 days after the end of each fiscal year",
        ),
        ("no later than September 30 of each year", "no later than September 30 of each year"),
        ("by close of business each Friday", "by close of business each Friday"),
        ("They meet by the first Monday of each month.", "by the first Monday of each month"),
        ("It reports each March 1.", "each March 1"),
    ],
)
def test_a_rhythm_has_no_day(text: str, words: str) -> None:
    found = deadlines(text)
    assert [(one.text, one.form) for one in found] == [(words, Form.RECURRENCE)]
    assert resolve(found[0], "2026-01-12") == (None, None)


def test_a_term_and_the_rhythm_after_it_are_two() -> None:
    first, second = deadlines("within 45 days, and every 30 days thereafter")
    assert resolve(first, "2024-02-28")[0] == "2024-04-13"
    assert second.text == "every 30 days thereafter"
    assert second.recurs


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Within 30 days of the issuance of the Open Data Policy, it acts.",
            "the issuance of the Open Data Policy",
        ),
        (
            "Within 90 days of publication of the final Framework, it acts.",
            "publication of the final Framework",
        ),
        (
            "Within 180 days of the issuance of rules by the Agent in accordance with section 4, it acts.",
            "the issuance of rules by the Agent in accordance with section 4",
        ),
        (
            "The Agent shall tell the Board within 30 days of issuance of the waiver.",
            "issuance of the waiver",
        ),
        ("30 days after the effective date of this order", "the effective date of this order"),
        (
            "not more than 30 days after the date on which the Secretary receives the report",
            "the date on which the Secretary receives the report",
        ),
        ("no fewer than 48 hours in advance of the hearing", "the hearing"),
        ("Tell us before any gate is opened.", "any gate is opened"),
        ("Following the review, agency heads shall report.", "the review"),
        ("Send me the answers once cleared by OGC.", "cleared by OGC"),
    ],
)
def test_what_counts_from_an_event_stays_open(text: str, event: str) -> None:
    (found,) = deadlines(text)
    day, basis = resolve(found, "2026-01-12")
    assert day is None
    assert basis is not None
    assert (basis.anchor, basis.base) == (Anchor.EVENT, event)


def test_a_term_before_an_event_counts_backwards() -> None:
    (found,) = deadlines("at least 30 days before the meeting")
    _, basis = resolve(found, "2026-01-12")
    assert basis is not None
    assert (basis.offset, basis.unit, basis.base) == (-30, "days", "the meeting")


def test_what_counts_from_receipt_has_a_sum_and_no_day() -> None:
    (found,) = deadlines("within ten business days of receipt of this letter")
    day, basis = resolve(found, "2026-01-12")
    assert day is None
    assert basis is not None
    assert (basis.anchor, basis.offset, basis.unit) == (Anchor.RECEIPT, 10, "business_days")


@pytest.mark.parametrize("base", [None, "", "2012-05", "2012", "2012-13-40", "last May"])
@pytest.mark.parametrize(
    "text",
    [
        "within 60 days of the date of this order",
        "by Friday",
        "by March 3",
        "by the end of the month",
        "today",
    ],
)
def test_without_a_whole_document_date_there_is_no_day(text: str, base: str | None) -> None:
    (found,) = deadlines(text)
    assert resolve(found, base) == (None, None)


@pytest.mark.parametrize(
    "text", ["immediately", "effective immediately", "promptly", "as soon as practicable"]
)
def test_words_without_a_day(text: str) -> None:
    (found,) = deadlines(text)
    assert found.form is Form.VAGUE
    assert resolve(found, "2026-01-12") == (None, None)


def test_immediately_after_something_is_no_deadline() -> None:
    assert deadlines("immediately after the session") == ()


def test_the_sum_is_told() -> None:
    (found,) = deadlines("within 5 business days")
    _, basis = resolve(found, "2026-01-12")
    assert basis is not None
    assert (basis.anchor, basis.base, basis.offset, basis.unit) == (
        Anchor.DOCUMENT_DATE,
        "2026-01-12",
        5,
        "business_days",
    )


def test_hours_are_shown_and_not_turned_into_days() -> None:
    assert only("within 24 hours", "2026-01-12") == ("within 24 hours", None)


def test_an_impossible_date_has_no_day() -> None:
    assert only("by February 30, 2026", None) == ("by February 30, 2026", None)


@given(st.dates(date(1972, 1, 1), date(2200, 1, 1)), st.integers(1, 999))
def test_days_are_calendar_days(base: date, count: int) -> None:
    _, day = only(f"within {count} days of the date of this order", base.isoformat())
    assert day is not None
    assert (date.fromisoformat(day) - base).days == count


@given(st.dates(date(1972, 1, 1), date(2200, 1, 1)))
def test_printed_dates_come_back(day: date) -> None:
    for printed in (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", day.isoformat()):
        assert only(f"no later than {printed}", None)[1] == day.isoformat()


_WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "within by no later than 30 days ten business year annually every each of the date this "
        "order after before "
        "March 3 , 2026 COB Friday end fiscal FY 26 Q3 thereafter ( ) 15th month due one hundred and",
    )
)


@given(st.lists(_WORDS, max_size=25))
def test_places_are_true_in_order_and_apart(parts: list[str]) -> None:
    text = " ".join(parts)
    reached = 0
    for one in deadlines(text):
        assert one.span.start >= reached
        assert text[one.span.start : one.span.end] == one.text
        assert one.text == one.text.strip()
        resolve(one, "2026-01-12")
        reached = one.span.end


@pytest.mark.parametrize(
    "part", ["by May 1, 2020 ", "within 30 days of ", "every year ", "one hundred and ", "the end of "]
)
def test_repetition_hides_no_term_behind_it(part: str) -> None:
    text = part * 2000 + "no later than June 5, 2031"
    found = deadlines(text)
    assert all(text[one.span.start : one.span.end] == one.text for one in found)
    assert "June 5, 2031" in found[-1].text


def test_the_end_of_a_day_that_the_words_behind_it_name_is_not_that_of_today() -> None:
    assert not [one for one in deadlines("I need it by end of day on the Thursday before.") if one.datable]


def test_what_goes_with_another_paper_is_due_with_that_one() -> None:
    (term,) = deadlines("The Clerk shall give her view along with the first of those reports.")
    assert term.text == "along with the first of those reports"
    assert not term.datable and resolve(term, "2026-01-12")[0] is None
    assert deadlines("The Clerk shall meet along with the first mate.") == ()
