"""What a document does to other authorities, clause by clause."""

from __future__ import annotations

import time

import pytest

from analysis.citations import authority_key, parse, recognise
from analysis.outline import Outline, Role, Sentence, outline
from analysis.relations import relations
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
def test_one_endless_sentence_is_read_in_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        page = document(piece * times)
        plan = Outline((Sentence(Span(0, len(page.text.rstrip())), Role.BODY),))
        found = recognise(page).authorities
        start = time.process_time()
        relations(page, plan, found)
        return time.process_time() - start

    short, long = seconds(500), seconds(5_000)
    assert long < 25 * max(short, 0.004)
