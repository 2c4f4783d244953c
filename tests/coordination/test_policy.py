"""The suspense policy: its file, and which rule holds for which matter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.policy import Matter, Policy, Rule
from coordination.policy_file import DEFAULT, parse
from coordination.templates import DayUnit
from pipeline.problems import Misconfigured
from tests.coordination.reckoned import business

DAY = date(2026, 3, 2)


def test_the_policy_without_a_file() -> None:
    policy = parse(DEFAULT)
    letter = Matter(DAY, sender="Senator Ada Byron", action_type="Congressional Correspondence")
    referral = Matter(DAY, sender="The  WHITE House", action_type="Public Correspondence")
    order = Matter(DAY, sender="The White House", action_type="Executive Order")
    found = policy.suspense(letter)
    assert found is not None and found.external == business(DAY, 21)
    assert found.internal == business(found.external, -5)
    assert found.basis == "Congressional letter: 21 business days from receipt on 2026-03-02"
    referred = policy.suspense(referral)
    assert referred is not None and (referred.acknowledge, referred.external) == (
        business(DAY, 15),
        business(DAY, 25),
    )
    assert policy.suspense(order) is None
    assert [rung.tell for rung in policy.escalation] == ["Assignee", "Accountable Lead", "Executive Sponsor"]


def test_signature_level_and_kind_choose_among_rules() -> None:
    policy = parse(
        """
        [[rule]]
        name = "for the Secretary's signature"
        signature_levels = ["Secretary"]
        days = 5
        [[rule]]
        name = "invitation"
        kinds = ["invitation"]
        unit = "calendar"
        roll = "open day after"
        days = 10
        """
    )
    assert policy.rule(Matter(DAY, signature_level="secretary", kind="invitation")) == policy.rules[0]
    assert policy.rule(Matter(DAY, signature_level="Under Secretary", kind="invitation")) == policy.rules[1]
    assert policy.rule(Matter(DAY, signature_level="Under Secretary")) is None


def test_without_a_rule_the_type_s_own_days_count() -> None:
    own = Rule("Operational Directive", 20)
    found = Policy().suspense(Matter(DAY), own)
    assert found is not None and found.external == business(DAY, 20)
    assert Policy().suspense(Matter(DAY)) is None
    stated = Policy().suspense(Matter(DAY, stated=date(2026, 4, 1)))
    assert stated is not None and stated.external == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[rule]]\nname = 'a'", "has no days"),
        ("[[rule]]\nname = 'a'\ndays = 'x'", "whole number"),
        ("[[rule]]\nname = 'a'\ndays = true", "whole number"),
        ("[[rule]]\nname = 'a'\ndays = 5\ncolour = 1", "knows no colour"),
        ("[[rule]]\nname = 'a'\ndays = 5\nunit = 'moons'", "moons"),
        ("[[rule]]\nname = 'a'\ndays = 5\nsenders = 'congress'", "list of words"),
        ("[[rule]]\nname = 'a'\ndays = 5\nacknowledge_days = 9", "after its end"),
        ("[[rule]]\nname = ' '\ndays = 5", "no name"),
        ("[[escalation]]\nafter = 1\ntell = 'the press'", "tell"),
        ("extension_approvers = []", "extension_approvers"),
        ("rule = 5", ""),
        ("this is no file", ""),
    ],
)
def test_a_fault_in_the_file_is_named(text: str, why: str) -> None:
    with pytest.raises(Misconfigured) as told:
        parse(text, "suspense.toml")
    assert "suspense.toml" in told.value.what and why in told.value.why


days = st.dates(date(2026, 1, 1), date(2027, 6, 1))


@given(
    st.integers(0, 60),
    st.integers(0, 20),
    st.sampled_from(DayUnit),
    days,
    st.none() | st.integers(0, 90),
    st.none() | st.integers(-20, 90),
)
def test_both_suspenses_come_in_their_order(
    count: int, kept: int, unit: DayUnit, received: date, moved: int | None, stated: int | None
) -> None:
    def later(by: int | None) -> date | None:
        return None if by is None else date.fromordinal(received.toordinal() + by)

    rule = Rule("r", count, unit, kept, acknowledge_days=count // 2)
    matter = Matter(received, transferred=later(moved), stated=later(stated))
    found = Policy((rule,)).suspense(matter)
    assert found is not None and found.acknowledge is not None
    assert found.internal <= found.external and found.acknowledge <= found.external
    assert matter.stated is None or found.external <= matter.stated
