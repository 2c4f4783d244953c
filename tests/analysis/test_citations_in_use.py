"""How offices really write: letters, memoranda, filings and scans, and the words that only look so."""

from __future__ import annotations

import pytest

from analysis.citations import parse, recognise
from pipeline.documents import ExtractedDocument, Page, Span


def document(text: str) -> ExtractedDocument:
    return ExtractedDocument("0", "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


def citations(text: str) -> list[str]:
    return [row.citation for row in recognise(document(text)).authorities]


WRITTEN: list[tuple[str, list[str]]] = [
    ("5 U.S.C. §§ 552, 552a", ["5 U.S.C. 552", "5 U.S.C. 552a"]),
    ("20 U.S.C. § 1232g(b)(4)(B)", ["20 U.S.C. 1232g(b)(4)(B)"]),
    ("5 U.S.C. § 552(b)(6), (b)(7)(C)", ["5 U.S.C. 552(b)(6)", "5 U.S.C. 552(b)(7)(C)"]),
    ("5 U.S.C. §§ 552(b)(6) & (b)(7)(C)", ["5 U.S.C. 552(b)(6)", "5 U.S.C. 552(b)(7)(C)"]),
    ("5 U.S.C, 552", ["5 U.S.C. 552"]),
    ("5 U.S.C § 552a", ["5 U.S.C. 552a"]),
    ("5 USC 552a(e)(3)", ["5 U.S.C. 552a(e)(3)"]),
    ("5 U.S.C. Section 8336(d)(2)", ["5 U.S.C. 8336(d)(2)"]),
    ("5 U.S.C.\u00a0§\u00a0706(2)(A)", ["5 U.S.C. 706(2)(A)"]),
    ("42 U.S.C. §\n2000d et seq.", ["42 U.S.C. 2000d et seq."]),
    ("42 U.S.C. §§ 4321–4347", ["42 U.S.C. 4321-4347"]),
    ("42 U.S.C. §§ 4321 to 4347", ["42 U.S.C. 4321-4347"]),
    ("42 U.S.C. 2000e-16", ["42 U.S.C. 2000e-16"]),
    ("42 U.S.C. §1395w-4(b)", ["42 U.S.C. 1395w-4(b)"]),
    ("42 U.S.C. 300aa-10 et seq.", ["42 U.S.C. 300aa-10 et seq."]),
    ("15 U.S.C. 78dd-1, et seq.", ["15 U.S.C. 78dd-1 et seq."]),
    ("12 U.S.C. 5301 note", ["12 U.S.C. 5301 note"]),
    ("8 U.S.C. 1182(a)(9)(B)(i)(II)", ["8 U.S.C. 1182(a)(9)(B)(i)(II)"]),
    ("8 U.S.C. 1182(f) and 1185(a)", ["8 U.S.C. 1182(f)", "8 U.S.C. 1185(a)"]),
    ("section 1346(b) of title 28, U.S. Code", ["28 U.S.C. 1346(b)"]),
    ("28 U.S.C. §§ 1346(b), 2671-80", ["28 U.S.C. 1346(b)", "28 U.S.C. 2671-2680"]),
    ("28 U.S.C. § 1746", ["28 U.S.C. 1746"]),
    ("Section 3553 of Title 44", ["44 U.S.C. 3553"]),
    ("subchapter II of chapter 5 of title 5, United States Code", ["5 U.S.C. chapter 5, subchapter II"]),
    ("chapters 31 and 33 of title 44", ["44 U.S.C. chapter 31", "44 U.S.C. chapter 33"]),
    ("10 U.S.C. §130c", ["10 U.S.C. 130c"]),
    ("10 U.S.C. chapter 137", ["10 U.S.C. chapter 137"]),
    ("41 U.S.C. 1908", ["41 U.S.C. 1908"]),
    ("18 U.S.C. 1001", ["18 U.S.C. 1001"]),
    ("50 U.S.C. App. § 2061", ["50 U.S.C. App. 2061"]),
    ("5 U.S.C. app. 3, § 8", ["5 U.S.C. App. 3"]),
    ("Title 10 USC Section 1552", ["10 U.S.C. 1552"]),
    ("10 USC §1552", ["10 U.S.C. 1552"]),
    ("38 USC 7104(d)(1)", ["38 U.S.C. 7104(d)(1)"]),
    ("26 U.S.C. 6103(l)(7)", ["26 U.S.C. 6103(l)(7)"]),
    ("31 U.S.C. § 1342; 31 U.S.C. § 1517(a)", ["31 U.S.C. 1342", "31 U.S.C. 1517(a)"]),
    (
        "31 U.S.C. §§ 1341(a)(1)(A), 1342 and 1517",
        ["31 U.S.C. 1341(a)(1)(A)", "31 U.S.C. 1342", "31 U.S.C. 1517"],
    ),
    ("5 U.S.C. § 552.3", ["5 U.S.C. 552"]),
    ("5 U.S.C. § 552a,2 which", ["5 U.S.C. 552a"]),
    ("32 CFR Part 2001", ["32 CFR part 2001"]),
    ("32 C.F.R. pt. 2002", ["32 CFR part 2002"]),
    ("2 C.F.R. § 200.318(a)", ["2 CFR 200.318(a)"]),
    ("2 CFR §§ 200.317–200.327", ["2 CFR 200.317-200.327"]),
    ("45 CFR Parts 160 and 164", ["45 CFR part 160", "45 CFR part 164"]),
    ("45 C.F.R. Parts 160, 162, and 164", ["45 CFR part 160", "45 CFR part 162", "45 CFR part 164"]),
    ("29 C.F.R. §1614.105(a)(1)", ["29 CFR 1614.105(a)(1)"]),
    ("21 CFR 10.30(e)(2)(iii)", ["21 CFR 10.30(e)(2)(iii)"]),
    ("Title 49 of the Code of Federal Regulations, Part 26", ["49 CFR part 26"]),
    ("title 14, Code of Federal Regulations, part 135", ["14 CFR part 135"]),
    ("5 CFR\u00a02635.502", ["5 CFR 2635.502"]),
    ("40 CFR 60.2 and 63.2", ["40 CFR 60.2", "40 CFR 63.2"]),
    ("40 CFR part 63, subpart ZZZZ", ["40 CFR part 63, subpart ZZZZ"]),
    ("section 412.3 of title 42, Code of Federal Regulations", ["42 CFR 412.3"]),
    ("42 CFR 412.3(d)(1) through (3)", ["42 CFR 412.3(d)(1)-(3)"]),
    ("36 CFR 1222-1238", ["36 CFR parts 1222-1238"]),
    ("5 CFR 1320", ["5 CFR part 1320"]),
    ("48 C.F.R. § 52.212-4(l)", ["48 CFR 52.212-4(l)"]),
    ("40 CFR 1501.4 (2019)", ["40 CFR 1501.4"]),
    ("6 CFR 5, Appendix A", ["6 CFR part 5, appendix A"]),
    ("P.L. 117-58", ["Pub. L. 117-58"]),
    ("PL 110-181", ["Pub. L. 110-181"]),
    ("Pub.L. 104-13", ["Pub. L. 104-13"]),
    ("Pub. L. No. 116-260, div. U, § 105", ["Pub. L. 116-260, division U, sec. 105"]),
    ("section 889(a)(1)(B) of Pub. L. 115-232", ["Pub. L. 115-232, sec. 889(a)(1)(B)"]),
    ("Public Laws 107-56 and 107-296", ["Pub. L. 107-56", "Pub. L. 107-296"]),
    ("Public Law 116–136 (134 Stat. 281)", ["Pub. L. 116-136", "134 Stat. 281"]),
    ("124 Stat. 1376, 1955", ["124 Stat. 1376"]),
    ("Act of August 24, 1912", ["Act of August 24, 1912"]),
    ("86 FR 7009", ["86 FR 7009"]),
    ("86 Fed. Reg. 7,009 (Jan. 25, 2021)", ["86 FR 7009"]),
    ("70 Fed. Reg. at 2671", ["70 FR 2671"]),
    ("58 Fed.Reg. 51735", ["58 FR 51735"]),
    ("E0 13526", ["EO 13526"]),
    ("E.0. 13526", ["EO 13526"]),
    ("Executive Order\u00a014028", ["EO 14028"]),
    ("Executive Order (EO) 13556", ["EO 13556"]),
    ("Executive Order (E.O.) 13556", ["EO 13556"]),
    ("Executive Order No. 12,866", ["EO 12866"]),
    ("E.O. 12866, as amended by E.O. 14094", ["EO 12866", "EO 14094"]),
    ("EOs 12866 and 13563", ["EO 12866", "EO 13563"]),
    ("E.O.s 13175 and 13132", ["EO 13175", "EO 13132"]),
    ("Executive Orders 12866, 13563, and 14094", ["EO 12866", "EO 13563", "EO 14094"]),
    ("Section 1.4(c) of Executive Order 13526", ["EO 13526 sec. 1.4(c)"]),
    ("E.O. 13526, § 3.3(b)(1)", ["EO 13526 sec. 3.3(b)(1)"]),
    ("EO 12333 §1.8", ["EO 12333 sec. 1.8"]),
    ("Executive Order 14028 section 4(e)", ["EO 14028 sec. 4(e)"]),
    ("Execu\u00adtive Order 14110", ["EO 14110"]),
    ("Exec. Orders 13767 & 13768", ["EO 13767", "EO 13768"]),
    ("Executive Order 11246, as amended", ["EO 11246"]),
    ("Executive Order 13990.12 The agency", ["EO 13990"]),
    ("Proclamation 10043", ["Proclamation 10043"]),
    ("Presidential Proclamation 9994", ["Proclamation 9994"]),
    ("Proc. 9704", ["Proclamation 9704"]),
    (
        "Presidential Memorandum dated January 21, 2009 (Transparency)",
        ["Presidential Memorandum of 2009-01-21"],
    ),
    ("the Memorandum of February 24, 2017, from the President", ["Presidential Memorandum of 2017-02-24"]),
    ("President Obama's memorandum of January 21, 2009", ["Presidential Memorandum of 2009-01-21"]),
    ("NSM-8", ["NSM-8"]),
    ("National Security Memorandum 10", ["NSM-10"]),
    ("PPD-41", ["PPD-41"]),
    ("Presidential Policy Directive-8 (PPD-8)", ["PPD-8"]),
    ("HSPD-5 and PPD-8", ["HSPD-5", "PPD-8"]),
    ("NSDD-189", ["NSDD-189"]),
    ("Presidential Determination 2023-07", ["Presidential Determination 2023-07"]),
    ("Reorganization Plan No. 2 of 1977", ["Reorganization Plan No. 2 of 1977"]),
    ("OMB M-22-09", ["OMB M-22-09"]),
    ("OMB Memo M-19-17", ["OMB M-19-17"]),
    ("Memorandum M-21-31", ["OMB M-21-31"]),
    ("OMB Memoranda M-22-09 and M-22-18", ["OMB M-22-09", "OMB M-22-18"]),
    ("M-06-16 and M-07-16", ["OMB M-06-16", "OMB M-07-16"]),
    ("OMB Circular No. A-130", ["OMB Circular A-130"]),
    ("Circular A-123, Appendix C", ["OMB Circular A-123, appendix C"]),
    ("OMB Circular A-11, Part 6", ["OMB Circular A-11"]),
    ("Office of Management and Budget Circular A-76", ["OMB Circular A-76"]),
    ("Office of Management and Budget Memorandum M-10-22", ["OMB M-10-22"]),
    ("OMB Circulars A-123 and A-130", ["OMB Circular A-123", "OMB Circular A-130"]),
    ("BOD 22-01", ["BOD 22-01"]),
    ("DoD Instruction 5400.11", ["DoD Instruction 5400.11"]),
    ("DoD Directive 5400.07", ["DoD Directive 5400.07"]),
    (
        "the Federal Advisory Committee Act (FACA), 5 U.S.C. App. 2",
        ["Federal Advisory Committee Act", "5 U.S.C. App. 2"],
    ),
    ("the Freedom of Information Act (FOIA), 5 U.S.C. § 552", ["Freedom of Information Act", "5 U.S.C. 552"]),
    ("the Privacy Act of 1974, 5 U.S.C. § 552a", ["Privacy Act of 1974", "5 U.S.C. 552a"]),
    (
        "Section 504 of the Rehabilitation Act of 1973, as amended (29 U.S.C. § 794)",
        ["Rehabilitation Act of 1973, sec. 504", "29 U.S.C. 794"],
    ),
    ("Section 508 of the Rehabilitation Act", ["Rehabilitation Act, sec. 508"]),
    ("Title IX of the Education Amendments of 1972", ["Education Amendments of 1972, title IX"]),
    ("title VII of the Civil Rights Act", ["Civil Rights Act, title VII"]),
    ("the Inspector General Act of 1978, as amended", ["Inspector General Act of 1978"]),
    (
        "the Robert T. Stafford Disaster Relief and Emergency Assistance Act",
        ["Robert T. Stafford Disaster Relief and Emergency Assistance Act"],
    ),
    ("section 230 of the Communications Decency Act", ["Communications Decency Act, sec. 230"]),
    ("the CARES Act", ["CARES Act"]),
    ("the Infrastructure Investment and Jobs Act", ["Infrastructure Investment and Jobs Act"]),
    ("the USA PATRIOT Act", ["USA PATRIOT Act"]),
    ("the Clinger-Cohen Act", ["Clinger-Cohen Act"]),
    (
        "the Foundations for Evidence-Based Policymaking Act of 2018",
        ["Foundations for Evidence-Based Policymaking Act of 2018"],
    ),
    ("Section 5 of the FTC Act", ["FTC Act, sec. 5"]),
    ("the Consolidated Appropriations Act, 2023", ["Consolidated Appropriations Act, 2023"]),
    (
        "the National Environmental Policy Act of 1969 (42 U.S.C. 4321 et seq.)",
        ["National Environmental Policy Act of 1969", "42 U.S.C. 4321 et seq."],
    ),
    (
        "the Immigration and Nationality Act, 8 U.S.C. 1101 et seq.",
        ["Immigration and Nationality Act", "8 U.S.C. 1101 et seq."],
    ),
    ("the Ethics in Government Act of 1978", ["Ethics in Government Act of 1978"]),
    ("the Anti-Deficiency Act", ["Anti-Deficiency Act"]),
    ("the Hatch Act and the Whistleblower Protection Act", ["Hatch Act", "Whistleblower Protection Act"]),
    ("H.R. 3076", ["H.R. 3076"]),
    ("H.R.3076", ["H.R. 3076"]),
    ("S. 2938", ["S. 2938"]),
    ("S.J. Res. 54", ["S.J.Res. 54"]),
    ("H. Con. Res. 83", ["H.Con.Res. 83"]),
    ("H.Res. 24", ["H.Res. 24"]),
    ("S. Rep. No. 117-39", ["S. Rep. 117-39"]),
    ("H. Rept. 116-9", ["H.R. Rep. 116-9"]),
    ("NARA v. Favish, 541 U.S. 157 (2004)", ["541 U.S. 157"]),
    ("NIST SP 800-171", ["NIST SP 800-171"]),
    ("FAR 9.406-2", ["FAR 9.406-2"]),
    ("FAR Part 15", ["FAR part 15"]),
    ("FAR clause 52.222-50", ["FAR 52.222-50"]),
    ("GAO-21-171", ["GAO-21-171"]),
    ("FIPS 199", ["FIPS 199"]),
    (
        "the Paperwork Reduction Act, section 3512 of title 44, United States Code",
        ["Paperwork Reduction Act", "44 U.S.C. 3512"],
    ),
    ("Executive Order 12866, section 301 of title 3", ["EO 12866", "3 U.S.C. 301"]),
    (
        "the FedRAMP Authorization Act, section 5921 of Public Law 117-263",
        ["FedRAMP Authorization Act", "Pub. L. 117-263, sec. 5921"],
    ),
    (
        "the Creating Helpful Incentives to Produce Semiconductors (CHIPS) Act of 2022",
        ["Creating Helpful Incentives to Produce Semiconductors Act of 2022"],
    ),
    ("section 637 of Division J of Public Law 108-7", ["Pub. L. 108-7, sec. 637"]),
    ("subsection 6(c) of Public Law 109-366", ["Pub. L. 109-366, sec. 6(c)"]),
    ("section 140 of Public Law 97-92, and Public Law 108-6", ["Pub. L. 97-92, sec. 140", "Pub. L. 108-6"]),
    (
        "the Convention Relative to the Treatment of Prisoners of War",
        ["Convention Relative to the Treatment of Prisoners of War"],
    ),
    ("the Inter-American Convention Against Corruption", ["Inter-American Convention Against Corruption"]),
    (
        "the Foreign Intelligence Surveillance Act of 1978 Amendments Act of 2008",
        ["Foreign Intelligence Surveillance Act of 1978 Amendments Act of 2008"],
    ),
    ("the Military Justice Amendments of 1989", ["Military Justice Amendments of 1989"]),
    ("DOD Directive 3000.09", ["DoD Directive 3000.09"]),
    ("UNDER THE CLEAN AIR ACT", ["Clean Air Act"]),
    ("TRADING WITH THE ENEMY ACT", ["Trading with the Enemy Act"]),
]
ONLY_ALIKE = [
    "the M16 and M-16 rifles",
    "an M-1 Abrams and M-4 carbines",
    "an order of 13526 units",
    "Purchase Order 13526",
    "Delivery Order No. 12866",
    "the court's Order of June 3, 2019",
    "in order 12 days later",
    "Act now and call today",
    "Congress must act on the Act of war",
    "we act under pressure",
    "the Act",
    "your FOIA request FOIA-2021-00345",
    "Title IX coordinators",
    "Section 8 housing vouchers",
    "Schedule C appointees",
    "1600 Pennsylvania Avenue NW",
    "725 17th Street, N.W.",
    "Room 5 U.S. Courthouse",
    "Docket No. EPA-HQ-OAR-2021-0317",
    "OMB Control No. 0704-0188",
    "Standard Form 86 (SF-86)",
    "Form I-9",
    "DD Form 2345",
    "Part 2 of the report",
    "part 135 operators",
    "Chapter 5 of the handbook",
    "a Code of Conduct",
    "his 13,526 employees",
    "A-76",
    "Interstate H-1 and S. 1st Avenue",
    "(202) 395-3080",
    "Case No. 1:21-cv-01234",
    "the Balancing Act of running two offices",
    "Sister Act",
    "page 44 of 3501",
    "U.S. 101 and I-95",
    "the Order of the Purple Heart",
    "a Public Law degree",
    "a FR 17 train",
    "5 U.S. citizens",
    "EO training for 13000 staff",
    "Circular file A",
]


@pytest.mark.parametrize(("words", "expected"), WRITTEN, ids=[words for words, _ in WRITTEN])
def test_an_office_s_spelling_has_its_normal_forms(words: str, expected: list[str]) -> None:
    assert citations(f"We refer to {words}.") == expected
    assert citations(f"({words})") == expected


@pytest.mark.parametrize("words", ONLY_ALIKE)
def test_words_that_only_look_like_a_citation_give_none(words: str) -> None:
    assert citations(f"We refer to {words}.") == []
    assert citations(f"({words})") == []


def test_every_form_of_the_table_parses_back() -> None:
    forms = {form for _, expected in WRITTEN for form in expected}
    parsed = {form: parse(form) for form in forms}
    assert [form for form, authority in parsed.items() if authority is None or authority.normal != form] == []


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("5 U.S.C. § 552a,2 which binds", "5 U.S.C. § 552a"),
        ("Executive Order 13990.12 The agency", "Executive Order 13990"),
        ("5 U.S.C. § 552.3 The agency", "5 U.S.C. § 552"),
    ],
)
def test_the_mark_of_a_footnote_is_left_out_of_the_quote(words: str, quote: str) -> None:
    document = ExtractedDocument("0", "x.txt", "text/plain", words, (Page(1, Span(0, len(words))),))
    assert [row.evidence[0].quote for row in recognise(document).authorities] == [quote]


@pytest.mark.parametrize(
    "clause",
    [
        'This Act may be cited as the "Harbor Pilot Fairness Act of 2026".',
        "This Act may be cited as the ‘‘Harbor Pilot Fairness Act of 2026’’.",
        "This title shall be known and may be cited as the Harbor Pilot Fairness Act of 2026.",
        "This Act may be cited as the “Harbor Pilot Fairness Act of 2026” or the “Pilot Act of 2026”.",
    ],
)
def test_the_name_an_act_gives_itself_is_its_own(clause: str) -> None:
    text = f"{clause} The Harbor Pilot Fairness Act is new; the Jones Act is old."
    document = ExtractedDocument("0", "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    rows = recognise(document).authorities
    assert {row.citation for row in rows if not row.is_self} == {"Jones Act"}
    assert sum(row.is_self for row in rows) == len(rows) - 1 >= 2


def test_a_memorandum_named_behind_a_dated_one_is_another() -> None:
    text = (
        "See the Presidential Memorandum of January 28, 2017 (Organization of the Board). It goes beyond the "
        "Presidential Memorandum on Transparency of Docks."
    )
    assert citations(text) == [
        "Presidential Memorandum of 2017-01-28",
        "Presidential Memorandum (Transparency of Docks)",
    ]


def test_where_a_head_says_the_paper_is_printed_is_no_other_authority() -> None:
    text = "# Executive Order 13985: Docks\n\n- Citation: 86 FR 7009\n\nSee 85 FR 60683.\n"
    found = {one.citation: one.is_self for one in recognise(document(text), "EO 13985").authorities}
    assert found == {"EO 13985": True, "86 FR 7009": True, "85 FR 60683": False}


def test_a_convention_is_named_to_its_end() -> None:
    name = "Convention Against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment"
    assert citations(f"See the {name}, too.") == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "(c) a pilot is one as defined in 46 U.S.C. 101(16);\n\n(d) the term pier means a dock;",
            ["46 U.S.C. 101(16)"],
        ),
        ("as defined in 46 U.S.C. 101(2); (d) the term pier means a dock", ["46 U.S.C. 101(2)"]),
        ("given by 46 U.S.C. 101(2); and (2) section 40 of the Harbor Act", ["46 U.S.C. 101(2)"]),
        ("the fees of 22 CFR 51.63(c), and\n\n(e) no other fee", ["22 CFR 51.63(c)"]),
        (
            "46 U.S.C. 101(a); (b)(1); and (c).",
            ["46 U.S.C. 101(a)", "46 U.S.C. 101(b)(1)", "46 U.S.C. 101(c)"],
        ),
        (
            "46 U.S.C. 101(a),\n(b), and (c) apply",
            ["46 U.S.C. 101(a)", "46 U.S.C. 101(b)", "46 U.S.C. 101(c)"],
        ),
    ],
)
def test_the_label_of_the_next_paragraph_is_no_pinpoint(text: str, expected: list[str]) -> None:
    assert [one for one in citations(text) if "Act" not in one] == expected


@pytest.mark.parametrize(
    "text",
    [
        "I refer to my memorandum of May 4, 2020, on the piers.",
        "The memorandum to the Rope Board of May 4, 2020, set the fee.",
        "The Warden's Memorandum of May 4, 2020 (Care of Piers) set the fee.",
        "See the Memorandum of May 4, 2020.",
        "The President spoke at the harbor. My memorandum of May 4, 2020, tells of it.",
    ],
)
def test_the_memorandum_of_an_office_is_no_presidents(text: str) -> None:
    assert recognise(document(text), of_an_office=True).authorities == ()


@pytest.mark.parametrize(
    "text",
    [
        "The Presidential Memorandum of May 4, 2020, set the fee.",
        "The President's memorandum of May 4, 2020, set the fee.",
        "We follow the memorandum of May 4, 2020, from the President.",
        "We follow the Memorandum of May 4, 2020 (Care of Piers).",
        "We follow the White House memorandum of May 4, 2020.",
    ],
)
def test_an_office_cites_what_the_president_wrote(text: str) -> None:
    (row,) = recognise(document(text), of_an_office=True).authorities
    assert row.citation == "Presidential Memorandum of 2020-05-04"
