"""Spellings of the law itself: codes, laws, registers, Acts and cases, each to its normal forms."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.citations import parse, recognise
from analysis.library import plain_document

CODE: list[tuple[str, list[str]]] = [
    ("5 U.S.C. secs. 551 and 553", ["5 U.S.C. 551", "5 U.S.C. 553"]),
    (
        "sections 551, 552, and 553 of title 5, United States Code",
        ["5 U.S.C. 551", "5 U.S.C. 552", "5 U.S.C. 553"],
    ),
    ("5 U.S.C. 551, 553-559", ["5 U.S.C. 551", "5 U.S.C. 553-559"]),
    ("5 U.S.C. 551 to 559 and 701 to 706", ["5 U.S.C. 551-559", "5 U.S.C. 701-706"]),
    ("10 U.S.C. 2304(c)(1) through (7)", ["10 U.S.C. 2304(c)(1)-(7)"]),
    ("10 U.S.C. 2304(c)(1)-(7)", ["10 U.S.C. 2304(c)(1)-(7)"]),
    ("22 U.S.C. 287c", ["22 U.S.C. 287c"]),
    ("22 U.S.C. §§2751–2799aa–2", ["22 U.S.C. 2751-2799aa-2"]),
    ("50 USC §§1601-1651", ["50 U.S.C. 1601-1651"]),
    ("42 U.S.C. 300j-9(i)", ["42 U.S.C. 300j-9(i)"]),
    ("15 U.S.C. 77aaa–77bbbb", ["15 U.S.C. 77aaa-77bbbb"]),
    ("7 U.S.C. 136-136y", ["7 U.S.C. 136-136y"]),
    ("16 U.S.C. § 1531 et seq", ["16 U.S.C. 1531 et seq."]),
    ("5 U.S.C. 101 note", ["5 U.S.C. 101 note"]),
    ("31 U.S.C. 501 note; 31 U.S.C. 1101 note", ["31 U.S.C. 501 note", "31 U.S.C. 1101 note"]),
    ("5 U.S.C. Appendix", ["5 U.S.C. App."]),
    ("5 U.S.C. Appendix 4", ["5 U.S.C. App. 4"]),
    ("5 U.S.C.A. App. 2", ["5 U.S.C. App. 2"]),
    ("50 App. U.S.C. 2061", ["50 U.S.C. App. 2061"]),
    ("18 U.S.C. App. 3, section 4", ["18 U.S.C. App. 3"]),
    ("chapter 71 of Title 5 of the U.S. Code", ["5 U.S.C. chapter 71"]),
    ("chapters 1 and 3 of title 49, United States Code", ["49 U.S.C. chapter 1", "49 U.S.C. chapter 3"]),
    ("5 U.S.C. chapters 51 and 53", ["5 U.S.C. chapter 51", "5 U.S.C. chapter 53"]),
    ("5 U.S.C. chap. 71", ["5 U.S.C. chapter 71"]),
    ("41 U.S.C. chs. 81-84", ["41 U.S.C. chapters 81-84"]),
    ("subtitle IV of title 40, United States Code", ["40 U.S.C. subtitle IV"]),
    ("part III of title 5, United States Code", ["5 U.S.C. part III"]),
    (
        "subchapters I and II of chapter 53 of title 5, United States Code",
        ["5 U.S.C. chapter 53, subchapter I", "5 U.S.C. chapter 53, subchapter II"],
    ),
    ("title 18, U.S.C., section 1001", ["18 U.S.C. 1001"]),
    ("Title 18 U.S.C. § 1001", ["18 U.S.C. 1001"]),
    ("Title 18 U.S.C. Sections 1001 and 1341", ["18 U.S.C. 1001", "18 U.S.C. 1341"]),
    ("18 U.S.C. Sect. 1001", ["18 U.S.C. 1001"]),
    ("Section 1001, Title 18, United States Code", ["18 U.S.C. 1001"]),
    ("Section 1001 of Title 18 of the U.S.C.", ["18 U.S.C. 1001"]),
    ("28 USCA 1331", ["28 U.S.C. 1331"]),
    ("28 USCS § 1331", ["28 U.S.C. 1331"]),
    ("28 U.S.C.S. § 1331", ["28 U.S.C. 1331"]),
    ("28 U.S.C. (1994) § 1331", ["28 U.S.C. 1331"]),
    ("28 U.S.C. § 1331 (2012)", ["28 U.S.C. 1331"]),
    ("28 U.S.C. 1331, 1332(a)(1), or 1343", ["28 U.S.C. 1331", "28 U.S.C. 1332(a)(1)", "28 U.S.C. 1343"]),
    ("28 U.S.C. 1331 or 1332", ["28 U.S.C. 1331", "28 U.S.C. 1332"]),
    ("28 U.S.C. 1331 & 1332", ["28 U.S.C. 1331", "28 U.S.C. 1332"]),
    ("28 U.S.C. 1331; 1332; and 1343", ["28 U.S.C. 1331", "28 U.S.C. 1332", "28 U.S.C. 1343"]),
    ("28 U.S.C. 1331 and section 1343", ["28 U.S.C. 1331", "28 U.S.C. 1343"]),
    ("26 U.S.C. 45Q", ["26 U.S.C. 45Q"]),
    ("26 U.S.C. 280G(b)", ["26 U.S.C. 280G(b)"]),
    (
        "26 U.S.C. 501(c)(3), (4), and (6)",
        ["26 U.S.C. 501(c)(3)", "26 U.S.C. 501(c)(4)", "26 U.S.C. 501(c)(6)"],
    ),
    (
        "44 U.S.C. Chapters 21, 29, 31 and 33",
        ["44 U.S.C. chapter 21", "44 U.S.C. chapter 29", "44 U.S.C. chapter 31", "44 U.S.C. chapter 33"],
    ),
    ("Title 38, U.S.C.", ["38 U.S.C."]),
    ("sections 3301 and 7301 of title 5", ["5 U.S.C. 3301", "5 U.S.C. 7301"]),
    ("5 U.S.C. §552(a)(1)(A)—(D)", ["5 U.S.C. 552(a)(1)(A)-(D)"]),
    ("5 U.S.C. 552 , 552a", ["5 U.S.C. 552", "5 U.S.C. 552a"]),
    ("5 U.S.C. sections 552-552b", ["5 U.S.C. 552-552b"]),
    ("5 U.S.C. §552; §552a; §552b", ["5 U.S.C. 552", "5 U.S.C. 552a", "5 U.S.C. 552b"]),
    ("5 U. S. C. § 552", ["5 U.S.C. 552"]),
    ("15 United States Code Section 1681", ["15 U.S.C. 1681"]),
    ("42 U.S.C., section 1983", ["42 U.S.C. 1983"]),
    ("42 U. S.C. 1983", ["42 U.S.C. 1983"]),
    ("42 u.s.c. 1983", ["42 U.S.C. 1983"]),
    ("42 U.S.C. Section 1395nn", ["42 U.S.C. 1395nn"]),
    ("10 U.S.C. 113 note prec.", ["10 U.S.C. 113 note"]),
    (
        "2 U.S.C. 1601 et seq.; 5 U.S.C. App. 101 et seq.",
        ["2 U.S.C. 1601 et seq.", "5 U.S.C. App. 101 et seq."],
    ),
    ("6 U.S.C. 101, et seq., and 6 U.S.C. 121", ["6 U.S.C. 101 et seq.", "6 U.S.C. 121"]),
    ("3 U.S.C. 301, and 302", ["3 U.S.C. 301", "3 U.S.C. 302"]),
]
PRINTED: list[tuple[str, list[str]]] = [
    ("3 CFR 1981 Comp. 166", ["3 CFR, 1981 Comp., p. 166"]),
    ("3 C.F.R. 166 (1981 Comp.)", ["3 CFR, 1981 Comp., p. 166"]),
    ("3 CFR, 1949-1953 Comp., p. 936", ["3 CFR, 1949-1953 Comp., p. 936"]),
    ("3 CFR 1949–1953 Comp., p. 1002", ["3 CFR, 1949-1953 Comp., p. 1002"]),
    ("3 C.F.R. 638 (1993)", ["3 CFR, 1993 Comp., p. 638"]),
    ("3 C.F.R., 2009 Comp., at 298", ["3 CFR, 2009 Comp., p. 298"]),
    ("68A Stat. 730", ["68A Stat. 730"]),
    ("49 Stat. 449, 29 U.S.C. 151", ["49 Stat. 449", "29 U.S.C. 151"]),
    ("61 Stat. 495", ["61 Stat. 495"]),
    ("110 Stat. 3009–546", ["110 Stat. 3009-546"]),
    ("118 Stat 3638", ["118 Stat. 3638"]),
    ("118 STAT. 3638", ["118 Stat. 3638"]),
    ("Public Laws 104-191, 104-193 and 104-208", ["Pub. L. 104-191", "Pub. L. 104-193", "Pub. L. 104-208"]),
    ("Public Law Nos. 104-191 and 104-193", ["Pub. L. 104-191", "Pub. L. 104-193"]),
    ("Pub. L. Nos. 107-296, 108-458", ["Pub. L. 107-296", "Pub. L. 108-458"]),
    ("Pub. Law 107-296", ["Pub. L. 107-296"]),
    ("Pub. L. No 107-296", ["Pub. L. 107-296"]),
    ("PUBLIC LAW 107-296", ["Pub. L. 107-296"]),
    ("Public Law No. 107-296", ["Pub. L. 107-296"]),
    ("PL 107-296", ["Pub. L. 107-296"]),
    ("P. L. 107-296", ["Pub. L. 107-296"]),
    ("P.L. 107–296", ["Pub. L. 107-296"]),
    ("Public Law 107 - 296", ["Pub. L. 107-296"]),
    ("Public Law 85-256", ["Pub. L. 85-256"]),
    ("Pub. L. 113-283, § 2(a)", ["Pub. L. 113-283, sec. 2(a)"]),
    ("Pub. L. 116-283, § 9001, 134 Stat. 3388", ["Pub. L. 116-283, sec. 9001", "134 Stat. 3388"]),
    ("section 1605(b) of Public Law 102-486", ["Pub. L. 102-486, sec. 1605(b)"]),
    (
        "sections 101 and 102 of Public Law 104-208",
        ["Pub. L. 104-208, sec. 101", "Pub. L. 104-208, sec. 102"],
    ),
    ("title II of Public Law 104-208", ["Pub. L. 104-208, title II"]),
    ("division C of Pub. L. 104-208", ["Pub. L. 104-208, division C"]),
    ("Public Law 104-208, division C, title III", ["Pub. L. 104-208, division C, title III"]),
    ("Pub. L. 99-591, section 101(m)", ["Pub. L. 99-591, sec. 101(m)"]),
    ("90 FR 8237", ["90 FR 8237"]),
    ("90 Fed. Reg. 8,237", ["90 FR 8237"]),
    ("90 Fed. Reg. 8237-40", ["90 FR 8237-40"]),
    ("90 Federal Register 8237", ["90 FR 8237"]),
    ("90 F.R. 8237", ["90 FR 8237"]),
    ("(90 FR 8237)", ["90 FR 8237"]),
    ("40 CFR Parts 1500–1508", ["40 CFR parts 1500-1508"]),
    ("40 CFR §§ 1500.1 and 1508.4", ["40 CFR 1500.1", "40 CFR 1508.4"]),
    ("40 CFR § 1500.1, et seq.", ["40 CFR 1500.1 et seq."]),
    ("40 CFR Part 1500 et seq.", ["40 CFR part 1500 et seq."]),
    ("40 C.F.R. Part 60, Subpart OOOOa", ["40 CFR part 60, subpart OOOOa"]),
    ("40 CFR part 63 subparts A and ZZZZ", ["40 CFR part 63, subpart A", "40 CFR part 63, subpart ZZZZ"]),
    ("subpart A of 40 CFR part 63", ["40 CFR part 63, subpart A"]),
    ("subpart B of part 6 of title 36, Code of Federal Regulations", ["36 CFR part 6, subpart B"]),
    ("28 CFR pt. 35, app. A", ["28 CFR part 35, appendix A"]),
    ("28 CFR part 35, appendix A", ["28 CFR part 35, appendix A"]),
    ("Appendix B to 16 CFR part 1700", ["16 CFR part 1700, appendix B"]),
    ("16 CFR chapter II", ["16 CFR chapter II"]),
    ("48 CFR chapter 1", ["48 CFR chapter 1"]),
    ("48 CFR Chapters 1 and 2", ["48 CFR chapter 1", "48 CFR chapter 2"]),
    ("title 40 of the Code of Federal Regulations", ["40 CFR"]),
    ("title 40, Code of Federal Regulations, parts 50 to 99", ["40 CFR parts 50-99"]),
    ("section 1.6 of title 29, CFR", ["29 CFR 1.6"]),
    ("29 CFR 1910.1200(f)(1)-(6)", ["29 CFR 1910.1200(f)(1)-(6)"]),
    ("29 CFR 1910.1200, 1910.1201", ["29 CFR 1910.1200", "29 CFR 1910.1201"]),
    ("29 CFR 541.100, 541.200, and 541.300", ["29 CFR 541.100", "29 CFR 541.200", "29 CFR 541.300"]),
    ("29 CFR 541.100 et seq.", ["29 CFR 541.100 et seq."]),
    ("29 C.F.R. 541", ["29 CFR part 541"]),
    ("29 C. F. R. § 541.100", ["29 CFR 541.100"]),
    ("29 CFR Sec. 541.100", ["29 CFR 541.100"]),
    ("45 CFR 46 subpart B", ["45 CFR part 46, subpart B"]),
    ("5 C.F.R. §§ 2635.101(b), 2635.502", ["5 CFR 2635.101(b)", "5 CFR 2635.502"]),
    ("5 CFR 2635.101 through 2635.106", ["5 CFR 2635.101-2635.106"]),
    (
        "5 CFR parts 315, 316 and 330 and 5 CFR 731.104",
        ["5 CFR part 315", "5 CFR part 316", "5 CFR part 330", "5 CFR 731.104"],
    ),
    ("26 CFR 1.6011-4(b)(2)", ["26 CFR 1.6011-4(b)(2)"]),
    ("26 C.F.R. §301.7701-3", ["26 CFR 301.7701-3"]),
    ("Treas. Reg. § 1.61-1", ["26 CFR 1.61-1"]),
    ("Treasury Regulation section 1.61-1", ["26 CFR 1.61-1"]),
    ("12 CFR Part 226 (Regulation Z)", ["12 CFR part 226"]),
]
ACTS: list[tuple[str, list[str]]] = [
    (
        "the Railway Labor Act (45 U.S.C. 151 et seq.) (RLA), and section 9A of the RLA",
        ["Railway Labor Act", "45 U.S.C. 151 et seq."],
    ),
    (
        "section 19(b) of the Sea Grant Act of 1966 (33 U.S.C. 1121(b))",
        ["Sea Grant Act of 1966, sec. 19(b)", "33 U.S.C. 1121(b)"],
    ),
    ("Sec. 7(a)(2) of the Endangered Species Act", ["Endangered Species Act, sec. 7(a)(2)"]),
    ("§ 111(d) of the Clean Air Act", ["Clean Air Act, sec. 111(d)"]),
    ("Clean Air Act § 111(d)", ["Clean Air Act, sec. 111(d)"]),
    ("Clean Air Act (CAA) section 111", ["Clean Air Act, sec. 111"]),
    (
        "sections 203 and 204 of the E-Government Act of 2002",
        ["E-Government Act of 2002, sec. 203", "E-Government Act of 2002, sec. 204"],
    ),
    ("title III of the E-Government Act", ["E-Government Act, title III"]),
    (
        "subtitle A of title VII of the National Defense Authorization Act for Fiscal Year 2020",
        ["National Defense Authorization Act for Fiscal Year 2020, title VII, subtitle A"],
    ),
    (
        'Section 1260H of the William M. ("Mac") Thornberry National Defense Authorization Act'
        " for Fiscal Year 2021",
        ["William M. Thornberry National Defense Authorization Act for Fiscal Year 2021, sec. 1260H"],
    ),
    (
        "section 889 of the John S. McCain National Defense Authorization Act for Fiscal Year 2019",
        ["John S. McCain National Defense Authorization Act for Fiscal Year 2019, sec. 889"],
    ),
    (
        "the Dodd-Frank Wall Street Reform and Consumer Protection Act",
        ["Dodd-Frank Wall Street Reform and Consumer Protection Act"],
    ),
    ("the Dodd-Frank Act", ["Dodd-Frank Act"]),
    (
        "the Health Insurance Portability and Accountability Act of 1996 (HIPAA)",
        ["Health Insurance Portability and Accountability Act of 1996"],
    ),
    ("the Americans with Disabilities Act of 1990", ["Americans with Disabilities Act of 1990"]),
    ("the Age Discrimination in Employment Act of 1967", ["Age Discrimination in Employment Act of 1967"]),
    ("the Act of March 3, 1901", ["Act of March 3, 1901"]),
    ("the Act of 3 March 1901", ["Act of 3 March 1901"]),
    ("the Lacey Act Amendments of 1981", ["Lacey Act Amendments of 1981"]),
    ("the Stafford Act", ["Stafford Act"]),
    ("the Jones Act", ["Jones Act"]),
    ("the Buy American Act", ["Buy American Act"]),
    ("the Davis-Bacon Act", ["Davis-Bacon Act"]),
    ("the McKinney-Vento Homeless Assistance Act", ["McKinney-Vento Homeless Assistance Act"]),
    (
        "the Government Performance and Results Act (GPRA) of 1993",
        ["Government Performance and Results Act of 1993"],
    ),
    ("the Chief Financial Officers Act", ["Chief Financial Officers Act"]),
    (
        "titles XVIII and XIX of the Social Security Act",
        ["Social Security Act, title XVIII", "Social Security Act, title XIX"],
    ),
    ("part B of title IV of the Social Security Act", ["Social Security Act, title IV, part B"]),
    ("section 1115A(b)(2) of the Social Security Act", ["Social Security Act, sec. 1115A(b)(2)"]),
    ("title IV, part E, of the Social Security Act", ["Social Security Act, title IV, part E"]),
    ("section 1 of the Act of August 8, 1953", ["Act of August 8, 1953, sec. 1"]),
    ("the Federal Rules of Civil Procedure", ["Federal Rules of Civil Procedure"]),
    ("Fed. R. Civ. P. 12(b)(6)", ["Federal Rules of Civil Procedure, rule 12(b)(6)"]),
    ("Federal Rule of Evidence 502", ["Federal Rules of Evidence, rule 502"]),
    ("the Internal Revenue Code of 1986", ["Internal Revenue Code of 1986"]),
    ("I.R.C. § 501(c)(3)", ["Internal Revenue Code, sec. 501(c)(3)"]),
    ("IRC 501(c)(3)", ["Internal Revenue Code, sec. 501(c)(3)"]),
    ("26 U.S.C. § 501(c)(3)", ["26 U.S.C. 501(c)(3)"]),
    ("the Uniform Code of Military Justice", ["Uniform Code of Military Justice"]),
    ("article 92 of the Uniform Code of Military Justice", ["Uniform Code of Military Justice, article 92"]),
    ("the Tariff Act of 1930", ["Tariff Act of 1930"]),
    (
        "section 232 of the Trade Expansion Act of 1962, as amended (19 U.S.C. 1862)",
        ["Trade Expansion Act of 1962, sec. 232", "19 U.S.C. 1862"],
    ),
    (
        "section 604 of the Trade Act of 1974, as amended (19 U.S.C. 2483)",
        ["Trade Act of 1974, sec. 604", "19 U.S.C. 2483"],
    ),
    ("the Sherman Act and Clayton Act", ["Sherman Act", "Clayton Act"]),
    ("the Clayton and Sherman Acts", ["Clayton Act", "Sherman Act"]),
    ("the Privacy and Freedom of Information Acts", ["Privacy Act", "Freedom of Information Act"]),
    ("the Clean Air and Clean Water Acts", ["Clean Air Act", "Clean Water Act"]),
    ("the Freedom of Information and Privacy Acts", ["Freedom of Information Act", "Privacy Act"]),
    (
        "the National Environmental Policy Act (42 U.S.C. 4321 et seq.), as amended by the"
        " Fiscal Responsibility Act of 2023 (Pub. L. 118-5)",
        [
            "National Environmental Policy Act",
            "42 U.S.C. 4321 et seq.",
            "Fiscal Responsibility Act of 2023",
            "Pub. L. 118-5",
        ],
    ),
    ("Brown v. Board of Education, 347 U.S. 483 (1954)", ["347 U.S. 483"]),
    ("347 U.S. 483, 495 (1954)", ["347 U.S. 483"]),
    ("Chevron U.S.A. Inc. v. Natural Resources Defense Council, Inc., 467 U.S. 837 (1984)", ["467 U.S. 837"]),
    ("NLRB v. Noel Canning, 134 S. Ct. 2550 (2014)", ["134 S. Ct. 2550"]),
    ("Doe v. Roe, 123 F.3d 456, 460 (9th Cir. 1997)", ["123 F.3d 456"]),
    ("Sierra Club v. EPA, 536 F.3d 673 (D.C. Cir. 2008)", ["536 F.3d 673"]),
    ("Doe v. Smith, 12 F. Supp. 3d 34 (D.D.C. 2014)", ["12 F. Supp. 3d 34"]),
    ("In re Grand Jury, 286 F. 2d 1 (2d Cir. 1960)", ["286 F.2d 1"]),
    ("Humphrey's Executor v. United States, 295 U.S. 602 (1935)", ["295 U.S. 602"]),
    ("Loper Bright Enterprises v. Raimondo, 144 S. Ct. 2244", ["144 S. Ct. 2244"]),
    ("123 Fed. Cl. 45 (2015)", ["123 Fed.Cl. 45"]),
    ("45 L. Ed. 2d 12 (1975)", ["45 L. Ed. 2d 12"]),
    ("Cal. Penal Code § 187", ["Cal. Penal Code sec. 187"]),
    ("Tex. Gov't Code Ann. § 552.101", ["Tex. Gov't Code Ann. sec. 552.101"]),
    ("N.Y. Penal Law § 120.05", ["N.Y. Penal Law sec. 120.05"]),
    ("Va. Code Ann. § 2.2-3700", ["Va. Code Ann. sec. 2.2-3700"]),
    ("Fla. Stat. § 119.07", ["Fla. Stat. sec. 119.07"]),
    ("Ohio Rev. Code § 149.43", ["Ohio Rev. Code sec. 149.43"]),
    ("California Government Code section 6250", ["California Government Code sec. 6250"]),
]
TABLE = [*CODE, *PRINTED, *ACTS]


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
