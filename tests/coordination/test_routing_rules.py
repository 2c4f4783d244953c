"""Routing rules: when they fit, which speaks first, and how they compare with what people decided."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.routing import Case, Matter, RoutingRule, check, match, propose, switched_on, trial
from pipeline.problems import IllegalMove

MATTER = Matter("Senator  Ada Quill", "congressional_letter", ("33 U.S.C. 540(a)", "EO 14001"),
                "About the buoys\nof the HARBOR\nmasters of Kettle Bay.")  # fmt: skip
RULE = RoutingRule("Harbors", words=("harbor masters",), unit="OCFO", active=True, place=1)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ({"senders": ("senator ada",)}, True),
        ({"senders": ("house", "quill")}, True),
        ({"senders": ("house",)}, False),
        ({"kinds": ("congressional_letter",)}, True),
        ({"kinds": ("letter",)}, False),
        ({"citations": ("33 U.S.C. 540",)}, True),
        ({"citations": ("33 u.s.c. 540(a)",)}, True),
        ({"citations": ("33 U.S.C. 54",)}, False),
        ({"citations": ("33 U.S.C. 540(a)(1)",)}, False),
        ({"citations": ("EO 1400",)}, False),
        ({"words": ("harbor masters",)}, True),
        ({"words": ("Harbor",)}, True),
        ({"words": ("arbor",)}, False),
        ({"words": ("(a)", "kettle bay.")}, True),
        ({"words": ("harbor",), "kinds": ("statute",)}, False),
        ({"words": ("harbor",), "senders": ("quill",), "citations": ("EO 14001",)}, True),
        ({}, False),
    ],
)
def test_a_rule_fits_where_each_of_its_lists_has_one(rule: dict[str, tuple[str, ...]], fits: bool) -> None:
    why = match(RoutingRule("r", **rule), MATTER)  # type: ignore[arg-type]
    assert bool(why) is fits and len(why) == (len(rule) if fits else 0)


def test_the_first_rule_that_is_on_speaks_and_says_why() -> None:
    later = replace(RULE, name="Later", place=2, unit="OGC")
    found = propose([later, RULE], MATTER)
    assert found and found.rule == RULE and found.why == ("it says “harbor masters”",)
    found = propose([later, replace(RULE, active=False)], MATTER)
    assert found and found.rule.name == "Later"
    assert propose([], MATTER) is None is propose([RULE], Matter())


def test_a_trial_tells_where_people_decided_otherwise() -> None:
    rule = replace(RULE, template="Public Correspondence", place=3, active=False)
    earlier = replace(RULE, name="Earlier", place=1, words=("kettle bay",))
    past = [
        Case("EC-1", "same", MATTER, "OCFO", ("Public Correspondence",)),
        Case("EC-2", "other office", MATTER, "OGC"),
        Case("EC-3", "nothing decided", MATTER),
        Case("EC-4", "other process", MATTER, "OCFO", ("Congressional Correspondence",)),
        Case("EC-5", "no match", Matter(text="of roads"), "OGC"),
    ]
    found = {one.case.control_number: one for one in trial(rule, [rule, earlier], past)}
    assert set(found) == {"EC-1", "EC-2", "EC-3", "EC-4"}
    assert {name: one.differs for name, one in found.items()} == {
        "EC-1": False, "EC-2": True, "EC-3": False, "EC-4": True,
    }  # fmt: skip
    assert (found["EC-3"].unit_fits, found["EC-3"].template_fits) == (None, None)
    assert {one.other for one in found.values()} == {"Earlier"}


@pytest.mark.parametrize(
    "rule",
    [
        RoutingRule("", words=("a",), unit="OCFO"),
        RoutingRule("a", unit="OCFO"),
        RoutingRule("a", words=("b",)),
        RoutingRule("a", words=(" ",), unit="OCFO"),
        RoutingRule("a", words=("b",) * 31, unit="OCFO"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(rule: RoutingRule) -> None:
    with pytest.raises(IllegalMove):
        check(rule)


def test_only_what_was_tried_as_it_stands_is_switched_on() -> None:
    switched_on(replace(RULE, version=3, tried=3))
    for tried in (None, 2):
        with pytest.raises(IllegalMove, match="not tried"):
            switched_on(replace(RULE, version=3, tried=tried))


@given(st.text(min_size=1).filter(lambda text: bool(text.split())), st.text(), st.text())
def test_words_that_stand_alone_in_a_text_are_found_whatever_they_are(
    word: str, before: str, after: str
) -> None:
    matter = Matter(text=f"{before} {word} {after}")
    assert match(RoutingRule("r", words=(" ".join(word.split()),), unit="X"), matter)
