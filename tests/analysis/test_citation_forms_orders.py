"""Spellings of orders, proclamations, memoranda and directives, each to its normal forms."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.citations import parse, recognise
from analysis.library import plain_document

ORDERS: list[tuple[str, list[str]]] = [
    ("Executive Order (E.O.) No. 13,526", ["EO 13526"]),
    ("EXECUTIVE ORDER NO. 12,958", ["EO 12958"]),
    ("Exec. Order 12333", ["EO 12333"]),
    ("Ex. Ord. No. 12333", ["EO 12333"]),
    ("Ex. Order 12333", ["EO 12333"]),
    ("Executive Ord. 12333", ["EO 12333"]),
    ("E.O. No. 12333", ["EO 12333"]),
    ("E.O. #12333", ["EO 12333"]),
    ("EO No. 12333", ["EO 12333"]),
    ("EO# 12333", ["EO 12333"]),
    ("E.O.12333", ["EO 12333"]),
    ("E.O.-12333", ["EO 12333"]),
    ("EO–12333", ["EO 12333"]),
    ("EO's 12333 and 12958", ["EO 12333", "EO 12958"]),
    ("Executive Order Nos. 12333 and 13470", ["EO 12333", "EO 13470"]),
    ("Executive Orders 12333 or 13470", ["EO 12333", "EO 13470"]),
    ("Executive Orders (EOs) 12333 and 13470", ["EO 12333", "EO 13470"]),
    ("Executive Orders 12333, as amended; 13470; and 13355", ["EO 12333", "EO 13470", "EO 13355"]),
    (
        "Executive Orders 11246 (Equal Employment Opportunity), 11478, and 13087 (May 28, 1998)",
        ["EO 11246", "EO 11478", "EO 13087"],
    ),
    (
        "Executive Order 12958 of April 17, 1995, as amended by Executive Order 13292 of March 25, 2003",
        ["EO 12958", "EO 13292"],
    ),
    ("Executive Order 12473-A", ["EO 12473-A"]),
    ("Executive Order 10450, 3 C.F.R. 936 (1949-1953)", ["EO 10450", "3 CFR, 1949-1953 Comp., p. 936"]),
    ("Executive Order 13526, 75 Fed. Reg. 707 (Dec. 29, 2009)", ["EO 13526", "75 FR 707"]),
    ("Executive Order 13526 § 4.1(a)", ["EO 13526 sec. 4.1(a)"]),
    ("Executive Order 13526 at section 4.1", ["EO 13526 sec. 4.1"]),
    ("sec. 4.1(a)(3) of E.O. 13526", ["EO 13526 sec. 4.1(a)(3)"]),
    ("Section 5.4(d) of Executive Order 13526, as amended", ["EO 13526 sec. 5.4(d)"]),
    ("subsection (b) of section 3 of Executive Order 12866", ["EO 12866 sec. 3(b)"]),
    ("Part 2 of Executive Order 13526", ["EO 13526 part 2"]),
    ("sections 1-401 and 1-402 of Executive Order 12044", ["EO 12044 sec. 1-401", "EO 12044 sec. 1-402"]),
    ("section 1-101 of Executive Order 12250", ["EO 12250 sec. 1-101"]),
    ("section 1–101 of Executive Order 12250", ["EO 12250 sec. 1-101"]),
    ("Executive Order of March 6, 1933", ["Executive Order of 1933-03-06"]),
    ("Executive order of July 2, 1910", ["Executive Order of 1910-07-02"]),
    ("the Executive Order dated January 27, 2017", ["Executive Order of 2017-01-27"]),
    ("Executive Order 13769 (January 27, 2017)", ["EO 13769"]),
    (
        'Executive Order 13769, "Protecting the Nation From Foreign Terrorist Entry Into the United States,"',
        ["EO 13769"],
    ),
    ('the Executive Order titled "X" (Executive Order 13769)', ["EO 13769"]),
    ("New York Executive Order 202.6", ["State EO 202.6"]),
    ("Governor Newsom's Executive Order N-25-20", ["State EO N-25-20"]),
    ("Governor's Executive Order 20-07", ["State EO 20-07"]),
    ("Executive Orders 13765-13767", ["EO 13765", "EO 13767"]),
    ("Executive Orders 13765 through 13767", ["EO 13765", "EO 13767"]),
    ("President Reagan's Executive Order 12291", ["EO 12291"]),
    ("Executive Order 6102", ["EO 6102"]),
    ("Executive Order 9066 of February 19, 1942", ["EO 9066"]),
    ("Proclamation 7463", ["Proclamation 7463"]),
    ("Presidential Proclamation No. 7463 of September 14, 2001", ["Proclamation 7463"]),
    ("Proclamation 9645 of September 24, 2017 (Enhancing Vetting Capabilities)", ["Proclamation 9645"]),
    ("Proc. No. 7463", ["Proclamation 7463"]),
    ("Proclamation Nos. 9704 and 9705", ["Proclamation 9704", "Proclamation 9705"]),
    ("Proclamations 9704, 9705, and 9980", ["Proclamation 9704", "Proclamation 9705", "Proclamation 9980"]),
    ("Proclamation No. 10,043", ["Proclamation 10043"]),
    ("section 1 of Proclamation 9645", ["Proclamation 9645 sec. 1"]),
    ("PROCLAMATION 9844", ["Proclamation 9844"]),
    ("Presidential Determination No. 2021-05 of May 3, 2021", ["Presidential Determination 2021-05"]),
    ("Presidential Determination (PD) 2021-05", ["Presidential Determination 2021-05"]),
    ("Presidential Determination 99-37", ["Presidential Determination 99-37"]),
    (
        "Presidential Determinations 2001-10 and 2001-11",
        ["Presidential Determination 2001-10", "Presidential Determination 2001-11"],
    ),
    ("Presidential Determination No. 2021–05", ["Presidential Determination 2021-05"]),
    ("Military Order of November 13, 2001", ["Military Order of 2001-11-13"]),
    (
        "the Presidential Memorandum of January 28, 2017 (Organization of the National Security Council)",
        ["Presidential Memorandum of 2017-01-28"],
    ),
    (
        "Memorandum of August 25, 2017 (Military Service by Transgender Individuals)",
        ["Presidential Memorandum of 2017-08-25"],
    ),
    ("the Memorandum of March 23, 2018", ["Presidential Memorandum of 2018-03-23"]),
    (
        "the memorandum dated September 10, 2012, for the Secretary of State",
        ["Presidential Memorandum of 2012-09-10"],
    ),
    (
        "Memorandum for the Heads of Executive Departments and Agencies of January 20, 2017",
        ["Presidential Memorandum of 2017-01-20"],
    ),
    (
        "Presidential Memorandum on Transparency and Open Government",
        ["Presidential Memorandum (Transparency and Open Government)"],
    ),
    ("Presidential Memorandum of 21 January 2009", ["Presidential Memorandum of 2009-01-21"]),
    ("Presidential Memorandum dated 1/21/2009", ["Presidential Memorandum of 2009-01-21"]),
    (
        "the President's Memorandum of March 4, 2009, on Government Contracting",
        ["Presidential Memorandum of 2009-03-04"],
    ),
    (
        "the Presidential Memoranda of January 21, 2009, and December 8, 2009",
        ["Presidential Memorandum of 2009-01-21", "Presidential Memorandum of 2009-12-08"],
    ),
    ("White House Memorandum of May 3, 2012", ["Presidential Memorandum of 2012-05-03"]),
    (
        "President's memorandum for the Secretary of State of September 10, 2012",
        ["Presidential Memorandum of 2012-09-10"],
    ),
    ("my memorandum of June 2, 2010", ["Presidential Memorandum of 2010-06-02"]),
]
DIRECTIVES: list[tuple[str, list[str]]] = [
    ("PPD 21", ["PPD-21"]),
    ("PPD–21", ["PPD-21"]),
    ('PPD-21, "Critical Infrastructure Security and Resilience"', ["PPD-21"]),
    ("PPD/PPD-8", ["PPD-8"]),
    ("Presidential Policy Directive (PPD)-8", ["PPD-8"]),
    ("Presidential Policy Directive/PPD-41", ["PPD-41"]),
    ("Presidential Policy Directive No. 20", ["PPD-20"]),
    ("Presidential Policy Directives 20 and 21", ["PPD-20", "PPD-21"]),
    ("HSPD-5, HSPD-7, and HSPD-12", ["HSPD-5", "HSPD-7", "HSPD-12"]),
    ("HSPDs 5 and 7", ["HSPD-5", "HSPD-7"]),
    ("HSPD–20/NSPD–51", ["HSPD-20", "NSPD-51"]),
    (
        "National Security Presidential Directive 51/Homeland Security Presidential Directive 20",
        ["NSPD-51", "HSPD-20"],
    ),
    ("National Security Presidential Directive (NSPD) 51", ["NSPD-51"]),
    (
        "National Security Presidential Directive-51/Homeland Security Presidential Directive-20",
        ["NSPD-51", "HSPD-20"],
    ),
    ("NSPD-51 / HSPD-20", ["NSPD-51", "HSPD-20"]),
    ("NSPM-33", ["NSPM-33"]),
    ("National Security Presidential Memorandum 33", ["NSPM-33"]),
    ("National Security Presidential Memorandum (NSPM)-33", ["NSPM-33"]),
    ("NSM-22", ["NSM-22"]),
    ("National Security Memorandum/NSM-22", ["NSM-22"]),
    ("National Security Memorandum 22 of April 30, 2024", ["NSM-22"]),
    ("PDD-63", ["PDD-63"]),
    ("PDD 63", ["PDD-63"]),
    ("Presidential Decision Directive 63", ["PDD-63"]),
    ("PDD/NSC-63", ["PDD-63"]),
    ("Presidential Decision Directive/NSC-63", ["PDD-63"]),
    ("PDD-NSC-63", ["PDD-63"]),
    ("Presidential Decision Directive (PDD) 63", ["PDD-63"]),
    ("NSDD 145", ["NSDD-145"]),
    ("NSDD-145", ["NSDD-145"]),
    ("National Security Decision Directive Number 145", ["NSDD-145"]),
    ("National Security Decision Directive 298", ["NSDD-298"]),
    ("SPD-5", ["SPD-5"]),
    ("Space Policy Directive-5", ["SPD-5"]),
    ("Space Policy Directive 1 of December 11, 2017", ["SPD-1"]),
    ("PSD-9", ["PSD-9"]),
    ("Presidential Study Directive 9", ["PSD-9"]),
    ("PSD-10", ["PSD-10"]),
    ("section 3 of PPD-28", ["PPD-28 sec. 3"]),
    ("section 2(a) of NSPM-13", ["NSPM-13 sec. 2(a)"]),
    ("OMB Memorandum 17-15", ["OMB M-17-15"]),
    ("OMB Memorandum M 17-15", ["OMB M-17-15"]),
    ("OMB M–17–15", ["OMB M-17-15"]),
    ("M−17−15", ["OMB M-17-15"]),
    ("OMB Memorandum No. M-17-15", ["OMB M-17-15"]),
    ("Memoranda M-17-15, M-17-16, and M-18-01", ["OMB M-17-15", "OMB M-17-16", "OMB M-18-01"]),
    ("OMB memos M-17-15 and 17-16", ["OMB M-17-15", "OMB M-17-16"]),
    ('M-17-15, "Title of this"', ["OMB M-17-15"]),
    ("OMB Guidance M-17-15", ["OMB M-17-15"]),
    ("OMB Circular No. A–123", ["OMB Circular A-123"]),
    (
        "OMB Circular A-123, Appendices A, B and C",
        [
            "OMB Circular A-123, appendix A",
            "OMB Circular A-123, appendix B",
            "OMB Circular A-123, appendix C",
        ],
    ),
    ("OMB Circular A-123 Appendix A", ["OMB Circular A-123, appendix A"]),
    ("OMB Circular A-11, section 51", ["OMB Circular A-11"]),
    ("section 51 of OMB Circular A-11", ["OMB Circular A-11, sec. 51"]),
    ("OMB A-123", ["OMB Circular A-123"]),
    ("Circular No. A-94", ["OMB Circular A-94"]),
    ("OMB Circular No A-4", ["OMB Circular A-4"]),
    (
        "OMB Circulars Nos. A-21, A-87, and A-122",
        ["OMB Circular A-21", "OMB Circular A-87", "OMB Circular A-122"],
    ),
    ("OMB Circular A–130 Managing Information", ["OMB Circular A-130"]),
    ("OMB Cir. A-87", ["OMB Circular A-87"]),
    ("Appendix III to OMB Circular No. A-130", ["OMB Circular A-130, appendix III"]),
    (
        "Appendices A and B of OMB Circular A-123",
        ["OMB Circular A-123, appendix A", "OMB Circular A-123, appendix B"],
    ),
    ("OMB Bulletin 24-01", ["OMB Bulletin 24-01"]),
    ("OMB Bulletin No. 17–02", ["OMB Bulletin 17-02"]),
    ("Office of Management and Budget Bulletin No. 07-02", ["OMB Bulletin 07-02"]),
    ("OMB's Bulletin 07-02", ["OMB Bulletin 07-02"]),
    ("DoDD 5000.01", ["DoD Directive 5000.01"]),
    ("DoD Directive (DoDD) 5000.01", ["DoD Directive 5000.01"]),
    ("DoD Instruction (DoDI) 5000.02", ["DoD Instruction 5000.02"]),
    ("DoDI 5000.02T", ["DoD Instruction 5000.02T"]),
    ("DoDM 5200.01, Volume 1", ["DoD Manual 5200.01"]),
    ("DoD Manual 5200.01", ["DoD Manual 5200.01"]),
    ("DoD 5200.2-R", ["DoD Regulation 5200.2-R"]),
    ("DoD 7000.14-R", ["DoD Regulation 7000.14-R"]),
    ("DoDD 5240.1-R", ["DoD Directive 5240.1-R"]),
    ("DoD Regulation 5240.1-R", ["DoD Regulation 5240.1-R"]),
    ("Department of Defense Instruction 1300.17", ["DoD Instruction 1300.17"]),
    ("DoD Directive-Type Memorandum 19-004", ["DTM 19-004"]),
    ("DTM-19-004", ["DTM 19-004"]),
    ("DoDD-5105.53", ["DoD Directive 5105.53"]),
    ("DoD Instructions 5000.02 and 5000.85", ["DoD Instruction 5000.02", "DoD Instruction 5000.85"]),
    ("DODI 1332.18", ["DoD Instruction 1332.18"]),
    ("Intelligence Community Directive 503", ["ICD-503"]),
    ("ICD 503", ["ICD-503"]),
    ("BOD-23-01", ["BOD 23-01"]),
    ("BOD 19–02", ["BOD 19-02"]),
    ("Binding Operational Directives 22-01 and 23-01", ["BOD 22-01", "BOD 23-01"]),
    ("Binding Operational Directive (BOD) 22-01", ["BOD 22-01"]),
    ("ED-21-01", ["ED 21-01"]),
    ("ED 21-01", ["ED 21-01"]),
    ("CISA Emergency Directive 21-01", ["ED 21-01"]),
    ("Emergency Directive (ED) 21-01", ["ED 21-01"]),
    ("CISA Binding Operational Directive 22-01", ["BOD 22-01"]),
]
TABLE = [*ORDERS, *DIRECTIVES]


def citations(text: str) -> list[str]:
    rows = recognise(plain_document(text)).authorities
    assert all(text[one.start : one.end] == one.quote for row in rows for one in row.evidence)
    return [row.citation for row in rows]


@pytest.mark.parametrize(("words", "expected"), TABLE, ids=[words for words, _ in TABLE])
def test_a_spelling_gives_its_normal_forms(words: str, expected: list[str]) -> None:
    assert citations(f"We refer to {words}.") == expected
    assert citations(f"({words})") == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TABLE), min_size=2, max_size=8))
def test_a_spelling_means_the_same_beside_any_others(chosen: list[tuple[str, list[str]]]) -> None:
    text = "\n\n".join(f"We refer to {words}." for words, _ in chosen)
    assert citations(text) == [form for _, expected in chosen for form in expected]


@pytest.mark.parametrize("form", sorted({form for _, expected in TABLE for form in expected}))
def test_a_normal_form_gives_its_own_key_again(form: str) -> None:
    authority = parse(form)
    assert authority is not None and authority.normal == form
    whole = parse(authority.key)
    assert whole is not None and (whole.key, whole.type) == (authority.key, authority.type)
