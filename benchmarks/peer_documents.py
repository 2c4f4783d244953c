"""Office files, a page of HTML and a mail with known words, and in each what some readers lose."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date

import docx
import openpyxl

from benchmarks.peer_material import Deck, Fixture

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_WRITER = 'w:author="A. Writer" w:date="2031-03-14T09:00:00Z"'
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
Words = tuple[str, ...]


def documents() -> Iterator[Fixture]:
    """One file of each format."""
    yield _changed(Deck(11))
    yield _nested(Deck(12))
    yield _sheets(Deck(13))
    yield _page(Deck(14))
    yield _mail(Deck(15))
    yield _rich(Deck(16))
    yield _open_text(Deck(17))


def _zip(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            # an open document's kind must stand uncompressed
            made.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- Word -----------------------------------------------------------------------------------------


def _p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def _r(words: Sequence[str], tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{" ".join(words)} </w:{tag}></w:r>'


def _box(words: Words) -> str:
    """A text box as Word writes it: once for itself and once for older programs."""
    inner = f"<w:txbxContent>{_p(_r(words))}</w:txbxContent>"
    drawn = (
        '<w:drawing><wp:inline><wp:extent cx="2000000" cy="400000"/><wp:docPr id="1" name="Box"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    older = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawn}</mc:Choice>'
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _changed(deck: Deck) -> Fixture:
    """A letter with tracked changes, a comment, a footnote, a header, a text box, a content control."""
    one, two, three, four = (deck.deal(14) for _ in range(4))
    inserted, deleted, moved, field = deck.deal(6), deck.deal(6), deck.deal(8), deck.deal(6)
    note, comment, head, box = deck.deal(8), deck.deal(6), deck.deal(5), deck.deal(6)
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        _p(_r(one), _change("del", _r(deleted, "delText")), _change("ins", _r(inserted)))
        + _p(_change("moveFrom", _r(moved)), _r(two), mark)
        + _p(_box(box), '<w:commentRangeStart w:id="0"/>', _r(three), '<w:commentRangeEnd w:id="0"/>')
        + f"<w:sdt><w:sdtContent>{_p(_r(field))}</w:sdtContent></w:sdt>"
        + _p(_change("moveTo", _r(moved)), _r(four))
        + '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/></w:sectPr>'
    )
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}">{_p()}</w:footnote>'
        for number, kind in enumerate(("separator", "continuationSeparator"))
    )
    data = _word(
        body,
        footnotes=f'{rules}<w:footnote w:id="2">{_p(_r(note))}</w:footnote>',
        comments=f'<w:comment w:id="0" w:initials="AW" {_WRITER}>{_p(_r(comment))}</w:comment>',
        header1=_p(_r(head)),
    )
    return Fixture(
        "DOCX, changes",
        "changes.docx",
        data,
        (*one, *inserted, *two, *three, *field, *moved, *four),
        {"footnote": note, "header": head, "text box": box},
        {"inserted": inserted, "moved": moved, "content control": field},
        {"deleted": deleted, "comment": comment},
    )


def _change(kind: str, run: str) -> str:
    return f'<w:{kind} w:id="9" {_WRITER}>{run}</w:{kind}>'


def _word(body: str, **parts: str) -> bytes:
    """A Word package of a body and of further parts, which are related as rId1, rId2 and so on."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    roots = {"footnotes": "footnotes", "comments": "comments", "header1": "hdr"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{name.rstrip("1")}+xml"/>'
        for name in parts
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for number, name in enumerate(parts, start=1)
    )
    top = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    files = {
        "[Content_Types].xml": f'{top}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'{top}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{top}<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'{top}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        "</Relationships>",
    }
    for name, inner in parts.items():
        files[f"word/{name}.xml"] = f"{top}<w:{roots[name]} {_SPACES}>{inner}</w:{roots[name]}>"
    return _zip(files)


def _nested(deck: Deck) -> Fixture:
    """A table in a table's cell, beside a cell of two paragraphs."""
    made = docx.Document()
    running = list(before := deck.deal(12))
    made.add_paragraph(" ".join(before))
    outer = made.add_table(rows=3, cols=2, style="Table Grid")
    inner: list[str] = []
    for row in outer.rows:
        for number, cell in enumerate(row.cells):
            running += (words := deck.deal(8))
            cell.text = " ".join(words)
            if number:
                within = [deck.deal(3) for _ in range(4)]
                table = cell.add_table(rows=2, cols=2)
                for small, said in zip((c for r in table.rows for c in r.cells), within, strict=True):
                    small.text = " ".join(said)
                flat = [word for said in within for word in said]
                running += flat
                inner += flat
    running += (after := deck.deal(12))
    made.add_paragraph(" ".join(after))
    made.save(out := io.BytesIO())
    return Fixture(
        "DOCX, nested tables",
        "nested.docx",
        out.getvalue(),
        tuple(running),
        inside={"nested table": tuple(inner)},
    )


# --- sheets, a web page, a mail -------------------------------------------------------------------


def _sheets(deck: Deck) -> Fixture:
    """Two sheets of words, whole numbers and dates, one cell merged over a row."""
    book = openpyxl.Workbook()
    running: list[str] = []
    for number in range(2):
        sheet = book.active if number == 0 else book.create_sheet(" ".join(deck.deal(1)))
        assert sheet is not None
        running += (head := deck.deal(5))
        sheet.append([" ".join(head)])
        sheet.merge_cells("A1:D1")
        for row in range(12):
            name, place = deck.deal(2), deck.deal(1)
            amount, day = 1009 + 37 * row + number, date(2031, 1 + row, 10 + row)
            sheet.append([" ".join(name), amount, day, *place])
            running += [*name, str(amount), *day.isoformat().split("-"), *place]
    book.save(out := io.BytesIO())
    return Fixture("XLSX", "figures.xlsx", out.getvalue(), tuple(running))


def _page(deck: Deck) -> Fixture:
    """A page whose markup hides words in five ways."""
    one, two, cells, items, three = (deck.deal(count) for count in (16, 14, 8, 8, 16))
    ways = (
        'style="display:none"',
        'style="visibility:hidden"',
        'style="font-size:0"',
        'style="color:#ffffff;background:#fff"',
        "hidden",
    )
    unseen = [deck.deal(3) for _ in ways]
    hidden = [f"<p {way}>{' '.join(words)}</p>" for way, words in zip(ways, unseen, strict=True)]
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in zip(cells[::2], cells[1::2], strict=True))
    text = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        "<style>p { margin: 1em }</style></head><body>"
        f"<p>{' '.join(one[:8])} <b>{one[8]}</b> {' '.join(one[9:])}</p>{hidden[0]}{hidden[1]}"
        f"<p>{' '.join(two)}</p>{hidden[2]}<table>{rows}</table>{hidden[3]}"
        f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>{hidden[4]}"
        f"<script>var x = 1;</script><p>{' '.join(three)}</p></body></html>"
    )
    return Fixture(
        "HTML, hidden text",
        "page.html",
        text.encode(),
        (*one, *two, *cells, *items, *three),
        apart={"hidden": tuple(word for words in unseen for word in words)},
    )


def _mail(deck: Deck) -> Fixture:
    """A mail that names a charset nobody knows; its bytes are UTF-8, some of them accented letters."""
    subject, one, two = deck.deal(6), deck.deal(30), deck.deal(30)
    accented = ("résumé", "señor", "façade", "naïve")
    head = (
        "From: A. Writer <writer@example.org>\r\nTo: desk@example.org\r\n"
        "Date: Fri, 14 Mar 2031 09:00:00 +0000\r\n"
        f"Subject: {' '.join(subject)}\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: text/plain; charset="x-user-defined-7"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    )
    body = f"{' '.join(one)}\r\n\r\n{' '.join(accented)}\r\n\r\n{' '.join(two)}\r\n"
    return Fixture(
        "EML, bad charset",
        "charset.eml",
        (head + body).encode(),
        (*one, *accented, *two),
        {"subject": subject},
    )


# --- rich text, open document ---------------------------------------------------------------------


def _rich(deck: Deck) -> Fixture:
    """Rich text with accents as codes, a table, a footnote, a header, hidden words."""
    one, cells, two, note, head, hidden = (deck.deal(count) for count in (20, 6, 20, 7, 5, 4))
    row = "".join(rf"\cellx{2000 * at}" for at in range(1, 4))
    rows = "".join(
        rf"\trowd{row}\pard\intbl {a}\cell {b}\cell {c}\cell\row "
        for a, b, c in zip(cells[::3], cells[1::3], cells[2::3], strict=True)
    )
    text = (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times New Roman;}}{\colortbl;\red0\green0\blue0;}"
        rf"{{\header\pard {' '.join(head)}\par}}"
        rf"\pard r\'e9sum\'e9 {' '.join(one)}{{\super\chftn{{\footnote\pard\chftn {' '.join(note)}}}}}\par "
        rf"{{\v {' '.join(hidden)}}}\par {rows}\pard fa\u231?ade {' '.join(two)}\par}}"
    )
    return Fixture(
        "RTF",
        "letter.rtf",
        text.encode("ascii"),
        ("résumé", *one, *cells, "façade", *two),
        {"footnote": note, "header": head},
        apart={"hidden": hidden},
    )


def _open_text(deck: Deck) -> Fixture:
    """An open document with a heading, a table, a footnote, a frame, a header and a tracked deletion."""
    names = {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "svg": "svg-compatible",
    }
    spaces = " ".join(f'xmlns:{short}="{_OPEN}:{name}:1.0"' for short, name in names.items())
    title, one, cells, two, note, box, head, gone = (deck.deal(n) for n in (5, 20, 8, 20, 7, 5, 5, 5))
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in pair)
        + "</table:table-row>"
        for pair in zip(cells[::2], cells[1::2], strict=True)
    )
    noted = (
        '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>{' '.join(note)}</text:p></text:note-body></text:note>"
    )
    deletion = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        f"<text:p>{' '.join(gone)}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    frame = (
        '<draw:frame svg:width="5cm"><draw:text-box>'
        f"<text:p>{' '.join(box)}</text:p></draw:text-box></draw:frame>"
    )
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body><office:text>{deletion}'
        f'<text:h text:outline-level="1">{" ".join(title)}</text:h>'
        f"<text:p>{' '.join(one[:10])}{noted} {' '.join(one[10:])}</text:p>"
        f'<table:table><table:table-column table:number-columns-repeated="2"/>{rows}</table:table>'
        f'<text:p>{frame}{" ".join(two)}<text:change text:change-id="c1"/></text:p>'
        "</office:text></office:body></office:document-content>"
    )
    styles = (
        f'<office:document-styles {spaces} office:version="1.2"><office:styles/><office:automatic-styles>'
        '<style:page-layout style:name="pm1"/></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Standard" style:page-layout-name="pm1">'
        f"<style:header><text:p>{' '.join(head)}</text:p></style:header></style:master-page>"
        "</office:master-styles></office:document-styles>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{what}"/>'
        for path, what in {"/": kind, "content.xml": "text/xml", "styles.xml": "text/xml"}.items()
    )
    manifest = f'<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0">{listed}</manifest:manifest>'
    parts = {
        "mimetype": kind,
        "content.xml": content,
        "styles.xml": styles,
        "META-INF/manifest.xml": manifest,
    }
    return Fixture(
        "ODT",
        "letter.odt",
        _zip(parts),
        (*title, *one, *cells, *two),
        {"footnote": note, "text box": box, "header": head},
        apart={"deleted": gone},
    )
