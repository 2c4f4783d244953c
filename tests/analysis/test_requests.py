"""What letters and e-mails ask for, and whether an answer is awaited."""

from __future__ import annotations

import pytest

from analysis.metadata import Facts
from analysis.outline import Role, outline
from analysis.taskings import taskings
from analysis.taskings.requests import asks
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding, Anchor, Confidence, Kind, Reply


def paper(body: str) -> ExtractedDocument:
    text = f"Dear Administrator Doe:\n\n{body}\n\nSincerely,\n\nJohn Roe"
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


def asked(body: str, kind: Kind = Kind.CONGRESSIONAL_LETTER) -> tuple[ActionFinding, ...]:
    document = paper(body)
    facts = Facts(kind, date="2026-03-03", addressee="Jane Doe, Administrator")
    return taskings(document, outline(document), facts, ())


def reply(body: str, kind: Kind = Kind.CONGRESSIONAL_LETTER) -> Reply | None:
    document = paper(body)
    return asks(document, outline(document), Facts(kind, date="2026-03-03"))


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Please send us the list of docks.", "Send us the list of docks"),
        ("We respectfully request that you provide the list.", "Provide the list"),
        ("I am asking that the Department preserve all logs.", "Preserve all logs"),
        ("I urge you to rescind this rule.", "Rescind this rule"),
        ("We strongly urge the Department to halt the sale.", "Halt the sale"),
        ("Could you please show this to the Secretary?", "Show this to the Secretary"),
        ("Can someone call me about the docks?", "Call me about the docks"),
        ("Let me know if Thursday is good.", "Let me know if Thursday is good"),
        ("We request a briefing for our staff.", "Provide a briefing for our staff"),
        ("I write to request your help with the docks.", "Provide help with the docks"),
        ("Your office is to submit the plan to us.", "Submit the plan to us"),
        ("The Committee requests that you produce the logs.", "Produce the logs"),
        ("We call upon the Department to act.", "Act"),
        ("In addition, provide us your analysis of the ropes.", "Provide us your analysis of the ropes"),
        ("Kindly confirm that this was received.", "Confirm that this was received"),
        ("We ask that the logs reach our office by May 4.", "Send the logs"),
        ("I ask that your answers be in our hands by May 4.", "Send your answers"),
        (
            "If the dock must close, call the mayor; contact me before doing that.",
            "Contact me before doing that",
        ),
        ("I want somebody to look at the ropes.", "Look at the ropes"),
        ("For each dock your response should state its age.", "State its age"),
        (
            "We ask that the U.S. Department of the Docks and the Department of Piers grant the request.",
            "Grant the request",
        ),
        (
            "We write about the docks of the harbor and to request additional information on the hooks.",
            "Provide additional information on the hooks",
        ),
        ("Can you check the depth of the docks.", "Check the depth of the docks"),
        ("What we ask is that you send the logs.", "Send the logs"),
        ("What I need is a list of the docks.", "Provide a list of the docks"),
        (
            "On the rest, a written answer would be appreciated.",
            "On the rest, a written answer would be appreciated",
        ),
        ("We would need to know of your acceptance.", "Meet the need: to know of your acceptance"),
    ],
)
def test_requests_and_their_titles(sentence: str, title: str) -> None:
    (row,) = asked(f"The docks are a matter of concern to us. {sentence}")
    assert (row.kind, row.title) == ("request", title)
    assert row.evidence[0].quote == sentence


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("We would also appreciate a briefing for our staff.", "Provide a briefing for our staff"),
        ("We would also be delighted if, while here, you could see the docks.", "See the docks (while here)"),
        ("It would be ideal if your signature were on the list.", "Ensure your signature is on the list"),
        (
            "It would be good to hear about it soon.",
            "Meet the wish: hear about it soon (said before: “The docks are a matter of concern to us”)",
        ),
        ("It would help greatly to have your decision on gulls.", "Provide your decision on gulls"),
        ("We would be glad to have the list.", "Provide the list"),
        ("I should also like to know whether the dock is safe.", "Answer whether the dock is safe"),
        ("A single list of docks is preferred.", "Meet the preference: a single list of docks"),
        ("A line from your office would let us plan.", "Provide a line from your office"),
        ("A page or two by the middle of May would do.", "Provide a page or two by the middle of May"),
        ("We would be honored by a short message.", "Meet the wish: a short message"),
    ],
)
def test_what_is_asked_softly_is_drafted_as_a_wish(sentence: str, title: str) -> None:
    (row,) = asked(f"The docks are a matter of concern to us. {sentence}")
    assert (row.kind, row.title, row.confidence) == ("request", title, Confidence.MEDIUM)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Mayor very kindly stayed for the gull feast.",
        "You kindly sent us the list in May.",
        "We would be happy to have your staff see the docks.",
        "Gulls are preferred to crows.",
        "The gulls would do harm.",
    ],
)
def test_thanks_offers_and_tastes_ask_for_nothing(sentence: str) -> None:
    assert not asked(f"The docks are a matter of concern to us. {sentence}")


def test_a_league_that_petitions_a_named_agency_asks_it() -> None:
    league = (
        "The Gull League, joined by the Ohio Rope Friends and the Dock Watch of Lower Harbor Town, petitions"
    )
    (row,) = asked(f"{league} the Federal Dock Safety Administration to amend the rope rule.")
    assert (row.title, row.responsible) == ("Amend the rope rule", "the Federal Dock Safety Administration")


def test_a_wish_has_its_own_condition_and_no_more() -> None:
    (row,) = asked("If your staff know of other docks, we would be glad to have the list.")
    assert row.condition == "If your staff know of other docks"


def test_who_is_to_hear_of_it_awaits_a_reply() -> None:
    answer = reply("It would be good to hear about the docks before Friday.", Kind.EMAIL)
    assert answer is not None and answer.needed and len(answer.asks) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Please be assured that we care.",
        "Please do not hesitate to call me.",
        "If you have any questions, please contact Jim Smith of my staff.",
        "Thank you for your attention to this matter.",
        "Please find enclosed a map of the docks.",
        "We requested the list last year.",
        "In some of our letters, we may ask you for a list.",
        "The agency's letter indicates that the company must respond within ten business days.",
        "States must follow four rules which are printed in the law.",
        "He said “please send us the money by return of post” to the clerk.",
        "We have limited our review to the docks.",
    ],
)
def test_courtesy_and_reports_ask_for_nothing(sentence: str) -> None:
    assert asked(f"The docks are a matter of concern to us. {sentence}") == ()


QUESTIONS = """To see why, please respond to the questions below by close of business on March 20, 2026:

1. How many docks are there?
2. What do they cost?
a. Has the cost grown?
3. Provide all logs of the docks.
4. A list of every rope.

We look forward to your prompt response."""


def test_questions_under_a_lead_are_rows_with_its_date() -> None:
    lead, *rows = asked(QUESTIONS)
    assert [item.text for item in lead.items] == ["A list of every rope."]
    assert [row.kind for row in rows] == ["question", "question", "question", "request"]
    assert rows[0].title == "Answer: How many docks are there?"
    for row in rows:
        assert row.due_date == "2026-03-20"
        assert row.due_basis is not None
        assert row.due_basis.inherited_from == lead.evidence[0].quote
        assert row.confidence is Confidence.HIGH


def test_one_date_for_all_answers_holds_for_the_questions_above_it() -> None:
    rows = asked(
        "We request your response to the following questions:\n\nHow many docks are "
        "there?\n\nWho sweeps them?\n\n"
        "Please provide answers to these questions no later than March 20, 2026."
    )
    assert [row.due_date for row in rows] == ["2026-03-20"] * 3
    assert [row.kind for row in rows] == ["question", "question", "request"]


def test_a_date_for_one_thing_is_not_a_date_for_all() -> None:
    first, second = asked("We urge you to rescind the rule. Please call our office by March 20, 2026.")
    assert (first.due_date, second.due_date) == (None, "2026-03-20")


def test_days_in_a_letter_count_from_its_date() -> None:
    (row,) = asked("Please respond to this letter within ten business days.")
    assert row.due_date == "2026-03-17"


def test_who_is_asked() -> None:
    first, second = asked("Please send us the logs. We urge the Department to halt the sale.")
    assert (first.responsible, second.responsible) == ("Jane Doe, Administrator", "the Department")


def test_a_question_in_running_text_is_drafted_with_doubt() -> None:
    (row,) = asked("The docks were closed. Why has nobody told us?")
    assert (row.kind, row.confidence) == ("question", Confidence.LOW)


def test_an_invitation() -> None:
    (row,) = asked(
        "We invite you to give the main address at our dinner on April 9, 2026.", Kind.PUBLIC_LETTER
    )
    assert row.kind == "invitation"
    assert row.title.startswith("Answer the invitation:")
    assert row.due_date is None


@pytest.mark.parametrize(
    ("body", "by"),
    [
        (QUESTIONS, "2026-03-20"),
        ("We look forward to your reply.", None),
        ("Please respond to our office no later than May 2, 2026.", "2026-05-02"),
        ("We would like to know who sweeps the docks. Please reply within 10 days.", "2026-03-13"),
    ],
)
def test_a_reply_is_awaited(body: str, by: str | None) -> None:
    found = reply(body)
    assert found is not None
    assert found.needed
    assert found.by == by
    assert found.asks


@pytest.mark.parametrize(
    "body",
    [
        "We request that you be available for a meeting with the pilots.",
        "I am requesting that the share of the towns be raised to half.",
        "Please keep the north pier open through the winter.",
    ],
)
def test_a_letter_that_asks_outright_is_answered_and_mail_that_hands_out_work_is_not(body: str) -> None:
    letter, mail = reply(body, Kind.PUBLIC_LETTER), reply(body, Kind.EMAIL)
    assert letter is not None
    assert letter.needed
    assert letter.asks
    assert mail is not None
    assert not mail.needed


def test_the_lead_of_a_list_that_asks_is_told_by_its_members() -> None:
    found = reply("We ask the Bureau to:\n\n(a) close the gate; and\n\n(b) report the cost.")
    assert found is not None
    assert [one.quote for one in found.asks] == ["close the gate; and", "report the cost."]


def test_a_letter_may_forbid_an_answer_past_the_writer() -> None:
    (row,) = asked("Please do not reply to Mr. Poe directly without sending us a copy.")
    assert row.title == "Do not reply to Mr. Poe directly without sending us a copy"
    for said in ("Please do not reply to this e-mail.", "Please don't reply all.", "Please do not reply."):
        assert asked(said) == ()


def test_the_day_of_receipt_ends_before_what_is_to_be_brought() -> None:
    (row,) = asked("Please call the Clerk within five days of receiving this with all that is known.")
    assert row.deadline_text == "within five days of receiving this"
    assert row.due_basis is not None
    assert row.due_basis.anchor is Anchor.RECEIPT
    assert row.title.endswith("with all that is known")


def test_a_letter_enclosed_to_the_writer_is_quoted() -> None:
    text = (
        "Dear Administrator Doe:\n\nPlease send us the list of docks.\n\nSincerely,\n\nJane Tide\nSenator\n\n"
        "Enclosure\n\nDear Senator Tide,\n\nI live by the old dock and nobody answers when I call about it. "
        "Please tell them to mend the gate before the winter comes, as I have asked many times.\n\nOdo Hook\n"
    )
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    facts = Facts(Kind.CONGRESSIONAL_LETTER, date="2026-03-03")
    (row,) = taskings(document, outline(document), facts, ())
    assert row.title == "Send us the list of docks"
    roles = {one.words(text)[:6]: one.role for one in outline(document).sentences}
    assert roles["Please"] is Role.QUOTED


def test_thanks_await_no_reply() -> None:
    found = reply("Thank you for sweeping the docks. They are clean now.")
    assert found is not None
    assert not found.needed
    assert found.asks == ()


@pytest.mark.parametrize("kind", [Kind.EXECUTIVE_ORDER, Kind.STATUTE, Kind.AGENCY_MEMO, Kind.REGULATION])
def test_orders_are_carried_out_not_answered(kind: Kind) -> None:
    assert reply("The Clerk shall report to me.", kind) is None


def test_earlier_mail_asks_for_nothing_now() -> None:
    text = (
        "From: Pat Lee\nTo: Sam Poe\nSent: Monday, January 12, 2026\nSubject: Docks\n\nPlease "
        "act by Friday.\n\n"
        "From: Sam Poe\nSent: Friday, January 9, 2026\nTo: Pat Lee\nSubject: Docks\n\nPlease "
        "send me the logs by May 1, 2026.\n"
    )
    document = ExtractedDocument("0" * 64, "x.eml", "message/rfc822", text, (Page(1, Span(0, len(text))),))
    rows = taskings(document, outline(document), Facts(Kind.EMAIL, date="2026-01-12"), ())
    assert [(row.title, row.due_date) for row in rows] == [("Act", "2026-01-16")]


def test_a_time_inside_a_question_sets_no_reply_date() -> None:
    lead = "Please answer the following questions in writing by March 20, 2026:"
    found = reply(f"{lead}\n\n1. How many docks are closed today?")
    assert found and found.needed and found.by == "2026-03-20"
    alone = reply("How many docks are closed today?")
    assert alone and alone.by is None
