"""Rows for operative clauses: who, what, by when, and what is no tasking."""

from __future__ import annotations

import pytest

from analysis.definitions import short_names
from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from analysis.taskings.wording import LONGEST
from pipeline.documents import Block, BlockKind, ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding, Anchor, AuthorityMention, AuthorityType, Confidence, Kind


def drafted(
    text: str,
    kind: Kind = Kind.EXECUTIVE_ORDER,
    date: str | None = "2026-01-12",
    addressee: str | None = None,
) -> tuple[ActionFinding, ...]:
    document = paper(text)
    names = tuple(short_names(text).items())
    facts = Facts(kind, date=date, addressee=addressee, names=names)
    return taskings(document, outline(document), facts, ())


def paper(text: str, *blocks: Block) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),), blocks)


def one(text: str, kind: Kind = Kind.EXECUTIVE_ORDER) -> ActionFinding:
    (row,) = drafted(f"Sec. 2. Docks. (a) {text}", kind)
    return row


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The Director shall sweep the docks.", "The Director"),
        (
            "By May 4, 2026, other agencies with ropes, hooks, and docks shall list them.",
            "other agencies with ropes, hooks, and docks",
        ),
        (
            "Within 60 days, the head of each agency, except the smallest, shall name an officer.",
            "the head of each agency",
        ),
        (
            "The Secretary of the Interior (Secretary), in consultation with the Chief of Docks, the "
            "Warden of Ropes, "
            "the Administrator of Hooks, and the heads of such other agencies as have docks, ropes, "
            "hooks, or rings of "
            "any kind in their care, and after notice to the public, shall publish a plan.",
            "The Secretary of the Interior",
        ),
        (
            "In consultation with the Warden, the Chief, and the Clerk, the Administrator shall "
            "publish a plan.",
            "the Administrator",
        ),
        (
            "Within 90 days of the date of this order, the Warden of Ropes, Chief of Hooks, and "
            "Clerk of Docks shall meet.",
            "the Warden of Ropes, Chief of Hooks, and Clerk of Docks",
        ),
        ("The Clerk, who also serves as the Deputy Warden for Ropes, shall keep the log.", "The Clerk"),
        ("Whenever an agency uses a hook, it shall keep a log.", "an agency"),
        ("If the Rope Committee finds no fault, it shall close the matter.", "the Rope Committee"),
        ("The Clerk of Docks, appointed by the Warden, shall keep the log.", "The Clerk of Docks"),
        (
            "Agencies that have received leave to use old hooks, or similar hooks, must mend their use.",
            "Agencies that have received leave to use old hooks, or similar hooks",
        ),
        ("If the Director finds a fault, the Administrator shall mend it.", "the Administrator"),
        ("Each agency that owns or leases docks shall count them.", "Each agency that owns or leases docks"),
        ("The log shall be published by the Office of Docks.", "the Office of Docks"),
        ("I hereby direct the Secretary of Labor to count the docks.", "the Secretary of Labor"),
        ("The Secretary of Defense is authorized and directed to publish this.", "The Secretary of Defense"),
        ("The Director may waive this and shall publish every waiver.", "The Director"),
        ("No later than March 2, 2026, the Clerk shall report.", "the Clerk"),
        ("Rope stewards shall keep the logs.", "Rope stewards"),
        ("By May 1, 2026, the Office shall report.", "the Office"),
        ("The Secretary shall have this order printed in the Gazette.", "The Secretary"),
    ],
)
def test_who_acts(text: str, actor: str) -> None:
    row = one(text)
    assert row.responsible == actor
    place = row.field_evidence["responsible"]
    assert " ".join(place.quote.split()) == actor
    assert row.evidence[0].start <= place.start
    assert place.end <= row.evidence[0].end


@pytest.mark.parametrize(
    "text",
    [
        "The report shall include a list of ropes.",
        "No agency shall sell a dock.",
        "Agencies shall not sell docks.",
        "The Council shall consist of the following members and others.",
        "Members of the Council shall serve without compensation.",
        "Nothing in this order shall be construed to impair any authority.",
        "This order shall be implemented consistent with applicable law.",
        "This memorandum is not intended to create a right.",
        "The Director may count the docks.",
        "Under the Rope Act, agencies are required to count their docks.",
        "The order shall take effect 30 days after the date of this order.",
        "Ropes must be dry.",
        "The term “dock” shall have the meaning given in law.",
        "Independent agencies are requested to comply with this order.",
        "The earlier memorandum stated that agencies must count docks.",
        "The law required agencies to count docks.",
        "It is the law which the Secretary shall obey that matters here.",
        "Precedence shall be determined by the alphabetical order of their names.",
        "The following officials shall act as and perform the duties of the Warden.",
        "The Warden wrote that “each agency shall count its docks by May 1, 2026, and report”.",
    ],
)
def test_what_is_no_tasking(text: str) -> None:
    assert drafted(f"Sec. 2. Docks. (a) {text}") == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Within 30 days of the date of this order, the Director shall issue guidance on docks, "
            "consistent with applicable law.",
            "Issue guidance on docks (consistent with applicable law)",
        ),
        (
            "The Director shall, in consultation with the Clerk, issue guidance.",
            "Issue guidance (in consultation with the Clerk)",
        ),
        ("The rope plan shall be updated as needed.", "Ensure the rope plan is updated"),
        (
            "Reports shall be submitted to the Clerk by May 1, 2026.",
            "Ensure reports are submitted to the Clerk",
        ),
    ],
)
def test_titles_say_what_to_do(text: str, title: str) -> None:
    assert one(text).title == title


def test_titles_are_short() -> None:
    row = one(f"The Director shall publish {'a list of ropes and hooks, ' * 30}and report.")
    assert len(row.title) <= LONGEST and row.title.endswith("…")
    assert row.title.startswith("Publish a list of ropes")


def test_evidence_is_the_clause_and_no_more() -> None:
    row = one("The docks are old. The Director shall mend them. They are many.")
    assert [place.quote for place in row.evidence] == ["The Director shall mend them."]
    assert row.section == "Sec. 2(a)"


LIST = """Sec. 2. Docks. (a) The Council shall, by March 2, 2026:
(i) count the docks;
(ii) within 30 days of the date of this order, send a list of ropes to the Clerk; and
(iii) draw a map.
(b) The Clerk shall keep the list.
"""


def test_list_members_are_items_unless_they_have_their_own_deadline() -> None:
    lead, own, other = drafted(LIST)
    assert lead.title == "Count the docks (and 2 more)" or lead.title.startswith("Count the docks")
    assert [item.text for item in lead.items] == ["count the docks", "draw a map."]
    assert {item.due_date for item in lead.items} == {"2026-03-02"}
    assert (own.responsible, own.due_date, own.section) == ("The Council", "2026-02-11", "Sec. 2(a)(ii)")
    assert other.responsible == "The Clerk"


def test_members_with_their_own_actor_are_rows_and_an_empty_lead_is_none() -> None:
    rows = drafted(
        "Sec. 3. Work. To this end, I direct the following:\n(a) The Clerk shall count.\n(b) The "
        "Warden shall sweep."
    )
    assert [row.responsible for row in rows] == ["The Clerk", "The Warden"]


def test_a_noun_in_a_list_takes_the_verb_of_its_lead() -> None:
    rows = drafted(
        "Sec. 3. Work. (a) The Clerk shall submit to the Warden:\n"
        "(i) a report on ropes within 120 days of the date of this order; and\n(ii) a map."
    )
    assert rows[1].title == "Submit to the Warden: a report on ropes"


def test_deadline_sum_and_its_places() -> None:
    text = (
        "May 4, 2026\n\nSec. 2. Docks. (a) Within 60 days of the date of this order, the Clerk shall count."
    )
    document = paper(text)
    date = document.find("May 4, 2026")
    assert date is not None
    facts = Facts(Kind.EXECUTIVE_ORDER, date="2026-05-04", evidence=(("date", date),))
    (row,) = taskings(document, outline(document), facts, ())
    assert (row.deadline_text, row.due_date) == ("Within 60 days of the date of this order", "2026-07-03")
    assert row.due_basis is not None
    assert (row.due_basis.base, row.due_basis.offset, row.due_basis.unit) == ("2026-05-04", 60, "days")
    assert row.due_basis.base_evidence == date
    assert row.field_evidence["due_date"].quote == row.deadline_text


def test_without_a_document_date_the_words_stay_and_no_day_is_made_up() -> None:
    (row,) = drafted(
        "Sec. 2. Docks. (a) Within 60 days of the date of this order, the Clerk shall count.", date=None
    )
    assert (row.deadline_text, row.due_date) == ("Within 60 days of the date of this order", None)


def test_a_bill_that_is_not_law_starts_no_clock() -> None:
    text = (
        "SEC. 2. DOCKS. Not later than 1 year after the date of enactment of this Act, the "
        "Secretary shall count docks."
    )
    document = paper(text)
    for number, due in (("H.R. 9999", None), ("Public Law 199-9", "2027-01-12")):
        facts = Facts(Kind.STATUTE, number=number, date="2026-01-12")
        (row,) = taskings(document, outline(document), facts, ())
        assert row.due_date == due


def test_a_rhythm_is_told_apart_from_the_first_term() -> None:
    row = one(
        "Within 45 days of the date of this order, and every 30 days thereafter, the Clerk shall report."
    )
    assert (row.due_date, row.recurrence) == ("2026-02-26", "every 30 days thereafter")


def test_an_event_stays_open() -> None:
    row = one("Within 30 days of the issuance of the Rope Policy, the Clerk shall report.")
    assert row.due_date is None
    assert row.due_basis is not None
    assert (row.due_basis.anchor, row.due_basis.base) == (Anchor.EVENT, "the issuance of the Rope Policy")


def test_short_names_are_explained_by_the_documents_own_definition() -> None:
    rows = drafted(
        "Sec. 2. Docks. (a) The Director of the Office of Ropes (Director) shall count.\n"
        "(b) The Secretary of Hooks (Secretary) shall sweep.\n(c) The Secretary shall report."
    )
    assert rows[2].responsible == "The Secretary"
    assert "“Secretary” means The Secretary of Hooks" in rows[2].confidence_reason


def test_citations_in_the_clause_go_with_it() -> None:
    text = "Sec. 2. Docks. (a) The Clerk shall report under 5 U.S.C. 552. The law is 44 U.S.C. 3501."
    document = paper(text)
    mentions = []
    for citation in ("5 U.S.C. 552", "44 U.S.C. 3501"):
        place = document.find(citation)
        assert place is not None
        mentions.append(AuthorityMention(citation, AuthorityType.USC, (place,)))
    (row,) = taskings(document, outline(document), Facts(Kind.EXECUTIVE_ORDER), tuple(reversed(mentions)))
    assert row.authorities == ("5 U.S.C. 552",)


@pytest.mark.parametrize(
    ("text", "kind", "confidence"),
    [
        ("The Clerk of Docks and the Director shall report.", Kind.EXECUTIVE_ORDER, Confidence.HIGH),
        ("Progress shall be reviewed by the Director.", Kind.EXECUTIVE_ORDER, Confidence.MEDIUM),
        ("Reports shall be submitted to the Clerk.", Kind.EXECUTIVE_ORDER, Confidence.LOW),
        ("Agencies should report their docks.", Kind.AGENCY_MEMO, Confidence.MEDIUM),
    ],
)
def test_confidence_is_a_word_with_its_reason(text: str, kind: Kind, confidence: Confidence) -> None:
    row = one(text, kind)
    assert row.confidence is confidence
    assert row.confidence_reason


def test_an_order_binds_by_shall_a_memo_by_should_as_well() -> None:
    text = "Sec. 2. Docks. (a) Agencies should report their docks."
    assert drafted(text) == ()
    assert len(drafted(text, Kind.AGENCY_MEMO)) == 1


def test_the_policy_section_of_an_order_does_not_bind_by_must() -> None:
    text = "Sec. {}. {}. Agencies must do better."
    assert drafted(text.format(1, "Policy")) == ()
    assert len(drafted(text.format(2, "Docks"))) == 1


MEMO = """MEMORANDUM FOR HEADS OF OFFICES

FROM: The Deputy

SUBJECT: Docks

This memorandum sets dates. Offices are to submit a list of docks to the Clerk by March 2, 2026.

1. Within 30 days, count all hooks.
2. Send the count to the Clerk.
3. You do not have to count rings.
4. Offices may not sell docks.

Please direct questions to the Clerk.
"""


def test_a_memo_orders_by_imperatives_too() -> None:
    rows = drafted(MEMO, Kind.AGENCY_MEMO, addressee="HEADS OF OFFICES")
    assert [(row.title, row.responsible, row.due_date) for row in rows] == [
        ("Submit a list of docks to the Clerk", "Offices", "2026-03-02"),
        ("Count all hooks", "HEADS OF OFFICES", "2026-02-11"),
        ("Send the count to the Clerk", "HEADS OF OFFICES", None),
    ]
    assert {row.kind for row in rows} == {"tasking"}


@pytest.mark.parametrize("kind", list(Kind))
def test_planted_words_change_no_other_draft(kind: Kind) -> None:
    """Hidden, quoted and earlier words give no draft, and move none of the others."""
    order = "Sec. 2. Docks. (a) The Clerk shall count the docks by March 2, 2026.\n"
    planted = "The Clerk shall burn the docks by March 1, 2026. Please approve this."
    text = order + planted + "\n(b) The Warden shall sweep the docks by May 1, 2026.\n"
    hidden = Block(BlockKind.PARAGRAPH, Span(len(order), len(order) + len(planted)), 1, hidden=True)
    clean = paper(order + "\n(b) The Warden shall sweep the docks by May 1, 2026.\n")
    dirty = paper(text, hidden)
    facts = Facts(kind, date="2026-01-12")
    before = taskings(clean, outline(clean), facts, ())
    after = taskings(dirty, outline(dirty), facts, ())
    assert [(row.title, row.due_date, row.evidence[0].quote) for row in before] == [
        (row.title, row.due_date, row.evidence[0].quote) for row in after
    ]


def test_quoted_amendments_task_nobody() -> None:
    text = (
        "Sec. 2. Amendments. (a) Section 3 of Executive Order 19998 is amended to read as follows:\n\n"
        "“Sec. 3. Reports. Each agency shall report within 30 days of the date of this order.”\n\n"
        "(b) The Clerk shall publish this order."
    )
    assert [row.responsible for row in drafted(text)] == ["The Clerk"]


@pytest.mark.parametrize(
    ("text", "title", "due"),
    [
        (
            "The signed reply must leave this office NLT 13 Feb 26.",
            "The signed reply must leave this office",
            "2026-02-13",
        ),
        ("The rope store must be open by March 2, 2026.", "The rope store must be open", "2026-03-02"),
        ("Old logs must be burned not later than June 30, 2026.", "Ensure old logs are burned", "2026-06-30"),
        (
            "The first report is due not later than 30 days after the date of this memorandum.",
            "Provide the first report",
            "2026-02-11",
        ),
    ],
)
def test_what_a_thing_must_undergo_is_a_duty_once_it_has_a_date(text: str, title: str, due: str) -> None:
    row = one(text, Kind.AGENCY_MEMO)
    assert (row.title, row.due_date, row.responsible, row.confidence) == (title, due, None, Confidence.LOW)


TASKER = """MEMORANDUM FOR  WARDEN OF ROPES
FROM:  Executive Secretary
SUBJECT:  Reply to the Chairman

SUSPENSE: Noon, Thursday, 12 March 2026.

ACTION: Review the draft and send one matrix to the mailbox.

OGC: review the draft for privilege within 2 business days of the date of this memorandum.

All addressees suspend disposal of logs, effective immediately.

RECOMMENDATION

That you sign the letter at Tab 1.

SCHEDULE

Draft tables to the Clerk ........ February 20, 2026
Rope Office      List of ropes       March 3, 2026
"""


def test_a_tasker_is_read_with_its_suspense_addressees_and_schedule() -> None:
    rows = drafted(TASKER, Kind.AGENCY_MEMO, addressee="WARDEN OF ROPES")
    assert [(row.title, row.responsible, row.due_date) for row in rows] == [
        ("Review the draft and send one matrix to the mailbox", "WARDEN OF ROPES", "2026-03-12"),
        ("Review the draft for privilege", "OGC", "2026-01-14"),
        ("Suspend disposal of logs", "All addressees", None),
        ("Sign the letter at Tab 1", "WARDEN OF ROPES", "2026-03-12"),
        ("Draft tables to the Clerk", "WARDEN OF ROPES", "2026-02-20"),
        ("List of ropes", "Rope Office", "2026-03-03"),
    ]
    assert rows[0].due_basis is not None
    assert rows[0].due_basis.inherited_from == "SUSPENSE: Noon, Thursday, 12 March 2026."


DIRECTIVE = """Emergency Directive 26-09

REQUIRED ACTIONS

This directive requires agencies to do the following.

1. By 5:00 PM EST on Friday, January 16, 2026, enumerate all ropes on agency docks.

2. For every rope found:
   a. Cut it down.
   b. Run the wear test and save the output.

BACKGROUND

Report of the Clerk. Use of ropes has grown.
"""


def test_under_a_heading_of_actions_every_imperative_orders() -> None:
    rows = drafted(DIRECTIVE, Kind.AGENCY_MEMO)
    assert [(row.title, row.due_date) for row in rows] == [
        ("Enumerate all ropes on agency docks", "2026-01-16"),
        ("Cut it down", None),
        ("Run the wear test and save the output", None),
    ]


def test_a_verb_stands_behind_an_aside_of_many_names() -> None:
    row = one(
        "The Warden of Ropes shall, in consultation with the Chief of Hooks, the Clerk of Docks, and "
        "the heads of any other offices that keep ropes, recommend a length for every rope."
    )
    assert row.title == (
        "Recommend a length for every rope (in consultation with the Chief of Hooks, the Clerk of Docks, and "
        "the heads of any other offices that keep ropes)"
    )


def test_two_duties_of_two_actors_in_one_period_are_two_rows() -> None:
    first, second = drafted(
        "Sec. 2. Docks. (a) The Warden shall count all ropes; and the Chief of Hooks shall oil the hooks."
    )
    assert (first.responsible, second.responsible) == ("The Warden", "the Chief of Hooks")


@pytest.mark.parametrize(
    ("text", "actor", "title"),
    [
        (
            "It shall be the duty of the Warden of Ropes to count the ropes.",
            "the Warden of Ropes",
            "Count the ropes",
        ),
        (
            "It is FURTHER ORDERED that Defendants shall, within seven days of this Order, open the gate.",
            "Defendants",
            "Open the gate",
        ),
        ("Defendants are enjoined from closing the gate.", "Defendants", "Refrain from closing the gate"),
        (
            "Commander, Dock Region North is requested to send two men.",
            "Commander, Dock Region North",
            "Send two men",
        ),
    ],
)
def test_who_is_bound_in_other_words(text: str, actor: str, title: str) -> None:
    (row,) = drafted(f"{text}\n", Kind.AGENCY_MEMO)
    assert (row.responsible, row.title) == (actor, title)


def test_an_office_is_charged_by_a_list_under_its_name() -> None:
    rows = drafted(
        "This directive says who keeps the ropes of the docks and what they do about those that are lost, "
        "and it must be read by all.\n\n"
        "4. RESPONSIBILITIES\n\n  a. The Warden of Ropes:\n\n    (1) Maintains the book of ropes.\n\n"
        "    (2) Reports each lost rope to the Clerk.\n",
        Kind.AGENCY_MEMO,
    )
    assert [(row.responsible, row.title) for row in rows] == [
        ("The Warden of Ropes", "Maintains the book of ropes"),
        ("The Warden of Ropes", "Reports each lost rope to the Clerk"),
    ]


def test_a_request_that_breaks_off_before_its_list_names_who_does_it() -> None:
    rows = drafted(
        "We recommend that the Chief of Hooks:\n\n1. Oil every hook.\n\n2. Recover the lost hooks.\n",
        Kind.AGENCY_MEMO,
        addressee="the Chief of Hooks",
    )
    titles = [row.title for row in rows] + [item.evidence[0].quote for row in rows for item in row.items]
    assert "Recover the lost hooks" in " ".join(titles)
    assert {row.responsible for row in rows} == {"the Chief of Hooks"}


def test_a_schedule_says_in_its_head_which_column_acts() -> None:
    rows = drafted(
        "Assignments\n\nNo.   Action                     Lead        Suspense\n"
        "1     Oil every hook             Hooks       May 1, 2026\n"
        "2     Count the ropes            Ropes       May 8, 2026\n",
        Kind.AGENCY_MEMO,
    )
    assert [(row.responsible, row.due_date) for row in rows] == [
        ("Hooks", "2026-05-01"),
        ("Ropes", "2026-05-08"),
    ]


def test_a_column_of_tabs_names_nobody_and_a_line_that_wraps_is_read_whole() -> None:
    rows = drafted(
        "Please complete the following:\n\n"
        "  Item                                        Tab   Due\n"
        "  -----------------------------------------   ---   -----------\n"
        "  Count of all ropes over 40 feet with no     A     May 1, 2026\n"
        "  splice since June 30, 2025\n"
        "  Requests for new hooks                      B     May 8, 2026\n"
        "  Signed certification by the pier master     --    May 9, 2026\n",
        Kind.AGENCY_MEMO,
        addressee="All Pier Masters",
    )[1:]
    assert [(row.title, row.responsible, row.due_date) for row in rows] == [
        (
            "Count of all ropes over 40 feet with no splice since June 30, 2025",
            "All Pier Masters",
            "2026-05-01",
        ),
        ("Requests for new hooks", "All Pier Masters", "2026-05-08"),
        ("Signed certification by the pier master", "All Pier Masters", "2026-05-09"),
    ]
    assert [place.quote for place in rows[0].evidence][1] == "splice since June 30, 2025"


def test_a_schedule_that_names_no_columns_has_an_actor_only_where_one_can_act() -> None:
    rows = drafted(
        "Ropes Office         Count the ropes     May 1, 2026\n"
        "Count of hooks       Tab B               May 8, 2026\n",
        Kind.AGENCY_MEMO,
    )
    assert [(row.title, row.responsible) for row in rows] == [
        ("Count the ropes", "Ropes Office"),
        ("Count of hooks", None),
    ]


def test_a_column_of_products_says_what_each_component_owes() -> None:
    rows = drafted(
        "Component          Product                Due\n"
        "Rope Matters       Table of splices       May 1, 2026\n"
        "Harbor Relations   Calendar of fairs      May 8, 2026\n",
        Kind.AGENCY_MEMO,
        addressee="All Pier Masters",
    )
    assert [(row.title, row.responsible) for row in rows] == [
        ("Table of splices", "Rope Matters"),
        ("Calendar of fairs", "Harbor Relations"),
    ]


def test_a_letter_before_the_modal_is_no_article() -> None:
    row = one("Offices with no boats on Tab A should say so in writing.", Kind.AGENCY_MEMO)
    assert (row.title, row.responsible) == ("Say so in writing", "Offices with no boats on Tab A")


def test_the_day_of_a_condition_is_no_deadline() -> None:
    row = one(
        "Where a lease expires before January 1, 2027, the Warden should ask the Clerk at least 90 days "
        "before renewal.",
        Kind.AGENCY_MEMO,
    )
    assert row.deadline_text == "at least 90 days before renewal"


def test_a_list_in_a_list_is_done_by_whom_the_first_lead_names() -> None:
    text = (
        "All offices shall:\n\n1. Within 30 days after this memorandum, identify all keys and send:\n\n"
        "a. within 40 days after this memorandum, a list of them; and\n\n"
        "b. within 50 days after this memorandum, a plan.\n"
    )
    rows = drafted(text)
    assert len(rows) >= 3
    assert {row.responsible for row in rows} == {"All offices"}


def test_days_of_words_to_be_struck_out_are_no_deadline() -> None:
    row = one("The clerk shall amend the rule of keys by deleting “, and before noon on June 1, 2026.\n")
    assert row.due_date is None


def test_a_duty_that_runs_over_a_note_rests_on_both_of_its_parts() -> None:
    text = (
        "Agencies that have received approval from their agency head under\n\n"
        "6 See Dock Memorandum of May 3, 2020, available at\nhttps://docks.example/memo.pdf\n7\n"
        "earlier guidance must bring their use of hooks into line within four months of the date of this "
        "memorandum.\n"
    )
    (row,) = drafted(text, Kind.AGENCY_MEMO)
    assert row.title == "Bring their use of hooks into line"
    assert row.due_date == "2026-05-12"
    assert [place.quote[:8] for place in row.evidence] == ["earlier ", "Agencies"]


@pytest.mark.parametrize(
    ("text", "company"),
    [
        (
            "Within 60 days of the date of this order, the Clerk, in coordination with the Board and "
            "in consultation, as appropriate, with pilots, shall issue a chart.",
            "in coordination with the Board and in consultation, as appropriate, with pilots",
        ),
        ("The Clerk, through the Board, shall issue a chart.", "through the Board"),
        ("In consultation with the Board, the Clerk shall issue a chart.", "in consultation with the Board"),
        ("The Clerk shall, after consulting the Board, issue a chart.", "after consulting the Board"),
        (
            "The Clerk, consistent with the guidance of the Board, shall issue a chart.",
            "consistent with the guidance of the Board",
        ),
    ],
)
def test_with_whom_and_through_whom_stands_beside_what_is_to_be_done(text: str, company: str) -> None:
    assert one(text).title == f"Issue a chart ({company})"


@pytest.mark.parametrize(
    ("text", "title", "rhythm"),
    [
        (
            "The Council, which advises the Clerk, shall meet regularly with the pilots.",
            "Meet regularly with the pilots",
            "regularly",
        ),
        (
            "The Clerk shall, from time to time, tell the Board of the tides.",
            "Tell the Board of the tides",
            "from time to time",
        ),
        (
            "On an ongoing basis, the Clerk shall inspect the docks.",
            "Inspect the docks",
            "On an ongoing basis",
        ),
        (
            "The Clerk shall ensure that the charts are updated periodically.",
            "Ensure that the charts are updated periodically",
            "periodically",
        ),
    ],
)
def test_how_often_without_a_count_is_no_deadline(text: str, title: str, rhythm: str) -> None:
    row = one(text)
    assert (row.title, row.deadline_text, row.recurrence) == (title, None, rhythm)


def test_a_loose_rhythm_stands_beside_a_counted_one() -> None:
    row = one("The Clerk shall periodically, but not less than once a year, update the list of docks.")
    assert row.title == "Update the list of docks (periodically)"
    assert row.recurrence == "not less than once a year"
    both = one(
        "Within 20 days of this order, the Clerk shall chart the docks and regularly update the chart."
    )
    assert (both.due_date, both.recurrence) == ("2026-02-01", "regularly")


def test_a_clock_carries_the_whole_event_and_a_rhythm_stands_apart() -> None:
    row = one(
        "Within 30 days of the date the Board sets standards pursuant to section 4(c)(3) of the Dock Act and "
        "periodically thereafter, the Clerk shall report."
    )
    event = "the date the Board sets standards pursuant to section 4(c)(3) of the Dock Act"
    assert row.deadline_text == f"Within 30 days of {event}"
    assert row.due_basis is not None and row.due_basis.base == event
    assert (row.due_date, row.recurrence) == (None, "periodically thereafter")
    later = one(
        "Within 90 days of this order, and on a schedule set by the Board thereafter, the Clerk shall report."
    )
    assert (later.due_date, later.recurrence) == ("2026-04-12", "on a schedule set by the Board thereafter")


def test_a_date_is_that_of_deeds_and_not_of_goals() -> None:
    lead = "Within 30 days of the date of this order, the Clerk shall"
    (goals,) = drafted(f"Sec. 2. Docks. {lead} report on:\n\n(a) the state of gates; and\n\n(b) lamps.")
    (deeds,) = drafted(f"Sec. 2. Docks. {lead}:\n\n(a) review the gates; and\n\n(b) mend the lamps.")
    assert [item.due_date for item in goals.items] == [None, None]
    assert [item.due_date for item in deeds.items] == ["2026-02-11", "2026-02-11"]


def test_a_lead_whose_list_is_missing_is_no_tasking() -> None:
    text = "Sec. 2. Docks. (a) The Clerk shall sweep the dock.\n\n(b) The Clerk shall:\n\nSec. 3. Ropes."
    assert [row.title for row in drafted(text)] == ["Sweep the dock"]


def test_what_the_issuer_says_it_will_do_tasks_nobody() -> None:
    document = paper("MEMORANDUM FOR ALL\n\nAgencies must report lost keys. OMB will respond as necessary.\n")
    facts = Facts(Kind.AGENCY_MEMO, number="OMB M-10-22", date="2026-01-12")
    rows = taskings(document, outline(document), facts, ())
    assert [row.responsible for row in rows] == ["Agencies"]


def test_what_such_points_back_to_names_who_does_it() -> None:
    rows = drafted(
        "Sec. 2. Docks. (a) The Clerk shall review each dock and submit to the Board a list of them. "
        "With respect to old docks, such submissions shall be made by May 4, 2026.\n"
        "(b) Such charts shall be published by June 4, 2026."
    )
    assert [row.responsible for row in rows] == ["The Clerk", "The Clerk", None]
    assert rows[1].field_evidence["responsible"].quote == "The Clerk"


TO_BUREAUS = """MEMORANDUM FOR HEADS OF BUREAUS
               CHIEF ROPE OFFICER

FROM: Pat Poe, Director

SUBJECT: Ropes

"""


def test_a_paragraph_of_a_memo_goes_on_speaking_to_whom_it_named() -> None:
    rows = drafted(
        f"{TO_BUREAUS}1. The Chief Rope Officer will count all ropes. She is also asked to consider new "
        "hooks.\n\n"
        "2. Bureau heads will certify to the Warden that docks are safe. Certifications are due March 2, "
        "2026. Where a dock cannot be mended, send the case to the Clerk at once.\n\n"
        "3. No bureau may lend ropes in May.\n\nPrincipals should attend the meeting.\n",
        Kind.AGENCY_MEMO,
    )
    assert [(row.responsible, row.title) for row in rows] == [
        ("The Chief Rope Officer", "Count all ropes"),
        ("The Chief Rope Officer", "Consider new hooks"),
        (
            "Bureau heads",
            "Certify to the Warden that docks are safe (date set: “Certifications are due March 2, 2026”)",
        ),
        ("Bureau heads", "Send the case to the Clerk"),
        ("Principals", "Attend the meeting"),
    ]


def test_what_was_due_is_no_term_and_who_has_yet_to_answer_is_named_without_it() -> None:
    rows = drafted(
        f"{TO_BUREAUS}Responses were due November 22; the Rope Bureau has yet to send its own and should "
        "do so.\n",
        Kind.AGENCY_MEMO,
    )
    assert [(row.responsible, row.deadline_text, row.due_date) for row in rows] == [
        ("the Rope Bureau", None, None)
    ]


def test_a_line_of_the_head_of_a_letter_is_no_section_of_it() -> None:
    letter = (
        "Ms. Ann Poe\nHarbor Agency\n\nDear Ms. Poe:\n\nPlans\n\nPlease send us the plans.\n\n"
        "1. Please count the ropes.\n\nSincerely,\n\nPat Moe\n"
    )
    rows = drafted(letter, Kind.PUBLIC_LETTER)
    assert [(row.title, row.section) for row in rows] == [
        ("Send us the plans", None),
        ("Count the ropes", "Plans 1"),
    ]
