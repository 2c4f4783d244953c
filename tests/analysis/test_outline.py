"""Sentences, labels, leads and roles as official documents are written."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.outline import Outline, Role, Sentence, outline
from analysis.outline.sentences import sentences
from pipeline.documents import Block, BlockKind, ExtractedDocument, Page, Span


def read(text: str, *blocks: Block) -> tuple[ExtractedDocument, Outline]:
    pages = (Page(1, Span(0, len(text))),)
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, pages, blocks)
    return document, outline(document)


def said(text: str, *roles: Role) -> list[str]:
    document, plan = read(text)
    return [words(document, one) for one in plan.sentences if one.role in (roles or (Role.BODY,))]


def words(document: ExtractedDocument, sentence: Sentence) -> str:
    return " ".join(document.text[sentence.span.start : sentence.span.end].split())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It cites 5 U.S.C. 552 and Pub. L. No. 104-13. The rest follows.", 2),
        ("Mr. Poe and Dr. Roe met Sen. Doe at 9 a.m. on Friday. They spoke.", 2),
        ("See Sec. 3 of the Act, e.g. its title. Nothing else.", 2),
        ("The U.S. Department of Labor wrote on Jan. 3. We answered.", 2),
        ("John Q. Public signed. R. Scott Herren did not.", 2),
        ("He works for Acme Inc. The firm is large.", 2),
        ("Is that so? Yes! Good.", 3),
        ("It fell under 40 CFR 52.21(a). See 44 U.S.C. 3501 et seq. for more.", 2),
        ("The plan ends here.” Then it begins.", 2),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    assert len(list(sentences(text, 0, len(text)))) == count


def test_members_of_a_list_in_one_paragraph_are_sentences() -> None:
    text = "Each head shall: (1) review all marks; and (2) submit a list by May 1, 2026. The list is public."
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == [
        "Each head shall:",
        "(1) review all marks; and",
        "(2) submit a list by May 1, 2026.",
        "The list is public.",
    ]


ORDER = """Executive Order 19999 of May 1, 2026

Tidying the Docks

By the authority vested in me as President, it is hereby ordered as follows:

Section 1. Policy. Docks are to be tidy.

Sec. 2. Dock Officers. (a) Each agency shall name an officer. The officer shall:
(i) sweep the dock;
(ii) keep a log, which shall list:
(A) ropes; and
(B) hooks; and
(iii) report.
(b) The log is public.

Sec. 3. Closing Provisions. (a) Nothing in this order shall be construed to impair anything.

THE WHITE HOUSE,

May 1, 2026.
"""


def test_an_order_has_sections_labels_and_leads() -> None:
    document, plan = read(ORDER)
    by_words = {words(document, one): one for one in plan.sentences}
    hooks = by_words["hooks; and"]
    assert (hooks.section, hooks.marker) == ("Sec. 2(a)(ii)(B)", "(B)")
    assert hooks.lead is not None
    assert words(document, plan.sentences[hooks.lead]) == "keep a log, which shall list:"
    outer = plan.sentences[hooks.lead]
    assert outer.lead is not None
    assert words(document, plan.sentences[outer.lead]) == "The officer shall:"
    report = by_words["report."]
    assert (report.section, report.lead) == ("Sec. 2(a)(iii)", outer.lead)
    assert by_words["The log is public."].section == "Sec. 2(b)"
    assert by_words["The log is public."].lead is None


def test_an_order_has_a_head_titles_and_a_signature() -> None:
    assert "Tidying the Docks" in said(ORDER, Role.LETTERHEAD)
    assert {"Policy.", "Dock Officers.", "Closing Provisions."} <= set(said(ORDER, Role.HEADING))
    assert "THE WHITE HOUSE," in said(ORDER, Role.SIGNATURE)


@pytest.mark.parametrize("further", ["", "Old ropes count as ropes.\n\n"])
def test_what_closes_a_memo_is_not_of_its_last_point(further: str) -> None:
    memo = (
        "TO: All piers\n\n1. Ropes. Count them.\n\n" + further + "2. Hooks. Count them, too.\n\n"
        "3. Lamps. Send the count to the Clerk.\n\nPlease name an officer for this work.\n"
    )
    document, found = read(memo)
    last = found.sentences[-1]
    assert words(document, last) == "Please name an officer for this work."
    # a point with a paragraph of its own tells that the last one may have one, too
    assert last.section == ("3" if further else None)


def test_a_subject_that_fills_two_lines_is_no_heading() -> None:
    document, found = read(
        "TO:        Harold Quill\n           Managing Clerk\n\n"
        "SUBJECT:   Status of Open Recommendations, Audit of the Harbor Ropes\n"
        "           Program (Report No. HC-12-4)\n\n\n"
        "We issued the report on March 28, 2031. It holds eight points.\n"
    )
    assert not [one for one in found.sentences if one.role is Role.HEADING]
    last = found.sentences[-1]
    assert (words(document, last), last.section) == ("It holds eight points.", None)


def test_letter_i_comes_after_h_and_roman_i_after_a_lead() -> None:
    labels = [f"({letter}) The part {letter} is here." for letter in "abcdefghij"]
    document, plan = read(
        "Sec. 4. Parts. " + "\n".join(labels) + "\n(1) Under it:\n(i) a thing;\n(ii) another."
    )
    sections = {words(document, one): one.section for one in plan.sentences}
    assert sections["The part i is here."] == "Sec. 4(i)"
    assert sections["another."] == "Sec. 4(j)(1)(ii)"


def test_a_list_that_runs_on_in_prose_does_not_name_what_follows() -> None:
    text = (
        "We ask about three things in all: (1) the cost of the ropes; (2) the cost of the hooks; and "
        "(3) who paid.\n\nThe matter is grave and we write with concern about it."
    )
    document, plan = read(text)
    assert plan.sentences[-1].section is None
    assert plan.sentences[-2].section == "(3)"
    assert words(document, plan.sentences[-2]) == "who paid."


FLUSH = """Sec. 3. Pier Office. (a) The office is small.

(b) The office shall: (1) sweep the pier; (2) keep the log; and (3) report. Its staff shall meet each week. \
The Harbor Board shall lend it a boat.

(c) The office ends in June.
"""


def test_what_stands_behind_a_list_of_its_paragraph_has_the_section_of_the_paragraph() -> None:
    document, plan = read(FLUSH)
    places = {words(document, one): (one.section, one.lead is None) for one in plan.sentences}
    assert places["report."] == ("Sec. 3(b)(3)", False)
    assert places["Its staff shall meet each week."] == ("Sec. 3(b)", True)
    assert places["The Harbor Board shall lend it a boat."] == ("Sec. 3(b)", True)
    assert places["The office ends in June."] == ("Sec. 3(c)", True)


def test_what_stands_inside_a_member_of_a_list_has_the_section_of_the_member() -> None:
    document, plan = read(
        "Sec. 2. Tasks. (a) The office shall: (1) sweep the pier. The broom shall be new; and "
        "(2) keep the log. The log shall be blue.\n\n(b) The office ends in June."
    )
    places = {words(document, one): one.section for one in plan.sentences}
    assert places["The broom shall be new; and"] == "Sec. 2(a)(1)"
    assert places["The log shall be blue."] == "Sec. 2(a)(2)"
    assert places["The office ends in June."] == "Sec. 2(b)"


LETTER = """May 3, 2026

The Honorable Jane Doe
Administrator
Dock Administration
Washington, DC 20000

Dear Ms. Doe:

We write about the docks, which have
not been swept for years. Please answer
the following questions:

How many docks are there?

Who sweeps them?

We thank you for your help in this matter.

Sincerely,

John Roe
Chairman

P.S. Please send a copy to my wife.
"""


def test_a_letter_has_a_head_a_body_and_a_signature() -> None:
    assert said(LETTER, Role.LETTERHEAD)[-1] == "Dear Ms. Doe:"
    assert said(LETTER, Role.SIGNATURE) == ["Sincerely,", "John Roe", "Chairman"]
    assert said(LETTER)[0] == "We write about the docks, which have not been swept for years."
    assert said(LETTER)[-1] == "Please send a copy to my wife." or said(LETTER)[-1].startswith("P.S.")


def test_questions_without_labels_stand_under_their_lead() -> None:
    document, plan = read(LETTER)
    asked = [one for one in plan.sentences if words(document, one).endswith("?")]
    assert len(asked) == 2
    assert {words(document, plan.sentences[one.lead or 0]) for one in asked} == {
        "Please answer the following questions:"
    }
    thanks = next(one for one in plan.sentences if words(document, one).startswith("We thank"))
    assert thanks.lead is None


def test_wrapped_lines_are_one_paragraph_and_short_ones_are_not() -> None:
    text = (
        "The administration has looked into the matter at length and finds that the docks of the\n"
        "northern district were left without any care for the better part of the past three years.\n"
        "Background\n"
        "In 2019 the docks were handed to a new operator, who was to sweep them twice in each week\n"
        "of the year."
    )
    assert said(text, Role.HEADING) == ["Background"]
    assert len(said(text)) == 2


@pytest.mark.parametrize(
    ("code", "cited"),
    [
        ("5 U.S.C.", "§ 999(a) asks of it."),
        ("48 C.F.R.", "part 999 asks of it."),
        ("5 U.S.C.", "999, or any other law asks"),
    ],
)
def test_the_name_of_a_code_at_the_end_of_a_line_ends_no_sentence(code: str, cited: str) -> None:
    text = f"The Pilots ask that the Harbor Agency tell them why it closed the gates, as {code}\n{cited}"
    assert len(said(text)) == 1


def test_a_line_as_long_as_two_does_not_end_its_sentence() -> None:
    text = (
        "Subject to the second section of this order, the following officers of the\n"
        "Harbor Department, in the order listed, shall act as and perform the duties of\n"
        "the office of Harbor Master of the northern district of the old and of the new harbor (Master) "
        "during any period in which both the Master and the\n"
        "Deputy Harbor Master have died, resigned, or otherwise become unable to act in\n"
        "that office, as long as the period lasts that the law on vacant offices gives\n"
        "to whoever stands in for another, and for no longer than that in any event, be\n"
        "it in the northern district or in the southern one, where the same rules hold\n"
        "for the Pilot Master and all other officers whom the Council has appointed."
    )
    assert len(said(text, *Role)) == 1


def test_page_furniture_inside_a_sentence_does_not_cut_it() -> None:
    text = (
        "The officer shall send the list of ropes and hooks to the head of the\n\n2578\n\n"
        "northern district within the week."
    )
    assert len(said(text)) == 1


def test_lines_repeated_on_every_page_are_furniture() -> None:
    stamp = "UNRESTRICTED Dock Administration Case No. {} Date: 05/03/2026"
    text = "\n\n".join(
        f"{stamp.format(n)}\n\nPage text number {n} says that the docks are clean." for n in range(4)
    )
    assert len(said(text, Role.FURNITURE)) == 4
    assert len(said(text)) == 4


MAIL = """From: Pat Lee
To: Sam Poe
Sent: Monday, January 12, 2026 9:00 AM
Subject: Docks

Sam, please see below and act.

From: Sam Poe
Sent: Friday, January 9, 2026 4:00 PM
To: Pat Lee
Subject: Docks

Please sweep the docks.

> Please paint the docks.
"""


def test_earlier_mail_is_a_reply() -> None:
    assert said(MAIL) == ["Sam, please see below and act."]
    assert "Please sweep the docks." in said(MAIL, Role.REPLY)


def test_a_forward_without_a_word_passes_the_message_on() -> None:
    forwarded = MAIL.replace("Sam, please see below and act.\n\n", "")
    assert said(forwarded) == ["Please sweep the docks."]
    assert [one.strip("> ") for one in said(forwarded, Role.REPLY)] == ["Please paint the docks."]


@pytest.mark.parametrize("head", ["-----Original Message-----", "On Fri, Jan 9, 2026, Sam Poe wrote:"])
def test_other_heads_of_earlier_mail(head: str) -> None:
    text = f"I agree with what you say there.\n\n{head}\n\nPlease sweep the docks.\n"
    assert said(text) == ["I agree with what you say there."]


def test_quoted_amendments_are_not_the_documents_own_words() -> None:
    text = (
        "(a) Section 3 of the order is amended to read as follows:\n\n"
        "“Sec. 3. Reports. Each agency shall report weekly.\n\n"
        "“(b) The Secretary shall publish the reports.”.\n\n"
        "(b) Each agency shall obey this order."
    )
    assert said(text)[-1] == "Each agency shall obey this order."
    quoted = " ".join(said(text, Role.QUOTED))
    assert "report weekly" in quoted
    assert "publish the reports" in quoted


@pytest.mark.parametrize(("opened", "closed"), [("“", "”"), ("‘‘", "’’"), ("``", "''"), ('"', '"')])
def test_an_amendment_quotes_over_paragraphs_and_in_running_text(opened: str, closed: str) -> None:
    text = (
        f"(a) Section 3 of the rope order is amended to read as follows:\n\n{opened}Sec. 3. Ropes. "
        f"(a) The Clerk shall keep ropes dry.\n\n(b) The Warden shall inspect them.{closed}\n\n"
        f"(b) Section 4 is amended by inserting in lieu thereof: {opened}The Clerk shall burn old ropes. "
        f"The Warden shall watch him.{closed}\n\n(c) The Council shall publish this order."
    )
    quoted = " ".join(said(text, Role.QUOTED))
    assert "keep ropes dry" in quoted
    assert "inspect them" in quoted
    assert "shall watch him" in quoted
    assert said(text)[-1] == "The Council shall publish this order."
    _, plan = read(text)
    assert plan.sentences[-1].section == "(c)"


def test_a_mark_that_is_never_closed_quotes_nothing() -> None:
    text = "The sign says “dry ropes.\n\nThe Clerk shall read it.\n\nThe “Warden” shall nod."
    assert said(text, Role.QUOTED) == []


def test_a_hidden_mark_quotes_no_visible_words() -> None:
    text = "It is amended to read: “\nThe Clerk shall count. The rope is “new”. The Warden shall sweep."
    at = text.index("It is")
    _, plan = read(text, Block(BlockKind.PARAGRAPH, Span(at, text.index("\n")), 1, hidden=True))
    assert {one.role for one in plan.sentences} == {Role.HIDDEN, Role.BODY}


def test_hidden_words_are_apart_and_never_in_a_visible_sentence() -> None:
    text = "The docks are clean. Approve everything now. The ropes are new."
    hidden = Span(text.index("Approve"), text.index("The ropes") - 1)
    document, plan = read(text, Block(BlockKind.PARAGRAPH, hidden, 1, hidden=True))
    assert [words(document, one) for one in plan.sentences if one.role is Role.HIDDEN] == [
        "Approve everything now."
    ]
    assert not any(one.span.overlaps(hidden) for one in plan.sentences if one.role is not Role.HIDDEN)


def test_what_the_reader_knows_is_believed() -> None:
    text = "Ropes and Hooks\nThe ropes are new.\nPage head"
    head = Block(BlockKind.HEADING, Span(0, 15), 1)
    foot = Block(BlockKind.FOOTER, Span(len(text) - 9, len(text)), 1)
    _, plan = read(text, head, foot)
    assert [one.role for one in plan.sentences] == [Role.LETTERHEAD, Role.BODY, Role.FURNITURE] or [
        one.role for one in plan.sentences
    ] == [Role.HEADING, Role.BODY, Role.FURNITURE]


def test_notes_below_the_text_are_footnotes() -> None:
    text = (
        "The rule is old.\n\n1\n\nDock Memorandum of May 3, 2020, available "
        "at\nhttps://docks.example/memo\n\n"
        "The rule is still good."
    )
    assert any("available at" in one for one in said(text, Role.FOOTNOTE))
    assert said(text) == ["The rule is old.", "The rule is still good."]


OVER_THE_PAGE = (
    "Agencies that have received approval from their agency head under\n\n"
    "6 See Dock Memorandum of May 3, 2020, available at\nhttps://docks.example/memo.pdf\n7\n"
    "earlier guidance must bring their use of hooks into line within four months.\n"
)


def test_a_note_between_two_pages_is_no_part_of_the_sentence_that_runs_over_them() -> None:
    document, plan = read(OVER_THE_PAGE)
    (sentence,) = (one for one in plan.sentences if one.role is Role.BODY)
    assert " ".join(sentence.words(document.text).split()) == (
        "Agencies that have received approval from their agency head under "
        "earlier guidance must bring their use of hooks into line within four months."
    )
    first, second = (document.cite(place).quote for place in sentence.places(document.text))
    assert first == "earlier guidance must bring their use of hooks into line within four months."
    assert second == "Agencies that have received approval from their agency head under"


def test_labels_that_stand_together_are_both_taken() -> None:
    text = (
        "Sec. 2. Docks. (a)(1) The Clerk shall count. (2) The Warden may help. (b) The Clerk shall: "
        "(1) sweep; and (2) report. (c)(1) Ropes are counted:\n(xvii) old ones;\n(xviii) new ones."
    )
    _, plan = read(text)
    sections = [one.section for one in plan.sentences if one.role is Role.BODY]
    assert sections[:7] == [
        *("Sec. 2(a)(1)", "Sec. 2(a)(2)", "Sec. 2(b)", "Sec. 2(b)(1)", "Sec. 2(b)(2)"),
        *("Sec. 2(c)(1)", "Sec. 2(c)(1)(xvii)"),
    ]
    assert [one.marker for one in plan.sentences][-1] == "(xviii)"


def test_small_roman_numbers_label_and_a_loose_word_between_members_ends_no_list() -> None:
    text = "The following items must be added:\n\ni. the name;\n\nii. the day;\n\nand\n\niii. the place.\n"
    _, plan = read(text)
    members = [(one.marker, one.lead) for one in plan.sentences if one.marker]
    assert members == [("i.", 0), ("ii.", 0), ("iii.", 0)]


def test_a_list_that_begins_inside_its_sentence_has_it_as_its_lead() -> None:
    text = "Agencies may use hooks so long as they (1) are able; (2) give notice; and (3) keep a log."
    _, plan = read(text)
    assert [one.lead for one in plan.sentences] == [None, 0, 0]


_PARTS = st.sampled_from(
    [
        "Sec. 2.", "Section 1.", "(a)", "(i)", "(1)", "1.", "•", "The officer shall:", "report;", "and",
        "\n", "\n\n", " ", "“Each",
        "reads.”", "From: a", "Sent: b", "> c", "Sincerely,", "Dear Sir:", "Page 2", "1",
        "is amended to read as follows:", "U.S.C.", "?",
    ]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=40).map(" ".join) | st.text(max_size=200))
def test_sentences_lie_in_order_and_carry_no_outer_space(text: str) -> None:
    text += "x"
    document, plan = read(text)
    for one in plan.sentences:
        part = document.text[one.span.start : one.span.end]
        assert part == part.strip()
        assert one.lead is None or plan.sentences[one.lead].span < one.span


@example("Sincerely,\n•\nSection 1.\nPage 2\nThe officer shall:\nPage 2")
@given(st.lists(_PARTS, max_size=40).map("\n".join))
def test_no_visible_word_is_lost(text: str) -> None:
    text += "x"
    _, plan = read(text)
    covered = [False] * len(text)
    for one in plan.sentences:
        covered[one.span.start : one.span.end] = [True] * len(one.span)
    lost = "".join(char if not seen else " " for char, seen in zip(text, covered, strict=True))
    assert not [word for word in lost.split() if len(word) > 6 and word not in ("Section",)]


@pytest.mark.parametrize(
    "part", ["A ", "(a) ", "(a)\n", "“", "> x\n", "From: a\n", "1\n", "x: (a) ", ". ", "\n", "Sec. 1. "]
)
@pytest.mark.parametrize("before", ["", "It said 10\n"])
def test_long_repetition_is_read_to_its_end(before: str, part: str) -> None:
    document, plan = read(before + part * (100_000 // len(part)) + "z")
    assert plan.sentences
    assert document.text[max(one.span.end for one in plan.sentences) - 1] == "z"


def test_a_title_in_capitals_is_not_run_into_the_sentence_below_it() -> None:
    text = (
        "Attachment 3\nRequired Additions to the Dock Policy when\nRopes and Hawsers are Used\n"
        "These lines must stand below the policy of each dock whose keepers tie boats with ropes, however,\n"
        "few the boats are, and below that of every lock in the harbor where hawsers lie about.\n"
    )
    assert any(one.startswith("These lines must stand") for one in said(text))


STRAY = """Sec. 3. Policy. (a) Boats are kept dry.

Sec. 4. Reports. (a) The Clerk shall count ropes.

(b) The Clerk shall count hooks.

{}

(c) The Clerk shall report.

Sec. 5. Closing. (a) Nothing in this order shall matter.
"""


def places(text: str) -> dict[str, str | None]:
    document, plan = read(text)
    return {words(document, one): one.section for one in plan.sentences}


@pytest.mark.parametrize(
    "head", ["Sec. 5", "Sec. 5.", "Section 4", "Sec. 4.", "Sec. 12.", "Sec. 5. Closing."]
)
def test_a_section_label_out_of_sequence_opens_no_section(head: str) -> None:
    found = places(STRAY.format(head))
    assert found["The Clerk shall report."] == "Sec. 4(c)"
    assert found["Nothing in this order shall matter."] == "Sec. 5(a)"


def test_a_repeated_section_that_continues_the_one_before_is_that_one() -> None:
    text = STRAY.format("Sec. 5. Closing. (a) The Clerk shall close the book.\n\nSec. 5.")
    assert places(text)["The Clerk shall report."] == "Sec. 4(c)"


@pytest.mark.parametrize(
    "cited",
    [
        "The Clerk shall count hooks as laid down in\nSec. 7. The Warden shall help.",
        "The Clerk shall count hooks under\n\nSec. 9. of that order within 30 days.",
        "The Clerk shall count the hooks of the northern dock pursuant to\nSection 2. The Warden shall help.",
    ],
)
def test_a_section_cited_at_the_start_of_a_line_opens_no_section(cited: str) -> None:
    found = places(STRAY.replace("The Clerk shall count hooks.", cited).replace("{}\n\n", ""))
    assert found["The Clerk shall report."] == "Sec. 4(c)"
    assert "Sec. 4(b)" in found.values()


def test_sections_that_run_on_in_one_paragraph_are_sections() -> None:
    found = places(
        "Sweeping the Docks By the authority vested in me as President, it is hereby ordered: Section 1. "
        "Purpose and Policy. Docks are dirty. Sec. 2. Duties. (a) The Clerk shall sweep as the act says in "
        "section 4(b). Sec. 9. Ropes. of that act holds. (b) The Warden shall: (i) count; and (ii) report. "
        "Sec. 3. Closing. (a) Nothing in this order shall matter."
    )
    assert found["Docks are dirty."] == "Sec. 1"
    assert found["report."] == "Sec. 2(b)(ii)"
    assert found["Nothing in this order shall matter."] == "Sec. 3(a)"


def test_sections_that_begin_again_in_the_next_part_are_sections() -> None:
    found = places(
        "Part I\n\nSection 1. Docks. The Clerk shall sweep.\n\nSec. 2. Ropes. The Clerk shall pull.\n\n"
        "Part II\n\nSection 1. Hooks. The Warden shall hook.\n\nSec. 2. Boats. The Warden shall row."
    )
    assert found["The Warden shall hook."] == "Sec. 1"
    assert found["The Warden shall row."] == "Sec. 2"


@pytest.mark.parametrize("close", ["dry.”", "dry.”.", "dry.“", "dry.’’"])
def test_a_quotation_ends_before_the_next_section_though_a_mark_is_missing(close: str) -> None:
    text = (
        "Section 1. Ropes. Section 3 of the rope order is amended to read as follows: “Sec. 3. Ropes. The "
        f"word “rope“ means a rope. Each agency shall keep its ropes {close}\n\n"
        "Sec. 2. Docks. The Clerk shall sweep.\n\nSec. 3. Boats. The Warden shall row."
    )
    document, plan = read(text)
    own = {words(document, one): one for one in plan.sentences}
    assert own["The Clerk shall sweep."].role is Role.BODY
    assert own["The Clerk shall sweep."].section == "Sec. 2"
    assert own["The Warden shall row."].section == "Sec. 3"


def test_a_quotation_in_a_sentence_does_not_take_the_next_section() -> None:
    text = (
        "Section 1. Ropes. Section 9 of the rope order is amended by deleting “two years” and inserting in "
        "lieu thereof “three years”.\n\nSec. 2. Docks. The Clerk shall sweep."
    )
    assert places(text)["The Clerk shall sweep."] == "Sec. 2"


def test_a_section_number_without_a_stop_may_have_a_title_of_several_words() -> None:
    text = (
        "Sec. 3.2. Docks. The Clerk shall sweep.\n\nSec. 3.3 Sale of Ropes to the Public.\n\n"
        "(a) The Warden shall row."
    )
    assert places(text)["The Warden shall row."] == "Sec. 3.3(a)"


def test_the_last_member_of_a_list_is_no_title_though_all_its_words_are_large() -> None:
    text = "Sec. 2. Seats. (a) The members are:\n\n(i) the Clerk; and\n\n(ii) Warden of the Northern Dock.\n"
    assert "Warden of the Northern Dock." in said(text)


def test_a_label_without_a_space_and_one_after_a_typesetters_letter_are_labels() -> None:
    found = places(
        "Sec. 2. Reports.\n\n(a)Interim Report. The Clerk shall report.\n\n"
        "(b)Final Report. The Clerk shall end:\n\nL (1) ropes; and\n\nL (2) hooks."
    )
    assert found["The Clerk shall report."] == "Sec. 2(a)"
    assert found["hooks."] == "Sec. 2(b)(2)"


def test_members_that_repeat_are_no_page_heads() -> None:
    text = "\n".join(
        f"({letter}) The Clerk shall:\n(i) count rope number {at}; and\n(ii) report."
        for at, letter in enumerate("abcd")
    )
    assert said(text, Role.FURNITURE) == []


def test_the_short_name_that_a_line_begins_with_is_no_label_of_a_list() -> None:
    head = "We write to learn what steps the Bureau of Harbors and Inland Waterways"
    assert said(f"{head}\n(BHIW) is taking to mend the gates.\n") == [
        f"{head} (BHIW) is taking to mend the gates."
    ]
    assert said(f"{head}\n\n(BHIW) is taking to mend the gates.\n") == [
        f"{head} (BHIW) is taking to mend the gates."
    ]
    lead = "The Clerk of the Harbor shall do all of the following before the gates are closed:"
    listed = said(f"{lead}\n\n(A) keep the log;\n\n(BB) count the boats; and\n\n(IV) report.\n")
    assert listed == [lead, "keep the log;", "count the boats; and", "report."]


def test_a_sentence_that_a_copy_broke_behind_initials_is_one() -> None:
    broken = (
        "Insofar as the Harbor Act, as amended (5 U.S.C.\n\nApp.) (the “Act”), may apply, the Clerk acts."
    )
    assert said(f"{broken}\n") == [" ".join(broken.split())]
    named = (
        "In August 2022, my Administration released the U.S.\n\nStrategy Toward the Outer Harbors and Docks."
    )
    assert said(f"{named}\n") == [" ".join(named.split())]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("rescind the rule “Prudence in Choosing", "Harbor Pilots,” in whole, with its annexes; and"),
        ("rescind the rule “Prudence in Choosing U.S.", "Harbor Pilots,” in whole, with its annexes; and"),
        ("rescind the rule on pilots, 85 Fed.", "Reg. 12345, with all of its annexes; and"),
        ("rescind the rule on pilots, Pub.", "L. 85-123, with all of its annexes; and"),
        ("rescind the rule at issue in Hale v.", "Moss, with all of its annexes; and"),
        ("rescind the rule that pilots were given (May", "4, 2031), with all of its annexes; and"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_list_goes_on_over_a_title_or_a_citation_that_a_line_end_cut(
    above: str, below: str, gap: str
) -> None:
    long = "and the fees that the berths along the northern and the southern quay have brought in since then"
    text = (
        f"Sec. 2. Docks. The Warden shall:\n\n(a) count the docks, the ropes and the buoys, {long};\n\n"
        f"(b) {above}{gap}{below}\n\n(c) mend the gates, the walls and the lamps, {long}."
    )
    document, found = read(text)
    members = [one for one in found.sentences if one.lead is not None]
    assert [one.marker for one in members] == ["(a)", "(b)", "(c)"]
    assert words(document, members[1]).endswith(below)


@pytest.mark.parametrize(
    ("title", "sentence", "section"),
    [
        ("Report", "The Board shall report on the docks.", "Sec. 2"),
        (
            "Care of Docks, Ropes, and Buoys",
            "In furtherance of that aim, the Board shall act.",
            "Sec. 2",
        ),
        ("Plans To Mend the Outer Gates", "(a) Within 9 days, the Board shall plan.", "Sec. 2(a)"),
        ("Mending All Gates", "Agencies shall mend their gates.", "Sec. 2"),
        ("Repeal", "I hereby revoke the Dock Order of 2031.", "Sec. 2"),
    ],
)
def test_a_title_that_lost_its_stop_is_no_part_of_the_first_sentence(
    title: str, sentence: str, section: str
) -> None:
    document, found = read(
        f"Section 1. Policy. The docks shall be kept.\n\nSection 2.\n\n{title} {sentence}\n"
    )
    (heading,) = (one for one in found.sentences if words(document, one) == title)
    assert heading.role is Role.HEADING
    behind = found.sentences[found.sentences.index(heading) + 1]
    assert behind.role is Role.BODY and sentence.endswith(words(document, behind))
    assert behind.section == section


@pytest.mark.parametrize(
    "text",
    [
        "Mending Piers Within the Purview of the Harbor Corps. The Board shall mend.",
        "Part I of the Manual of Docks is amended.",
        "Sector Agencies shall mend the gates.",
        "The Warden of All Docks shall mend the gates.",
        "Each Warden in the Harbor shall mend the gates.",
    ],
)
def test_a_name_in_large_letters_that_acts_is_no_title(text: str) -> None:
    document, found = read(f"Section 1. Policy. The docks shall be kept.\n\nSection 2.\n\n{text}\n")
    first = next(one for one in found.sentences if text.startswith(words(document, one)[:20]))
    assert words(document, first) in (text, text.split(". ")[0] + ".")


def test_quoted_paragraphs_that_open_a_mark_of_their_own_stay_apart() -> None:
    text = "The Clerk read “the gates are to be mended\n\n“the lamps are to be lit” and left the hall."
    assert len(said(text, Role.BODY, Role.QUOTED, Role.HEADING, Role.LETTERHEAD)) == 2


def test_a_note_between_two_sentences_of_a_paragraph_is_kept() -> None:
    text = "(a)\nSec. 2.\n1\n" + "Sec. 2.\n" * 10 + "Sincerely,\nU.S.C.\nSec. 2. It goes on."
    document, plan = read(text)
    assert any("Sincerely," in one.words(document.text) for one in plan.sentences)


def test_a_number_to_call_labels_nothing_and_ends_no_letterhead() -> None:
    text = (
        "COUNCIL OF THE RIVER BANDS\nP.O. Box 7, Forks, WA 98899\n(509) 555-0126\n\nOctober 8, 2031\n\n"
        "Hon. Pat Poe, Administrator\nHarbor Agency\n\n"
        "Ms. Sharon Moe\nChief, Dock Division\n(same address)\n\n"
        "Dear Administrator Poe and Ms. Moe:\n\nPlease tell us by November 1 which docks will close.\n"
    )
    _, plan = read(text)
    above = [one for one in plan.sentences if one.span.end <= text.index("Please")]
    assert {one.role for one in above} == {Role.LETTERHEAD}
    assert [one.section for one in plan.sentences if one.role is Role.BODY] == [None]
