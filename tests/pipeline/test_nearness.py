"""Citations one slip away from what somebody typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.nearness import nearly

KNOWN = ("EO 13526", "EO 13562", "EO 13556", "EO 12356", "44 U.S.C. 3501", "OMB M-21-30", "Clean Water Act")


def test_two_digits_that_changed_places_come_before_a_wrong_one() -> None:
    assert nearly("EO 13652", KNOWN)[0] == "EO 13562"
    assert nearly("EO 13256", KNOWN)[0] == "EO 13526"
    assert nearly("EO 13536", KNOWN) == ("EO 13526", "EO 13556", "EO 13562", "EO 12356")
    assert nearly("EO 13536", KNOWN, 1) == ("EO 13526",)


def test_what_is_on_record_or_no_citation_has_none_near() -> None:
    assert "EO 13526" not in nearly("EO 13526", KNOWN)
    assert nearly("clean water", KNOWN) == () and nearly("", KNOWN) == ()
    assert nearly("44 USC 350", KNOWN) == ("44 U.S.C. 3501",)
    assert nearly("EO 99999", KNOWN) == ()


@given(st.integers(10000, 99999), st.integers(0, 4), st.integers(0, 9))
def test_any_one_wrong_digit_is_near(number: int, place: int, digit: int) -> None:
    meant = str(number)
    typed = f"{meant[:place]}{digit}{meant[place + 1 :]}"
    found = nearly(f"EO {typed}", [f"EO {meant}"])
    assert found == (() if typed == meant else (f"EO {meant}",))


@given(st.integers(10000, 99999), st.integers(0, 4))
def test_any_digit_too_few_or_too_many_is_near(number: int, place: int) -> None:
    meant = str(number)
    less = f"EO {meant[:place]}{meant[place + 1 :]}"
    assert nearly(less, [f"EO {meant}"]) == (f"EO {meant}",)
    assert nearly(f"EO {meant}", [less]) == (less,)
