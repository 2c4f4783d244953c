"""Mentions of law that are no rows: aliases, anaphora, internal references, furniture, dockets."""

from __future__ import annotations

import pytest

from analysis.citations import Recognised, parse, recognise
from pipeline.documents import Block, BlockKind, ExtractedDocument, Page, Span
from pipeline.findings import MentionClass

ALIAS, ANAPHORA, INTERNAL = MentionClass.ALIAS, MentionClass.ANAPHORA, MentionClass.INTERNAL


def read(text: str, *blocks: Block, own_number: str | None = None) -> Recognised:
    pages = (Page(1, Span(0, len(text))),)
    return recognise(ExtractedDocument("0", "x.txt", "text/plain", text, pages, blocks), own_number)


def others(text: str) -> list[tuple[MentionClass, str, str | None]]:
    return [(row.mention_class, row.evidence[0].quote, row.resolves_to) for row in read(text).others]


POWERS = "International Emergency Economic Powers Act"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"The {POWERS} (50 U.S.C. 1701 et seq.) (IEEPA) applies; see section 203(b)(1) of IEEPA.",
            [(ALIAS, "section 203(b)(1) of IEEPA", f"{POWERS}, sec. 203(b)(1)")],
        ),
        (
            "The Railway Labor Act, as amended, 45 U.S.C. 151 et seq. (RLA), and section 9A of the RLA bind.",
            [(ALIAS, "section 9A of the RLA", "Railway Labor Act, sec. 9A")],
        ),
        (
            "We asked under FOIA for the file.",
            [(ALIAS, "FOIA", "Freedom of Information Act")],
        ),
        (
            "Section 1332 of the Affordable Care Act is clear. Under section 1332, a waiver is granted.",
            [(ALIAS, "section 1332", "Affordable Care Act, sec. 1332")],
        ),
        (
            "We follow Executive Order 13563. Section 3 of that order binds us.",
            [(ANAPHORA, "Section 3 of that order", "EO 13563 sec. 3")],
        ),
        (
            "We follow Executive Order 13563. Such Executive Order is in force.",
            [(ANAPHORA, "Such Executive Order", "EO 13563")],
        ),
        (
            "The Clean Air Act and the Jones Act apply. The Act is old.",
            [(ANAPHORA, "The Act", "Jones Act")],
        ),
        (
            "The Jones Act (the “Act”) and the Clean Air Act apply. Under the Act, ships sail.",
            [(ANAPHORA, "the Act", "Jones Act")],
        ),
        ("As section 3(a) of this order says.", [(INTERNAL, "section 3(a) of this order", "Sec. 3(a)")]),
        (
            "Sections 2 and 4(a) of this order say so.",
            [(INTERNAL, "Sections 2", "Sec. 2"), (INTERNAL, "4(a) of this order", "Sec. 4(a)")],
        ),
        (
            "Sec. 5. Duties.\nSee paragraph (2) of subsection (b) of this section.",
            [(INTERNAL, "paragraph (2) of subsection (b) of this section", "Sec. 5(b)(2)")],
        ),
        (
            "Sec. 5. Duties.\nSubsections (a) and (b) of this section bind.",
            [
                (INTERNAL, "Subsections (a)", "Sec. 5(a)"),
                (INTERNAL, "(b) of this section", "Sec. 5(b)"),
            ],
        ),
        (
            "Proclamation 9844 stands. Section 1 of that proclamation ended.",
            [(ANAPHORA, "Section 1 of that proclamation", "Proclamation 9844 sec. 1")],
        ),
        (
            "OMB M-17-15 is old, and that memorandum stands.",
            [(ANAPHORA, "that memorandum", "OMB M-17-15")],
        ),
        (
            "PPD-21 is old, and such directive is gone.",
            [(ANAPHORA, "such directive", "PPD-21")],
        ),
        (
            "The Jones Act is old. Sections 3 and 4 of that Act bind.",
            [(ANAPHORA, "Sections 3", "Jones Act, sec. 3"), (ANAPHORA, "4 of that Act", "Jones Act, sec. 4")],
        ),
        (
            "It is 10 U.S.C. 527. Sections 525 and 526 of that title differ.",
            [
                (ANAPHORA, "Sections 525", "10 U.S.C. 525"),
                (ANAPHORA, "526 of that title", "10 U.S.C. 526"),
            ],
        ),
        (
            "See 5 U.S.C. 552(b)(4). Id. § 552(b)(6).",
            [(ANAPHORA, "Id. § 552(b)(6)", "5 U.S.C. 552(b)(6)")],
        ),
        (
            "Executive Order 13526 (“the Order”) binds. Section 3.3 of the Order is plain.",
            [(ANAPHORA, "Section 3.3 of the Order", "EO 13526 sec. 3.3")],
        ),
        ("We wait in order, and the Order of the day is long.", []),
        (
            "The Results Trade Act (RTA) of 1986 binds; section 3 of the RTA is old.",
            [(ALIAS, "section 3 of the RTA", "Results Trade Act of 1986, sec. 3")],
        ),
        (
            "The Fifth and the 14th Amendments bind.",
            [(MentionClass.CONSTITUTION, "14th Amendments", "Fourteenth Amendment")],
        ),
        (
            "Article I, section 8, clause 3 of the Constitution.",
            [
                (
                    MentionClass.CONSTITUTION,
                    "Article I, section 8, clause 3 of the Constitution",
                    "Constitution, article I, sec. 8, clause 3",
                )
            ],
        ),
        (
            "U.S. Const. art. I, § 8, cl. 3.",
            [
                (
                    MentionClass.CONSTITUTION,
                    "U.S. Const. art. I, § 8, cl. 3",
                    "Constitution, article I, sec. 8, clause 3",
                )
            ],
        ),
        (
            "U.S. Const. amend. XIV.",
            [(MentionClass.CONSTITUTION, "U.S. Const. amend. XIV", "Constitution, amendment XIV")],
        ),
        ("FR Doc No: 2021-01755", [(MentionClass.DOCKET, "FR Doc No: 2021-01755", None)]),
        ("FR Doc. E9-1234", [(MentionClass.DOCKET, "FR Doc. E9-1234", None)]),
        (
            "Federal Register / Vol. 85, No. 152 / Thursday, August 6, 2020 / Notices We refer to it.",
            [
                (
                    MentionClass.FURNITURE,
                    "Federal Register / Vol. 85, No. 152 / Thursday, August 6, 2020 / Notices",
                    None,
                )
            ],
        ),
        ("As section 1.4 of this order says.", [(INTERNAL, "section 1.4 of this order", "Sec. 1.4")]),
        (
            "Sec. 4. Reports.\nSubsection (c)(vi)(B) of this section governs.",
            [(INTERNAL, "Subsection (c)(vi)(B) of this section", "Sec. 4(c)(vi)(B)")],
        ),
        (
            "See 5 U.S.C. 552. Id. at 12.",
            [(ANAPHORA, "Id. at 12", "5 U.S.C. 552")],
        ),
        (
            "Under the Constitution and the First Amendment.",
            [
                (MentionClass.CONSTITUTION, "Constitution", "Constitution"),
                (MentionClass.CONSTITUTION, "First Amendment", "First Amendment"),
            ],
        ),
        (
            "Article II of the Constitution.",
            [(MentionClass.CONSTITUTION, "Article II of the Constitution", "Constitution, article II")],
        ),
        ("[FR Doc. 2018-02603]", [(MentionClass.DOCKET, "FR Doc. 2018-02603", None)]),
        ("RIN 2120-AA64", [(MentionClass.DOCKET, "RIN 2120-AA64", None)]),
        ("Docket No.\nFAA-2020-\n0686", [(MentionClass.DOCKET, "Docket No.\nFAA-2020-\n0686", None)]),
        (
            "Federal Register / Vol. 85, No. 152 / Thursday\nText.",
            [(MentionClass.FURNITURE, "Federal Register / Vol. 85, No. 152 / Thursday", None)],
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_short_mention_is_no_row_and_resolves(
    text: str, expected: list[tuple[MentionClass, str, str | None]]
) -> None:
    assert others(text) == expected


def test_an_acronym_of_another_name_binds_nothing() -> None:
    text = "The Clean Air Act (EPA) applies. EPA enforces it."
    assert others(text) == []


def test_an_alias_is_not_used_before_its_definition() -> None:
    text = "The RLA was meant. The Railway Labor Act (RLA) applies, and the RLA binds."
    assert [quote for _, quote, _ in others(text)] == ["RLA"]
    assert read(text).others[0].evidence[0].start > text.index("(RLA)")


@pytest.mark.parametrize("own", ["EO 13777", "Executive Order 13777", "E.O. 13777"])
def test_the_own_number_is_marked_however_it_is_spelled(own: str) -> None:
    rows = read(
        "Executive Order 13777, section 2, follows Executive Order 12866.", own_number=own
    ).authorities
    assert [(row.citation, row.is_self) for row in rows] == [("EO 13777 sec. 2", True), ("EO 12866", False)]


@pytest.mark.parametrize("own", ["M-17-15", "OMB M-17-15", "OMB Memorandum M-17-15"])
def test_the_own_memorandum_is_marked(own: str) -> None:
    rows = read("M-17-15 rescinds M-08-01.", own_number=own).authorities
    assert [row.is_self for row in rows] == [True, False]


def test_hidden_text_gives_nothing_and_joins_nothing() -> None:
    text = "See 5 U.S.C. EO 13777 552."
    hidden = Block(BlockKind.PARAGRAPH, Span(13, 21), 1, hidden=True)
    found = read(text, hidden)
    assert [row.citation for row in found.authorities] == ["5 U.S.C."]
    assert all(not row.evidence[0].span.overlaps(hidden.span) for row in found.authorities)


def test_a_running_head_inside_a_citation_is_passed_over() -> None:
    text = "See 44 U.S.C.\nFR Doc. 9 Executive Order 13777\n3501."
    head = Block(BlockKind.HEADER, Span(14, 45), 1)
    found = read(text, head)
    assert [row.citation for row in found.authorities] == ["44 U.S.C. 3501"]
    assert [(row.mention_class, row.evidence[0].span) for row in found.others] == [
        (MentionClass.FURNITURE, head.span)
    ]


def test_a_soft_hyphen_and_a_broken_word_are_read_through_and_quoted_as_printed() -> None:
    text = "Memo\u00adrandum aside, Execu-\ntive Order 13777 and Execu\u00adtive Order 12866 stand."
    found = read(text)
    assert [row.citation for row in found.authorities] == ["EO 13777", "EO 12866"]
    assert [row.evidence[0].quote for row in found.authorities] == [
        "Execu-\ntive Order 13777",
        "Execu\u00adtive Order 12866",
    ]


def test_a_list_member_leans_on_the_words_that_complete_it() -> None:
    first, second = read("See 5 U.S.C. 301 and 302.").authorities
    assert [evidence.quote for evidence in first.evidence] == ["5 U.S.C. 301"]
    assert [evidence.quote for evidence in second.evidence] == ["302", "5 U.S.C."]


def test_the_title_of_an_order_is_known_at_each_of_its_mentions() -> None:
    text = (
        "Executive Order 12866 of September 30, 1993 (Regulatory Planning and Review). Executive Order 12866."
    )
    assert {row.title for row in read(text).authorities} == {"Regulatory Planning and Review"}


def test_a_memorandum_named_by_subject_gets_the_day_of_the_only_dated_one() -> None:
    text = (
        "President Clinton's Memorandum on Plain Language in Government Writing was read. "
        "The President's June 1, 1998, memo on plain language asks for it."
    )
    assert [row.citation for row in read(text).authorities] == ["Presidential Memorandum of 1998-06-01"] * 2


def test_an_act_and_its_place_in_the_code_are_two_rows() -> None:
    rows = read("the Paperwork Reduction Act (44 U.S.C. 3501 et seq.)").authorities
    assert [row.citation for row in rows] == ["Paperwork Reduction Act", "44 U.S.C. 3501 et seq."]


def test_a_short_name_of_several_words_is_the_act_that_it_stands_behind() -> None:
    text = "The Federal Harbor Safety Act of 1998, 5 U.S.C. 3345 (Safety Act), applies. The Safety Act binds."
    rows = [row.citation for row in read(text).authorities if row.citation.endswith(("Act", "1998"))]
    assert set(rows) == {"Federal Harbor Safety Act of 1998"}


def test_the_place_in_an_act_that_is_named_shortly_is_a_place_in_that_act() -> None:
    text = "The 21st Century Gate Research Act (15 U.S.C. 7503) (21st Century Act) applies. "
    text += "So does section 4(f) of the 21st Century Act."
    acts = {row.citation for row in read(text).authorities if "U.S.C." not in row.citation}
    assert acts == {"21st Century Gate Research Act", "21st Century Gate Research Act, sec. 4(f)"}


def test_another_act_in_brackets_is_no_short_name() -> None:
    text = "The Federal Harbor Safety Act of 1998 (Clean Water Act) applies. The Clean Water Act binds."
    assert "Clean Water Act" in {row.citation for row in read(text).authorities}


@pytest.mark.parametrize(
    "order",
    [
        "Executive Order 14999 of May 4, 2026 (Carrying Out the Clean Harbor Act)",
        "Executive Order 14999 of May 4, 2026, entitled “Carrying Out the Clean Harbor Act”",
        "Proclamation 9999 of May 4, 2026 (Repeal of the Clean Harbor Act)",
    ],
)
def test_an_act_that_only_stands_in_the_title_of_an_order_is_not_cited(order: str) -> None:
    text = f"{order}, is revoked. The Safe Docks Act stays."
    assert [row.citation for row in read(text).authorities][1:] == ["Safe Docks Act"]


def test_an_act_in_the_brackets_of_a_sentence_is_cited() -> None:
    text = "Executive Order 14999 of May 4, 2026, binds bureaus (see the Clean Harbor Act)."
    assert "Clean Harbor Act" in {row.citation for row in read(text).authorities}


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("Under Rule X of the House, please answer.", "House Rule X"),
        ("See rule XI of the Rules of the House of Representatives.", "House Rule XI"),
        ("House Rule XI, clause 2(m), lets us ask.", "House Rule XI, clause 2(m)"),
        ("Rule XXV of the Standing Rules of the Senate holds.", "Senate Rule XXV"),
    ],
)
def test_the_standing_rules_of_the_houses_are_cited(text: str, citation: str) -> None:
    (row,) = read(text).authorities
    assert row.citation == citation
    assert parse(row.citation) is not None


def test_a_rule_of_another_house_is_none() -> None:
    assert read("Rule X of the Ferry House and the Senate of Harbor College hold.").authorities == ()
