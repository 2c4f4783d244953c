"""Words of a model against their source: a changed number, date, name or denial is never borne out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.endpoint.support import shares_substance, unsupported
from pipeline.masking import Mask
from prompts import LATEST, prompt

SENTENCES = [
    "Within 90 days of this order, the Secretary of Commerce shall submit a report to the President.",
    "The Director shall not approve any plan that costs more than $2 million before July 1, 2031.",
    "Each agency shall publish its inventory by March 15, 2031, and update it every 2 years thereafter.",
    "The Administrator of the Survey Office may not delegate the authority under section 4.",
    "By Friday, send the list of moorings to Captain Sandovalle of the Pilot Station.",
    "No employee may accept a gift worth more than $20 from a shipper.",
    "The Council shall meet at least twice a year and keep minutes for 10 years.",
    "Heads of stations must report every grounding to the Harbor Master within 24 hours.",
    "The Board will review 12 applications and choose at most 3 of them by October 31, 2031.",
    "The Attorney General shall consult the Secretary of the Treasury before September 30, 2031.",
    "The Director shall publish 12 charts within 10 days, and the Survey Office shall keep 4 of them.",
    "By March 15, 2031, the Harbor Master must report to the Attorney General for 2 years.",
    "The Board shall meet in July and in October, and the Council shall publish its minutes within 24 hours.",
    "The Secretary of Commerce and the Director may not meet before Friday.",
]
NUMBERS = {"90": "120", "$2": "$5", "15": "16", "2 years": "3 years", "4": "5", "$20": "$200", "10": "15"}
NUMBERS |= {"24 hours": "48 hours", "12": "21", "31": "30", "3 of": "4 of", "1, 2031": "1, 2032"}
UNITS = {"days": "business days", "hours": "days", "years": "months"}
NAMES = {
    "Secretary of Commerce": "Secretary of Energy",
    "the President": "the Congress",
    "Director": "Deputy Inspector",
    "Survey Office": "Budget Office",
    "Sandovalle": "Kettleworth",
    "Harbor Master": "Lock Keeper",
    "Attorney General": "Surgeon General",
    "Treasury": "Interior",
    "Board": "Council",
    "Council": "Senate",
}
DATES = {"July": "June", "March": "May", "Friday": "Monday", "October": "November", "September": "August"}
DENIALS = {
    "shall not": "shall",
    "may not": "may",
    "No employee may": "An employee may",
    "shall submit": "shall not submit",
    "shall publish": "shall not publish",
    "must report": "must not report",
    "will review": "will not review",
    "shall meet": "shall not meet",
    "shall consult": "shall not consult",
}


def altered() -> list[tuple[str, str]]:
    """Each sentence with each change that fits it, beside the sentence itself."""
    pairs = []
    for sentence in SENTENCES:
        for changes in (NUMBERS, UNITS, NAMES, DATES, DENIALS):
            for old, new in changes.items():
                pattern = rf"(?<![\w$]){re.escape(old)}(?!\w)"
                if re.search(pattern, sentence):
                    pairs.append((re.sub(pattern, new, sentence, count=1), sentence))
    return pairs


def test_there_are_fifty_alterations() -> None:
    assert len(altered()) >= 50


@pytest.mark.parametrize(("claim", "source"), altered())
def test_an_altered_sentence_is_not_borne_out(claim: str, source: str) -> None:
    assert claim != source
    assert unsupported(claim, source) is not None


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_bears_itself_out(sentence: str) -> None:
    assert unsupported(sentence, sentence) is None


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Submit a report to the President", SENTENCES[0]),
        ("Refuse any plan that costs more than $2 million before July 1, 2031", SENTENCES[1]),
        ("Report every grounding within 24 hours", SENTENCES[7]),
        ("Choose at most three applications", SENTENCES[8]),
    ],
)
def test_other_words_for_the_same_are_borne_out(claim: str, source: str) -> None:
    assert unsupported(claim, source) is None


def test_a_remark_that_fits_any_document_names_nothing() -> None:
    assert not shares_substance("Failure to comply may increase risk", SENTENCES[2])
    assert shares_substance("Stale inventory where an agency does not publish it", SENTENCES[2])


@given(st.text(max_size=300))
def test_masks_come_off_again(text: str) -> None:
    mask = Mask(("Rue Sand",))
    if "⟦" not in text:
        assert mask.show(mask.hide(text)) == text


def test_masks_hide_persons_and_leave_the_law() -> None:
    mask = Mask(("Jane Pilkey",))
    text = (
        "Jane Pilkey (A 123-456-789, born on May 3, 1960) lives at 12 N Kettle Road; 5 U.S.C. 552 and "
        "Executive Order 13526 apply. Reply by March 1, 2031, or call (202) 555-0142 ext. 7."
    )
    hidden = mask.hide(text)
    for private in ("Pilkey", "456", "May 3, 1960", "Kettle", "555"):
        assert private not in hidden
    for law in ("5 U.S.C. 552", "Executive Order 13526", "March 1, 2031"):
        assert law in hidden
    assert mask.show(hidden) == text
    assert mask.hide(text) == hidden, "the same words get the same placeholders"


def test_every_prompt_in_use_has_a_test_of_its_examples() -> None:
    assert set(LATEST) == {"findings", "replies"}, "test the examples of the new one too"


def test_examples_answer_by_the_rules_that_the_analyzer_checks() -> None:
    """What an example teaches must not be what a check would drop."""
    for example in prompt("findings").examples:
        lines = dict(re.findall(r"^\[(\d+)\] (.*)$", example.document, re.M))
        everything = " ".join(lines.values())
        for row in example.answer["taskings"]:
            source = " ".join(lines[str(number)] for number in (row["sentence"], *row["members"]))
            assert unsupported(row["title"], everything) is None
            assert row["deadline"] is None or row["deadline"] in source
            assert row["condition"] is None or row["condition"] in source
            assert row["responsible"] is None or row["responsible"] in everything
        for row in (*example.answer["risks"], *example.answer["impacts"]):
            assert shares_substance(row["title"], lines[str(row["sentence"])])
            assert unsupported(row["title"], lines[str(row["sentence"])]) is None
        for row in example.answer["summary"]:
            assert (
                unsupported(row["text"], " ".join(lines[str(number)] for number in row["sentences"])) is None
            )


def test_a_prompt_takes_exactly_its_variables() -> None:
    used = prompt("findings")
    with pytest.raises(KeyError):
        used.said(kind="memo")
    assert re.fullmatch(r"\d+\+[0-9a-f]{12}", used.fingerprint)
    with pytest.raises(KeyError):
        prompt("findings", "0")


LOOKALIKES = {
    "raised digits": "Submit a report within ⁹⁰ days of this order",
    "wide digits": "Submit a report within ９１ days of this order",
    "a letter of another script": "Submit a report to the Pгesident within 90 days",
    "an invisible mark": "Submit a re\u200bport within 90 days of this order",
    "a turned direction": "Submit a report within \u202e09 days of this order",
    "a mark over a letter": "Submit a report within 90 da\u0336ys of this order",
    "a number sign": "Submit Ⅻ reports within 90 days of this order",
}


@pytest.mark.parametrize("why", LOOKALIKES)
def test_what_only_looks_like_the_source_is_not_in_it(why: str) -> None:
    assert unsupported("Submit a report within 90 days of this order", SENTENCES[0]) is None
    assert unsupported(LOOKALIKES[why], SENTENCES[0]) is not None


def test_signs_that_the_source_has_may_be_said() -> None:
    source = "The Café of Señor Núñez shall pay “promptly” — within 9 days."
    assert unsupported("The Café of Señor Núñez pays “promptly” — within 9 days", source) is None
