"""What a document does to other authorities, clause by clause."""

from __future__ import annotations

import textwrap

import pytest

from analysis.citations import authority_key, parse, recognise
from analysis.outline import Outline, Role, Sentence, outline
from analysis.relations import relations
from analysis.relations.delegations import recipients
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Relation


def document(text: str) -> ExtractedDocument:
    return ExtractedDocument("0", "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


def lines(text: str, *, quoted: tuple[int, ...] = (), leads: dict[int, int] | None = None) -> Outline:
    """One sentence per line; "(a) " is a marker of the line that leads it."""
    sentences, at = [], 0
    for index, line in enumerate(text.split("\n")):
        lead = (leads or {}).get(index)
        role = Role.QUOTED if index in quoted else Role.BODY
        marker = line.split(" ", 1)[0] if lead is not None else None
        sentences.append(Sentence(Span(at, at + len(line)), role, None, lead, marker))
        at += len(line) + 1
    return Outline(tuple(sentences))


def read(text: str, plan: Outline | None = None, own_number: str | None = None) -> tuple[Relation, ...]:
    page = document(text)
    return relations(page, plan or lines(text), recognise(page, own_number).authorities)


def told(text: str, plan: Outline | None = None) -> set[tuple[str, str]]:
    return {(row.relation.value, row.target) for row in read(text, plan)}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Executive Order 13612 of May 21, 2012 (A Title), is hereby revoked.", {("revokes", "EO 13612")}),
        ("Executive Orders 13612 and 13613 are revoked.", {("revokes", "EO 13612"), ("revokes", "EO 13613")}),
        (
            "The Presidential Memorandum of May 7, 2008, is rescinded.",
            {("revokes", "Presidential Memorandum of 2008-05-07")},
        ),
        ("This order supersedes Executive Order 12844.", {("supersedes", "EO 12844")}),
        ("This order shall supersede Executive Order No. 12821.", {("supersedes", "EO 12821")}),
        ("Executive Order 13138 is superseded.", {("supersedes", "EO 13138")}),
        ("Executive Order 12333, as amended, is further amended as follows.", {("amends", "EO 12333")}),
        (
            "It is ordered that Executive Order 13261 be amended by deleting the list.",
            {("amends", "EO 13261")},
        ),
        ("Section 3 of Executive Order 13247 is replaced with the following.", {("amends", "EO 13247")}),
        (
            "Section 552 of title 5, United States Code, is amended by adding a line.",
            {("amends", "5 U.S.C. 552")},
        ),
        ("Proclamation 9844 is extended until May 1, 2021.", {("extends", "Proclamation 9844")}),
        ("Section 4 of the Jones Act is repealed.", {("repeals", "Jones Act")}),
        ("This Memorandum rescinds OMB Memorandum M-00-13.", {("revokes", "OMB M-00-13")}),
        ("I hereby revoke Executive Order 13047.", {("revokes", "EO 13047")}),
        ("This NPRM proposes to supersede AD 2018-23-51.", {("supersedes", "AD 2018-23-51")}),
        (
            "Executive Order 13212, as amended by Executive Order 13302, is revoked.",
            {("revokes", "EO 13212"), ("cites", "EO 13302")},
        ),
        (
            "Executive Order 13212, as amended by Executive Orders 13302 and 13303, is revoked.",
            {("revokes", "EO 13212"), ("cites", "EO 13302"), ("cites", "EO 13303")},
        ),
        (
            "Executive Order 13212, as amended by Executive Order 13302, and EO 13400 are revoked.",
            {("revokes", "EO 13212"), ("cites", "EO 13302"), ("revokes", "EO 13400")},
        ),
        (
            "The Council established by Executive Order 13212 is terminated.",
            {("cites", "EO 13212")},
        ),
        (
            "Pursuant to Executive Order 12866, section 2 of Executive Order 13563 is amended.",
            {("cites", "EO 12866"), ("amends", "EO 13563")},
        ),
        (
            "Executive Order 13897 of October 31, 2019 (A Title Revoking Executive Order 13495), is revoked.",
            {("revokes", "EO 13897"), ("cites", "EO 13495")},
        ),
        (
            "I hereby terminate the emergency declared in Executive Order 13047, and revoke that order, "
            "Executive Order 13310 of July 28, 2003, and Executive Order 13448.",
            {("revokes", "EO 13047"), ("revokes", "EO 13310"), ("revokes", "EO 13448")},
        ),
        (
            "Executive Order 13198 (A), Executive Order 13279 (B), as amended by Executive Order 13559 (C), "
            "Executive Order 13280 (D), and Executive Order 13342 (E), are hereby amended.",
            {
                ("amends", "EO 13198"),
                ("amends", "EO 13279"),
                ("cites", "EO 13559"),
                ("amends", "EO 13280"),
                ("amends", "EO 13342"),
            },
        ),
        (
            "Executive Order 8809, as amended by Executive Order 9323 (Amendment of Executive Order 8809, A "
            "Medal), and Executive Order 10444 (Amendment of Executive Order 8809, A Medal), is amended.",
            {("amends", "EO 8809"), ("cites", "EO 9323"), ("cites", "EO 10444")},
        ),
        (
            "I hereby prescribe an amendment to the regulations prescribed by Executive Order 10173.",
            {("amends", "EO 10173")},
        ),
        (
            "Agencies shall price by the value that is added to goods under Executive Order 12866.",
            {("cites", "EO 12866")},
        ),
        (
            "I continue to share the concern that Executive Order 13288 states.",
            {("cites", "EO 13288")},
        ),
        (
            "Executive Order 13318 (A Program), as amended, is superseded and revoked.",
            {("supersedes", "EO 13318"), ("revokes", "EO 13318")},
        ),
        (
            "This order revokes and supersedes Executive Order 13318.",
            {("supersedes", "EO 13318"), ("revokes", "EO 13318")},
        ),
        (
            "Section 1(b) of Executive Order 13851 is replaced with a new section 1(b).",
            {("amends", "EO 13851")},
        ),
        (
            "It is ordered, in order to update and clarify Executive Order 13355 of August "
            "27, 2004, that Executive Order 12333 is amended.",
            {("cites", "EO 13355"), ("amends", "EO 12333")},
        ),
        ("Nothing in this order revokes Executive Order 12866.", {("cites", "EO 12866")}),
        ("Executive Order 12866 is not amended.", {("cites", "EO 12866")}),
        ("Executive Order 12866 may be amended.", {("cites", "EO 12866")}),
        ("If Executive Order 12866 is revoked, this order ends.", {("cites", "EO 12866")}),
        (
            "M-00-13 was previously rescinded in M-10-22.",
            {("cites", "OMB M-00-13"), ("cites", "OMB M-10-22")},
        ),
        (
            "Executive Order 12866 is amended by Executive Order 13563.",
            {("cites", "EO 12866"), ("cites", "EO 13563")},
        ),
        (
            "By the authority vested in me, including section 301 of title 3, United States Code, "
            "and in order to amend Executive Order 12640, it is hereby ordered as follows.",
            {("under_authority_of", "3 U.S.C. 301"), ("amends", "EO 12640")},
        ),
        (
            "I hereby delegate to the Secretary the functions of section 5 of Public Law 115-91.",
            {("delegates_under", "Pub. L. 115-91")},
        ),
        (
            "By the authority vested in me, and consistent with the Harbor Act, as amended (46 U.S.C. App.), "
            "it is hereby ordered as follows.",
            {("consistent_with", "Harbor Act"), ("consistent_with", "46 U.S.C. App.")},
        ),
        (
            "By the authority vested in me, including the Pier Act of 1990 (46 U.S.C. 4001 et seq.), as "
            "amended by section 12 of the Ropes Act of 2001 (Public Law 107-9), and section 301 of title 3, "
            "United States Code, and in accordance with the Tide Act of 1999, it is hereby ordered that:",
            {
                ("under_authority_of", "Pier Act of 1990"),
                ("under_authority_of", "46 U.S.C. 4001 et seq."),
                ("cites", "Ropes Act of 2001"),
                ("cites", "Pub. L. 107-9"),
                ("under_authority_of", "3 U.S.C. 301"),
                ("consistent_with", "Tide Act of 1999"),
            },
        ),
        ("Agencies shall act consistent with Executive Order 12866.", {("consistent_with", "EO 12866")}),
        (
            "This circular implements the Paperwork Reduction Act.",
            {("implements", "Paperwork Reduction Act")},
        ),
        (
            "Authority: 49 U.S.C. 106(g), 40113.",
            {("under_authority_of", "49 U.S.C. 106(g)"), ("under_authority_of", "49 U.S.C. 40113")},
        ),
        ("Agencies shall follow Executive Order 12866.", {("cites", "EO 12866")}),
        ("Strike “Executive Order 12866 is revoked” from the letter.", set()),
        (
            "The following actions are revoked: Executive Order 13772 of February 3, 2017 (A), Executive "
            "Order 13828, and Memorandum of January 29, 2020 (B).",
            {
                ("revokes", "EO 13772"),
                ("revokes", "EO 13828"),
                ("revokes", "Presidential Memorandum of 2020-01-29"),
            },
        ),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
def test_a_clause_does_this_to_its_object(sentence: str, expected: set[tuple[str, str]]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "I hereby delegate to the Warden of Piers, in coordination with the Clerk, the functions vested "
            "in the President by section 12 of the Ropes Act of 2001.",
            ("the Warden of Piers",),
        ),
        (
            "The functions under section 12 of the Ropes Act of 2001 are delegated to the Secretary of Ropes "
            "and the Director of the Office of Tides.",
            ("the Secretary of Ropes and the Director of the Office of Tides",),
        ),
        (
            "I hereby delegate the functions under section 12 of the Ropes Act of 2001 to the Harbor Board.",
            ("the Harbor Board",),
        ),
        ("Functions under section 12 of the Ropes Act of 2001 are delegated to heads of agencies.", ()),
        ("Section 12 of the Ropes Act of 2001 is amended.", ()),
    ],
)
def test_a_delegation_tells_to_whom(sentence: str, expected: tuple[str, ...]) -> None:
    (row,) = read(sentence)
    assert row.pinpoint == "sec. 12"
    assert recipients(row) == expected


def test_people_who_are_assigned_to_a_place_are_no_delegation() -> None:
    assert told(
        "Under section 12 of the Ropes Act of 2001 pilots who are assigned to the Dock are paid."
    ) == {("cites", "Ropes Act of 2001")}


def test_revoking_a_part_amends_in_part() -> None:
    (row,) = read("Section 3 of Executive Order 13492 of January 22, 2009, is hereby revoked.")
    assert (row.relation.value, row.target, row.pinpoint, row.in_part) == (
        "amends",
        "EO 13492",
        "sec. 3",
        True,
    )


def test_revoking_an_order_is_whole() -> None:
    (row,) = read("Executive Order 13492 is hereby revoked.")
    assert (row.pinpoint, row.in_part) == (None, False)


def test_superseding_to_an_extent_is_in_part() -> None:
    (row,) = read(
        "Executive Order 13658 is superseded to the extent that it is inconsistent with this order."
    )
    assert (row.relation.value, row.in_part) == ("supersedes", True)


def test_one_row_for_each_relation_and_target_with_every_pinpoint() -> None:
    (row,) = read(
        "Section 3 of Executive Order 13492 is amended.\nSection 5 of Executive Order 13492 is amended."
    )
    assert row.pinpoint == "sec. 3, sec. 5"
    assert [one.quote for one in row.evidence if "amended" in one.quote] == [
        "Section 3 of Executive Order 13492 is amended.",
        "Section 5 of Executive Order 13492 is amended.",
    ]


def test_a_lead_carries_to_the_members_of_its_list() -> None:
    text = (
        "This Memorandum rescinds the following policy memoranda:\n"
        "• M-08-01, HSPD-12 Status\n"
        "• M-07-06, Validating Agency Issuance\n"
        "M-06-16 remains."
    )
    assert told(text, lines(text, leads={1: 0, 2: 0})) == {
        ("revokes", "OMB M-08-01"),
        ("revokes", "OMB M-07-06"),
        ("cites", "HSPD-12"),
        ("cites", "OMB M-06-16"),
    }


def test_a_list_continues_its_committees_and_stops_at_its_end() -> None:
    text = (
        "Each committee listed below is continued until September 30, 2027.\n"
        "(a) Export Council; Executive Order 12131, as amended (Department of Commerce).\n"
        "(b) Arts Committee; Executive Order 12367, as amended by Executive Order 13811.\n"
        "Executive Order 12866 applies."
    )
    assert told(text, lines(text, leads={1: 0, 2: 0})) == {
        ("continues", "EO 12131"),
        ("continues", "EO 12367"),
        ("cites", "EO 13811"),
        ("cites", "EO 12866"),
    }


def test_quoted_replacement_text_says_nothing_of_this_document() -> None:
    text = (
        "Section 1 of Executive Order 12640 is amended to read as follows:\n"
        "“Sec. 1. Executive Order 11000 is revoked and Executive Order 11001 is amended.”"
    )
    assert told(text, lines(text, quoted=(1,))) == {("amends", "EO 12640")}


def test_a_quotation_that_begins_within_a_sentence_leaves_its_first_words_to_the_document() -> None:
    text = "Section 2 of Executive Order 13673 is amended to read: “(I) the Jones Act is repealed”."
    assert ("amends", "EO 13673") in told(text, lines(text, quoted=(0,)))
    assert ("repeals", "Jones Act") not in told(text, lines(text, quoted=(0,)))


def test_the_document_itself_is_no_target() -> None:
    text = "Executive Order 13777 revokes nothing. This order supersedes Executive Order 12844."
    assert {row.target for row in read(text, own_number="EO 13777")} == {"EO 12844"}


SLIP_LAW = """Public Law
119–77

[S.J. Res. 41]

Resolved by both Houses, That Congress disapproves the rule that the Harbor Department submitted on ropes
(published at
88 Fed. Reg. 40404 (June 2, 2023)), and such rule shall have no force or effect.

LEGISLATIVE HISTORY—S.J. Res. 41 (H.J. Res. 52):
"""


def test_a_rule_that_congress_disapproves_loses_its_force_and_the_law_is_no_target_of_itself() -> None:
    rows = {
        row.target: row for row in read(SLIP_LAW, outline(document(SLIP_LAW)), own_number="Pub. L. 119-77")
    }
    assert {target: row.relation.value for target, row in rows.items()} == {
        "88 FR 40404": "revokes",
        "H.J.Res. 52": "cites",
    }
    assert "such rule shall have no force or effect" in rows["88 FR 40404"].evidence[0].quote


def test_a_bill_that_some_other_paper_names_in_brackets_is_cited() -> None:
    text = "Harbor Board\n\n[S.J. Res. 41]\n\nThe Board has read S.J. Res. 41."
    assert {row.target for row in read(text, outline(document(text)))} == {"S.J.Res. 41"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("5 CFR 210.102(b)(3) shall be held inoperative and without effect.", "revokes"),
        ("Executive Order 12866 shall have no further force or effect.", "revokes"),
        ("If Executive Order 12866 shall have no force or effect, this order ends.", "cites"),
    ],
)
def test_what_loses_its_force_ends(sentence: str, expected: str) -> None:
    assert [row.relation.value for row in read(sentence)] == [expected]


MEMORANDUM = """Memorandum of March 5, 2019

Delegation of Pier Duties

Memorandum for the Secretary of State

The Secretary shall read the Memorandum of March 5, 2018, and this one.
"""


def test_a_memorandum_does_not_cite_its_own_heading() -> None:
    page = document(MEMORANDUM)
    found = recognise(page, None, "2019-03-05").authorities
    assert [(row.citation[-10:], row.is_self) for row in found] == [
        ("2019-03-05", True),
        ("2018-03-05", False),
    ]
    assert [row.is_self for row in recognise(page, None, "2019-03-06").authorities] == [False, False]


def test_evidence_is_the_operative_clause_in_place() -> None:
    text = "Intro.\nExecutive Order 13612 is hereby revoked.\nEnd."
    (row,) = read(text)
    assert [one.quote for one in row.evidence] == [
        "Executive Order 13612 is hereby revoked.",
        "Executive Order 13612",
    ]
    assert all(text[one.start : one.end] == one.quote for one in row.evidence)


def test_a_mention_outside_every_sentence_is_still_cited() -> None:
    assert {row.target for row in read("Executive Order 12866.", Outline(()))} == {"EO 12866"}


def test_nothing_named_gives_no_relation() -> None:
    assert read("The Secretary shall revoke all permits.") == ()


def test_every_external_authority_of_a_whole_order_has_a_row() -> None:
    text = (
        "Executive Order 14000 of January 3, 2025\n\nOrdering Succession\n\n"
        "By the authority vested in me as President by the Constitution, including the Federal Vacancies "
        "Reform Act of 1998, 5 U.S.C. 3345 et seq., it is hereby ordered that:\n\n"
        "Section 1. Order. The officers of 31 U.S.C. 901(b)(1) agencies act under Executive Order 12866.\n\n"
        "Sec. 2. Revocation. The following orders are revoked:\n\n"
        "(a) Executive Order 13612 of May 21, 2012; and\n\n"
        "(b) section 2 of Executive Order 13613.\n\n"
        "THE WHITE HOUSE,\nJanuary 3, 2025.\n"
    )
    page = document(text)
    found = recognise(page, "EO 14000").authorities
    rows = relations(page, outline(page), found)
    assert {(row.relation.value, row.target, row.in_part) for row in rows} == {
        ("under_authority_of", "Federal Vacancies Reform Act of 1998", False),
        ("under_authority_of", "5 U.S.C. 3345 et seq.", False),
        ("cites", "31 U.S.C. 901(b)(1)", False),
        ("cites", "EO 12866", False),
        ("revokes", "EO 13612", False),
        ("amends", "EO 13613", True),
    }
    assert {authority_key(row.target) for row in rows} == {
        authority_key(row.citation) for row in found if not row.is_self
    }
    assert all(parse(row.target) is not None for row in rows)


@pytest.mark.parametrize(
    "piece", ["Executive Order 12866 is revoked, ", "hereby revoke EO 12866, ", "is amended ", "that order "]
)
def test_one_endless_sentence_is_read_to_its_end(piece: str) -> None:
    page = document(f"Executive Order 13777 is revoked. {piece * 1_000}Executive Order 13778 is revoked.")
    plan = Outline((Sentence(Span(0, len(page.text)), Role.BODY),))
    rows = relations(page, plan, recognise(page).authorities)
    evidence = [place for row in rows for place in row.evidence]
    assert all(page.text[place.start : place.end] == place.quote for place in evidence)
    assert {"EO 13777", "EO 13778"} <= {row.target for row in rows}


def in_place(text: str, own_number: str | None = None) -> dict[str, set[str]]:
    """What the text does to each target, read with the outline that the text itself gives."""
    told: dict[str, set[str]] = {}
    for row in read(text, outline(document(text)), own_number):
        told.setdefault(row.target, set()).add(row.relation.value)
    return told


VESTED = (
    "By the authority vested in me as President by the Constitution and the laws of the United States of "
    "America, including section 301 of title 3, United States Code"
)


@pytest.mark.parametrize(
    "text",
    [
        f"{VESTED}, it is hereby ordered as follows:\n\nSection 1. Change. Executive Order 12866 is amended.",
        f"{VESTED}, and in order to amend Executive Order 12866, it is hereby ordered as follows:",
        f"{VESTED}, Executive Order 12866 is hereby amended as follows:",
        f"{VESTED}, I hereby amend Executive Order 12866.",
        f"{VESTED}, and to make a correction, section 2 of Executive Order 12866 is amended.",
        f"{VESTED},\n\nI, JANE DOE, President of the United States, hereby amend Executive Order 12866.",
        VESTED.replace("laws of the ", "laws of the\n\n") + ", I hereby amend Executive Order 12866.",
        VESTED.replace("301 of title", "301 of\n\ntitle") + ", I hereby amend Executive Order 12866.",
        textwrap.fill(VESTED, 40) + ", I hereby amend Executive Order 12866.",
        "Executive Order 99999\n\nA Change of Orders\n\n"
        + VESTED
        + ", I hereby amend Executive Order 12866.",
    ],
)
def test_the_claim_of_authority_is_never_what_the_order_changes(text: str) -> None:
    told = in_place(text, "EO 99999")
    assert told["3 U.S.C. 301"] == {"under_authority_of"}
    assert told.get("EO 12866", {"amends"}) == {"amends"}


def test_a_claim_of_authority_goes_on_where_a_line_ends_in_a_bracket() -> None:
    text = (
        "By the authority vested in me as President by the Constitution and the laws of the United States of "
        "America, including the Pier Act, as amended (46 U.S.C. 4001 et seq.\n), section 12 of the Ropes Act "
        "of 2001, and section 301 of title 3, United States Code,\nI, JOAN Q.\n\nDOE JR., President of the "
        "United States of America, hereby order that piers be swept.\n"
    )
    told = in_place(text)
    assert set(told) == {"Pier Act", "46 U.S.C. 4001 et seq.", "Ropes Act of 2001", "3 U.S.C. 301"}
    assert all(kinds == {"under_authority_of"} for kinds in told.values())


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Section 9 of the Pilotage Fees Act of 1987 (Public Law 100-977) is repealed.",
            [
                ("repeals", "Pilotage Fees Act of 1987", "sec. 9", True),
                ("cites", "Pub. L. 100-977", None, False),
            ],
        ),
        (
            "Sections 3 and 4 of the Pilotage Fees Act of 1987 (Public Law 100-977; 101 Stat. 55; 46 U.S.C. "
            "8501 et seq.) are repealed.",
            [
                ("repeals", "Pilotage Fees Act of 1987", "sec. 3, sec. 4", True),
                ("cites", "Pub. L. 100-977", None, False),
                ("cites", "101 Stat. 55", None, False),
                ("cites", "46 U.S.C. 8501 et seq.", None, False),
            ],
        ),
        (
            "The Pilotage Fees Act of 1987 (Public Law 100-977) is repealed.",
            [
                ("repeals", "Pilotage Fees Act of 1987", None, False),
                ("repeals", "Pub. L. 100-977", None, False),
            ],
        ),
        (
            "Section 4 of the Harbor Act (46 U.S.C. 70001) is amended by striking subsection (b).",
            [("amends", "Harbor Act", "sec. 4", False), ("amends", "46 U.S.C. 70001", None, False)],
        ),
    ],
)
def test_a_parallel_citation_of_the_whole_is_not_changed_with_a_part(
    sentence: str, expected: list[tuple[str, str, str | None, bool]]
) -> None:
    rows = read(sentence)
    assert sorted((r.relation.value, r.target, r.pinpoint, r.in_part) for r in rows) == sorted(expected)


def test_an_act_has_no_relation_to_its_own_short_title() -> None:
    text = (
        'SECTION 1. SHORT TITLE.\n\nThis Act may be cited as the "Harbor Pilot Fairness Act of 2026".\n\n'
        "SEC. 2. REPEAL.\n\nThe Jones Act is repealed by the Harbor Pilot Fairness Act of 2026."
    )
    assert set(in_place(text)) == {"Jones Act"}


@pytest.mark.parametrize(
    "sentence",
    [
        'Section 2 is amended to read as follows: "Sec. 2. Executive Order 12866 is hereby revoked."',
        "Section 2 is amended to read: “Sec. 2. The chair reports. Executive Order 12866 is revoked.”",
        "Section 2 is amended by inserting “, under Executive Order 12866, which is revoked,” after “order”.",
    ],
)
def test_replacement_text_gives_no_relation(sentence: str) -> None:
    assert in_place(f"Sec. 4. Changes. {sentence}") == {}


def test_the_rows_of_a_table_below_a_lead_are_its_objects() -> None:
    text = (
        "Sec. 2. The orders listed below are hereby revoked:\n\n"
        "Executive Order 13600   February 9, 2012\n"
        "Executive Order 13601   February 10, 2012\n"
        "Executive Order 13605   February 12, 2012\n\n"
        "Sec. 3. Executive Order 13700 stays."
    )
    told = in_place(text)
    assert {target for target, kinds in told.items() if kinds == {"revokes"}} == {
        "EO 13600",
        "EO 13601",
        "EO 13605",
    }
    assert told["EO 13700"] == {"cites"}


def test_a_list_without_section_numbers_ends_where_the_next_one_begins() -> None:
    text = (
        "Each committee listed below is continued. (a) Harbor Committee; Executive Order 13600 (Commerce). "
        "(b) Pilot Board; Executive Order 13601 (Treasury). Sec. 3. The following orders are revoked: "
        "(a) Executive Order 13605; and (b) Executive Order 13606."
    )
    told = in_place(text)
    assert told["EO 13600"] == told["EO 13601"] == {"continues"}
    assert told["EO 13605"] == told["EO 13606"] == {"revokes"}


@pytest.mark.parametrize(
    ("sentence", "kind", "in_part"),
    [
        ("Executive Order 13834 is hereby revoked except for sections 6, 7, and 11.", "amends", True),
        (
            "Executive Order 13834 is revoked; except that, to the extent needed, rules stay.",
            "revokes",
            False,
        ),
        (
            "The Board ends pursuant to section 8 of Executive Order 13834 and that order is revoked.",
            "revokes",
            False,
        ),
        ("As it relates to harbor fees, Executive Order 13834 of May 17, 2018, is revoked.", "amends", True),
        (
            "Executive Order 13834 is hereby revoked with respect to transactions after that day.",
            "amends",
            True,
        ),
        ("Executive\nOrder 13834 of May 17, 2018\n(Efficient Work), is hereby revoked.", "revokes", False),
    ],
)
def test_how_much_of_an_order_is_revoked(sentence: str, kind: str, in_part: bool) -> None:
    (row,) = read(f"Sec. 3. {sentence}", outline(document(f"Sec. 3. {sentence}")))
    assert (row.relation.value, row.target, row.in_part) == (kind, "EO 13834", in_part)


@pytest.mark.parametrize("piece", ['"', "``", "“", "(;", ' "a', "Executive Order 13777 (", "the\n\n"])
def test_what_never_closes_hides_nothing_before_it(piece: str) -> None:
    page = document(f"Executive Order 13778 is revoked. {piece * 2_000}")
    plan = Outline((Sentence(Span(0, len(page.text)), Role.BODY),))
    rows = relations(page, plan, recognise(page).authorities)
    assert all(place == page.cite(place.span) for row in rows for place in row.evidence)
    assert ("revokes", "EO 13778") in {(row.relation.value, row.target) for row in rows}


def test_what_edits_below_a_lead_quote_is_not_amended() -> None:
    text = (
        "Sec. 2. Executive Order 12333 is amended as follows:\n\n"
        "(a) Subsection 3.1 is amended by:\n\n"
        "(i) striking “section 662 of the Harbor Act of 1961, under Executive Order 13600,” and\n\n"
        "(ii) inserting “Executive Order 13601”."
    )
    told = in_place(text)
    assert told["EO 12333"] == {"amends"}
    assert "amends" not in {kind for target, kinds in told.items() if target != "EO 12333" for kind in kinds}


def test_a_list_ends_where_its_numbers_begin_again() -> None:
    text = (
        "Sec. 3. The following approvals are hereby revoked: (a) Executive Order 13600; and (b) Executive "
        "Order 13601. Sec. 4. Review. Agencies shall read the rules. (a) As delegated by Executive Order "
        "13605, the Secretary shall report. (b) The Secretary shall follow Executive Order 13606."
    )
    told = in_place(text)
    assert told["EO 13600"] == told["EO 13601"] == {"revokes"}
    assert told["EO 13605"] == told["EO 13606"] == {"cites"}


def test_no_order_changes_a_law() -> None:
    order = (
        f"{VESTED}, and having found that chapter 71 of title 5, United States Code, cannot be applied, "
        "Executive Order 12171 is amended. Chapter 71 of title 5, United States Code, is amended."
    )
    assert in_place(order) == {
        "3 U.S.C. 301": {"under_authority_of"},
        "5 U.S.C. chapter 71": {"cites"},
        "EO 12171": {"amends"},
    }


def test_no_proposed_rule_changes_a_law_but_the_code_of_regulations() -> None:
    rule = (
        "AGENCY: Harbor Board.\n\nACTION: Notice of proposed rule.\n\n"
        "Part 6 of title 33, Code of Federal Regulations, is amended. The Jones Act is amended."
    )
    told = in_place(rule)
    assert (told["33 CFR part 6"], told["Jones Act"]) == ({"amends"}, {"cites"})


def test_what_is_enacted_changes_laws_whatever_it_quotes() -> None:
    act = (
        "Be it enacted by the Senate and House of Representatives, That the Jones Act is amended. "
        "The President shall use the authority vested in me by law."
    )
    assert in_place(act)["Jones Act"] == {"amends"}


def test_an_annex_is_a_part() -> None:
    (row,) = read("The Annex to Executive Order 13288 of March 6, 2003, is replaced and superseded.")
    assert (row.relation.value, row.target, row.in_part) == ("supersedes", "EO 13288", True)
    (row,) = read("Appendix B to Executive Order 13288 is hereby revoked.")
    assert (row.relation.value, row.in_part) == ("amends", True)


def test_what_something_answers_to_is_not_changed() -> None:
    assert told("In response to Executive Order 14257, the tariff table shall be modified.") == {
        ("cites", "EO 14257")
    }


def test_parts_of_listed_papers_end_with_the_paper_named_whole() -> None:
    text = (
        "This Memorandum rescinds OMB Memorandum M-00-13 and the specified parts of the following memos:\n"
        "(a) OMB Memorandum M-03-22: Section III concerning tracking.\n"
        "(b) OMB Memorandum M-99-18: Section II."
    )
    rows = {row.target: row for row in read(text, lines(text, leads={1: 0, 2: 0}))}
    assert rows["OMB M-00-13"].relation.value == "revokes"
    assert [rows[one].relation.value for one in ("OMB M-03-22", "OMB M-99-18")] == ["amends", "amends"]
    assert rows["OMB M-03-22"].in_part and rows["OMB M-99-18"].in_part


def test_the_words_of_a_long_sentence_are_never_cut_amid_a_word() -> None:
    orders = ", ".join(
        f"Executive Order {number} of May 3, 2011 (Keeping the Ropes of Many Ports)"
        for number in range(13500, 13540)
    )
    text = f"The following orders, {orders}, are amended by striking the word ropes wherever it stands"
    for row in read(text):
        for place in row.evidence:
            assert not text[place.start - 1 : place.start].isalnum() or place.start == 0
            assert not text[place.end : place.end + 1].isalnum()


def test_a_section_that_only_gets_another_number_is_not_what_is_amended() -> None:
    announced = "Executive Order 12981 is further amended as follows: A new section 6 is added."
    numbered = "Sections 6 and 7 of Executive Order 12981 are renumbered as sections 7 and 8."
    (both,) = read(f"{announced}\n{numbered}")
    (alone,) = read(numbered)
    assert (both.pinpoint, alone.pinpoint) == (None, "sec. 6, sec. 7")


def test_the_scope_of_an_emergency_is_no_wording_of_an_order() -> None:
    text = (
        "I hereby modify the scope of the national emergency declared in Executive Order 13047, as modified "
        "in scope in Executive Order 13448."
    )
    assert told(text) == {("cites", "EO 13047"), ("cites", "EO 13448")}
