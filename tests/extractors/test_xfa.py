"""XFA forms: what was filled in is read, and the cover that asks for another program is not taken for it."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf import extract
from pipeline.problems import ReadingState

TEMPLATE = (
    '<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="form1"><draw><value><text>Request for '
    'Review</text></value></draw><field name="Office"><caption><value><text>Requesting office</text></value></caption>'
    '</field><field name="Due"><caption><value><text>Answer by</text></value></caption></field></subform></template>'
)
DATA = (
    '<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1><Office>Harbor Counsel</Office>'
    "<Due>May 3, 2027</Due><Notes>Please expedite.</Notes></form1></xfa:data></xfa:datasets>"
)


def form(page: str, xfa: str, *, parts: bool) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, page)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=out)

    def stream(text: str) -> pypdf.generic.IndirectObject:
        made = DecodedStreamObject()
        made.set_data(text.encode())
        return writer._add_object(made)

    whole = f'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">{xfa}</xdp:xdp>'
    half = len(whole) // 2
    named = [TextStringObject("a"), stream(whole[:half]), TextStringObject("b"), stream(whole[half:])]
    held = ArrayObject(named) if parts else stream(whole)
    acro = DictionaryObject({NameObject("/Fields"): ArrayObject(), NameObject("/XFA"): held})
    writer._root_object[NameObject("/AcroForm")] = acro
    again = io.BytesIO()
    writer.write(again)
    return again.getvalue()


@pytest.mark.parametrize("parts", [True, False])
def test_the_form_stands_in_place_of_its_cover(parts: bool) -> None:
    read = extract(
        form("Please wait... If this message is not replaced", TEMPLATE + DATA, parts=parts), "a.pdf"
    )
    assert read.text.split("\n\n") == [
        "Request for Review",
        "Requesting office: Harbor Counsel",
        "Answer by: May 3, 2027",
        "Notes: Please expedite.",
    ]
    assert read.state is ReadingState.EXTRACTED
    assert any("XFA" in flag for flag in read.flags)
    assert len(read.pages) == 1


def test_what_the_page_shows_is_not_said_twice() -> None:
    read = extract(form("Answer by May 3, 2027 for Harbor Counsel", TEMPLATE + DATA, parts=True), "a.pdf")
    assert read.text.count("Harbor Counsel") == 1
    assert "Please expedite." in read.text


@pytest.mark.parametrize(
    "hostile", ['<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>', "<open>", ""]
)
def test_a_form_that_cannot_be_read_says_so(hostile: str) -> None:
    data = form("Please wait...", hostile, parts=False)
    if hostile.startswith("<!DOCTYPE"):
        data = data.replace(b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">', b" " * 46)
    read = extract(data, "a.pdf")
    assert read.state is ReadingState.EXTRACTED_PARTIAL
    assert any("cannot be read" in flag for flag in read.flags)
