"""Deadline expressions with the date of their document and the day they mean; empty where no day can be told.

The answers were worked out by hand with a calendar. 2031-03-04 is a Tuesday; federal holidays in reach:
2031-01-20, 02-17, 05-26, 06-19, 07-04, 09-01, 10-13, 11-11, 11-27, 12-25 and 2032-01-01.
"""

from __future__ import annotations

import pytest

from analysis.deadlines import deadlines, resolve

TABLE = [
    ("within 30 days of the date of this order", "2031-03-04", "2031-04-03"),
    ("within 60 days of the date of this order", "2031-03-04", "2031-05-03"),
    ("within 90 days of the date of this memorandum", "2031-03-04", "2031-06-02"),
    ("Within 120 days after the date of this order", "2031-03-04", "2031-07-02"),
    ("within 180 days of the date of this order", "2031-03-04", "2031-08-31"),
    ("within 270 days of the date of this order", "2031-03-04", "2031-11-29"),
    ("within 365 days of the date of this order", "2031-03-04", "2032-03-03"),
    ("not later than 45 days after the date of this memorandum", "2031-01-15", "2031-03-01"),
    ("no later than 14 days from the date of this letter", "2031-02-20", "2031-03-06"),
    ("not more than 10 days after the date of this order", "2031-12-28", "2032-01-07"),
    ("within ten days of the date of this order", "2031-03-04", "2031-03-14"),
    ("within thirty (30) days of the date of this order", "2031-03-04", "2031-04-03"),
    ("within ninety days of the date of this order", "2031-03-04", "2031-06-02"),
    ("within one hundred and eighty days of the date of this order", "2031-03-04", "2031-08-31"),
    ("within 1 year of the date of this order", "2031-03-04", "2032-03-04"),
    ("within 2 years of the date of this order", "2031-03-04", "2033-03-04"),
    ("within 6 months of the date of this order", "2031-08-31", "2032-02-29"),
    ("within 3 months of the date of this order", "2031-11-30", "2032-02-29"),
    ("within 1 month of the date of this order", "2031-01-31", "2031-02-28"),
    ("within 18 months of the date of this order", "2031-03-04", "2032-09-04"),
    ("within 2 weeks of the date of this letter", "2031-03-04", "2031-03-18"),
    ("within six weeks of the date of this memorandum", "2031-03-04", "2031-04-15"),
    ("within 72 hours of the date of this order", "2031-03-04", ""),
    ("within 10 business days of the date of this letter", "2031-03-04", "2031-03-18"),
    ("within 5 business days of the date of this memorandum", "2031-03-07", "2031-03-14"),
    ("within 15 working days of the date of this letter", "2031-06-30", "2031-07-22"),
    ("within 20 business days of the date of this letter", "2031-12-15", "2032-01-14"),
    ("within 3 business days of the date of this letter", "2031-07-03", "2031-07-09"),
    ("within 1 business day of the date of this letter", "2031-11-26", "2031-11-28"),
    ("within 21 calendar days of the date of this letter", "2031-03-04", "2031-03-25"),
    ("30 days after the date of this order", "2031-03-04", "2031-04-03"),
    ("60 days from the date of this memorandum", "2031-03-04", "2031-05-03"),
    ("by March 15, 2031", "2031-03-04", "2031-03-15"),
    ("by 15 March 2031", "2031-03-04", "2031-03-15"),
    ("no later than May 1, 2031", "2031-03-04", "2031-05-01"),
    ("not later than May 1st, 2031", "2031-03-04", "2031-05-01"),
    ("on or before June 30, 2031", "2031-03-04", "2031-06-30"),
    ("before July 1, 2031", "2031-03-04", "2031-07-01"),
    ("by Oct. 31, 2031", "2031-03-04", "2031-10-31"),
    ("by Sept. 1, 2031", "2031-03-04", "2031-09-01"),
    ("by 3/28/2031", "2031-03-04", "2031-03-28"),
    ("by 03/28/31", "2031-03-04", "2031-03-28"),
    ("by 2031-04-02", "2031-03-04", "2031-04-02"),
    ("due by April 2, 2031", "2031-03-04", "2031-04-02"),
    ("due on April 2, 2031", "2031-03-04", "2031-04-02"),
    ("due no later than April 2, 2031", "2031-03-04", "2031-04-02"),
    ("no later than 5:00 p.m. on April 2, 2031", "2031-03-04", "2031-04-02"),
    ("by close of business on April 2, 2031", "2031-03-04", "2031-04-02"),
    ("by COB April 2, 2031", "2031-03-04", "2031-04-02"),
    ("NLT 2 April 2031", "2031-03-04", "2031-04-02"),
    ("by noon on April 2, 2031", "2031-03-04", "2031-04-02"),
    ("by the end of the day on April 2, 2031", "2031-03-04", "2031-04-02"),
    ("by April 2", "2031-03-04", "2031-04-02"),
    ("no later than January 15", "2031-11-20", "2032-01-15"),
    ("by December 31", "2031-03-04", "2031-12-31"),
    ("by May 1 of this year", "2031-03-04", "2031-05-01"),
    ("by Friday", "2031-03-04", "2031-03-07"),
    ("by next Friday", "2031-03-04", ""),
    ("by Friday, March 14", "2031-03-04", "2031-03-14"),
    ("by Wednesday, April 2, 2031", "2031-03-04", "2031-04-02"),
    ("by close of business Friday", "2031-03-04", "2031-03-07"),
    ("by COB Thursday", "2031-03-04", "2031-03-06"),
    ("by tomorrow", "2031-03-04", "2031-03-05"),
    ("by the end of the week", "2031-03-04", "2031-03-07"),
    ("by the end of next week", "2031-03-04", "2031-03-14"),
    ("by the end of next week", "2031-03-09", "2031-03-14"),
    ("by the start of next week", "2031-03-04", "2031-03-10"),
    ("by the end of next month", "2031-03-04", "2031-04-30"),
    ("by the end of next month", "2031-12-04", "2032-01-31"),
    ("by the end of the month", "2031-03-04", "2031-03-31"),
    ("by the end of March", "2031-03-04", "2031-03-31"),
    ("by the end of February 2032", "2031-03-04", "2032-02-29"),
    ("by the end of the year", "2031-03-04", "2031-12-31"),
    ("by the end of the calendar year", "2031-03-04", "2031-12-31"),
    ("by the end of 2032", "2031-03-04", "2032-12-31"),
    ("by the end of the fiscal year", "2031-03-04", "2031-09-30"),
    ("by the end of fiscal year 2032", "2031-03-04", "2032-09-30"),
    ("by the end of FY 2032", "2031-03-04", "2032-09-30"),
    ("by the end of FY32", "2031-03-04", "2032-09-30"),
    ("by the end of the first quarter of fiscal year 2032", "2031-03-04", "2031-12-31"),
    ("by the end of the second quarter of fiscal year 2032", "2031-03-04", "2032-03-31"),
    ("by the end of the third quarter of FY 2031", "2031-03-04", "2031-06-30"),
    ("by the end of the fourth quarter of FY 2031", "2031-03-04", "2031-09-30"),
    ("by the end of the current fiscal year", "2031-11-20", "2032-09-30"),
    ("before the end of fiscal year 2031", "2031-03-04", "2031-09-30"),
    ("not later than September 30 of fiscal year 2031", "2031-03-04", "2031-09-30"),
    ("by March 2032", "2031-03-04", "2032-03-31"),
    ("by the end of the quarter", "2031-03-04", "2031-03-31"),
    ("within the next 30 days", "2031-03-04", "2031-04-03"),
    ("within 30 days", "2031-03-04", "2031-04-03"),
    ("in the next 60 days", "2031-03-04", "2031-05-03"),
    ("within a week", "2031-03-04", "2031-03-11"),
    ("within one week", "2031-03-04", "2031-03-11"),
    ("within two weeks", "2031-03-04", "2031-03-18"),
    ("within a month", "2031-03-04", "2031-04-04"),
    ("within a year", "2031-03-04", "2032-03-04"),
    ("within one year", "2032-02-29", "2033-02-28"),
    ("within 1 year of the date of this order", "2032-02-29", "2033-02-28"),
    ("within 24 hours", "2031-03-04", ""),
    ("within 48 hours", "2031-03-04", ""),
    ("no later than 30 days from today", "2031-03-04", "2031-04-03"),
    ("not later than 1 year after the date of this order", "2031-03-04", "2032-03-04"),
    ("not later than one year after the date of this order", "2031-03-04", "2032-03-04"),
    ("not later than 90 days after the date of enactment of this Act", "2031-03-04", "2031-06-02"),
    ("not later than 180 days after the enactment of this Act", "2031-03-04", "2031-08-31"),
    ("not later than 2 years after the date of the enactment of this Act", "2031-03-04", "2033-03-04"),
    ("by no later than June 1, 2031", "2031-03-04", "2031-06-01"),
    ("at the latest by June 1, 2031", "2031-03-04", "2031-06-01"),
    ("no later than COB on Friday, March 14, 2031", "2031-03-04", "2031-03-14"),
    ("by 12:00 noon on Thursday, March 13, 2031", "2031-03-04", "2031-03-13"),
    ("by midnight on March 13, 2031", "2031-03-04", "2031-03-13"),
    ("until March 13, 2031", "2031-03-04", ""),
    ("through March 13, 2031", "2031-03-04", ""),
    ("within 30 days of this memorandum", "2031-03-04", "2031-04-03"),
    ("within 30 days of this letter", "2031-03-04", "2031-04-03"),
    ("within 30 days of issuance of this memorandum", "2031-03-04", "2031-04-03"),
    ("within 30 days of the issuance of this directive", "2031-03-04", "2031-04-03"),
    ("within 30 days of the publication of this memorandum", "2031-03-04", "2031-04-03"),
    ("within 30 days after the effective date of this order", "2031-03-04", ""),
    ("within 30 days of signature", "2031-03-04", ""),
    ("within 30 days of receipt of this letter", "2031-03-04", ""),
    ("within 60 days of the completion of the review", "2031-03-04", ""),
    ("within 30 days after the report is submitted", "2031-03-04", ""),
    ("10 days before the hearing", "2031-03-04", ""),
    ("every 90 days", "2031-03-04", ""),
    ("annually", "2031-03-04", ""),
    ("quarterly", "2031-03-04", ""),
    ("each year", "2031-03-04", ""),
    ("promptly", "2031-03-04", ""),
    ("as soon as practicable", "2031-03-04", ""),
    ("immediately", "2031-03-04", ""),
    ("from time to time", "2031-03-04", ""),
]


def test_the_table_is_long_and_says_nothing_twice() -> None:
    assert len({(words, base) for words, base, _ in TABLE}) == len(TABLE) >= 120


@pytest.mark.parametrize(("words", "base", "day"), TABLE)
def test_the_day_that_an_expression_means(words: str, base: str, day: str) -> None:
    found = [resolve(term, base)[0] for term in deadlines(f"The office shall report {words}.")]
    assert next((one for one in found if one), "") == day


@pytest.mark.parametrize(("words", "base", "day"), TABLE)
def test_without_the_date_of_the_document_only_printed_days_stand(words: str, base: str, day: str) -> None:
    for term in deadlines(f"The office shall report {words}."):
        found, _ = resolve(term, None)
        assert found is None or found == day
        assert found is None or any(char.isdigit() for char in term.text)
