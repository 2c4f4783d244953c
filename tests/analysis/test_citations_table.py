"""A table of spellings: what each family reads, in which normal form, over which words."""

from __future__ import annotations

import pytest

from analysis.citations import Recognised, parse, recognise
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import AuthorityType


def read(text: str, own_number: str | None = None) -> Recognised:
    document = ExtractedDocument("0", "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    return recognise(document, own_number)


def citations(text: str) -> list[str]:
    return [row.citation for row in read(text).authorities]


CODE = [
    ("54 U.S.C. 320301-320303", ["54 U.S.C. 320301-320303"]),
    ("5 USC 552", ["5 U.S.C. 552"]),
    ("44 U. S. C. 3501", ["44 U.S.C. 3501"]),
    ("44 U .S.C. 3501", ["44 U.S.C. 3501"]),
    ("44\u00a0U.S.C.\u00a03501", ["44 U.S.C. 3501"]),
    ("44\nU.S.C.\n3501", ["44 U.S.C. 3501"]),
    ("42 U.S.C.A. § 1983", ["42 U.S.C. 1983"]),
    ("42 U.S. Code 1983", ["42 U.S.C. 1983"]),
    ("5 United States Code 552", ["5 U.S.C. 552"]),
    ("5 U.S.C. §§ 551–559", ["5 U.S.C. 551-559"]),
    ("5 U.S.C. Sec. 552", ["5 U.S.C. 552"]),
    ("title 5, United States Code, section 552", ["5 U.S.C. 552"]),
    ("section 552 of title 5 of the United States Code", ["5 U.S.C. 552"]),
    ("section 901(b)(1) of title 31, United States Code", ["31 U.S.C. 901(b)(1)"]),
    ("subsection (b) of section 5312 of title 31, United States Code", ["31 U.S.C. 5312(b)"]),
    ("section 301 of title 3", ["3 U.S.C. 301"]),
    ("sections 301 and 302 of title 5", ["5 U.S.C. 301", "5 U.S.C. 302"]),
    ("5 U.S.C. 301, 302, and 4103", ["5 U.S.C. 301", "5 U.S.C. 302", "5 U.S.C. 4103"]),
    ("chapter 35 of title 44, United States Code", ["44 U.S.C. chapter 35"]),
    ("chapter 35, subchapter II of title 44, United States Code", ["44 U.S.C. chapter 35, subchapter II"]),
    ("subchapter II of chapter 35 of title 44, United States Code", ["44 U.S.C. chapter 35, subchapter II"]),
    ("chapter 43 or 75 of title 5", ["5 U.S.C. chapter 43", "5 U.S.C. chapter 75"]),
    ("44 U.S.C. ch. 35", ["44 U.S.C. chapter 35"]),
    ("Title 31 of the United States Code", ["31 U.S.C."]),
    ("5 U.S.C. App.", ["5 U.S.C. App."]),
    ("5 U.S.C. App. 3", ["5 U.S.C. App. 3"]),
    ("50 U.S.C. App. 2401 et seq.", ["50 U.S.C. App. 2401 et seq."]),
    ("44 U.S.C. 3501 et. seq.", ["44 U.S.C. 3501 et seq."]),
    ("44 U.S.C. 3516 note", ["44 U.S.C. 3516 note"]),
    ("44 U.S.C. 3516(note)", ["44 U.S.C. 3516 note"]),
    ("50 U.S.C. 404o-1", ["50 U.S.C. 404o-1"]),
    ("16 U.S.C. 460nnn–101", ["16 U.S.C. 460nnn-101"]),
    ("42 U.S.C. 4370m-2", ["42 U.S.C. 4370m-2"]),
    ("5 U.S.C. 552a(b)", ["5 U.S.C. 552a(b)"]),
    ("5 U.S.C. 552(a)", ["5 U.S.C. 552(a)"]),
    ("5 U.S.C. 552(a) and (b)", ["5 U.S.C. 552(a)", "5 U.S.C. 552(b)"]),
    ("5 U.S.C. 552(b)(4)-(5)", ["5 U.S.C. 552(b)(4)-(5)"]),
    ("5 U.S.C. 8331 through 8351", ["5 U.S.C. 8331-8351"]),
    ("21 U.S.C. 801 et seq. and 22 U.S.C. 2291", ["21 U.S.C. 801 et seq.", "22 U.S.C. 2291"]),
    ("5 U.S.C. 552 and 30 days later", ["5 U.S.C. 552"]),
    ("5 U.S.C. 552, and (2) submit a report", ["5 U.S.C. 552"]),
    ("5 U.S.C. 301, 31 U.S.C. 902", ["5 U.S.C. 301", "31 U.S.C. 902"]),
]
REGULATIONS = [
    ("40 CFR 52.21(a)", ["40 CFR 52.21(a)"]),
    ("40 C.F.R. § 1500.1", ["40 CFR 1500.1"]),
    ("40 CFR parts 1500–1508", ["40 CFR parts 1500-1508"]),
    ("40 CFR parts 1500 through 1508", ["40 CFR parts 1500-1508"]),
    ("40 CFR part 52, subpart A", ["40 CFR part 52, subpart A"]),
    ("31 C.F.R. chapter V", ["31 CFR chapter V"]),
    ("14 CFR 11.43 and 11.45", ["14 CFR 11.43", "14 CFR 11.45"]),
    ("part 2635 of title 5, Code of Federal Regulations", ["5 CFR part 2635"]),
    ("parts 10 and 12 of title 45, Code of Federal Regulations", ["45 CFR part 10", "45 CFR part 12"]),
    ("3 CFR, 1981 Comp., p. 166", ["3 CFR, 1981 Comp., p. 166"]),
    ("40 CFR part 1500, 84 FR 5043", ["40 CFR part 1500", "84 FR 5043"]),
    ("26 CFR 1.401(k)-1", ["26 CFR 1.401(k)-1"]),
    ("48 CFR 31.205-21", ["48 CFR 31.205-21"]),
]
LAWS = [
    ("Public Law 111-352", ["Pub. L. 111-352"]),
    ("Public Law\n\n115–11", ["Pub. L. 115-11"]),
    ("Pub. L. No. 115–91", ["Pub. L. 115-91"]),
    ("P.L. 115-91", ["Pub. L. 115-91"]),
    ("Pub. L. Nos. 94-412 and 95-223", ["Pub. L. 94-412", "Pub. L. 95-223"]),
    ("section 515 of Public Law 106-554", ["Pub. L. 106-554, sec. 515"]),
    ("Pub. L. 115-232, 134 Stat. 281", ["Pub. L. 115-232", "134 Stat. 281"]),
    ("68A Stat. 3", ["68A Stat. 3"]),
    ("110 Stat. 3009-546", ["110 Stat. 3009-546"]),
    ("81 Fed. Reg. 58562", ["81 FR 58562"]),
    ("58 FR 51,735", ["58 FR 51735"]),
    ("85 FR 1684-1685", ["85 FR 1684-1685"]),
]
ORDERS = [
    ("Executive Order 13777", ["EO 13777"]),
    ("Executive Order No. 13777", ["EO 13777"]),
    ("Executive Order Number 13777", ["EO 13777"]),
    ("Exec. Order No. 13,777", ["EO 13777"]),
    ("E.O. 13777", ["EO 13777"]),
    ("E. O. 13777", ["EO 13777"]),
    ("EO 13777", ["EO 13777"]),
    ("EO13777", ["EO 13777"]),
    ("EO-13777", ["EO 13777"]),
    ("EXECUTIVE ORDER 13777", ["EO 13777"]),
    ("Executive\nOrder\n13777", ["EO 13777"]),
    ("Executive Order 13526 (EO 13526)", ["EO 13526"]),
    ("Executive Order 11246-A", ["EO 11246-A"]),
    ("Executive Orders 12866 and 13563", ["EO 12866", "EO 13563"]),
    (
        "Executive Orders 13563 of January 18, 2011 (Improving Regulation), 13610 of May 10, 2012, or 12866",
        ["EO 13563", "EO 13610", "EO 12866"],
    ),
    ("section 6 of Executive Order 13423", ["EO 13423 sec. 6"]),
    ("sections 3 and 4(b) of Executive Order 13423", ["EO 13423 sec. 3", "EO 13423 sec. 4(b)"]),
    ("Executive Order 13526, section 1.4", ["EO 13526 sec. 1.4"]),
    ("Executive Order of January 20, 2025 (Putting People First)", ["Executive Order of 2025-01-20"]),
    ("Executive Order N-33-20", ["State EO N-33-20"]),
    ("Executive Order No. 202.8", ["State EO 202.8"]),
    ("the CEO 13777 people report to", []),
    ("order 13777", []),
]
PRESIDENTIAL = [
    ("Presidential Memorandum of May 7, 2008 (Designation)", ["Presidential Memorandum of 2008-05-07"]),
    ("the President's memorandum of June 1, 1998", ["Presidential Memorandum of 1998-06-01"]),
    ("the President's June 1, 1998, memo on plain language", ["Presidential Memorandum of 1998-06-01"]),
    (
        "Presidential Memoranda of March 22, 1995, and March 3, 1998",
        ["Presidential Memorandum of 1995-03-22", "Presidential Memorandum of 1998-03-03"],
    ),
    (
        "section 3 of the Presidential Memorandum of May 7, 2008",
        ["Presidential Memorandum of 2008-05-07 sec. 3"],
    ),
    ("Attorney General's memorandum of April 6, 2018", ["Attorney General Memorandum of 2018-04-06"]),
    ("a memorandum of understanding", []),
    ("Proclamation No. 9844", ["Proclamation 9844"]),
    ("Proclamations 9844 and 9845", ["Proclamation 9844", "Proclamation 9845"]),
    ("Proclamation of February 20, 2026", ["Proclamation of 2026-02-20"]),
    ("Presidential Determination No. 2001-10", ["Presidential Determination 2001-10"]),
    ("Reorganization Plan No. 3 of 1970", ["Reorganization Plan No. 3 of 1970"]),
]
EXECUTIVE_OFFICE = [
    ("OMB Memorandum M-10-06", ["OMB M-10-06"]),
    ("M–17–15", ["OMB M-17-15"]),
    ("an M-16 rifle", []),
    ("OMB Circular A-11", ["OMB Circular A-11"]),
    ("OMB Circular No. A-130, Appendix III", ["OMB Circular A-130, appendix III"]),
    ("Appendix C to OMB Circular A-123", ["OMB Circular A-123, appendix C"]),
    ("Circulars A-21, A-87, and A-122", ["OMB Circular A-21", "OMB Circular A-87", "OMB Circular A-122"]),
    ("an A-10 aircraft", []),
    ("OMB Bulletin No. 07-02", ["OMB Bulletin 07-02"]),
    ("HSPD-12", ["HSPD-12"]),
    ("HSPD 12", ["HSPD-12"]),
    ("Homeland Security Presidential Directive 12 (HSPD-12)", ["HSPD-12"]),
    ("Homeland Security Presidential Directive (HSPD) 12", ["HSPD-12"]),
    ("NSPD-54/HSPD-23", ["NSPD-54", "HSPD-23"]),
    ("Presidential Policy Directive 21", ["PPD-21"]),
    ("National Security Presidential Memorandum-7", ["NSPM-7"]),
    ("Binding Operational Directive 17-01", ["BOD 17-01"]),
    ("Emergency Directive 19–01", ["ED 19-01"]),
    ("DoD Directive 5230.24", ["DoD Directive 5230.24"]),
    ("DoDI 8500.01", ["DoD Instruction 8500.01"]),
]
ACTS = [
    ("the Clean Air Act", ["Clean Air Act"]),
    ("section 111(d) of the Clean Air Act", ["Clean Air Act, sec. 111(d)"]),
    (
        "sections 202(v) and 205 of the Clean Air Act",
        ["Clean Air Act, sec. 202(v)", "Clean Air Act, sec. 205"],
    ),
    ("Clean Water Act section 404", ["Clean Water Act, sec. 404"]),
    ("title VI of the Civil Rights Act of 1964", ["Civil Rights Act of 1964, title VI"]),
    ("the Privacy Act and the Freedom of Information Act", ["Privacy Act", "Freedom of Information Act"]),
    ("National Defense Authorization Act for Fiscal Year 2018", None),
    ("Treasury and General Government Appropriations Act, 2001", None),
    ("Comprehensive Environmental Response, Compensation, and Liability Act", None),
    ("Trading With the Enemy Act", None),
    ("Clean Air Act Amendments of 1990", None),
    ("William M. (Mac) Thornberry National Defense Authorization Act for Fiscal Year 2021", None),
    ("9/11 Commission Act of 2007", None),
    ("Act of June 8, 1906", None),
    (
        "GPRA (Government Performance and Results) Modernization Act of 2010",
        ["GPRA Modernization Act of 2010"],
    ),
    ("FREEDOM OF INFORMATION ACT", ["Freedom of Information Act"]),
    ("section 501(c)(3) of the Internal Revenue Code", ["Internal Revenue Code, sec. 501(c)(3)"]),
    ("EPA's Clean Air Act rules", ["Clean Air Act"]),
    ("the Source Code policy", []),
    ("the annual Appropriations Act", []),
    ("Congress must act, and this Act may be cited", []),
]
OTHERS = [
    ("H. R. 1037", ["H.R. 1037"]),
    ("S. 47", ["S. 47"]),
    ("H.J. Res. 37", ["H.J.Res. 37"]),
    ("S. Con. Res. 5", ["S.Con.Res. 5"]),
    ("H.R. Rep. No. 104-123", ["H.R. Rep. 104-123"]),
    ("Harry S. 2", []),
    ("123 S. 45th Street", []),
    ("FAR 52.204-21", ["FAR 52.204-21"]),
    ("FAR subpart 9.4", ["FAR subpart 9.4"]),
    ("DFARS 252.204-7012", ["DFARS 252.204-7012"]),
    ("the Federal Acquisition Regulation", ["Federal Acquisition Regulation"]),
    ("GAO-15-345", ["GAO-15-345"]),
    ("NIST Special Publication 800-53 Rev. 5", ["NIST SP 800-53"]),
    ("FIPS PUB 201-2", ["FIPS 201-2"]),
    ("Roe v. Wade, 410 U.S. 113 (1973)", ["410 U.S. 113"]),
    ("North Atlantic Treaty", ["North Atlantic Treaty"]),
    ("the North Atlantic Treaty Organization", []),
    ("Convention on Biological Diversity", ["Convention on Biological Diversity"]),
    ("Cal. Gov. Code § 8567", ["Cal. Gov. Code sec. 8567"]),
    ("Sec. 3. Reports", []),
    ("Federal Register / Vol. 85, No. 152 / Thursday, August 6, 2020", []),
    ("FR Doc. 2018-02603", []),
    ("RIN 2120-AA64 and Docket No. FAA-2020-0686", []),
    ("the Constitution and the laws of the United States", []),
]
TABLE = [*CODE, *REGULATIONS, *LAWS, *ORDERS, *PRESIDENTIAL, *EXECUTIVE_OFFICE, *ACTS, *OTHERS]


@pytest.mark.parametrize(
    ("words", "expected"), TABLE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_spelling_has_its_normal_forms(words: str, expected: list[str] | None) -> None:
    wanted = [words] if expected is None else expected
    assert citations(f"We refer to {words}.") == wanted
    assert citations(f"({words})") == wanted


@pytest.mark.parametrize("words", sorted({form for _, forms in TABLE for form in forms or ()}))
def test_a_normal_form_can_be_parsed_back_and_read_again(words: str) -> None:
    authority = parse(words)
    assert authority is not None
    assert authority.normal == words
    whole = parse(authority.key)
    assert whole is not None
    assert whole.key == authority.key
    assert whole.type is authority.type


def test_the_table_covers_every_type() -> None:
    found = {row.type for words, _ in TABLE for row in read(f"We refer to {words}.").authorities}
    assert found == set(AuthorityType)
