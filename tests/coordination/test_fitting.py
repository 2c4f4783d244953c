"""Which templates are offered for an action, and why."""

from __future__ import annotations

from coordination.fitting import best_fitting
from coordination.templates import AssignTo, Step, Template

LETTER = Template("Correspondence", (Step("1", "Draft the reply to the letter"),))
ORDER = Template("Orders", (Step("1", "Assess the order"), Step("2", "Write the letter of transmittal")))
MONEY = Template("Budget", (Step("1", "Spread sums", assign_to=AssignTo.NAMED_UNIT, assign_to_name="OCFO"),))
ALL = (LETTER, ORDER, MONEY)


def names(words: str, kind: str = "Thing", usual: str | None = None, *units: str) -> list[str]:
    return [fit.template.name for fit in best_fitting(ALL, words, kind, usual, units)]


def test_the_template_of_the_type_comes_first_then_those_of_unit_and_words() -> None:
    assert names("A reply to a letter of praise", "Thing", "Budget", "OCFO") == [
        "Budget",
        "Correspondence",
        "Orders",
    ]
    assert names("A reply to letters", "Thing", None, "ocfo") == ["Budget", "Correspondence", "Orders"]
    (first, *_) = best_fitting(ALL, "Sums", "Order of things", "Budget", ["OCFO"])
    assert first.why == (
        "actions of type Order of things go by it", "has steps of OCFO", "shares the words sum"
    )  # fmt: skip


def test_nothing_is_offered_for_no_reason() -> None:
    assert names("Painting of buoys") == []
    assert best_fitting((), "Reply", "Thing", None, ()) == ()


def test_a_word_of_every_template_tells_none_apart() -> None:
    twins = (Template("One", (Step("1", "Assess harbors"),)), Template("Two", (Step("1", "Assess roads"),)))
    assert [fit.template.name for fit in best_fitting(twins, "Assess the roads", "T", None, ())] == ["Two"]
