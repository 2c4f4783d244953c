"""Spellings of what offices issue, of treaties, and of lists across families."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.citations import parse, recognise
from analysis.library import plain_document

STANDARDS: list[tuple[str, list[str]]] = [
    ("FAR 52.204-21 and 52.204-25", ["FAR 52.204-21", "FAR 52.204-25"]),
    ("FAR 52.204–21", ["FAR 52.204-21"]),
    ("FAR § 9.406", ["FAR 9.406"]),
    ("FAR subparts 9.4 and 15.3", ["FAR subpart 9.4", "FAR subpart 15.3"]),
    ("FAR parts 12 and 15", ["FAR part 12", "FAR part 15"]),
    ("Federal Acquisition Regulation (FAR) part 31", ["FAR part 31"]),
    ("Federal Acquisition Regulation 31.205-6", ["FAR 31.205-6"]),
    ("Federal Acquisition Regulation subpart 22.17", ["FAR subpart 22.17"]),
    ("part 31 of the FAR", ["FAR part 31"]),
    ("subpart 9.4 of the Federal Acquisition Regulation", ["FAR subpart 9.4"]),
    ("DFARS 252.204-7012 and 252.204-7021", ["DFARS 252.204-7012", "DFARS 252.204-7021"]),
    ("DFARS Subpart 204.73", ["DFARS subpart 204.73"]),
    ("DFARS clause 252.204-7012", ["DFARS 252.204-7012"]),
    ("Defense Federal Acquisition Regulation Supplement (DFARS) 252.204-7012", ["DFARS 252.204-7012"]),
    ("DFARS Case 2019-D041", ["DFARS Case 2019-D041"]),
    ("DFARS PGI 204.73", ["DFARS PGI 204.73"]),
    ("FAR Case 2017-016", ["FAR Case 2017-016"]),
    ("GAO-14-424", ["GAO-14-424"]),
    ("GAO–14–424", ["GAO-14-424"]),
    ("GAO/NSIAD-96-191", ["GAO/NSIAD-96-191"]),
    ("GAO/AIMD-00-21.3.1", ["GAO/AIMD-00-21.3.1"]),
    ("GAO report GAO-23-105231", ["GAO-23-105231"]),
    ("GAO-23-105231", ["GAO-23-105231"]),
    ("GAO-15-345SP", ["GAO-15-345SP"]),
    ("GAO-16-279T", ["GAO-16-279T"]),
    ("B-327242", ["B-327242"]),
    ("B–327242", ["B-327242"]),
    ("B-327242.2", ["B-327242.2"]),
    ("B-121982, 34 Comp. Gen. 195", ["B-121982", "34 Comp. Gen. 195"]),
    ("34 Comp. Gen. 195 (1954)", ["34 Comp. Gen. 195"]),
    ("NIST SP 800-53", ["NIST SP 800-53"]),
    ("NIST SP 800–53 Rev. 5", ["NIST SP 800-53"]),
    ("NIST SP 800-53r5", ["NIST SP 800-53"]),
    ("NIST SP 800-53A", ["NIST SP 800-53A"]),
    ("NIST Special Publication (SP) 800-171", ["NIST SP 800-171"]),
    ("NIST SPs 800-53 and 800-171", ["NIST SP 800-53", "NIST SP 800-171"]),
    ("NIST Special Publications 800-53 and 800-171", ["NIST SP 800-53", "NIST SP 800-171"]),
    ("SP 800-37", ["NIST SP 800-37"]),
    ("NIST Special Publication 1500-10", ["NIST SP 1500-10"]),
    ("NISTIR 8259", ["NIST IR 8259"]),
    ("FIPS 140-2", ["FIPS 140-2"]),
    ("FIPS Publication 140-2", ["FIPS 140-2"]),
    ("FIPS PUB 199 and FIPS PUB 200", ["FIPS 199", "FIPS 200"]),
    ("FIPS Pubs 199 and 200", ["FIPS 199", "FIPS 200"]),
    ("Federal Information Processing Standard 201", ["FIPS 201"]),
    ("Federal Information Processing Standards Publication 201-3", ["FIPS 201-3"]),
    ("Federal Information Processing Standard (FIPS) 140-3", ["FIPS 140-3"]),
    ("Reorganization Plan Number 4 of 1978", ["Reorganization Plan No. 4 of 1978"]),
    ("Reorganization Plan No. 4 of 1978", ["Reorganization Plan No. 4 of 1978"]),
    ("Reorganization Plan 4 of 1978", ["Reorganization Plan No. 4 of 1978"]),
    ("Reorganization Plan No. III of 1940", ["Reorganization Plan No. III of 1940"]),
    (
        "Reorganization Plans Nos. 1 and 2 of 1977",
        ["Reorganization Plan No. 1 of 1977", "Reorganization Plan No. 2 of 1977"],
    ),
    ("section 102 of Reorganization Plan No. 4 of 1978", ["Reorganization Plan No. 4 of 1978, sec. 102"]),
    ("REORGANIZATION PLAN NO. 3 OF 1970", ["Reorganization Plan No. 3 of 1970"]),
    ("H.R. 2471", ["H.R. 2471"]),
    ("H. R. 2471", ["H.R. 2471"]),
    ("HR 2471", ["H.R. 2471"]),
    ("H.R.2471", ["H.R. 2471"]),
    ("H.R. 1, H.R. 2, and S. 3", ["H.R. 1", "H.R. 2", "S. 3"]),
    ("S. 1260", ["S. 1260"]),
    ("S.1260", ["S. 1260"]),
    ("S.J.Res. 10", ["S.J.Res. 10"]),
    ("H.J.Res. 7", ["H.J.Res. 7"]),
    ("H. J. Res. 7", ["H.J.Res. 7"]),
    ("H.Con.Res. 14", ["H.Con.Res. 14"]),
    ("H. Res. 6", ["H.Res. 6"]),
    ("S.Res. 5", ["S.Res. 5"]),
    ("H.R. Rep. 107-609", ["H.R. Rep. 107-609"]),
    ("H. Rep. No. 107-609", ["H.R. Rep. 107-609"]),
    ("H.R. Conf. Rep. No. 104-863", ["H.R. Rep. 104-863"]),
    ("H. Rept. 107-609", ["H.R. Rep. 107-609"]),
    ("House Report 107-609", ["H.R. Rep. 107-609"]),
    ("Senate Report 107-40", ["S. Rep. 107-40"]),
    ("Senate Report No. 107-40", ["S. Rep. 107-40"]),
    ("S. Rept. 107-40", ["S. Rep. 107-40"]),
    ("Conference Report 104-863", ["H.R. Rep. 104-863"]),
    ("section 5 of H.R. 2471", ["H.R. 2471, sec. 5"]),
    (
        "the Treaty on the Non-Proliferation of Nuclear Weapons",
        ["Treaty on the Non-Proliferation of Nuclear Weapons"],
    ),
    ("the Vienna Convention on Diplomatic Relations", ["Vienna Convention on Diplomatic Relations"]),
    ("the Convention Against Torture", ["Convention Against Torture"]),
    (
        "the United Nations Framework Convention on Climate Change",
        ["United Nations Framework Convention on Climate Change"],
    ),
    ("the Paris Agreement", ["Paris Agreement"]),
    ("the North American Free Trade Agreement", ["North American Free Trade Agreement"]),
    ("the Hague Convention", ["Hague Convention"]),
    ("the Geneva Conventions", ["Geneva Conventions"]),
    ("the Chicago Convention", ["Chicago Convention"]),
    ("the Treaty of Versailles", ["Treaty of Versailles"]),
    ("the Antarctic Treaty", ["Antarctic Treaty"]),
    ("article 5 of the North Atlantic Treaty", ["North Atlantic Treaty, article 5"]),
    ("Article 17 of the Convention Against Torture", ["Convention Against Torture, article 17"]),
    ("the Protocol Relating to the Status of Refugees", ["Protocol Relating to the Status of Refugees"]),
    (
        "the International Covenant on Civil and Political Rights",
        ["International Covenant on Civil and Political Rights"],
    ),
    ("the Montreal Protocol", ["Montreal Protocol"]),
    ("the Charter of the United Nations", ["Charter of the United Nations"]),
    ("the New START Treaty", ["New START Treaty"]),
    ("21 U.S.T. 77", ["21 U.S.T. 77"]),
    ("T.I.A.S. 6839", ["T.I.A.S. 6839"]),
]
LATER: list[tuple[str, list[str]]] = [
    ("5 usc 552", ["5 U.S.C. 552"]),
    ("5 usc 552a(b)", ["5 U.S.C. 552a(b)"]),
    ("5 u.s.c. § 552", ["5 U.S.C. 552"]),
    ("40 cfr 1500.1", ["40 CFR 1500.1"]),
    ("40 c.f.r. part 1500", ["40 CFR part 1500"]),
    ("50 U.S.C., App. 2061", ["50 U.S.C. App. 2061"]),
    (
        "5 U.S.C. chapters 51, 53 and 55",
        ["5 U.S.C. chapter 51", "5 U.S.C. chapter 53", "5 U.S.C. chapter 55"],
    ),
    ("chapters 81 through 84 of title 41, United States Code", ["41 U.S.C. chapters 81-84"]),
    ("5 CFR subpart A", ["5 CFR subpart A"]),
    ("subparts A and B of 40 CFR part 63", ["40 CFR part 63, subpart A", "40 CFR part 63, subpart B"]),
    ("40 CFR part 63, subparts A through F", ["40 CFR part 63, subparts A-F"]),
    (
        "appendices A and B to part 1700 of title 16, Code of Federal Regulations",
        ["16 CFR part 1700, appendix A", "16 CFR part 1700, appendix B"],
    ),
    ("part 6, subpart C, of title 33, Code of Federal Regulations", ["33 CFR part 6, subpart C"]),
    (
        "sections 305 and 306 of title 5, sections 1115 and 1116 of title 31, and chapter 28"
        " of title 39, United States Code",
        ["5 U.S.C. 305", "5 U.S.C. 306", "31 U.S.C. 1115", "31 U.S.C. 1116", "39 U.S.C. chapter 28"],
    ),
    (
        "section 7131 of title 5 or section 4116 of title 22, United States Code",
        ["5 U.S.C. 7131", "22 U.S.C. 4116"],
    ),
    (
        "chapter 137 of title 10, section 121(c) of title 40, and section 20113"
        " of title 51, United States Code",
        ["10 U.S.C. chapter 137", "40 U.S.C. 121(c)", "51 U.S.C. 20113"],
    ),
    (
        "sections 3301 and 3302 of title 5 and section 301 of title 3, United States Code",
        ["5 U.S.C. 3301", "5 U.S.C. 3302", "3 U.S.C. 301"],
    ),
    (
        "title VII, section 723 of the Consolidated Appropriations Act, 2018",
        ["Consolidated Appropriations Act, 2018, sec. 723"],
    ),
    ("Division A, section 101(h) of Public Law 105-277", ["Pub. L. 105-277, sec. 101(h)"]),
    ("Public Law 117-263, div. G, title LXXII", ["Pub. L. 117-263, division G, title LXXII"]),
    ("Fed. R. Evid. 502(d)", ["Federal Rules of Evidence, rule 502(d)"]),
    (
        "Fed. R. Civ. P. 26(b)(1) and 34",
        ["Federal Rules of Civil Procedure, rule 26(b)(1)", "Federal Rules of Civil Procedure, rule 34"],
    ),
    ("Federal Rule of Civil Procedure 12(b)(6)", ["Federal Rules of Civil Procedure, rule 12(b)(6)"]),
    ("section 3 of DoD Directive 5000.01", ["DoD Directive 5000.01 sec. 3"]),
    (
        "DoD Instructions 5000.02, 5000.85, and 1300.17",
        ["DoD Instruction 5000.02", "DoD Instruction 5000.85", "DoD Instruction 1300.17"],
    ),
    ("FIPS 199 and 200", ["FIPS 199", "FIPS 200"]),
    ("NIST SP 800-53, 800-171 and 800-172", ["NIST SP 800-53", "NIST SP 800-171", "NIST SP 800-172"]),
    ("OMB memoranda 17-15 and 18-01", ["OMB M-17-15", "OMB M-18-01"]),
    ("OMB Circ. A-87", ["OMB Circular A-87"]),
    ("GAO-21-104597SP", ["GAO-21-104597SP"]),
    ("Military Order of November 13, 2001 (Detention)", ["Military Order of 2001-11-13"]),
    ("Executive Orders 13765–13767", ["EO 13765", "EO 13767"]),
    ("Proclamations 9704–9706", ["Proclamation 9704", "Proclamation 9706"]),
    ("26 CFR 1.61-1 and Treas. Reg. § 1.62-2", ["26 CFR 1.61-1", "26 CFR 1.62-2"]),
    ("the Tax Reform Act (TRA) of 1986 and section 3 of the TRA", ["Tax Reform Act of 1986"]),
    ("the Geneva Conventions of 1949", ["Geneva Conventions"]),
    ("the United States-Korea Free Trade Agreement", ["United States-Korea Free Trade Agreement"]),
    (
        "the Dominican Republic-Central America-United States Free Trade Agreement",
        ["Dominican Republic-Central America-United States Free Trade Agreement"],
    ),
    ("the Warsaw Convention and the Montreal Convention", ["Warsaw Convention", "Montreal Convention"]),
]
TABLE = [*STANDARDS, *LATER]


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
