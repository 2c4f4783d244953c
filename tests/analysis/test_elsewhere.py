"""A draft names what "such report" is, and where a word of it is defined."""

from __future__ import annotations

import pytest

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind
from tests.analysis.drafting import asked_in_letter, drafted


@pytest.mark.parametrize(
    ("before", "duty", "such"),
    [
        (
            "Within 60 days of the date of this order, the Warden shall send the Board a plan to end delays.",
            "The Board shall review such plan.",
            "such plan: “a plan to end delays”",
        ),
        (
            "Bureaus shall send an inventory of docks to the Clerk within 30 days of this order.",
            "The Clerk shall publish such inventories.",
            "such inventories: “an inventory of docks to the Clerk”",
        ),
        (
            "Bureaus shall find regulations that burden ports by May 1, 2026.",
            "Bureaus shall rescind such regulations.",
            "such regulations: “regulations that burden ports”",
        ),
        (
            "The Board may request records of any bureau.",
            "The Clerk shall answer such request.",
            "such request: “request records of any bureau”",
        ),
        (
            "The Clerk shall prepare reports on tides.",
            "The Warden shall send such reports to the Congress.",
            "such reports: “reports on tides”",
        ),
    ],
)
def test_such_is_named_by_the_earlier_sentence_and_takes_none_of_its_deadline(
    before: str, duty: str, such: str
) -> None:
    row = drafted(f"Sec. 2. Docks. (a) {before} {duty}")[-1]
    assert row.title.endswith(f"({such})")
    assert row.due_date is None and row.deadline_text is None
    assert row.field_evidence["meaning_1"].quote in before
    assert row.field_evidence["meaning_1"].quote in such


def test_such_submissions_are_what_somebody_submits() -> None:
    row = drafted(
        "Sec. 2. Docks. (a) Each bureau shall submit an inventory of docks. "
        "Such submissions shall be made by March 1, 2026."
    )[-1]
    assert row.title.endswith("(such submissions: “submit an inventory of docks”)")
    assert (row.responsible, row.due_date) == ("Each bureau", "2026-03-01")


@pytest.mark.parametrize(
    "text",
    [
        "Sec. 2. Docks. The Clerk shall keep a plan.\n\nSec. 3. Gates. The Board shall review such plan.",
        "Sec. 2. Docks. (a) The Clerk shall rest. The Board shall meet at such times as it thinks fit.",
        "Sec. 2. Docks. (a) If the Clerk keeps a plan, the Board shall review such plan.",
        "Sec. 2. Docks. (a) Each port that leases piers shall light them. The Clerk shall count such leases.",
    ],
)
def test_such_is_not_guessed(text: str) -> None:
    assert "such" not in drafted(text)[-1].title.partition("(")[2]


DEFINED = (
    'Sec. 5. Definitions. For purposes of this order, "agency" means any authority of the United States, '
    "excluding independent regulatory agencies."
)


def test_the_definition_of_the_actor_stands_beside_the_duty() -> None:
    (row,) = drafted(f"Sec. 2. Docks. Each agency shall count its docks.\n\n{DEFINED}")
    assert row.title == "Count its docks (“agency” as defined in Sec. 5)" and row.responsible == "Each agency"
    assert "excluding independent regulatory agencies" in row.field_evidence["meaning_1"].quote


@pytest.mark.parametrize(
    "definition",
    [
        "Sec. 1. Terms. (a) The term “critical dock” means a dock that serves ships, but not a private dock.",
        "Sec. 1. Terms. (a) “Critical dock” has the meaning given in 5 U.S.C. 552.",
        "Sec. 1. Terms. (a) As used in this order, the term ``critical docks'' includes a gate.",
        "Sec. 1. Terms. (a) “Critical dock” does not include a private dock.",
    ],
)
def test_the_definition_of_the_object_stands_beside_the_duty(definition: str) -> None:
    row = drafted(f"{definition}\n\nSec. 2. Docks. The Clerk shall close critical docks.")[-1]
    assert row.title.lower().endswith(" as defined in sec. 1(a))") and "critical dock" in row.title.lower()


@pytest.mark.parametrize(
    ("before", "duty"),
    [
        (
            "The Clerk shall tell how to count the number of old docks to close and how to pay for them.",
            "The Warden shall mend such docks.",
        ),
        ("The Clerk shall help by closing old docks at night.", "The Warden shall mend such dock."),
        ("Bureaus shall name the dock to be closed at night.", "The Warden shall mend such docks."),
        ("The Clerk shall save money by mending docks.", "The Warden shall list such docks."),
        (
            "The Clerk shall list old docks in the harbor.",
            "The Warden shall mend such docks required by law.",
        ),
        ("The Clerk shall list every lease under 10,000 dollars.", "The Warden shall end such leases."),
    ],
)
def test_words_that_are_part_of_another_phrase_are_no_gloss(before: str, duty: str) -> None:
    assert "“" not in drafted(f"Sec. 2. Docks. (a) {before} {duty}")[-1].title


def test_a_gloss_ends_with_its_phrase() -> None:
    row = drafted(
        "Sec. 2. Docks. (a) The Clerk shall send the Board a list of docks in use and how to reach them. "
        "The Board shall publish such list."
    )[-1]
    assert row.title == "Publish such list (such list: “a list of docks in use”)"


@pytest.mark.parametrize(
    "above",
    [
        "There is established a Rope Council.",
        "The Warden shall establish a Rope Council of pilots to advise the Board.",
        "There is hereby created the Rope Council. The Rope Council shall meet each month.",
        "The Rope Council shall be chaired by the Warden. The Clerk of the Dock Office shall serve as Chair.",
    ],
)
def test_a_seat_is_of_the_body_that_stands_above(above: str) -> None:
    row = drafted(
        f"Sec. 2. Ropes. (a) {above} The Clerk of the Gate Center shall serve as Executive Secretary."
    )[-1]
    assert row.title == "Serve as Executive Secretary (of the Rope Council)"
    assert row.field_evidence["meaning_1"].quote == "Rope Council"


def test_a_seat_that_names_its_body_names_no_other() -> None:
    row = drafted(
        "Sec. 2. Ropes. (a) There is established a Rope Council. "
        "The Clerk shall serve as Chair of the Gate Board."
    )[-1]
    assert row.title == "Serve as Chair of the Gate Board"


@pytest.mark.parametrize(
    ("term", "used"),
    [
        ("harbor pilot business", "harbor pilot businesses"),
        ("harbor pilot businesses", "a harbor pilot business"),
        ("harbor pilot agency", "harbor pilot agencies"),
        ("harbor pilot boats", "each harbor pilot boat"),
        ("harbor pilot branch", "harbor pilot branches"),
        ("head of harbor pilot office", "heads of harbor pilot offices"),
    ],
)
def test_the_whole_term_is_defined_in_either_number_and_not_a_part_of_it(term: str, used: str) -> None:
    (row,) = drafted(
        f"Sec. 2. Docks. The Clerk shall assist {used}.\n\nSec. 3. Definitions. (a) “harbor” means a port;\n"
        f"(b) “harbor pilot” means whoever guides boats; and\n(c) “{term}” means a small firm of pilots."
    )
    assert row.title == f"Assist {used} (“{term}” as defined in Sec. 3(c))"


def test_a_shorter_term_is_defined_where_it_stands_alone_too() -> None:
    (row,) = drafted(
        "Sec. 2. Docks. The Clerk shall send harbor pilots to each harbor.\n\nSec. 3. Definitions. "
        "(a) “harbor” means a port; and\n(b) “harbor pilot” means whoever guides boats."
    )
    assert "“harbor pilot” as defined in Sec. 3(b); “harbor” as defined in Sec. 3(a)" in row.title


def test_a_definition_of_one_section_holds_in_no_other() -> None:
    text = (
        'Sec. 2. Docks. (a) The Clerk shall count gates. (b) For purposes of this section, "gate" '
        "means a door."
        "\n\nSec. 3. Gates. The Clerk shall paint gates."
    )
    first, second = drafted(text)
    assert first.title == "Count gates (“gate” as defined in Sec. 2(b))" and second.title == "Paint gates"


def test_a_word_that_nobody_defines_has_nothing_beside_it() -> None:
    (row,) = drafted(f"Sec. 2. Docks. The Clerk shall count docks.\n\n{DEFINED}")
    assert row.title == "Count docks" and "meaning_1" not in row.field_evidence


@pytest.mark.parametrize(
    ("before", "duty", "such"),
    [
        (
            "Bureaus shall list proposed and existing ferry fees related to or arising from the Tides Act.",
            "The Clerk shall end any such fees.",
            "such fees: “proposed and existing ferry fees related to or arising from the Tides Act”",
        ),
        (
            "The Clerk shall choose docks for a survey that will show whether boats meet hidden rocks.",
            "The Warden shall conduct such survey.",
            "such survey: “a survey that will show whether boats meet hidden rocks”",
        ),
        (
            "The Warden shall study ways, consistent with applicable law, for mending locks.",
            "The Clerk shall report the findings of this study to the Board.",
            "this study: “study ways, consistent with applicable law, for mending locks”",
        ),
        (
            "The Warden shall draft a plan for closing: (i) old locks; and (ii) old gates.",
            "(b) The Clerk shall print such plan.",
            "such plan: “a plan for closing: old locks (and 1 more)”",
        ),
    ],
)
def test_a_gloss_gives_the_earlier_noun_with_all_that_describes_it(before: str, duty: str, such: str) -> None:
    assert drafted(f"Sec. 2. Docks. (a) {before} {duty}")[-1].title.endswith(f"({such})")


@pytest.mark.parametrize(
    "text",
    [
        "The Clerk may order a review. The Warden shall conduct such review.",
        "The Board weighs all actions. The Warden shall end any such actions.",
        "The Clerk keeps records of tides. The Warden shall send such records as the Board asks for.",
        "Fees are provided by law. The Warden shall end such provision.",
        "The One Harbor Decision binds all ports. The Warden shall post such decision.",
        "The Clerk keeps plans of docks. The Warden shall make such changes through the Board.",
    ],
)
def test_a_gloss_that_would_say_nothing_is_left_out(text: str) -> None:
    assert "such" not in drafted(f"Sec. 2. Docks. (a) {text}")[-1].title.partition("(")[2]


LETTER = (
    "Dear Warden Pike:\n\nIn 2015, the Harbor Service issued guidance on night ferries. This guidance "
    "hurt our ports. {ask}\n\nSincerely,\n\nAnn Reef"
)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ("We urge you to rescind this guidance so that boats can sail.", "this guidance"),
        ("Please withdraw this guidance.", "this guidance"),
    ],
)
def test_what_this_guidance_of_a_letter_is_stands_beside_the_request(ask: str, words: str) -> None:
    row = drafted(LETTER.format(ask=ask), Kind.CONGRESSIONAL_LETTER)[-1]
    assert row.title.endswith(f"({words}: “In 2015, the Harbor Service issued guidance on night ferries”)")
    assert row.field_evidence["meaning_1"].quote.startswith("In 2015")


def test_a_word_of_a_definition_is_never_placed_by_a_letter_alone() -> None:
    row = drafted("(b) The term “dock” means a place for boats.\n\n(c) The Clerk shall mend each dock.")[-1]
    assert "as defined in (" not in row.title


def test_summary_and_executive_action_of_a_letter_say_what_this_guidance_is() -> None:
    text = LETTER.format(ask="We urge you to rescind this guidance so that boats can sail.")
    pages = (Page(1, Span(0, len(text))),)
    document = ExtractedDocument("0" * 64, "letter.txt", "text/plain", text, pages)
    found = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document)
    meaning = "“In 2015, the Harbor Service issued guidance on night ferries”"
    asked = next(one.text for one in found.summary if " asks: " in one.text)
    assert asked.endswith(f"so that boats can sail.” (this guidance: {meaning}).")
    assert found.executive_action is not None
    assert found.executive_action.title.endswith(f"rescind this guidance ({meaning})")


def test_that_date_is_the_one_that_a_sentence_above_prints() -> None:
    row = drafted(
        "Sec. 2. Docks. (a) The Clerk shall count the docks by March 31, 2026. The Board may help.\n\n"
        "Sec. 3. Gates. (a) Each agency shall certify this within two weeks of that date, in writing."
    )[-1]
    assert row.title.endswith("(that date: “March 31, 2026”)")
    assert row.due_date == "2026-04-14" and row.due_basis is not None
    assert (row.due_basis.base, row.due_basis.offset, row.due_basis.unit) == ("2026-03-31", 2, "weeks")
    assert row.due_basis.base_evidence == row.field_evidence["meaning_1"]


@pytest.mark.parametrize(
    "above",
    [
        "The Clerk shall count the docks by March 31, 2026, and the gates by May 1, 2026.",
        "The Clerk shall count the docks by March 31, 2026. This order takes effect upon its publication.",
        "The Clerk shall count the docks by March 31.",
        "The Clerk shall count the docks.",
    ],
)
def test_that_date_stays_open_where_it_is_in_doubt(above: str) -> None:
    row = drafted(
        f"Sec. 2. Docks. (a) {above} Each agency shall certify this within two weeks of that date."
    )[-1]
    assert row.deadline_text == "within two weeks of that date"
    assert row.due_date is None and "that date:" not in row.title


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "As the period closes on April 9, we need to hear from you before it does.",
            "before it does: “closes on April 9”",
        ),
        (
            "The docket closes on April 9. Please write to us before it does.",
            "said before: “The docket closes on April 9”",
        ),
    ],
)
def test_before_it_does_is_the_day_on_which_it_does(body: str, told: str) -> None:
    row = asked_in_letter(body)[-1]
    assert row.due_date == "2026-04-09" and row.deadline_text == "before it does"
    assert row.title.endswith(f"({told})")
    assert row.field_evidence["meaning_1"].quote.endswith("closes on April 9")


@pytest.mark.parametrize(
    "body",
    [
        "The docket closes on April 9 and opens on May 4. Please write to us before it does.",
        "The docket closes soon. Please write to us before it does.",
    ],
)
def test_before_it_does_stays_open_in_doubt(body: str) -> None:
    row = asked_in_letter(body)[-1]
    assert row.due_date is None and "before it does" in row.title


def test_by_then_is_told_with_its_date() -> None:
    row = drafted(
        "Sec. 2. Docks. (a) The Clerk shall reply by May 4, 2026."
        " If no reply is given by then, the Board shall meet."
    )[-1]
    assert row.title == "Meet (then: “May 4, 2026”)"
    assert row.condition == "If no reply is given by then"


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        (
            "The Warden shall found within the Bureau an office to give proactive, timely, and good help to "
            "owners. This office shall report to the Board.",
            "(this office: “an office to give proactive …”)",
        ),
        (
            "The head of each executive department and agency (agency) involved in mending docks shall rest. "
            "The head of each such agency shall rank its docks.",
            "(such agency: “each executive department and agency (agency) involved in mending docks”)",
        ),
        (
            "The Clerk shall send the Board a list of all works for which a lease, a permit, or a paper has "
            "been asked. The Warden shall rank such works.",
            "(such works: “all works for which a lease, a permit, or a paper has been asked”)",
        ),
        (
            "The Clerk shall end the fees published at 81 Fed. Reg. 72846 last year. The Warden shall print "
            "such fees.",
            "(such fees: “the fees published at 81 Fed. Reg. 72846 last year”)",
        ),
        (
            "The Clerk shall keep a list of docks, gates, and piers. The Board shall publish such list.",
            "(such list: “a list of docks …”)",
        ),
    ],
)
def test_a_gloss_is_whole_or_shows_that_it_was_cut(text: str, beside: str) -> None:
    assert drafted(f"Sec. 2. Docks. (a) {text}")[-1].title.endswith(beside)


def test_a_list_that_a_sentence_makes_itself_is_not_the_one_above() -> None:
    rows = drafted(
        "Sec. 2. Docks. (a) The Clerk shall send the Board a list of old docks. The Warden shall name as "
        "many new docks as possible and send such list to the Mayor. The Guard shall rank such lists. "
        "The Board shall close docks for which a lease, as told. The Mayor shall mend such docks."
    )
    assert not [row.title for row in rows if "“" in row.title]
