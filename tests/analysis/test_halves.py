"""Two duties in one sentence: each with its own actor, its own words and its own date."""

from __future__ import annotations

import pytest

from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding, Kind
from tests.analysis.drafting import drafted


def told(text: str) -> list[tuple[str | None, str, str | None]]:
    rows = drafted(f"Sec. 2. Docks. (a) {text}")
    assert all(text.replace("\n", " ").find(row.evidence[0].quote) >= 0 for row in rows)
    return [(row.responsible, row.title, row.due_date) for row in rows]


def test_a_date_belongs_to_the_half_that_states_it() -> None:
    assert told(
        "The Clerk shall inspect the gates of all docks, and by May 4, 2026, the Board shall publish a plan "
        "for the gates."
    ) == [
        ("The Clerk", "Inspect the gates of all docks", None),
        ("the Board", "Publish a plan for the gates", "2026-05-04"),
    ]
    assert told(
        "The Clerk shall inspect the gates of all docks, and shall begin replacing those that leak no later "
        "than May 4, 2026."
    ) == [
        ("The Clerk", "Inspect the gates of all docks", None),
        ("The Clerk", "Begin replacing those that leak", "2026-05-04"),
    ]


def test_what_opens_the_sentence_holds_for_both() -> None:
    rows = drafted(
        "Sec. 2. Docks. (a) If the river floods, by May 4, 2026, the Clerk shall close the gates, and the "
        "Board shall tell the pilots."
    )
    assert [row.due_date for row in rows] == ["2026-05-04", "2026-05-04"]
    assert [row.condition for row in rows] == ["If the river floods", "If the river floods"]


def test_each_half_has_its_own_condition() -> None:
    rows = drafted(
        "Sec. 2. Docks. (a) The Clerk shall close the gates, and, if the river floods, the Board shall tell "
        "the pilots."
    )
    assert [(row.responsible, row.condition) for row in rows] == [
        ("The Clerk", None),
        ("the Board", "if the river floods"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The Clerk shall review the list of docks and submit it to the Board.",
            "Review the list of docks and submit it to the Board",
        ),
        (
            "Within 60 days of the date of this order, the Clerk shall keep the list and shall publish it.",
            "Keep the list and publish it",
        ),
        (
            "The Clerk shall name an officer, who shall keep the list, and shall pay him.",
            "Name an officer, who shall keep the list, and pay him",
        ),
        (
            "The Clerk shall report on docks that the Board shall name.",
            "Report on docks that the Board shall name",
        ),
    ],
)
def test_one_duty_or_one_actor_and_date_stay_one_row(text: str, title: str) -> None:
    assert [row[1] for row in told(text)] == [title]


def test_a_list_belongs_to_the_half_that_leads_it() -> None:
    first, second = drafted(
        "Sec. 2. Docks. (a) The Clerk shall inspect the gates, and the Board shall publish:\n\n"
        "(i) the list of docks; and\n\n(ii) the list of gates."
    )
    assert first.items == () and [item.text for item in second.items] == [
        "the list of docks",
        "the list of gates.",
    ]


def test_what_a_shortened_title_leaves_out_is_an_item() -> None:
    docks = "all docks of the outer harbor, of the inner harbor, of the river, of the canal, of the ponds, "
    text = f"The Clerk shall review {docks * 6}and of the lakes, and submit to the Board a list of them."
    (row,) = drafted(f"Sec. 2. Docks. (a) {text}")
    assert row.title.endswith("…") and "submit" not in row.title
    assert [item.text for item in row.items][-1] == "submit to the Board a list of them"
    assert all(item.evidence[0].quote in text for item in row.items)


def test_a_subject_that_points_back_keeps_its_whole_wording() -> None:
    (row,) = drafted(
        "Sec. 2. Docks. (a) With respect to old docks, such reports shall be made within 30 days of the "
        "date of this order."
    )
    assert row.title == "With respect to old docks, such reports shall be made"
    assert row.due_date == "2026-02-11"


def test_recitals_before_an_order_begins_task_nobody() -> None:
    order = (
        "Given that docks decay, the Government must take further action to mend them.\n\n"
        "By the authority vested in me as President, it is hereby ordered as follows:\n\n"
        "Section 1. Docks. The Clerk must mend the docks."
    )
    assert [row.title for row in drafted(order)] == ["Mend the docks"]


def test_each_deliverable_of_one_duty_has_its_own_day() -> None:
    assert told(
        "When the docks are counted, the Panel shall submit to the Board a first report on the "
        "gates by May 4, 2026, a second report by June 9, 2026, and a final report by July 1, 2027."
    ) == [
        ("the Panel", "Submit to the Board a first report on the gates", "2026-05-04"),
        ("the Panel", "Submit to the Board a second report on the gates", "2026-06-09"),
        ("the Panel", "Submit to the Board a final report on the gates", "2027-07-01"),
    ]


def test_a_further_deliverable_has_the_condition_and_the_words_of_its_deed() -> None:
    rows = drafted(
        "Sec. 2. Docks. (a) Where a lock leaks, the Clerk, with the Warden, shall send the Board an "
        "interim plan by May 4, 2026, and a final plan by June 9, 2026."
    )
    assert [row.condition for row in rows] == ["Where a lock leaks", "Where a lock leaks"]
    assert [place.quote for place in rows[1].evidence] == ["send the Board", "a final plan by June 9, 2026."]


@pytest.mark.parametrize(
    "text",
    [
        "The Clerk shall issue the notice by May 4, 2026, and the rule by June 9, 2026.",
        "The Clerk shall send an early plan by May 4, 2026, and a late plan by June 9, 2026, if told.",
        "The Clerk shall keep a list by May 4, 2026, and a plan by June 9, 2026.",
    ],
)
def test_one_duty_stays_where_its_things_differ_or_its_end_bounds_both(text: str) -> None:
    assert len(told(text)) == 1


def test_the_same_thing_due_again_is_a_row_of_its_own() -> None:
    assert told(
        "The Clerk and the Warden shall each send the Board a report on docks within 90 days of the date of "
        "this order and again within 180 days of the date of this order."
    ) == [
        ("The Clerk and the Warden", "Send the Board a report on docks (each)", "2026-04-12"),
        ("The Clerk and the Warden", "Send the Board a report on docks again (each)", "2026-07-11"),
    ]
    assert told("The Clerk shall inspect the gates by May 4, 2026, and then again by June 9, 2026.") == [
        ("The Clerk", "Inspect the gates", "2026-05-04"),
        ("The Clerk", "Inspect the gates again", "2026-06-09"),
    ]


def test_a_rhythm_behind_each_is_no_word_of_the_actors() -> None:
    assert told("The Clerk and the Warden shall each year count boats.") == [
        ("The Clerk and the Warden", "Count boats", None)
    ]


@pytest.mark.parametrize(
    "joint", [" and, until the gates are mended, report", " and report", ", and then report"]
)
def test_two_deeds_with_a_term_each_are_two_rows(joint: str) -> None:
    first, second = drafted(
        f"The Clerk will count the gates by May 4, 2026{joint} the count to me every Friday.",
        Kind.AGENCY_MEMO,
    )
    assert (first.title, first.due_date, first.recurrence) == ("Count the gates", "2026-05-04", None)
    assert second.title.startswith("Report the count to me") and second.responsible == "The Clerk"
    assert (second.recurrence, second.due_date) == ("every Friday", None)
    assert ("until the gates are mended" in second.title) == ("until" in joint)


def test_one_term_for_two_deeds_is_of_both() -> None:
    (row,) = drafted("The Clerk will count the gates and report the count by May 4, 2026.", Kind.AGENCY_MEMO)
    assert row.due_date == "2026-05-04"


def memo(sentence: str) -> tuple[ActionFinding, ...]:
    text = f"TO: Heads of Bureaus\n\nFROM: Rue Sand\n\nThe piers are old.\n\n{sentence}\n"
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    facts = Facts(Kind.AGENCY_MEMO, date="2030-05-06", addressee="Heads of Bureaus")
    return taskings(document, outline(document), facts, ())


@pytest.mark.parametrize(
    ("sentence", "first", "second"),
    [
        (
            "Please give her the name of a senior pilot; she will hold a first meeting on June 18.",
            ("request", "Give her the name of a senior pilot", "Heads of Bureaus", None),
            ("tasking", "Hold a first meeting on June 18", "she", "2030-06-18"),
        ),
        (
            "Once it is done, please send the list to us by May 20, and the Clerk will print it by June 3.",
            ("request", "Send the list to us", "Heads of Bureaus", "2030-05-20"),
            ("tasking", "Print it", "the Clerk", "2030-06-03"),
        ),
        (
            "Send the list by May 20; Warden Reed will post it on June 3.",
            ("tasking", "Send the list", "Heads of Bureaus", "2030-05-20"),
            ("tasking", "Post it on June 3", "Warden Reed", "2030-06-03"),
        ),
    ],
)
def test_a_request_and_what_somebody_else_will_do_then_are_two(
    sentence: str, first: tuple[str | None, ...], second: tuple[str | None, ...]
) -> None:
    rows = memo(sentence)
    told = [(row.kind, row.title.split(" (")[0], row.responsible, row.due_date) for row in rows]
    assert told == [first, second]
    assert "piers" not in rows[1].title


def test_what_the_writer_will_do_then_is_told_with_the_request() -> None:
    (row,) = memo("Please send a list, and we will print it.")
    assert (row.kind, row.title) == ("request", "Send a list, and we will print it")
    assert row.responsible == "Heads of Bureaus"
