"""What a PDF carries: named, pinned to a page, or as a portfolio; each file once, and none left out in silence."""

from __future__ import annotations

import struct

import pytest

from extractors.reading import InProcessReader
from pipeline.documents import ExtractedDocument
from pipeline.problems import ReadingState
from tests.extractors.hostile.pdf_parts import LETTER, assembled, deflated, letter_objects, page, stream

WORDS = b"The clerk shall count the moorings."
NAMES = b"/Names << /EmbeddedFiles << /Names [(note.txt) 8 0 R] >> >>"
COLLECTION = b"/Collection << /Type /Collection /View /T >>"
PORTFOLIO = "It is a portfolio: its documents have numbers of their own; this is only its cover."
Objects = dict[int, bytes]


def read(data: bytes) -> ExtractedDocument:
    return InProcessReader().read(data, "a.pdf")


def spec(name: bytes, file: int) -> bytes:
    return b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (name, name, file)


def pin(file: bytes) -> bytes:
    return b"<< /Type /Annot /Subtype /FileAttachment /Rect [10 10 30 30] /FS %s >>" % file


def carrying(catalog: bytes = b"", notes: bytes = b"") -> Objects:
    """A letter; 8 is a file that may be named in the catalog, or pinned to the page."""
    file = stream(WORDS, b"/Type /EmbeddedFile")
    return letter_objects() | {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        3: page(b"/Annots [%s]" % notes if notes else b""),
        8: spec(b"note.txt", 9),
        9: file,
    }


def carried(found: ExtractedDocument) -> list[tuple[str, bytes]]:
    return [(part.name, part.data) for part in found.attachments]


def test_a_file_pinned_to_a_page_is_an_attachment() -> None:
    found = read(assembled(carrying(notes=pin(b"8 0 R"))))
    assert carried(found) == [("note.txt", WORDS)]
    assert (found.text, found.state, found.flags) == (LETTER, ReadingState.EXTRACTED, ())


def test_a_pinned_file_whose_description_stands_in_the_note_is_an_attachment() -> None:
    found = read(assembled(carrying(notes=pin(spec(b"inner.txt", 9)))))
    assert carried(found) == [("inner.txt", WORDS)]


def test_a_page_whose_fields_are_merged_into_it_keeps_its_pinned_file() -> None:
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Ten days) /Rect [50 50 200 70] >>"
    found = read(assembled(carrying(notes=field + pin(spec(b"inner.txt", 9)))))
    assert carried(found) == [("inner.txt", WORDS)]
    assert "Ten days" in found.text


def test_a_file_that_is_named_and_pinned_twice_comes_once() -> None:
    notes = pin(b"8 0 R") * 2 + pin(spec(b"note.txt", 9))
    assert carried(read(assembled(carrying(NAMES, notes)))) == [("note.txt", WORDS)]


def test_two_files_of_one_name_are_two() -> None:
    objects = carrying(NAMES, pin(b"6 0 R")) | {6: spec(b"note.txt", 7), 7: stream(b"Other words.")}
    assert carried(read(assembled(objects))) == [("note.txt", WORDS), ("note.txt", b"Other words.")]


@pytest.mark.parametrize("file", [b"null", b"(elsewhere.txt)", b"<< /Type /Filespec /F (gone) >>", b"99 0 R"])
def test_a_pin_without_a_file_harms_nothing(file: bytes) -> None:
    found = read(assembled(carrying(notes=pin(file))))
    assert (found.text, carried(found)) == (LETTER, [])


def test_more_pinned_files_than_are_taken_are_told() -> None:
    objects = carrying(notes=b"".join(b"%d 0 R " % (100 + n) for n in range(250)))
    for number in range(250):
        objects[100 + number] = pin(spec(b"%d.txt" % number, 500 + number))
        objects[500 + number] = stream(b"File %d" % number)
    found = read(assembled(objects))
    assert len(found.attachments) == 200
    assert found.state is ReadingState.EXTRACTED_PARTIAL
    assert found.flags == ("50 embedded files are too many, too large or damaged and were left out.",)


def test_a_portfolio_is_told() -> None:
    assert PORTFOLIO in read(assembled(carrying(NAMES + COLLECTION))).flags


def test_a_portfolio_whose_catalog_is_packed_is_told() -> None:
    data = packed(carrying(NAMES + COLLECTION))
    assert b"/Collection" not in data
    found = read(data)
    assert (found.text, carried(found)) == (LETTER, [("note.txt", WORDS)])
    assert PORTFOLIO in found.flags


def test_a_letter_that_carries_a_portfolio_is_none() -> None:
    inner = assembled(carrying(NAMES + COLLECTION))
    found = read(assembled(carrying(NAMES) | {9: stream(inner)}))
    assert found.flags == ()
    assert PORTFOLIO in read(found.attachments[0].data).flags


def packed(objects: Objects) -> bytes:
    """The file with its catalog in a compressed object stream, and a cross-reference stream."""
    catalog, packed_in, table = objects[1], max(objects) + 1, max(objects) + 2
    held = {number: body for number, body in objects.items() if number != 1}
    held[packed_in] = deflated(b"1 0 " + catalog, b"/Type /ObjStm /N 1 /First 4")
    out, places = bytearray(b"%PDF-1.7\n"), dict[int, int]()
    for number, body in held.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places[table] = len(out)
    rows = [struct.pack(">BIH", 0, 0, 65535), struct.pack(">BIH", 2, packed_in, 0)]
    rows += [
        struct.pack(">BIH", 1, places[number], 0) if number in places else struct.pack(">BIH", 0, 0, 0)
        for number in range(2, table + 1)
    ]
    entries = b"/Type /XRef /W [1 4 2] /Size %d /Root 1 0 R" % (table + 1)
    out += b"%d 0 obj\n%s\nendobj\n" % (table, deflated(b"".join(rows), entries))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % places[table])
