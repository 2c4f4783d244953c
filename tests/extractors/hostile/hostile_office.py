"""Office packages, new and open, that swell, fetch, lie about themselves or hold programs."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.extractors.hostile.case import (
    FAILED,
    LOCKED,
    PARTLY,
    READ,
    SET_ASIDE,
    UNKNOWN,
    Hostile,
    Trap,
    fixed,
    hostile,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ODT = "application/vnd.oasis.opendocument.text"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LETTER = "A letter of plain words."

REFUSED = (SET_ASIDE, FAILED)
"""Either end keeps it from the desk. Which comes first depends on which limit it breaks."""


def package(parts: list[tuple[str, str | bytes]]) -> bytes:
    """A ZIP of these parts, in this order; a name may stand twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, data)
    return out.getvalue()


def document(body: str, before: str = "") -> str:
    """The main part of a Word file."""
    return f'{before}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'


def said(text: str = LETTER) -> str:
    """One paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(main: str | bytes, *more: tuple[str, str | bytes]) -> bytes:
    """A Word file of this main part."""
    return package([("[Content_Types].xml", TYPES), ("word/document.xml", main), *more])


def odt(body: str, before: str = "", *more: tuple[str, str | bytes]) -> bytes:
    """An OpenDocument text."""
    spaces = f'xmlns:office="{OFFICE}" xmlns:text="{TEXT}" xmlns:xlink="http://www.w3.org/1999/xlink"'
    inner = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"{before}<office:document-content {spaces}>{inner}</office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("mimetype"), ODT)
        for name, data in (("content.xml", content), *more):
            made.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def xlsx(rows: str, *more: tuple[str, str | bytes]) -> bytes:
    """A workbook of one sheet."""
    listed = '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{SHEET}" xmlns:r="{R}">{listed}</workbook>'
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    office = f'<Relationship Id="d" Type="{R}/officeDocument" Target="xl/workbook.xml"/>'
    relation = f'<Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>'
    )
    return package(
        [
            ("[Content_Types].xml", types),
            ("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{office}</Relationships>'),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{relation}</Relationships>'),
            ("xl/worksheets/sheet1.xml", sheet),
            *more,
        ]
    )


def cases() -> Iterator[Hostile]:
    """All Office cases."""
    yield from _entities()
    yield from _fetching()
    yield from _swelling()
    yield from _lying()
    yield from _open_documents()
    yield from _workbooks()


def laughs(root: str) -> str:
    """A document type whose last entity, `e11`, says a hundred billion words."""
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY e0 "ha">{grown}]>'


def leaking(root: str, trap: Trap) -> str:
    """A document type with an entity that is a file, and one that lies on the network."""
    return (
        f'<?xml version="1.0"?><!DOCTYPE {root} SYSTEM "http://{trap.address}/x.dtd" [<!ENTITY leak SYSTEM '
        f'"file://{trap.file}"><!ENTITY % call SYSTEM "http://{trap.address}/y">%call;]>'
    )


def _entities() -> Iterator[Hostile]:
    body = said("&e11;")
    wide = document(body, laughs("x")).encode("utf-16")
    yield hostile("laughs.docx", fixed(docx(document(body, laughs("x")))), SET_ASIDE, note="billion laughs")
    yield hostile("laughs-wide.docx", fixed(docx(wide)), *REFUSED, note="the same in UTF-16")
    yield hostile(
        "leak.docx",
        lambda trap: docx(document(said("&leak;"), leaking("x", trap))),
        *REFUSED,
        note="an external document type and entity",
    )
    late = document(said(), "<!--" + " " * 20_000 + "-->" + '<!DOCTYPE x [<!ENTITY a "b">]>')
    yield hostile("late-type.docx", fixed(docx(late)), *REFUSED, note="a document type behind a comment")
    side = ("word/footnotes.xml", laughs("x") + f'<w:footnotes xmlns:w="{W}">&e11;</w:footnotes>')
    links = f'<Relationship Id="f" Type="{R}/footnotes" Target="footnotes.xml"/>'
    rels = ("word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>')
    made = docx(document(said()), side, rels)
    yield hostile("laughs-footnote.docx", fixed(made), *REFUSED, READ, PARTLY, note="laughs in a side part")


def _fetching() -> Iterator[Hostile]:
    for kind in ("attachedTemplate", "image", "oleObject", "frame", "subDocument", "aFChunk"):
        yield hostile(
            f"remote-{kind}.docx",
            lambda trap, kind=kind: _remote(trap, kind),  # type: ignore[misc]
            *(READ, PARTLY),
            note=f"{kind} on the network",
            told=LETTER,
        )
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file://{}"/>'
    yield hostile(
        "include.docx",
        lambda trap: docx(document(said() + include.format(trap.file))),
        *(READ, PARTLY),
        note="XInclude of a file",
        told=LETTER,
    )
    field = (
        '<w:p><w:fldSimple w:instr="INCLUDETEXT &quot;{}&quot;"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    )
    yield hostile(
        "include-field.docx",
        lambda trap: docx(document(said() + field.format(trap.file))),
        *(READ, PARTLY),
        note="a field that includes a file",
        told=LETTER,
    )


def _remote(trap: Trap, kind: str) -> bytes:
    link = f'<Relationship Id="r9" Type="{R}/{kind}" Target="http://{trap.address}/x" TargetMode="External"/>'
    local = f'<Relationship Id="r8" Type="{R}/{kind}" Target="file://{trap.file}" TargetMode="External"/>'
    rels = f'<Relationships xmlns="{PACKAGE}">{link}{local}</Relationships>'
    main = document(said() + '<w:altChunk r:id="r9"/><w:subDoc r:id="r8"/>')
    settings = f'<w:settings xmlns:w="{W}" xmlns:r="{R}"><w:attachedTemplate r:id="r9"/></w:settings>'
    parts = [("word/_rels/document.xml.rels", rels), ("word/settings.xml", settings)]
    return docx(main, *parts, ("word/_rels/settings.xml.rels", rels))


def _swelling() -> Iterator[Hostile]:
    yield hostile("bomb-part.docx", _bomb_part, SET_ASIDE, note="200 MB of spaces in the main part")
    yield hostile("bomb-media.docx", _bomb_media, *REFUSED, note="300 MB in a picture")
    yield hostile("bomb-comment.docx", _comment, READ, *REFUSED, note="a comment of 30 MB in the XML")
    yield hostile("members.docx", lambda _: _members(100_000), *REFUSED, note="100,000 parts", dear=True)
    yield hostile("tables.docx", _tables, SET_ASIDE, note="tables nested 5,000 deep")
    yield hostile("tables-200.docx", lambda _: _tables(_, 60), READ, PARTLY, *REFUSED, note="60 tables deep")
    yield hostile("runs.docx", _runs, READ, SET_ASIDE, note="300,000 runs in one paragraph", dear=True)
    yield hostile("attributes.docx", _attributes, READ, *REFUSED, note="100,000 attributes on an element")
    long = docx(document(said("word " * 2_000_000)))
    yield hostile("long-text.docx", fixed(long), READ, *REFUSED, note="10 MB in one text node")
    spans = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>' + said()
    wide = docx(document(spans + "</w:tc></w:tr></w:tbl>"))
    yield hostile("wide-cell.docx", fixed(wide), READ, *REFUSED, note="a cell two billion columns wide")
    numbered = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="-9"/><w:numId w:val="99999999999"/></w:numPr></w:pPr></w:p>'
    )
    yield hostile("numbers.docx", fixed(docx(document(numbered + said()))), READ, note="impossible numbering")


def _bomb_part(_: Trap) -> bytes:
    return docx(b" " * (200 << 20))


def _bomb_media(_: Trap) -> bytes:
    return docx(document(said()), ("word/media/image1.png", bytes(300 << 20)))


def _comment(_: Trap) -> bytes:
    noise = "".join(f"{number:x} " for number in range(4_000_000))
    return docx(document(f"<!--{noise}-->" + said()))


def _members(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("word/document.xml", document(said()))
        for number in range(count):
            made.writestr(f"word/p{number}.xml", "")
    return out.getvalue()


def _tables(_: Trap, depth: int = 5000) -> bytes:
    return docx(document("<w:tbl><w:tr><w:tc>" * depth + said() + "</w:tc></w:tr></w:tbl>" * depth))


def _runs(_: Trap) -> bytes:
    return docx(document("<w:p>" + "<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>" * 300_000 + "</w:p>"))


def _attributes(_: Trap) -> bytes:
    many = " ".join(f'a{number}="x"' for number in range(100_000))
    return docx(document(f"<w:p {many}><w:r><w:t>{LETTER}</w:t></w:r></w:p>"))


def _lying() -> Iterator[Hostile]:
    sound = docx(document(said()))
    two = docx(document(said("The first form.")), ("word/document.xml", document(said("The second form."))))
    yield hostile("twice.docx", fixed(two), READ, PARTLY, *REFUSED, note="two main parts of one name")
    case = docx(document(said()), ("WORD/DOCUMENT.XML", document(said("The other form."))))
    yield hostile("twice-by-case.docx", fixed(case), READ, PARTLY, *REFUSED, note="names that differ by case")
    places = (
        "../../run.sh",
        "/etc/cron.d/run",
        "C:\\run.exe",
        "word/\0.xml",
        "word/\u202egnp.xml",
        "x" * 300,
    )
    paths = docx(document(said()), *((name, "x") for name in places))
    yield hostile("paths.docx", fixed(paths), READ, PARTLY, *REFUSED, note="members that lead outside")
    yield hostile(
        "symlink.docx", _symlink, READ, PARTLY, *REFUSED, note="a main part that is a symbolic link"
    )
    yield hostile("sum.docx", fixed(_wrong_sum(sound)), *REFUSED, note="a wrong checksum")
    yield hostile("sizes.docx", _sizes, *REFUSED, note="30 MB that claim to be 1,000 bytes")
    yield hostile("overlap.docx", _overlap, READ, PARTLY, *REFUSED, note="entries that share their bytes")
    yield hostile("zip64.docx", fixed(_zip64(sound)), *REFUSED, note="sizes in an extra field, 2^63")
    yield hostile("locked.docx", fixed(_flagged(sound)), LOCKED, note="encrypted members")
    yield hostile("method.docx", fixed(_method(sound)), *REFUSED, note="a packing method that nobody has")
    for percent in (10, 50, 90, 99):
        cut = sound[: len(sound) * percent // 100]
        yield hostile(f"cut-{percent}.docx", fixed(cut), *REFUSED, UNKNOWN, note=f"cut after {percent} %")
    macro = docx(document(said()), ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(900)))
    yield hostile("macro.docm", fixed(macro), READ, PARTLY, note="a macro", told=LETTER)
    loop = f'<Relationship Id="d" Type="{R}/officeDocument" Target="_rels/.rels"/>'
    odd = docx(document(said()), ("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{loop}</Relationships>'))
    yield hostile("itself.docx", fixed(odd), *REFUSED, READ, note="its own relations as main part")


def _symlink(trap: Trap) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", TYPES)
        link = zipfile.ZipInfo("word/document.xml")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        made.writestr(link, trap.file)
    return out.getvalue()


def _wrong_sum(data: bytes) -> bytes:
    spoilt = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 16), (b"PK\x03\x04", 14)):
        at = spoilt.rindex(mark)
        spoilt[at + place : at + place + 4] = b"\1\2\3\4"
    return bytes(spoilt)


def _sizes(_: Trap) -> bytes:
    spoilt = bytearray(docx("<x>" + " " * (30 << 20) + "</x>"))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = spoilt.rindex(mark)
        spoilt[at + place : at + place + 4] = struct.pack("<I", 1000)
    return bytes(spoilt)


def _overlap(_: Trap) -> bytes:
    """Two hundred directory entries that all stand for the same packed bytes."""
    body = document(said("word " * 20_000)).encode()
    packed = zlib.compress(body, 9)[2:-4]
    sizes = struct.pack("<III", zlib.crc32(body), len(packed), len(body))
    name = b"word/document.xml"
    local = (
        b"PK\3\4" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(name), 0) + name
    )
    entries = b""
    for number in range(200):
        called = name if number == 0 else b"[Content_Types].xml" if number == 1 else b"word/%d.xml" % number
        entries += b"PK\1\2" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
        entries += struct.pack("<HHHHHII", len(called), 0, 0, 0, 0, 0, 0) + called
    start = len(local) + len(packed)
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 200, 200, len(entries), start, 0)
    return local + packed + entries + end


def _zip64(data: bytes) -> bytes:
    """The last entry's sizes are said to stand in an extra field, which says 2^63 - 1."""
    spoilt = bytearray(data)
    at, end = spoilt.rindex(b"PK\1\2"), spoilt.rindex(b"PK\5\6")
    extra = struct.pack("<HHQQ", 1, 16, (1 << 63) - 1, (1 << 63) - 1)
    spoilt[at + 20 : at + 28] = b"\xff" * 8
    spoilt[at + 30 : at + 32] = struct.pack("<H", len(extra))
    size = struct.unpack_from("<I", spoilt, end + 12)[0] + len(extra)
    spoilt[end + 12 : end + 16] = struct.pack("<I", size)
    return bytes(spoilt[:end] + extra + spoilt[end:])


def _flagged(data: bytes) -> bytes:
    spoilt = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        spoilt[spoilt.rindex(mark) + place] |= 1
    return bytes(spoilt)


def _method(data: bytes) -> bytes:
    spoilt = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        spoilt[spoilt.rindex(mark) + place] = 77
    return bytes(spoilt)


def _open_documents() -> Iterator[Hostile]:
    sound = f"<text:p>{LETTER}</text:p>"
    link = '<text:p><text:a xlink:href="http://{0}/">{1}</text:a><text:section><text:section-source '
    link += 'xlink:href="http://{0}/x.odt"/></text:section></text:p>'
    ends = (READ, PARTLY)
    yield hostile("laughs.odt", fixed(odt("<text:p>&e11;</text:p>", laughs("x"))), *REFUSED, note="laughs")
    yield hostile(
        "leak.odt", lambda trap: odt("<text:p>&leak;</text:p>", leaking("x", trap)), *REFUSED, note="entity"
    )
    yield hostile(
        "fetch.odt", lambda trap: odt(link.format(trap.address, LETTER)), *ends, note="links", told=LETTER
    )
    deep = odt("<text:section>" * 5000 + sound + "</text:section>" * 5000)
    yield hostile("deep.odt", fixed(deep), READ, *REFUSED, note="sections nested 5,000 deep")
    spaces = odt(sound + '<text:p>a<text:s text:c="2000000000"/>b</text:p>')
    yield hostile(
        "spaces.odt", fixed(spaces), READ, PARTLY, *REFUSED, note="two billion spaces in one element"
    )
    yield hostile("bomb.odt", lambda _: odt(sound + " " * (200 << 20)), SET_ASIDE, note="200 MB of spaces")
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    cell = f'<t:table xmlns:t="{table}"><t:table-row t:number-rows-repeated="1000000"><t:table-cell '
    cell += f't:number-columns-repeated="16384">{sound}</t:table-cell></t:table-row></t:table>'
    yield hostile(
        "repeated.odt", fixed(odt(cell)), READ, PARTLY, *REFUSED, note="a cell repeated 16 billion times"
    )


def _workbooks() -> Iterator[Hostile]:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>A letter of plain words.</t></is></c></row>'
    far = cell + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ends = (READ, PARTLY)
    yield hostile("far.xlsx", fixed(xlsx(far)), *ends, SET_ASIDE, note="a cell in the last row and column")
    yield hostile(
        "place.xlsx", fixed(xlsx(cell.replace("A1", "ZZZZZZ99999999999"))), *ends, *REFUSED, note="no place"
    )
    shared = '<row r="1"><c r="A1" t="s"><v>99999999</v></c><c r="B1" t="s"><v>-7</v></c></row>'
    yield hostile("strings.xlsx", fixed(xlsx(shared)), *ends, *REFUSED, note="strings that do not exist")
    yield hostile("bomb.xlsx", lambda _: xlsx(cell + " " * (100 << 20)), SET_ASIDE, note="100 MB of spaces")
    outer = ("xl/externalLinks/externalLink1.xml", f'<externalLink xmlns="{SHEET}"/>')
    yield hostile(
        "linked.xlsx", fixed(xlsx(cell, outer)), *ends, note="links to another workbook", told=LETTER
    )
    styles = ("xl/sharedStrings.xml", laughs("x") + f'<sst xmlns="{SHEET}"><si><t>&e11;</t></si></sst>')
    yield hostile("laughs.xlsx", fixed(xlsx(shared, styles)), *ends, *REFUSED, note="laughs in the strings")
