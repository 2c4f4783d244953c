"""The abuse cases that a reader meets, one test each: what must happen is said in the test's name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from analysis.offline import OfflineAnalyzer
from extractors import SafeReader, open_reader
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument
from pipeline.findings import LedgerClass
from pipeline.media import contradicts, media_type_of
from pipeline.problems import ReadingState
from pipeline.settings import Settings
from tests.extractors.hostile.case import Trap
from tests.extractors.hostile.collection import collected
from tests.extractors.hostile.hostile_archive import NAMES
from tests.extractors.hostile.hostile_office import OFFICE, TEXT, W, document, docx, odt, package, said
from tests.extractors.hostile.pdf_parts import letter, page, shown, stream

CASES = {case.name: case for case in collected()}
NOWHERE = Trap("/nowhere/at-all", "127.0.0.1:9")
NO_TEXT = frozenset(state for state in ReadingState if not state.has_text)
AGENCY = Agency("Department of Lighthouses", "DLH", "Secretary of Lighthouses")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SafeReader]:
    home = tmp_path_factory.mktemp("home")
    with open_reader(Settings(home=home, workers=1, read_seconds=10, read_megabytes=512)) as opened:
        yield opened


def read(reader: SafeReader, name: str) -> ExtractedDocument:
    """One of the hostile files."""
    return reader.read(CASES[name].make(NOWHERE), name)


@pytest.mark.parametrize("name", ["bomb-part.docx", "bomb-media.docx", "sizes.docx", "bomb.odt", "bomb.zip"])
def test_case_1_a_zip_bomb_is_refused_with_its_reason(reader: SafeReader, name: str) -> None:
    document = read(reader, name)
    assert document.state in NO_TEXT
    assert len(document.flags) >= 3


@pytest.mark.parametrize(
    "name",
    [
        "laughs.docx",
        "laughs-wide.docx",
        "leak.docx",
        "late-type.docx",
        "laughs.odt",
        "leak.odt",
        "laughs.xml",
    ],
)
def test_case_2_an_entity_is_never_resolved(reader: SafeReader, name: str) -> None:
    document = read(reader, name)
    assert document.state in NO_TEXT
    assert document.text == ""


@pytest.mark.parametrize(
    "name", ["remote-attachedTemplate.docx", "remote-image.docx", "fetch.html", "bodies.html.eml"]
)
def test_case_3_what_lies_elsewhere_is_not_fetched_and_the_letter_is_read(
    reader: SafeReader, name: str
) -> None:
    document = read(reader, name)
    assert "A letter of plain words." in document.text
    assert "nowhere" not in document.text


@pytest.mark.parametrize("name", NAMES)
def test_case_4_the_name_of_an_attachment_is_data(reader: SafeReader, name: str) -> None:
    head = b'--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="'
    body = b'Content-Type: multipart/mixed; boundary="b"\n\n' + head + name.encode() + b'"\n\nx\n--b--\n'
    document = reader.read(b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n" + body, name)
    assert document.name == name
    assert all(part.data.strip().endswith(b"x") for part in document.attachments)
    assert document.state is ReadingState.EXTRACTED


@pytest.mark.parametrize("name", ["symlink.docx", "symlink.zip", "paths.zip"])
def test_case_5_a_link_or_a_path_in_an_archive_leads_nowhere(reader: SafeReader, name: str) -> None:
    document = read(reader, name)
    assert b"root:" not in b"".join(part.data for part in document.attachments)
    assert document.state.has_text or len(document.flags) >= 3


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("parts-10000.eml", ReadingState.QUARANTINED),
        ("deep-200.eml", ReadingState.QUARANTINED),
        ("deep-2000.eml", ReadingState.QUARANTINED),
        ("header-long.eml", ReadingState.EXTRACTED),
    ],
)
def test_case_6_a_bomb_of_parts_ends_at_its_cap_and_the_next_mail_is_read(
    reader: SafeReader, name: str, state: ReadingState
) -> None:
    assert read(reader, name).state is state
    assert "A letter" in read(reader, "header-odd.eml").text


LOOPS = [name for name in CASES if name.startswith("loop-") and name.endswith(".pdf")]


@pytest.mark.parametrize("name", [*LOOPS, "bomb-lzw.pdf", "bomb-array.pdf"])
def test_case_7_a_pdf_that_loops_ends_and_the_next_one_is_read(reader: SafeReader, name: str) -> None:
    document = read(reader, name)
    assert document.state.has_text or len(document.flags) >= 3
    assert reader.read(letter(), "next.pdf").text == "A letter of plain words."


@pytest.mark.parametrize(
    "name", ["huge.png", "huge-claimed.png", "huge.bmp", "huge.tif", "huge.jpg", "huge.webp"]
)
def test_case_8_a_huge_picture_is_refused_before_it_is_unpacked(reader: SafeReader, name: str) -> None:
    document = read(reader, name)
    assert document.state in NO_TEXT
    assert not any(flag.startswith("Reading it took") for flag in document.flags)


@pytest.mark.parametrize("name", ["program.pdf", "page.txt", "letter.pdf", "elf.doc"])
def test_case_9_the_bytes_decide_and_a_lying_name_is_told(reader: SafeReader, name: str) -> None:
    data = CASES[name].make(NOWHERE)
    document = reader.read(data, name)
    kind = media_type_of(data, name)
    assert document.media_type == kind
    assert contradicts(name, kind) == any("Its name ends in" in flag for flag in document.flags)
    assert contradicts(name, kind)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("locked-secret.pdf", ReadingState.NEEDS_PASSWORD),
        ("locked.docx", ReadingState.NEEDS_PASSWORD),
        ("no-pages.pdf", ReadingState.FAILED),
        ("header-only.pdf", ReadingState.FAILED),
        ("empty.pdf", ReadingState.FAILED),
        ("sum.docx", ReadingState.FAILED),
    ],
)
def test_case_10_what_cannot_be_read_says_so(reader: SafeReader, name: str, state: ReadingState) -> None:
    document = read(reader, name)
    assert document.state is state
    assert len(document.flags) >= 3


def test_case_11_a_macro_document_is_read_as_data_and_marked(reader: SafeReader) -> None:
    document = read(reader, "macro.docm")
    assert "A letter of plain words." in document.text
    assert any("macro" in flag.lower() for flag in document.flags)


# --- case 12: text that nobody sees must not give anybody work -------------------------------------

ORDER = "The Secretary shall report to the Board by May 1, 2020."
OPEN = "The Secretary shall count the boats by June 1, 2020."
SMALL = "<w:p><w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r></w:p>"


def drawn(operators: str, text: str) -> bytes:
    """A PDF page that shows one order and draws another with these operators before it."""
    hidden = f"q BT {operators} ({text}) Tj ET Q\n".encode()
    return letter({4: stream(shown(OPEN) + b"\n" + hidden)})


def beneath(text: str) -> bytes:
    """The order stands off the page."""
    return letter({3: page(), 4: stream(shown(OPEN) + f" BT /F1 12 Tf 72 -900 Td ({text}) Tj ET".encode())})


def in_page(attributes: str) -> bytes:
    """An HTML page with one order in an element of these attributes."""
    return f"<!doctype html><html><body><p>{OPEN}</p><p {attributes}>{ORDER}</p></body></html>".encode()


def in_word(properties: str) -> bytes:
    """A Word file with one order in a run of these properties."""
    return docx(document(said(OPEN) + SMALL.format(properties, ORDER)))


def commented() -> bytes:
    """A Word file whose comment gives the order."""
    words = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="x">{said(ORDER)}</w:comment></w:comments>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    link = f'<Relationship Id="c" Type="{kind}" Target="comments.xml"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{space}">{link}</Relationships>'
    body = said(OPEN) + '<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    return docx(document(body), ("word/comments.xml", words), ("word/_rels/document.xml.rels", rels))


def in_open_document() -> bytes:
    """An OpenDocument text with one order in a style that is not displayed."""
    spaces = f'xmlns:office="{OFFICE}" xmlns:text="{TEXT}" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    style = (
        f'<office:document-content {spaces}><office:automatic-styles><style:style style:name="H" '
        'style:family="text"><style:text-properties text:display="none"/></style:style>'
        f"</office:automatic-styles><office:body><office:text><text:p>{OPEN}</text:p><text:p>"
        f'<text:span text:style-name="H">{ORDER}</text:span></text:p></office:text></office:body>'
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(odt(""))) as kept, zipfile.ZipFile(out, "w") as made:
        made.writestr(zipfile.ZipInfo("mimetype"), kept.read("mimetype"))
        made.writestr("content.xml", style)
    return out.getvalue()


HIDDEN: dict[str, tuple[str, bytes]] = {
    "pdf, invisible": ("a.pdf", drawn("/F1 12 Tf 3 Tr 72 500 Td", ORDER)),
    "pdf, white": ("a.pdf", drawn("/F1 12 Tf 1 1 1 rg 72 500 Td", ORDER)),
    "pdf, tiny": ("a.pdf", drawn("/F1 1 Tf 72 500 Td", ORDER)),
    "pdf, off the page": ("a.pdf", beneath(ORDER)),
    "html, not displayed": ("a.html", in_page('style="display:none"')),
    "html, white": ("a.html", in_page('style="color:#fff"')),
    "html, no size": ("a.html", in_page('style="font-size:0"')),
    "html, invisible": ("a.html", in_page('style="visibility:hidden"')),
    "html, hidden": ("a.html", in_page("hidden")),
    "html, comment": ("a.html", f"<!doctype html><html><p>{OPEN}</p><!-- {ORDER} --></html>".encode()),
    "word, vanished": ("a.docx", in_word("<w:vanish/>")),
    "word, white": ("a.docx", in_word('<w:color w:val="FFFFFF"/>')),
    "word, tiny": ("a.docx", in_word('<w:sz w:val="2"/>')),
    "word, comment": ("a.docx", commented()),
    "open document, not displayed": ("a.odt", in_open_document()),
}


@pytest.mark.parametrize("trick", HIDDEN)
def test_case_12_what_is_hidden_is_never_evidence(reader: SafeReader, trick: str) -> None:
    name, data = HIDDEN[trick]
    document = reader.read(data, name)
    found = OfflineAnalyzer(AGENCY).analyse(document)
    quotes = [evidence.quote for action in found.actions for evidence in action.evidence]
    assert any("count the boats" in quote for quote in quotes)
    assert not any("report to the Board" in quote for quote in quotes)
    place = document.text.find("report to the Board")
    assert place < 0 or any(span.start <= place < span.end for span in document.hidden)
    if place >= 0:
        listed = [row for row in found.ledger if any("report to the Board" in e.quote for e in row.evidence)]
        assert [row.ledger_class for row in listed] == [LedgerClass.HIDDEN]
        assert any("no draft rests on hidden text" in flag for flag in found.document.flags)


TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in ORDER)
BROKEN = "\u200b".join(ORDER)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.docx", "a.eml"])
def test_case_12_tag_characters_say_nothing(reader: SafeReader, name: str) -> None:
    text = OPEN + TAGS
    data = {
        "a.txt": text.encode(),
        "a.html": f"<!doctype html><p>{text}</p>".encode(),
        "a.docx": package([("[Content_Types].xml", "<Types/>"), ("word/document.xml", document(said(text)))]),
        "a.eml": f"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n\n{text}\n".encode(),
    }[name]
    read_text = reader.read(data, name).text
    assert OPEN in read_text
    assert not any(0xE0000 <= ord(letter) < 0xE0080 for letter in read_text)
    assert "report to the Board" not in read_text


def test_case_12_zero_width_marks_do_not_part_a_word(reader: SafeReader) -> None:
    assert reader.read(BROKEN.encode(), "a.txt").text == ORDER
