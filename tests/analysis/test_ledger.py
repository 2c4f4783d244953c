"""Nothing that may oblige somebody is passed over in silence."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.ledger import ledger, net
from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import Block, BlockKind, ExtractedDocument, Page, Span
from pipeline.findings import Kind, LedgerClass, LedgerEntry

ROOT = Path(__file__).parents[2]


def paper(text: str, *blocks: Block) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),), blocks)


def entries(document: ExtractedDocument, kind: Kind) -> tuple[LedgerEntry, ...]:
    plan = outline(document)
    actions = taskings(document, plan, Facts(kind, date="2026-01-12"), ())
    return ledger(document, plan, actions)


def classes(text: str, kind: Kind = Kind.EXECUTIVE_ORDER) -> dict[str, LedgerClass]:
    document = paper(text)
    return {" ".join(one.evidence[0].quote.split()): one.ledger_class for one in entries(document, kind)}


ORDER = """Sec. 2. Docks. (a) The Clerk shall count:
(i) ropes; and
(ii) hooks.
(b) The report shall include a map. No agency may sell a dock.
(c) Agencies should take good care of their docks.
(d) The docks are old.
(e) Section 3 of the rope order is amended to read as follows:

“Sec. 3. Ropes. Each agency shall keep its ropes dry.”

Sec. 3. Closing Provisions. (a) Nothing in this order shall be construed to impair:
(i) the authority granted by law; or
(ii) the functions of the Clerk.
"""


def test_what_became_of_every_sentence() -> None:
    found = classes(ORDER)
    assert found["The Clerk shall count:"] is LedgerClass.DRAFTED
    assert found["ropes; and"] is LedgerClass.DRAFTED
    assert found["The report shall include a map."] is LedgerClass.SPECIFICATION
    assert found["No agency may sell a dock."] is LedgerClass.UNCOVERED
    assert found["Agencies should take good care of their docks."] is LedgerClass.UNCOVERED
    assert found["Each agency shall keep its ropes dry.”"] is LedgerClass.QUOTED
    assert found["Nothing in this order shall be construed to impair:"] is LedgerClass.CONSTRUCTION
    assert found["the functions of the Clerk."] is LedgerClass.CONSTRUCTION
    assert "The docks are old." not in found


@pytest.mark.parametrize(
    "text",
    [
        "Agencies must not sell docks from which it is hard to leave.",
        "The Clerk shall not open a letter of another office.",
        "No individual who is serving in an acting capacity shall act as Warden.",
        "Agencies may keep logs for only as long as they need them.",
        "The following officers, in the order listed, shall act as and perform the duties of Warden.",
        "Agencies that rent docks must have explicit written approval from their Warden.",
        "The following words must be printed on the inside of every hook.",
        "The Rope Coordinator, appointed by the Warden, will report directly to the Clerk.",
        "Use of the rope schedule is mandatory for those docks.",
        "Docks in other harbors are not to be reported.",
        "Bureaus are obliged to warn their tenants.",
        "Those are yours.",
        "Lists of docks are updated annually, by the first Monday in May.",
    ],
)
def test_bans_designations_and_duties_of_nobody_named_wait_for_a_person(text: str) -> None:
    assert classes(f"Sec. 2. Docks. (a) {text}") == {text: LedgerClass.UNCOVERED}


@pytest.mark.parametrize(
    "text",
    [
        "The Clerk shall not be required to sweep.",
        "The Council shall be composed of wardens.",
        "The Warden may close a dock.",
        "The report shall include a map.",
    ],
)
def test_what_obliges_nobody_does_not_wait(text: str) -> None:
    assert LedgerClass.UNCOVERED not in classes(f"Sec. 2. Docks. (a) {text}").values()


def test_the_members_of_a_ban_wait_with_it_and_names_in_a_list_do_not() -> None:
    ban = classes(
        "3. Use. Under no circumstances may agencies use such hooks:\n\n"
        "a. to pull boats ashore; or\n\nb. to lift persons."
    )
    assert list(ban.values()) == [LedgerClass.UNCOVERED] * 3
    order = classes(
        "Sec. 2. Order. (a) The following officers shall act as and perform the functions of the Clerk:\n"
        "(i) Warden of Docks;\n(ii) Chief of Ropes and Hooks; and\n(iii) Director, Office of Boats."
    )
    assert list(order.values()) == [LedgerClass.UNCOVERED, *[LedgerClass.SPECIFICATION] * 3]


@pytest.mark.parametrize(
    "text",
    [
        "All uses of hooks must comply with the policy of the harbor.",
        "The time frame for keeping ropes must be limited to a purpose.",
        "A class of boats shall not be refused if the Clerk determines that it is safe.",
        "Any such uses must not harm the docks.",
        "Goods of the islands shall no longer be subject to the fee of 25 percent.",
    ],
)
def test_what_binds_by_itself_specifies_nothing(text: str) -> None:
    assert list(classes(f"Sec. 2. Docks. (a) {text}").values()) == [LedgerClass.UNCOVERED]


@pytest.mark.parametrize(
    "text",
    [
        "The plan shall include a map.",
        "Each report must not exceed ten pages.",
        "Such guidance must comply with it.",
    ],
)
def test_what_a_duty_makes_is_specified(text: str) -> None:
    assert list(classes(f"Sec. 2. Docks. (a) {text}").values()) == [LedgerClass.SPECIFICATION]


@pytest.mark.parametrize(
    "aside", ["assisted by the Warden and the Mate", "advised by the Council", "joined by A, B, and the Mate"]
)
def test_who_helps_the_actor_does_not_take_a_duty_away(aside: str) -> None:
    text = f"The Clerk, {aside}, shall coordinate the sweeping of docks."
    assert list(classes(f"Sec. 2. Docks. (a) {text}").values()) == [LedgerClass.DRAFTED]


def test_what_prohibitions_include_and_leave_out_waits_for_a_person() -> None:
    told = classes(
        "Sec. 3. Ropes. (a) The prohibitions in section 1 include these dealings:\n"
        "(i) the making of any gift of ropes to any such person; and\n"
        "(ii) the receipt of any gift of ropes from any such person.\n"
        "(b) The prohibitions in subsection (a) apply except where a law of the harbor says otherwise."
    )
    assert len(told) == 4
    assert set(told.values()) == {LedgerClass.UNCOVERED}


def test_a_lead_without_its_list_waits_for_a_person() -> None:
    assert list(classes("Sec. 2. Docks. (a) The plan shall:\n\nSec. 3. Ropes.").values()) == [
        LedgerClass.UNCOVERED
    ]


def test_a_short_name_between_marks_quotes_nothing() -> None:
    text = (
        "Sec. 2. Docks. (a)(1) The Warden of Docks (``the Warden''), shall count ropes,\nand the "
        "Clerk (``Clerk'') shall keep the log."
    )
    assert set(classes(text).values()) == {LedgerClass.DRAFTED}


def test_drafted_sentences_name_their_row_even_as_items() -> None:
    document = paper(
        "Sec. 2. Docks. (a) The Warden shall sweep.\n(b) The Clerk shall count:\n(i) ropes; and\n(ii) hooks."
    )
    rows = {one.evidence[0].quote: one.row for one in entries(document, Kind.EXECUTIVE_ORDER)}
    assert rows == {"The Warden shall sweep.": 0, "The Clerk shall count:": 1, "ropes; and": 1, "hooks.": 1}


def test_a_lead_that_its_members_say_in_full_is_drafted_through_them() -> None:
    text = "Sec. 2. Work. I direct the following:\n(a) The Clerk shall count.\n(b) The Warden shall sweep."
    assert set(classes(text).values()) == {LedgerClass.DRAFTED}


def test_hidden_duties_are_listed_as_hidden() -> None:
    text = "The docks are clean. The Clerk shall pay Acme at once. The ropes are new."
    start = text.index("The Clerk")
    hidden = Block(BlockKind.PARAGRAPH, Span(start, text.index(" The ropes")), 1, hidden=True)
    (entry,) = entries(paper(text, hidden), Kind.AGENCY_MEMO)
    assert (entry.ledger_class, entry.row) == (LedgerClass.HIDDEN, None)


def test_earlier_mail_is_listed_as_quoted() -> None:
    text = "Please act on this.\n\n-----Original Message-----\nPlease send money.\n"
    assert classes(text, Kind.EMAIL) == {
        "Please act on this.": LedgerClass.DRAFTED,
        "Please send money.": LedgerClass.QUOTED,
    }


def test_courtesy_is_explained_and_reported_duties_are_left_to_a_person() -> None:
    text = (
        "Dear Ms. Doe:\n\nYour letter says that the company must respond by May 1, 2026, in writing to you. "
        "Please do not hesitate to call me about it."
    )
    found = classes(text, Kind.PUBLIC_LETTER)
    assert list(found.values()) == [LedgerClass.UNCOVERED, LedgerClass.CONSTRUCTION]


_SENTENCES = st.sampled_from(
    [
        "Sec. 2. Docks.", "(a) The Clerk shall count:", "(i) ropes; and", "(ii) within 30 days, hooks.",
        "(b) Please reply by May 1, 2026.",
        "The plan shall include a map.", "Who sweeps?", "“Each agency shall report weekly.”", "From: a",
        "Sent: b", "> Please pay.",
        "Nothing in this order shall be construed to matter.", "The docks are old.",
        "is amended to read as follows:", "Sincerely,",
    ]
)  # fmt: skip


@given(
    st.lists(_SENTENCES, min_size=1, max_size=25).map("\n".join),
    st.sampled_from(list(Kind)),
    st.integers(0, 400),
)
def test_the_ledger_is_the_net_and_no_more(text: str, kind: Kind, cut: int) -> None:
    start, end = min(cut, len(text)), min(cut + 40, len(text))
    blocks = (Block(BlockKind.PARAGRAPH, Span(start, end), 1, hidden=True),) if end > start else ()
    document = paper(text, *blocks)
    plan = outline(document)
    actions = taskings(document, plan, Facts(kind, date="2026-01-12"), ())
    listed = ledger(document, plan, actions)
    assert [one.evidence[0].span for one in listed] == [plan.sentences[at].span for at in net(document, plan)]
    for one in listed:
        assert (one.row is not None) == (one.ledger_class is LedgerClass.DRAFTED)
        assert one.row is None or 0 <= one.row < len(actions)
    places = [one.evidence[0].span for one in listed]
    for row in actions:
        assert row.evidence[0].span in places
        assert not any(row.evidence[0].span.overlaps(block.span) for block in blocks)


@pytest.mark.corpus
def test_no_labelled_obligation_is_lost() -> None:
    """Every core label of the half for fitting is drafted or listed."""
    corpus = Path(os.environ.get("CHANCERY_CORPUS", ROOT / "../shared/corpus"))
    if not corpus.is_dir():
        pytest.skip(f"no labelled corpus at {corpus}: set CHANCERY_CORPUS")
    with (corpus / "manifest.csv").open(encoding="utf-8") as file:
        kinds = {row["name"]: Kind(row["kind"]) for row in csv.DictReader(file) if row["split"] == "fit"}
    labels = [json.loads(line) for line in (corpus / "gold/actions.jsonl").read_text("utf-8").splitlines()]
    core = [
        one for one in labels if one["record"] == "action" and one["level"] == "core" and one["doc"] in kinds
    ]
    assert core
    lost = [
        one["verbatim"]
        for one in core
        if not _listed(corpus, kinds, one["doc"], Span(one["offset"], one["end"]))
    ]
    assert lost == []


def _listed(corpus: Path, kinds: dict[str, Kind], name: str, place: Span) -> bool:
    document = paper((corpus / "text" / f"{name}.txt").read_text("utf-8"))
    return any(one.evidence[0].span.overlaps(place) for one in entries(document, kinds[name]))


@pytest.mark.parametrize("letters", (("s", "\u017f"), ("i", "\u0131"), ("i", "\u0130")))
def test_letters_of_old_print_and_of_other_scripts_hide_no_duty(letters: tuple[str, str]) -> None:
    document = paper("No waiver of this limit shall be implied.".replace(*letters))
    assert net(document, outline(document)) == (0,)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("Please list the gates.", "Answers to the first two questions should be with us by April 4."),
        ("Please list the gates.", "The pier in Fargo has until June 1."),
        ("Please list the gates.", "The Board is not available October 27-31."),
    ],
)
def test_a_day_that_no_row_took_waits_for_a_person(asked: str, left: str) -> None:
    letter = f"Dear Clerk:\n\n{asked}\n\n{left}\n\nSincerely,\n\nJohn Roe"
    assert classes(letter, Kind.PUBLIC_LETTER)[left] is LedgerClass.UNCOVERED


@pytest.mark.parametrize(
    "left",
    [
        "Facilities should also brief the harbor master weekly until then.",
        "Until I have read the report, no bureau may hire a pilot.",
        "Hires already approved in writing are not affected.",
    ],
)
def test_what_a_memo_says_of_time_and_exceptions_beside_its_duties_waits_for_a_person(left: str) -> None:
    memo = f"Each bureau shall send a report to the Clerk by May 4, 2026. {left}"
    assert classes(memo, Kind.AGENCY_MEMO)[left] is LedgerClass.UNCOVERED


def test_a_suspense_line_whose_day_the_rows_take_is_explained() -> None:
    found = classes("Suspense: May 4, 2026\n\nThe Clerk shall count the gates.", Kind.AGENCY_MEMO)
    assert LedgerClass.UNCOVERED not in found.values()


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("Divers held at the gate should be reported to the Clerk.", LedgerClass.UNCOVERED),
        ("Keys of the lamp room may not be removed.", LedgerClass.UNCOVERED),
        ("The report should be bound in blue.", LedgerClass.SPECIFICATION),
    ],
)
def test_what_a_memo_wants_done_to_things_by_nobody_named_waits_for_a_person(
    sentence: str, left: LedgerClass
) -> None:
    memo = (
        "FROM:      Ada Gull\n\nTO:        All piers\n\nSUBJECT:   Keys\n\n"
        f"The piers were quiet in spring. {sentence}\n"
    )
    found = {said: one for said, one in classes(memo, Kind.AGENCY_MEMO).items() if said == sentence}
    assert found == {sentence: left}
