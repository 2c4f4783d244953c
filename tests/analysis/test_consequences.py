"""Risks and impacts stand on a cue, name what is at stake, and are tied to what the document orders."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.consequences import consequences
from analysis.consequences.effects import CUES, Cue
from analysis.metadata import Facts
from analysis.outline import Outline, outline
from pipeline.documents import Evidence, ExtractedDocument, Page, Span
from pipeline.findings import (
    ActionFinding,
    Anchor,
    Confidence,
    DueBasis,
    ImpactFinding,
    ItemFinding,
    Kind,
    Relation,
    RelationKind,
    RiskFinding,
)

FACTS = Facts(Kind.AGENCY_MEMO, date="2030-01-01")


def read(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "memo", "text/plain", text, (Page(1, Span(0, len(text))),))


def cited(document: ExtractedDocument, words: str) -> Evidence:
    place = document.find(words)
    assert place is not None
    return place


def tasking(document: ExtractedDocument, words: str, due: str | None = None, **more: object) -> ActionFinding:
    basis = DueBasis(Anchor.DOCUMENT_DATE, "2030-01-01", 1, "days") if due else None
    action = ActionFinding(
        words, "tasking", (cited(document, words),), Confidence.HIGH, "named", due_date=due, due_basis=basis
    )
    return replace(action, **more)  # type: ignore[arg-type]


def no_units(text: str, action: ActionFinding | None) -> tuple[str, ...]:
    return ()


def found(
    text: str, *tasks: str, due: str | None = None, relations: tuple[Relation, ...] = ()
) -> tuple[tuple[RiskFinding, ...], tuple[ImpactFinding, ...]]:
    document = read(text)
    actions = tuple(tasking(document, task, due) for task in tasks)
    return consequences(document, outline(document), FACTS, actions, relations, no_units)


def test_a_text_without_a_cue_has_neither() -> None:
    text = "The office thanks everybody. It was a good year.\n\nThe garden is green again.\n"
    assert found(text) == ((), ())


def test_a_cue_without_an_order_is_no_risk() -> None:
    assert found("Last year the fund held $5 million and personal information was lost.\n") == ((), ())


def test_boilerplate_is_no_risk() -> None:
    text = "Nothing in this memo may not be construed to forbid anybody the use of keys.\n"
    assert found(text) == ((), ())


def test_a_prohibition_names_what_is_forbidden() -> None:
    risks, _ = found("Offices shall not store visitor badges in open cabinets.\n")
    (risk,) = risks
    assert risk.title == "Forbidden: Offices shall not store visitor badges in open cabinets"
    assert (risk.category, risk.severity) == ("Legal", "High")
    assert risk.reason == "prohibition"


def test_an_exception_softens_a_prohibition() -> None:
    risks, _ = found("Offices shall not store visitor badges in open cabinets, unless the guard agrees.\n")
    assert risks[0].severity == "Medium"
    assert "with an exception" in risks[0].reason


def test_money_is_stated_with_its_amount() -> None:
    text = "The office shall spend $250 million on new locks for the river gates.\n"
    _, impacts = found(text, "shall spend $250 million on new locks")
    assert any(row.category == "Financial" and "$250 million" in row.reason for row in impacts)


def test_short_time_is_a_risk_with_its_days() -> None:
    text = "The office shall count all keys within ten days.\n"
    risks, _ = found(text, "shall count all keys", due="2030-01-11")
    (risk,) = risks
    assert (risk.category, risk.severity) == ("Schedule", "High")
    assert "due 2030-01-11 (10 days)" in risk.reason
    assert "shall count all keys" in risk.title


def test_taskings_of_one_near_day_are_one_risk() -> None:
    text = "Offices shall count keys. Offices shall oil locks. Offices shall paint doors.\n"
    risks, _ = found(text, "shall count keys", "shall oil locks", "shall paint doors", due="2030-01-20")
    (risk,) = risks
    assert risk.title == "Short time: 3 taskings due 2030-01-20: shall count keys"
    assert [place.quote for place in risk.evidence] == [
        "shall count keys",
        "shall oil locks",
        "shall paint doors",
    ]


def test_no_two_risks_of_a_category_rest_on_one_sentence() -> None:
    text = "Offices shall count keys and shall oil locks after the guide is issued.\n"
    document = read(text)
    first = tasking(document, "shall count keys", "2030-01-20")
    second = replace(
        tasking(document, "shall oil locks"),
        due_basis=DueBasis(Anchor.EVENT, "the guide is issued", 0, "days"),
    )
    risks, _ = consequences(document, outline(document), FACTS, (first, second), (), no_units)
    assert [risk.title for risk in risks] == ["Short time: shall count keys"]


def test_what_was_once_forbidden_is_no_risk() -> None:
    assert found("Since 1994, offices may not store visitor badges in open cabinets.\n") == ((), ())


def test_a_ceiling_names_what_is_limited() -> None:
    risks, _ = found("(b) Federal share.--The share of the harbor board shall not exceed 60 percent.\n")
    assert [risk.title for risk in risks] == [
        "Ceiling: The share of the harbor board shall not exceed 60 percent"
    ]


def test_an_amount_that_sorts_cases_is_no_money_at_stake() -> None:
    text = "The office shall list contracts above $5M for new locks of the river gates.\n"
    _, impacts = found(text, "shall list contracts above $5M")
    assert not [row for row in impacts if row.category == "Financial"]


def test_who_is_to_be_designated_is_named_in_the_words_of_the_text() -> None:
    text = "Each office shall designate a keeper of the keys and send the name to the clerk.\n"
    _, impacts = found(text, "shall designate a keeper of the keys")
    assert [row.title for row in impacts] == [f"To be designated: {text.rstrip()[:-1]}"]
    filled = text.replace("designate", "appoint")
    _, impacts = found(filled, "shall appoint a keeper of the keys")
    assert [row.title for row in impacts] == [f"Position to fill: {filled.rstrip()[:-1]}"]


def test_parallel_citations_of_one_change_are_one_impact() -> None:
    document = read("Section 9 of the Key Act (Public Law 100-9) is repealed.\n")
    place = (cited(document, "is repealed"),)
    relations = (
        Relation(RelationKind.REPEALS, "Key Act, sec. 9", place),
        Relation(RelationKind.REPEALS, "Pub. L. 100-9", place),
    )
    _, impacts = consequences(document, Outline(()), FACTS, (), relations, no_units)
    assert [row.title for row in impacts] == ["Key Act, sec. 9 and Pub. L. 100-9 are repealed"]
    proposed = replace(FACTS, kind=Kind.REGULATION, kind_detail="proposed_rule")
    _, impacts = consequences(document, Outline(()), proposed, (), relations[:1], no_units)
    assert [row.title for row in impacts] == ["Key Act, sec. 9 would be repealed"]


def test_long_time_is_no_risk() -> None:
    assert found(
        "The office shall count all keys in a year.\n", "shall count all keys", due="2031-01-01"
    ) == ((), ())


def test_the_day_of_an_order_is_a_risk_and_an_impact_where_nothing_else_is() -> None:
    document = read("The office shall count all keys in a year.\n")
    action = tasking(document, "shall count all keys", "2031-01-01", responsible="The office")
    order = replace(FACTS, kind=Kind.EXECUTIVE_ORDER)
    risks, impacts = consequences(document, outline(document), order, (action,), (), no_units)
    assert [risk.title for risk in risks] == ["May be late on 2031-01-01: shall count all keys"]
    assert [impact.title for impact in impacts] == ["To deliver by 2031-01-01: shall count all keys"]
    assert impacts[0].reason == "only dated tasking; falls to: the office"


def test_what_holds_under_a_condition_says_so() -> None:
    document = read("If a lock breaks, the office must cease use of such locks.\n")
    plain = tasking(document, "If a lock breaks, the office must cease use of such locks")
    held = replace(plain, condition="If a lock breaks")
    order = replace(FACTS, kind=Kind.EXECUTIVE_ORDER)
    told = [
        consequences(document, outline(document), order, (one,), (), no_units)[1][0] for one in (plain, held)
    ]
    assert [one.title for one in told] == [
        "Stops: If a lock breaks, the office must cease use of such locks",
        "Stops: If a lock breaks, the office must cease use of such locks",
    ]
    elsewhere = replace(held, condition="Where the head keeper agrees")
    _, impacts = consequences(document, outline(document), order, (elsewhere,), (), no_units)
    assert impacts[0].title.endswith("such locks (under a condition)")
    assert "condition: “If a lock breaks”" in told[1].reason


def test_a_member_of_a_list_is_named_by_its_own_words_where_its_lead_is_long() -> None:
    lead = f"submit to the Head Keeper, through {', '.join(['the Keeper of Locks and Gates'] * 9)}"
    document = read(f"The office shall {lead}:\n\n(i) a count of all keys in a year.\n")
    own = tasking(document, "a count of all keys in a year", "2031-01-01", responsible="The office")
    action = replace(own, title=f"{lead.capitalize()}: A count of all keys in a year")
    order = replace(FACTS, kind=Kind.EXECUTIVE_ORDER)
    risks, impacts = consequences(document, outline(document), order, (action,), (), no_units)
    assert risks[0].title == "May be late on 2031-01-01: A count of all keys in a year"
    assert impacts[0].title == "To deliver by 2031-01-01: A count of all keys in a year"


def test_deliverables_of_one_day_are_a_risk_together() -> None:
    text = "Offices shall count keys. Offices shall oil locks. Offices shall paint doors.\n"
    risks, _ = found(text, "shall count keys", "shall oil locks", "shall paint doors", due="2030-06-01")
    (risk,) = risks
    assert risk.title.startswith("3 deliverables fall on 2030-06-01")
    assert len(risk.evidence) == 3


def test_an_open_clock_is_a_risk() -> None:
    document = read("Within 30 days after the guide is issued, offices shall oil locks.\n")
    basis = DueBasis(Anchor.EVENT, "the guide is issued", 30, "days")
    action = tasking(
        document, "offices shall oil locks", deadline_text="Within 30 days after the guide is issued"
    )
    action = replace(action, due_basis=basis)
    risks, _ = consequences(document, outline(document), FACTS, (action,), (), no_units)
    assert risks[0].title == "Clock starts with “the guide is issued”: offices shall oil locks"


@pytest.mark.parametrize(
    ("base", "kind", "told"),
    [
        ("a written request", "request", True),
        ("notification", "request", True),
        ("receipt of a petition for aid", "request", True),
        ("the final report", "request", False),
        ("a request of the Board", "request", False),
        ("a written request", "tasking", False),
    ],
)
def test_a_letter_may_itself_have_started_a_clock(base: str, kind: str, told: bool) -> None:
    document = read(f"Please name an officer within 14 days of {base}.\n")
    action = tasking(document, "name an officer", deadline_text=f"within 14 days of {base}")
    action = replace(action, kind=kind, due_basis=DueBasis(Anchor.EVENT, base, 14, "days"))
    risks, _ = consequences(document, outline(document), FACTS, (action,), (), no_units)
    assert risks[0].title.startswith("Clock may run from this paper itself") is told
    assert risks[0].reason.startswith("no day is told for") is told


def test_what_comes_back_is_no_part_of_the_event_that_starts_a_clock() -> None:
    text = "The desk shall report within 9 days after the pier opens and periodically thereafter.\n"
    document = read(text)
    basis = DueBasis(Anchor.EVENT, "the pier opens and periodically thereafter", 9, "days")
    action = tasking(document, "The desk shall report", deadline_text="within 9 days", due_basis=basis)
    risks, _ = consequences(document, outline(document), FACTS, (action,), (), no_units)
    assert [risk.title.partition(":")[0] for risk in risks] == ["Clock starts with “the pier opens”"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("the health information technology plan of the port", 0),
        ("private information systems of the old pier", 0),
        ("individually identifiable health information from crews of the port", 1),
        ("the personal information of crews in port", 1),
    ],
)
def test_a_technology_for_information_is_not_the_information(words: str, named: int) -> None:
    task = f"The desk shall keep {words}"
    risks, _ = found(f"{task}.\n", task)
    assert sum(risk.category == "Privacy" for risk in risks) == named


def test_recurring_work_is_an_impact() -> None:
    document = read("Offices shall report lost keys every quarter.\n")
    action = tasking(document, "Offices shall report lost keys", recurrence="every quarter")
    _, impacts = consequences(document, outline(document), FACTS, (action,), (), no_units)
    assert any("every quarter" in row.title for row in impacts)


def test_what_is_done_upon_an_event_is_no_standing_work() -> None:
    document = read("Offices shall report lost keys within one hour of the loss.\n")
    action = tasking(document, "Offices shall report lost keys", recurrence="within one hour of the loss")
    _, impacts = consequences(document, outline(document), FACTS, (action,), (), no_units)
    assert impacts == ()


def test_a_change_of_law_is_an_impact() -> None:
    document = read("Memorandum 7 is hereby revoked.\n")
    relation = Relation(RelationKind.REVOKES, "OMB M-30-07", (cited(document, "is hereby revoked"),))
    _, impacts = consequences(document, Outline(()), FACTS, (), (relation,), no_units)
    (impact,) = impacts
    assert (impact.title, impact.category) == ("OMB M-30-07 is revoked", "Legal")


def test_citing_alone_changes_nothing() -> None:
    document = read("See Memorandum 7.\n")
    relation = Relation(RelationKind.CITES, "OMB M-30-07", (cited(document, "Memorandum 7"),))
    assert consequences(document, Outline(()), FACTS, (), (relation,), no_units) == ((), ())


def test_affected_units_come_from_the_task() -> None:
    document = read("Offices shall not lose the keys of the archive.\n")

    def keys(text: str, action: ActionFinding | None) -> tuple[str, ...]:
        return ("Key Office",) if "keys" in text else ()

    risks, _ = consequences(document, outline(document), FACTS, (), (), keys)
    assert risks[0].affected_units == ("Key Office",)


FIRST = (
    "Offices shall not store visitor badges in open cabinets. Offices shall train all guards of the gate. "
    "The office shall submit a count of badges to the Congress within 20 days.\n"
)
SECOND = (
    "Stations must not pump brine into the harbor basin. Stations shall hire twelve officers. "
    "The station shall transmit its tide tables to Congress not later than 15 days from now.\n"
)


def _grams(rows: tuple[RiskFinding | ImpactFinding, ...]) -> set[tuple[str, ...]]:
    grams: set[tuple[str, ...]] = set()
    for row in rows:
        for text in (row.title.partition(": ")[2], *re.split(r"[;:]\s", row.reason)):
            words = re.findall(r"\w+", text.lower())
            grams |= {tuple(words[at : at + 5]) for at in range(len(words) - 4)}
    return grams


def test_two_documents_do_not_share_their_sentences() -> None:
    first_risks, first_impacts = found(FIRST, "submit a count of badges to the Congress", due="2030-01-21")
    second_risks, second_impacts = found(SECOND, "transmit its tide tables to Congress", due="2030-01-16")
    first, second = _grams((*first_risks, *first_impacts)), _grams((*second_risks, *second_impacts))
    assert first
    assert second
    assert len(first & second) < 0.1 * min(len(first), len(second))


@pytest.mark.parametrize("text", [FIRST, SECOND])
def test_every_row_stands_on_the_text_and_has_known_levels(text: str) -> None:
    risks, impacts = found(text)
    assert risks
    for risk in risks:
        assert {risk.likelihood, risk.severity} <= {"Low", "Medium", "High"}
        assert risk.reason
    rows: tuple[RiskFinding | ImpactFinding, ...] = (*risks, *impacts)
    for row in rows:
        for place in row.evidence:
            assert text[place.start : place.end] == place.quote
    for impact in impacts:
        assert impact.polarity in ("Positive", "Neutral", "Negative", "Mixed", "Uncertain")


def test_who_must_act_is_named_where_no_unit_of_ours_is() -> None:
    document = read("The Harbor Board shall count all keys within ten days.\n")
    action = tasking(document, "shall count all keys", "2030-01-11", responsible="The Harbor Board")
    ours, _ = consequences(
        document, outline(document), FACTS, (action,), (), lambda text, action: ("Key Office",)
    )
    others, _ = consequences(document, outline(document), FACTS, (action,), (), no_units)
    assert (ours[0].affected_units, ours[0].reason) == (("Key Office",), "due 2030-01-11 (10 days)")
    assert others[0].reason == "due 2030-01-11 (10 days); falls to: the Harbor Board"


def test_whom_to_consult_is_named() -> None:
    clause = "shall, in consultation with the Harbor Board, count all keys"
    risks, _ = found(f"The office {clause} within ten days.\n", clause, due="2030-01-11")
    assert "needs: the Harbor Board" in risks[0].reason


def test_funds_are_not_the_beginning_of_funding() -> None:
    text = "Offices shall reduce funding to programs of the river gates.\n"
    _, impacts = found(text, "shall reduce funding to programs of the river gates")
    assert [row.title for row in impacts] == [f"Funding: {text.rstrip()[:-1]}"]


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        (
            "All property and interests in property of those whom the Clerk lists below are blocked.",
            "Property blocked: “Blocking Property of Harbor Thieves”",
        ),
        (
            "All property and interests in property of the Government of Norland in our docks are blocked.",
            "Property blocked: the Government of Norland",
        ),
    ],
)
def test_blocked_property_is_named_by_whose_it_is_not_by_the_formula(sentence: str, title: str) -> None:
    document = read(f"{sentence}\n")
    facts = replace(FACTS, kind=Kind.EXECUTIVE_ORDER, title="Blocking Property of Harbor Thieves")
    risks, _ = consequences(document, outline(document), facts, (), (), no_units)
    assert risks[0].title == title


def test_the_reason_of_a_change_tells_how_and_not_by_which_formula() -> None:
    text = (
        "By the authority vested in me, it is hereby ordered that Order 5 is amended by striking “ropes” and "
        "inserting “chains” in section 2.\n"
    )
    document = read(text)
    relation = Relation(RelationKind.AMENDS, "Order 5", (cited(document, text.strip()),))
    _, impacts = consequences(document, outline(document), FACTS, (), (relation,), no_units)
    assert impacts[0].reason.startswith("Order 5 is amended by striking “ropes” and inserting")


def test_the_reason_of_a_change_keeps_what_is_done_and_not_what_was_done_before() -> None:
    orders = ", ".join(
        f"Order {number} (on the ropes of the ports of the lower bay)" for number in range(5, 12)
    )
    text = f"The following, as amended by Order 2, namely {orders}, are amended by striking “ropes”.\n"
    document = read(text)
    relation = Relation(RelationKind.AMENDS, "Order 5", (cited(document, text.strip()),))
    _, impacts = consequences(document, outline(document), FACTS, (), (relation,), no_units)
    assert impacts[0].reason.endswith("are amended by striking “ropes”")


def test_the_reason_of_a_change_marks_where_its_sentence_begins_before_and_goes_on() -> None:
    text = "To help the ports, and to please the pilots, I amend Order 5 by striking “ropes” in section 2.\n"
    document = read(text)
    relation = Relation(RelationKind.AMENDS, "Order 5", (cited(document, "amend Order 5 by striking"),))
    _, impacts = consequences(document, outline(document), FACTS, (), (relation,), no_units)
    assert impacts[0].reason == "… amend Order 5 by striking …"


def test_changes_that_a_sentence_only_announces_are_told_with_it() -> None:
    text = (
        "Section 1. Order 5 is further amended as follows:\n\n"
        "(a) A new section 6 is added to read as follows: “Sec. 6. Lamps. Lamps burn by night.”\n\n"
        "(b) Sections 6 and 7 are renumbered as sections 7 and 8, respectively.\n"
    )
    document = read(text)
    announced = cited(document, "Order 5 is further amended as follows:")
    relation = Relation(RelationKind.AMENDS, "Order 5", (announced,))
    _, impacts = consequences(document, outline(document), FACTS, (), (relation,), no_units)
    assert impacts[0].reason == (
        "Order 5 is further amended as follows: A new section 6 is added; "
        "Sections 6 and 7 are renumbered as sections 7 and 8, respectively"
    )


@pytest.mark.parametrize(
    ("sentence", "pinpoint", "title"),
    [
        ("Section 3 of Order 5 is hereby revoked.", "sec. 3", "Order 5, sec. 3 is revoked"),
        ("Section 3 of Order 5 is renumbered as section 4.", "sec. 3", "Order 5, sec. 3 is renumbered"),
        (
            "Section 3 of Order 5 is revoked to the extent inconsistent with this order.",
            "sec. 3",
            "Order 5, sec. 3 is revoked in part",
        ),
        ("This memorandum rescinds the following parts of Order 5:", None, "Order 5 is rescinded in part"),
        ("Order 5 is further amended by striking “ropes”.", None, "Order 5 is amended"),
    ],
)
def test_what_is_done_to_a_part_is_told_in_the_documents_verb(
    sentence: str, pinpoint: str | None, title: str
) -> None:
    document = read(f"{sentence}\n")
    partly = "amended" not in sentence
    relation = Relation(RelationKind.AMENDS, "Order 5", (cited(document, sentence),), pinpoint, partly)
    _, impacts = consequences(document, outline(document), FACTS, (), (relation,), no_units)
    assert [row.title for row in impacts] == [title]


def test_what_only_points_back_shows_what_it_points_to() -> None:
    risks, _ = found("The keeper holds the keys of the gates. This power may not be passed on to clerks.\n")
    (risk,) = risks
    assert [place.quote for place in risk.evidence] == [
        "This power may not be passed on to clerks.",
        "The keeper holds the keys of the gates.",
    ]


SENTENCES = [
    sentence
    for path in sorted(Path(__file__).parent.glob("unseen*/*.txt"))
    for sentence in re.split(r"(?<=[.;:])\s+", path.read_text("utf-8"))
]


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: f"{cue.category}, {cue.label}")
def test_the_quick_words_of_a_cue_hide_nothing_that_it_finds(cue: Cue) -> None:
    for sentence in SENTENCES:
        whole, quick = cue.pattern.search(sentence), cue.find(sentence, sentence.lower())
        assert (whole and whole.span()) == (quick and quick.span()), sentence


def test_a_ban_that_leads_to_a_list_says_what_it_bans() -> None:
    lead = "The following uses of hooks are prohibited on all docks of the harbor"
    (risk,), _ = found(f"{lead}:\n\n(a) lifting persons; and\n\n(b) pulling boats.\n")
    assert risk.title == f"Forbidden: {lead}: lifting persons (and 1 more)"
    assert [place.quote for place in risk.evidence][1:] == ["lifting persons; and"]


def test_what_a_plan_is_to_hold_is_no_work_of_its_own() -> None:
    lead = "The strategy of the harbor for its docks shall include detailed plans for:"
    listed = f"{lead}\n\n(a) counting keys; and\n\n(b) training dock staff.\n"
    assert found(listed, "training dock staff")[1] == ()
    assert found("Offices shall make a plan for training dock staff.\n", "shall make a plan")[1] == ()
    _, impacts = found("Offices shall begin training dock staff.\n", "shall begin training dock staff")
    assert [row.title for row in impacts] == ["Staff: Offices shall begin training dock staff"]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("The number of docks of the harbor shall not exceed 12.", "Operational"),
        ("Loans of hooks to other harbors shall not exceed three weeks.", "Operational"),
        ("Payments to the divers of the harbor shall not exceed the going rate.", "Financial"),
        ("Awards to a single warden shall not exceed $500.", "Financial"),
    ],
)
def test_a_ceiling_is_financial_where_it_is_of_money(text: str, category: str) -> None:
    risks, _ = found(f"{text}\n")
    assert [(risk.category, risk.title.split(":")[0]) for risk in risks] == [(category, "Ceiling")]


def test_what_must_come_first_is_told_whole() -> None:
    text = "Prior to lending a hook, the office shall ask the Warden.\n"
    document = read(text)
    action = tasking(document, "shall ask the Warden", deadline_text="Prior to lending a hook")
    basis = DueBasis(Anchor.EVENT, "to lending a hook", 0, "days")
    action = replace(action, title="Ask the Warden (prior to lending a hook)", due_basis=basis)
    risks, _ = consequences(document, outline(document), FACTS, (action,), (), no_units)
    assert [risk.title for risk in risks] == ["To be done prior to lending a hook: Ask the Warden"]
    assert risks[0].reason.startswith("must come first: Prior to lending a hook")


def test_the_term_of_a_list_of_questions_is_no_deliverable_of_its_own() -> None:
    text = "Who counts keys? Who oils locks? Who paints doors? Please provide answers to these questions.\n"
    document = read(text)
    asked = [
        replace(tasking(document, words, "2030-04-20"), kind="question", title=f"Answer: {words}")
        for words in ("Who counts keys?", "Who oils locks?", "Who paints doors?")
    ]
    term = tasking(document, "provide answers to these questions", "2030-04-20")
    term = replace(term, kind="request", title="Provide answers to these questions")
    facts = replace(FACTS, kind=Kind.CONGRESSIONAL_LETTER)
    (risk,), _ = consequences(document, outline(document), facts, (*asked, term), (), no_units)
    assert risk.title.startswith("3 deliverables fall on 2030-04-20: Answer: Who counts keys?")
    assert risk.reason.startswith("3 of 3 requests")


def test_a_lead_that_only_names_a_recipient_goes_on_with_what_is_handed_over() -> None:
    text = "The office shall submit to the Warden:\n\n(a) a list of keys; and\n\n(b) a plan for locks.\n"
    document = read(text)
    items = tuple(
        ItemFinding(words, (cited(document, words),)) for words in ("a list of keys; and", "a plan")
    )
    action = tasking(document, "shall submit to the Warden:", "2030-06-01", items=items)
    action = replace(action, title="Submit to the Warden")
    facts = replace(FACTS, kind=Kind.EXECUTIVE_ORDER)
    risks, impacts = consequences(document, outline(document), facts, (action,), (), no_units)
    told = "Submit to the Warden: a list of keys (and 1 more)"
    assert [risk.title for risk in risks] == [f"May be late on 2030-06-01: {told}"]
    assert [row.title for row in impacts] == [f"To deliver by 2030-06-01: {told}"]


def test_a_law_that_shall_not_be_applicable_forbids_nothing() -> None:
    assert found("Accordingly, sections 4 and 6 of the Harbor Act shall not be applicable to ropes.\n") == (
        (),
        (),
    )


def test_an_opening_exception_with_a_list_of_its_own_hides_no_prohibition() -> None:
    risks, _ = found(
        "Except to the extent provided by statutes, orders, or licenses, and notwithstanding any contract, "
        "all ropes and hooks of foreign pilots that are in a harbor are blocked and may not be sold.\n"
    )
    (risk,) = risks
    assert risk.title.startswith("Forbidden: Except to the extent provided by statutes")
    assert risk.title.endswith("are blocked and may not be sold")
    assert risk.reason.startswith("prohibition with an exception")


def test_an_emergency_that_is_widened_is_an_impact_with_the_whole_date_of_the_order_that_declared_it() -> (
    None
):
    text = (
        "I, JANE DOE, President of the United States of America, having heard the pilots of all harbors and "
        "the keepers of all locks, hereby expand the scope of the national emergency declared in Executive "
        "Order 13288 of March 6, 2003, and relied upon for further steps taken in Executive Order 13391.\n"
    )
    _, (impact,) = found(text)
    assert impact.title.startswith("Emergency changed: I, JANE DOE")
    assert "declared in Executive Order 13288 of March 6, 2003, …" in impact.title


def test_what_stands_absent_a_waiver_keeps_its_exception() -> None:
    text = (
        "Stations shall, to the extent permitted by law and as the harbor plan of the year provides, refrain "
        "from hiring employees of the Tern Company, including those on leave, absent a waiver from the "
        "station head, made in consultation with the Clerk of Piers, that such hire will not harm us.\n"
    )
    _, impacts = found(text, text.split(".")[0])
    (impact,) = (one for one in impacts if one.category == "Workforce")
    assert "absent a waiver from the station head" in impact.title
    assert "Clerk of Piers" not in impact.reason


def test_a_partner_is_told_without_the_clause_behind_it() -> None:
    text = (
        "The Warden, in consultation with the Clerk of Piers, if able, shall train the pier staff in ropes.\n"
    )
    _, impacts = found(text, text.strip().rstrip("."))
    (impact,) = (one for one in impacts if one.category == "Workforce")
    assert "needs: the Clerk of Piers" in impact.reason and "able" not in impact.reason


def test_the_exception_of_the_next_sentence_stands_beside_a_ban() -> None:
    text = "No station may detail trained staff to other piers. Details already made are not affected.\n"
    _, impacts = found(text, "No station may detail trained staff to other piers")
    (impact,) = impacts
    assert impact.title.endswith("(but: “Details already made are not affected”)")
    assert impact.evidence[-1].quote == "Details already made are not affected."


def test_of_a_deed_by_a_day_and_one_that_comes_back_only_a_part_is_standing() -> None:
    words = "Count the ropes by May 3, 2030 and report the number to me"
    document = read(f"{words} every Friday.\n")
    again = tasking(document, words, recurrence="every Friday")
    _, impacts = consequences(document, outline(document), FACTS, (again,), (), no_units)
    assert impacts[0].title.startswith("Standing work in part, every Friday: Count the ropes")


def test_a_letter_that_asks_how_money_was_spent_spends_none() -> None:
    words = "An accounting of the $3 million made available for the pier"
    document = read(f"{words}.\n")
    asked = tasking(document, words, kind="request")
    assert consequences(document, outline(document), FACTS, (asked,), (), no_units) == ((), ())


def test_a_clock_of_a_written_request_may_run_from_the_letter_that_is_one() -> None:
    words = "Schedule a meeting"
    document = read(f"{words} within 30 days of a written request.\n")
    basis = DueBasis(Anchor.EVENT, "a written request", 30, "days")
    asked = tasking(
        document, words, kind="request", deadline_text="within 30 days of a written request", due_basis=basis
    )
    (risk,), _ = consequences(document, outline(document), FACTS, (asked,), (), no_units)
    assert risk.title.startswith("Clock may run from this paper itself (“a written request”)")
