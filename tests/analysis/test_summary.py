"""The summary says what the facts and the source say, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from analysis.metadata import Facts
from analysis.offline import OfflineAnalyzer
from analysis.outline import Outline, outline
from analysis.summary import MOST_ACTIONS, summary
from pipeline.agency import Agency
from pipeline.documents import Evidence, ExtractedDocument, Page, Span
from pipeline.findings import (
    ActionFinding,
    Anchor,
    AuthorityMention,
    AuthorityType,
    Confidence,
    DueBasis,
    Kind,
    Relation,
    RelationKind,
    Reply,
    Statement,
)

TEXT = """Rules for Keys

March 4, 2030

The purpose of this memo is to keep all keys of the archive in one cabinet.

Offices shall count keys within 10 days. Offices shall oil locks. Memo 6 is revoked. See 5 U.S.C. 552.
"""


def read(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "memo", "text/plain", text, (Page(1, Span(0, len(text))),))


DOCUMENT = read(TEXT)


def cited(words: str) -> Evidence:
    place = DOCUMENT.find(words)
    assert place is not None
    return place


FACTS = Facts(
    Kind.AGENCY_MEMO,
    title="Rules for Keys",
    date="2030-03-04",
    evidence=(("title", cited("Rules for Keys")), ("date", cited("March 4, 2030"))),
)


def tasking(words: str, due: str | None = None, deadline: str | None = None) -> ActionFinding:
    basis = DueBasis(Anchor.DOCUMENT_DATE, "2030-03-04", 10, "days") if due else None
    return ActionFinding(
        words,
        "tasking",
        (cited(words),),
        Confidence.HIGH,
        "named",
        responsible="Offices",
        deadline_text=deadline,
        due_date=due,
        due_basis=basis,
    )


def summarised(
    actions: tuple[ActionFinding, ...] = (),
    relations: tuple[Relation, ...] = (),
    authorities: tuple[AuthorityMention, ...] = (),
    reply: Reply | None = None,
    facts: Facts = FACTS,
) -> tuple[Statement, ...]:
    return summary(DOCUMENT, outline(DOCUMENT), facts, actions, relations, authorities, reply)


def texts(statements: tuple[Statement, ...]) -> str:
    return "\n".join(statement.text for statement in statements)


def test_it_begins_with_what_the_document_is() -> None:
    first = summarised()[0]
    assert first.text == "“Rules for Keys” is an agency memorandum dated March 4, 2030."
    assert {place.quote for place in first.evidence} == {"Rules for Keys", "March 4, 2030"}


def test_the_purpose_is_said_in_its_own_words() -> None:
    assert (
        "In its own words: “The purpose of this memo is to keep all keys of the archive in one cabinet.”"
        in texts(summarised())
    )


def test_every_dated_tasking_is_named_with_actor_and_date() -> None:
    said = texts(summarised((tasking("oil locks"), tasking("count keys", "2030-03-14", "within 10 days"))))
    assert "2 taskings are drafted, 1 with a due date." in said
    assert "Offices: count keys (due March 14, 2030: “within 10 days”)." in said
    assert said.index("count keys") < said.index("Offices: oil locks")


def test_a_short_name_is_told_in_full_and_what_comes_back_says_so() -> None:
    row = replace(tasking("count keys", "2030-03-14", "within 10 days"), responsible="The Head")
    facts = replace(FACTS, names=(("Head", "The Head of Keys"),))
    said = texts(summarised((replace(row, recurrence="annually thereafter"),), facts=facts))
    assert "The Head (the Head of Keys): count keys (due March 14, 2030: “within 10 days”, “annually" in said
    assert "(the Head" not in texts(summarised((row,), facts=replace(facts, names=(("Head", "the Head"),))))


def test_what_is_left_out_is_counted() -> None:
    many = tuple(tasking("oil locks") for _ in range(MOST_ACTIONS + 3))
    one = many[0]
    distinct = tuple(
        ActionFinding(f"oil locks {number}", "tasking", one.evidence, Confidence.HIGH, "named")
        for number in range(MOST_ACTIONS + 3)
    )
    assert "3 more taskings are drafted, without a deadline." in texts(summarised(distinct))


def test_a_deadline_without_a_date_is_not_told_as_none() -> None:
    many = tuple(tasking("oil locks") for _ in range(MOST_ACTIONS + 2))
    late = tuple(replace(one, title=f"oil locks {number}") for number, one in enumerate(many))
    said = texts(summarised((*late[:-1], replace(late[-1], recurrence="each year"))))
    assert "2 more taskings are drafted, without a deadline; 1 recurs." in said


def test_the_count_says_of_each_kind_of_time_how_many_have_it() -> None:
    due, bare = tasking("count keys", "2030-03-14", "within 10 days"), tasking("oil locks")
    waits = replace(bare, title="Paint doors", deadline_text="within 5 days of the storm")
    again = replace(bare, title="Meet", deadline_text="every 6 months", recurrence="every 6 months")
    assert (
        "3 taskings are drafted, 1 with a due date, 1 with a deadline that gives no date yet; 1 recurs."
        in (texts(summarised((due, waits, again))))
    )
    assert "1 tasking is drafted, without a deadline; recurs." in texts(summarised((again,)))
    assert "1 tasking is drafted, with a deadline that gives no date yet." in texts(summarised((waits,)))
    assert "2 taskings are drafted, none with a deadline; 1 recurs." in texts(summarised((bare, again)))


def test_changes_and_citations_are_told() -> None:
    relation = Relation(RelationKind.REVOKES, "OMB M-30-06", (cited("Memo 6 is revoked"),), in_part=True)
    mention = AuthorityMention("5 U.S.C. 552", AuthorityType.USC, (cited("5 U.S.C. 552"),))
    said = texts(summarised(relations=(relation,), authorities=(mention, mention)))
    assert "It revokes OMB M-30-06 (in part)." in said
    assert "1 authority recognised: 5 U.S.C. 552." in said
    ended = AuthorityMention("OMB M-30-06", AuthorityType.OMB_MEMO, (cited("Memo 6"),))
    said = texts(summarised(relations=(relation,), authorities=(mention, ended)))
    assert "1 other authority recognised: 5 U.S.C. 552." in said


def test_a_letter_says_who_asks_what_by_when() -> None:
    reply = Reply(True, "2030-04-01", (cited("Offices shall oil locks."),))
    facts = Facts(Kind.CONGRESSIONAL_LETTER, sender="Jane Q. Public")
    said = texts(summarised(reply=reply, facts=facts))
    assert "Jane Q. Public asks: “Offices shall oil locks.”" in said
    assert "A reply is wanted by April 1, 2030." in said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            Facts(
                Kind.CONGRESSIONAL_LETTER,
                date="2030-03-04",
                sender="Jo Elm; Sam Oak",
                addressee="The Honorable Pat Harbor",
            ),
            "In a letter from Congress dated March 4, 2030, Jo Elm and Sam Oak write to "
            "The Honorable Pat Harbor.",
        ),
        (
            Facts(Kind.CONGRESSIONAL_LETTER, title="Keys", sender="Jo Elm; Sam Oak; Lee Ash"),
            "In a letter from Congress, Jo Elm and 2 others write about “Keys”.",
        ),
        (
            Facts(Kind.PUBLIC_LETTER, sender="RUE SAND, Keeper", addressee="Office of Keys"),
            "In a letter from the public, Rue Sand, Keeper, writes to Office of Keys.",
        ),
        (
            Facts(Kind.EMAIL, date="2030-03", title="Keys", sender="Ash, Lee (ES)", addressee="Oak, Sam"),
            "In an e-mail dated March 2030, Lee Ash writes to Sam Oak about “Keys”.",
        ),
        (Facts(Kind.PUBLIC_LETTER, sender="Rue Sand"), "A letter from the public by Rue Sand."),
        (Facts(Kind.PUBLIC_LETTER, addressee="Lee Ash"), "A letter from the public to Lee Ash."),
        (
            Facts(Kind.EXECUTIVE_ORDER, title="Keys", date="2030-03-04", number="EO 14999"),
            "EO 14999, “Keys”, is an executive order that the President signed on March 4, 2030.",
        ),
        (
            Facts(Kind.REGULATION, "proposed_rule", "Keys", "2030-03-04", "Key Office"),
            "“Keys” is a proposed rule of the Key Office, published on March 4, 2030.",
        ),
        (
            Facts(
                Kind.AGENCY_MEMO, "emergency_directive", None, None, "Sam Oak, Director", "THE HEADS OF DESKS"
            ),
            "This is an emergency directive from Sam Oak, Director, to the Heads of Desks.",
        ),
    ],
)
def test_what_it_is_reads_as_a_sentence(facts: Facts, said: str) -> None:
    assert summarised(facts=facts)[0].text == said


def test_no_number_is_said_that_the_text_does_not_have() -> None:
    printed = set(re.findall(r"\d+", TEXT)) | {"2030-03-14", "03", "04", "14"}
    counts = {"0", "1", "2"}
    said = texts(summarised((tasking("oil locks"), tasking("count keys", "2030-03-14", "within 10 days"))))
    assert set(re.findall(r"\d+", said)) <= printed | counts


def test_every_statement_stands_on_the_text() -> None:
    for statement in summarised((tasking("oil locks"),)):
        for place in statement.evidence:
            assert TEXT[place.start : place.end] == place.quote


def test_an_unknown_document_is_known_by_its_first_line() -> None:
    document = read("Something on a sheet of paper\n")
    (first, *_) = summary(document, Outline(()), Facts(Kind.OTHER), (), (), (), None)
    assert first.evidence[0].quote == "Something on a sheet of paper"


def test_a_draft_of_law_only_would_change_anything() -> None:
    relation = Relation(RelationKind.SUPERSEDES, "OMB M-30-06", (cited("Memo 6 is revoked"),))
    proposed = replace(FACTS, kind_detail="proposed_rule")
    assert "It would supersede OMB M-30-06." in texts(summarised(relations=(relation,), facts=proposed))


MESSAGE = """From: Voss, Karen <karen.voss@example.gov>
To: Grant, Lewis <lewis.grant@example.gov>
Date: Mon, 1 Jun 2026 10:00:00 -0400
Subject: FW: gate

From: Quill, Ida <ida.quill@example.gov>
Sent: Monday, June 1, 2026 9:12 AM
To: Voss, Karen <karen.voss@example.gov>
Subject: gate

Karen, could you please say when the gate opens?
"""


def test_who_asks_in_a_message_passed_on_is_its_own_writer() -> None:
    page = Page(1, Span(0, len(MESSAGE)))
    document = ExtractedDocument("0" * 64, "mail.txt", "text/plain", MESSAGE, (page,))
    found = OfflineAnalyzer(Agency("Department of Docks", "DD", "Secretary of Docks", (), ())).analyse(
        document
    )
    assert "Ida Quill asks: “Karen, could you please say when the gate opens?”" in texts(found.summary)


def test_a_word_of_urgency_is_no_deadline_of_the_count() -> None:
    text = (
        "Executive Order 19021\n\nDocks\n\nJanuary 12, 2026\n\nSec. 2. Docks. (a) The Clerk shall promptly "
        "close the gate.\n\n(b) The Clerk shall post the list as soon as practicable.\n\n"
        "(c) The Clerk shall report by May 1, 2026."
    )
    found = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(read(text))
    said = " ".join(one.text for one in found.summary)
    assert "3 taskings are drafted, 1 with a due date; 2 to be done soon, without a day." in said
    assert "“promptly”" in said and "“as soon as practicable”" in said
    assert "with urgency, without a day" not in said
    assert ["urgency, without a day" in row.confidence_reason for row in found.actions] == [True, True, False]


def test_what_waits_for_a_request_is_no_deadline_of_any_count() -> None:
    text = (
        "Executive Order 19021\n\nDocks\n\nJanuary 12, 2026\n\nSec. 2. Docks. (a) Agencies shall, upon "
        "request, lend boats to the Board.\n\n(b) Upon the request of the Warden, agencies shall send lists."
    )
    found = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(read(text))
    said = " ".join(one.text for one in found.summary)
    assert "2 taskings are drafted, none with a deadline; 2 to be done when it is asked for." in said
    assert [row.deadline_text for row in found.actions] == ["upon request", "Upon the request of the Warden"]
    assert all("and due on request" in row.confidence_reason for row in found.actions)
    assert found.executive_action is not None
    assert found.executive_action.priority_reason == "2 taskings without a deadline"
    assert not any(risk.title.startswith("Clock") for risk in found.risks)


def test_a_word_of_thanks_is_the_purpose_only_of_a_letter_that_says_nothing_else() -> None:
    thanks = "Thank you for the letter that you sent to this office in June about the north lock."
    for rest, purpose in (
        ("The office is unable to grant what you asked.", "unable to grant"),
        ("", "Thank you"),
    ):
        document = read(f"Dear Ms. Poe:\n\n{thanks}\n\n{rest}\n")
        told = summary(document, outline(document), FACTS, (), (), (), None)
        assert any(one.text.startswith("In its own words") and purpose in one.text for one in told)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "The Affordable Care Act stands. The Patient Protection and Affordable Care Act is law.",
            "1 authority recognised: Affordable Care Act.",
        ),
        (
            "The Defense Production Act of 1950 binds. The Defense Production Act is old.",
            "1 authority recognised: Defense Production Act of 1950.",
        ),
        (
            "The CARES Act stands, and so does the Coronavirus Aid, Relief, and Economic Security Act; the "
            "Clean Air Act is another.",
            "2 authorities recognised: CARES Act, Clean Air Act.",
        ),
    ],
)
def test_an_act_with_two_names_is_counted_and_related_once(text: str, said: str) -> None:
    found = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(read(f"MEMORANDUM\n\n{text}\n"))
    assert said in texts(found.summary)
    count = int(said.split()[0])
    assert len({row.target for row in found.relations}) == count


@pytest.mark.parametrize(
    "places",
    [
        "the Antiquities Act of 1906, recently recodified at sections 320301 to 320303 of title 54, U.S.C.",
        "the Antiquities Act (Public Law 59-209) (54 U.S.C. 320301-320303)",
        "the Antiquities Act, enacted on June 8, 1906 (Public Law 59-209) (the “Act”)",
        "the Antiquities Act, Public Law 59-209, 34 Stat. 225 (1906) (codified at 54 U.S.C. 320301 et seq.)",
        "the Antiquities Act provisions, 54 U.S.C. 320301",
    ],
)
def test_an_act_and_where_it_is_codified_are_counted_once(places: str) -> None:
    found = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(
        read(f"MEMORANDUM\n\nAll designations under {places}, are open.\n")
    )
    assert "1 authority recognised: Antiquities Act" in texts(found.summary)
