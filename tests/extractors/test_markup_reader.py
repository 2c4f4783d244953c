"""Legal XML: sections stay structure, quoted amendments stay quoted, nothing is resolved."""

from __future__ import annotations

import pytest

from extractors.markup_xml import extract
from pipeline.documents import ExtractedDocument
from pipeline.problems import Quarantined


def read(markup: str) -> ExtractedDocument:
    return extract(markup.encode(), "a.xml")


def lines(document: ExtractedDocument) -> list[tuple[str, int, str]]:
    return [
        (block.kind.value, block.level, document.text[block.span.start : block.span.end])
        for block in document.blocks
    ]


def test_a_bill_of_the_old_format_is_printed_as_bills_are() -> None:
    document = read(
        '<?xml version="1.0"?><!DOCTYPE bill PUBLIC "-//US Congress//DTDs/bill.dtd//EN" "bill.dtd">'
        "<bill><metadata>skip</metadata><legis-body><section><enum>1.</enum><header>Short title</header>"
        "<text>This Act may be cited as the <quote><short-title>Harbor Act</short-title></quote>.</text></section>"
        "<section><enum>2.</enum><header>Report</header><subsection><enum>(a)</enum><header>In general</header>"
        "<text>The Secretary shall report.</text></subsection><subsection><enum>(b)</enum><text>The report shall—</text>"
        "<paragraph><enum>(1)</enum><text>list costs; and</text></paragraph></subsection></section>"
        "<section><enum>3.</enum><text>Section 4 is amended to read:</text><quoted-block><section><enum>4.</enum>"
        "<text>No fee.</text></section></quoted-block></section></legis-body></bill>"
    )
    assert document.text == (
        "SECTION 1. Short title\n\nThis Act may be cited as the “Harbor Act”.\n\nSEC. 2. Report\n\n(a) In general\n\n"
        "The Secretary shall report.\n(b) The report shall—\n(1) list costs; and\n\nSEC. 3.\n\n"
        "Section 4 is amended to read:\n\n“SEC. 4.\n\nNo fee.”"
    )
    assert [level for kind, level, _ in lines(document) if kind == "heading"] == [1, 1, 2, 1, 2]


def test_uslm_keeps_numbers_with_their_words() -> None:
    document = read(
        '<pLaw xmlns="http://xml.house.gov/schemas/uslm/1.0"><meta>skip</meta><main><longTitle><officialTitle>An Act'
        "</officialTitle></longTitle><section><num>SEC. 2.</num><heading> DUTIES.</heading><subsection><num>(a)</num>"
        "<content><p>The Administrator shall act.</p></content></subsection><subsection><num>(b)</num><chapeau>The plan"
        " shall include—</chapeau><paragraph><num>(1)</num><content>a date.</content></paragraph></subsection></section>"
        "</main></pLaw>"
    )
    assert lines(document) == [
        ("heading", 0, "An Act"),
        ("heading", 1, "SEC. 2. DUTIES."),
        ("list_item", 2, "(a) The Administrator shall act."),
        ("list_item", 2, "(b) The plan shall include—"),
        ("list_item", 3, "(1) a date."),
    ]


def test_a_federal_register_rule_is_read_whole() -> None:
    document = read(
        '<RULE><PREAMB><AGENCY TYPE="F">HARBOR AGENCY</AGENCY><SUBJECT>Pilot Fees</SUBJECT><SUM><HD SOURCE="HED">SUMMARY:</HD>'
        "<P>The agency sets fees.<SU>1</SU><FTREF/></P><FTNT><P><SU>1</SU> See the docket.</P></FTNT></SUM></PREAMB>"
        '<GPOTABLE><TTITLE>Fees</TTITLE><BOXHD><CHED H="1">Ship</CHED><CHED H="1">Fee</CHED></BOXHD>'
        '<ROW><ENT I="01">Tug</ENT><ENT>$5</ENT></ROW></GPOTABLE><SIG><NAME>Ana Lee,</NAME><TITLE>Director.</TITLE></SIG>'
        "<FRDOC>[FR Doc. 2026-1 Filed 1-2-26]</FRDOC><BILCOD>BILLING CODE 1-P</BILCOD></RULE>"
    )
    assert "The agency sets fees.[1]" in document.text
    assert "Ship | Fee\nTug | $5" in document.text
    assert "Ana Lee,\n\nDirector." in document.text
    assert [kind for kind, _, words in lines(document) if words.startswith("[1]")] == ["footnote"]
    assert [kind for kind, _, words in lines(document) if "BILLING" in words] == ["footer"]


def test_unknown_markup_is_read_in_order_and_says_so() -> None:
    document = read(
        "<memo><to>All <b>unit</b> heads</to><body><line>Report.</line><line>By May.</line></body></memo>"
    )
    assert document.text == "All unit heads\n\nReport.\n\nBy May."
    assert any("no kind that is known" in flag for flag in document.flags)


@pytest.mark.parametrize(
    "markup",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>',
        '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>',
        "<x>" * 5000 + "</x>" * 5000,
    ],
)
def test_entities_and_endless_depth_are_refused(markup: str) -> None:
    with pytest.raises(Quarantined):
        read(markup)
