"""What stands between an actor and its deed reaches the draft, whatever kind of words it is."""

from __future__ import annotations

import hashlib

import pytest

from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding, Kind


def only(text: str) -> ActionFinding:
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = ExtractedDocument(digest, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    (found,) = taskings(document, outline(document), Facts(Kind.EXECUTIVE_ORDER, date="2031-03-03"), ())
    return found


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "The two Clerks shall, in their discretion and to the extent consistent with law, sell.",
            "in their discretion and to the extent consistent with law",
        ),
        (
            "The Warden shall, consistent with applicable law and harbor rules, mend the gates.",
            "consistent with applicable law and harbor rules",
        ),
        ("The Clerk, at the request of the head of a pier, shall explain this order.", "at the request of"),
        ("The Warden shall, and the Pilot is encouraged to, mark the channel.", "the Pilot is encouraged to"),
        (
            "The Warden shall, to the extent permitted by law, and in harmony with the tides, open.",
            "in harmony with the tides",
        ),
        (
            "The Warden, in consultation with such piers as the Warden may deem fit, shall name a day.",
            "such piers as the Warden may deem fit",
        ),
        (
            "All passes given to pilots, as well as keys given to wardens, shall be honored by all agencies.",
            "as well as keys given to wardens",
        ),
    ],
)
def test_what_stands_before_the_deed_is_kept(text: str, kept: str) -> None:
    assert kept in only(text).title


@pytest.mark.parametrize(
    "text",
    [
        "The Warden shall also mend the gates.",
        "The Warden, who is chosen by the Council, shall mend the gates.",
        "The Warden of the Lower Harbor of the Town of Gray Cliffs shall mend the gates.",
        "The Clerk may grant a delay to a pier, and shall mend the gates.",
    ],
)
def test_links_and_what_is_said_of_the_actor_bound_nothing(text: str) -> None:
    assert only(text).title == "Mend the gates"


def test_a_run_of_such_words_is_shown_once_and_as_written() -> None:
    found = only(
        "The Clerk, under the direction of the Warden and in consultation with the Pilot, shall post tides."
    )
    assert found.title == (
        "Post tides (under the direction of the Warden and in consultation with the Pilot)"
    )


def test_what_is_excepted_sets_no_rhythm() -> None:
    found = only(
        "The duties of the Warden under the Harbor Act, except that of reporting yearly to the Council,"
        " shall be performed by the Clerk."
    )
    assert (found.recurrence, found.deadline_text) == (None, None)
    assert found.condition == "except that of reporting yearly to the Council"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The Warden shall help and lend boats, consistent with applicable law and the rules of the pier.",
            "Help and lend boats (consistent with applicable law and the rules of the pier)",
        ),
        (
            "The Warden shall lend boats consistent with applicable law as may be needed to sound the bay.",
            "Lend boats consistent with applicable law as may be needed to sound the bay",
        ),
        (
            "The Warden shall say whether the gates remain necessary.",
            "Say whether the gates remain necessary",
        ),
        (
            "The Warden shall change the rate in the schedule, if necessary.",
            "Change the rate in the schedule, if necessary",
        ),
        (
            "In accordance with rules prescribed pursuant to this order, the Clerk shall hire pilots.",
            "Hire pilots (in accordance with rules prescribed pursuant to this order)",
        ),
        (
            "Consistent with law, including 33 U.S.C. 1344, the Clerk shall hire pilots.",
            "Hire pilots (consistent with law, including 33 U.S.C. 1344)",
        ),
        (
            "The Clerk shall found, within the Office of Tides for pay purposes only, a Harbor Council.",
            "Found a Harbor Council (within the Office of Tides for pay purposes only)",
        ),
        (
            "The Clerk shall report to the Warden, no later than March 1, 2035, on the state of the docks.",
            "Report to the Warden on the state of the docks",
        ),
    ],
)
def test_a_limit_is_kept_whole(text: str, title: str) -> None:
    found = only(text)
    assert found.title == title


def test_while_it_does_something_is_a_condition() -> None:
    found = only("As each agency buys, mends, or sells boats, it shall use the common forms.")
    assert found.condition == "As each agency buys, mends, or sells boats"
    assert found.responsible == "each agency"


@pytest.mark.parametrize(
    "term",
    [
        "Within 180 days of the making of the rules required by subsection 4.7(a) of this section",
        "Within 15 months of the adoption of any rules issued pursuant to subsection (a) of this section",
        "Within 30 days of the end of the survey in accordance with subsection (d)",
    ],
)
def test_an_event_is_named_with_its_section(term: str) -> None:
    assert only(f"{term}, the Clerk shall report.").deadline_text == term
