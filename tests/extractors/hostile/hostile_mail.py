"""Messages, compound files, envelopes and calendars that nest, swell, lie or smuggle lines in."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator

from tests.extractors.hostile.case import (
    FAILED,
    PARTLY,
    READ,
    SET_ASIDE,
    UNKNOWN,
    Hostile,
    Trap,
    fixed,
    hostile,
)

LETTER = "A letter of plain words."
HEAD = "From: a@b.example\nTo: c@d.example\nSubject: A letter\nMIME-Version: 1.0\n"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = (SET_ASIDE, FAILED, UNKNOWN)


def cases() -> Iterator[Hostile]:
    """All of them."""
    yield from _parts()
    yield from _headers()
    yield from _bodies()
    yield from _compound()
    yield from _envelopes()
    yield from _calendars()


def mail(body: str = LETTER, head: str = "") -> bytes:
    """A message with further header lines."""
    return f"{HEAD}{head}\n{body}\n".encode("utf-8", "surrogateescape")


def _parts() -> Iterator[Hostile]:
    yield hostile("parts-10000.eml", lambda _: _many(10_000), SET_ASIDE, note="10,000 parts")
    yield hostile("parts-900.eml", lambda _: _many(900), READ, PARTLY, note="900 parts", told=LETTER)
    yield hostile("deep-200.eml", lambda _: _deep(200), SET_ASIDE, note="parts nested 200 deep")
    yield hostile("deep-2000.eml", lambda _: _deep(2000), SET_ASIDE, note="parts nested 2,000 deep")
    yield hostile("messages-200.eml", lambda _: _nested(200), READ, SET_ASIDE, note="200 messages in a row")
    yield hostile(
        "messages-2000.eml", lambda _: _nested(2000), READ, SET_ASIDE, note="2,000 of them", dear=True
    )
    same = 'Content-Type: multipart/mixed; boundary="b"\n'
    inner = f"--b\n{same}\n--b\nContent-Type: text/plain\n\n{LETTER}\n--b--\n"
    yield hostile(
        "boundary-same.eml", fixed(mail(inner, same)), READ, SET_ASIDE, FAILED, note="one boundary twice"
    )
    none = 'Content-Type: multipart/mixed; boundary=""\n'
    yield hostile("boundary-none.eml", fixed(mail(LETTER, none)), READ, FAILED, note="an empty boundary")
    long = f'Content-Type: multipart/mixed; boundary="{"(a+)+" * 20_000}"\n'
    yield hostile(
        "boundary-long.eml", fixed(mail(LETTER, long)), READ, FAILED, note="a boundary like a pattern"
    )
    itself = 'Content-Type: multipart/mixed; boundary="b"\n'
    whole = mail("--b\n" + "Content-Type: message/rfc822\n\n" + mail().decode() + "--b--\n", itself)
    yield hostile("itself.eml", fixed(whole), READ, note="a message that carries its own twin")


def _many(count: int) -> bytes:
    part = f"--b\nContent-Type: text/plain\n\n{LETTER}\n"
    return mail(part * count + "--b--\n", 'Content-Type: multipart/mixed; boundary="b"\n')


def _deep(levels: int) -> bytes:
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(levels))
    return f"{HEAD}{opened}Content-Type: text/plain\n\n{LETTER}\n".encode()


def _nested(levels: int) -> bytes:
    carried = f"{HEAD}Content-Type: message/rfc822\n\n"
    return (carried * levels + f"{HEAD}\n{LETTER}\n").encode()


def _headers() -> Iterator[Hostile]:
    ends = (READ, PARTLY)
    lines = (
        ("long", "X-Long: " + "x" * (1 << 20) + "\n", "a header of 1 MB"),
        ("long-to", "Cc: " + "a@b.example, " * 80_000 + "\n", "80,000 receivers"),
        ("folded", "Cc: a\n" + " b\n" * 200_000, "200,000 folded lines"),
        ("words", "Cc: " + "=?utf-8?q?a?= " * 50_000 + "\n", "50,000 encoded words"),
        ("brackets", "Reply-To: " + "(" * 100_000 + "\n", "100,000 open comments"),
        ("quotes", 'Cc: "' + '\\"' * 100_000 + "\n", "a quoted string without end"),
        ("many", "".join(f"Received: by {n}\n" for n in range(100_000)), "100,000 Received lines"),
        ("parameters", "Content-Type: text/plain" + "; a*0*=x" * 20_000 + "\n", "20,000 parameters"),
    )
    for name, head, note in lines:
        yield hostile(f"header-{name}.eml", fixed(mail(head=head)), *ends, FAILED, SET_ASIDE, note=note)
    smuggled = "Cc: =?utf-8?q?a=0D=0ABcc:_victim@x.example=0D=0A=0D=0AForged?=\n"
    yield hostile("smuggled.eml", fixed(mail(head=smuggled)), READ, note="line ends in an encoded word")
    odd = "Date: Mon, 99 Foo 99999 99:99:99 +9999\nMessage-ID: <\0\0>\nFrom: \xff\xfe\n"
    yield hostile(
        "header-odd.eml", fixed(mail(head=odd)), READ, note="a date that is none, nulls", told=LETTER
    )
    yield hostile("header-only.eml", fixed(HEAD.encode()), READ, FAILED, note="no body at all")


def _bodies() -> Iterator[Hostile]:
    coded = 'Content-Type: text/plain; charset="{}"\nContent-Transfer-Encoding: {}\n'
    broken = (
        ("base64", "utf-8", "base64", "QSBsZXR0ZXI*=*gb2Yg!!" * 40, "broken base64"),
        ("charset", "x-no-such-charset\0", "8bit", LETTER, "a charset that does not exist"),
        ("utf7", "utf-7", "8bit", "+ADw-script+AD4- " + "+" * 5000, "UTF-7"),
        ("codec", "zip", "8bit", LETTER, "a codec that unpacks"),
        ("codec-hex", "rot13", "8bit", LETTER, "a codec that is no charset"),
        ("idna", "idna", "8bit", "a." * 50_000, "a codec of quadratic time"),
        ("punycode", "punycode", "8bit", "a" * 40_000 + "-" + "9" * 40_000, "another one"),
        ("escape", "unicode_escape", "8bit", "\\N{BEL}\\x00\\ud800 words", "a codec that makes surrogates"),
        ("quoted", "utf-8", "quoted-printable", "=" * 200_000, "200,000 equal signs"),
        ("uu", "utf-8", "x-uuencode", "begin 644 ../../run\n" + "~" * 5000 + "\nend\n", "broken uuencoding"),
    )
    for name, charset, way, body, note in broken:
        made = mail(body, coded.format(charset, way))
        yield hostile(f"body-{name}.eml", fixed(made), READ, PARTLY, FAILED, SET_ASIDE, note=note)
    yield hostile("names.eml", _names, READ, PARTLY, note="attachments named as paths", told=LETTER)
    yield hostile("bodies.html.eml", _page, READ, PARTLY, note="a page that fetches", told=LETTER)
    external = 'Content-Type: message/external-body; access-type=local-file; name="{}"\n'
    yield hostile(
        "external-body.eml",
        lambda trap: mail(LETTER, external.format(trap.file)),
        *(READ, PARTLY, FAILED),
        note="a body that is a file here",
    )


def _names(_: Trap) -> bytes:
    names = ("../../x", "C:\\x", "CON", "nul\0l", "x" * 300, "\u202egnp.exe", "/etc/passwd", ".", "..", "~")
    bare = "--b\nContent-Type: application/octet-stream\n"
    parts = "".join(f'{bare}Content-Disposition: attachment; filename="{name}"\n\nx\n' for name in names)
    said = f"--b\nContent-Type: text/plain\n\n{LETTER}\n"
    return mail(f"{said}{parts}--b--\n", 'Content-Type: multipart/mixed; boundary="b"\n')


def _page(trap: Trap) -> bytes:
    page = f'<html><p>{LETTER}</p><img src="http://{trap.address}/x"><iframe src="file://{trap.file}"></html>'
    packed = base64.encodebytes(page.encode()).decode()
    return mail(packed, "Content-Type: text/html\nContent-Transfer-Encoding: base64\n")


def _compound() -> Iterator[Hostile]:
    ends = (*REFUSED, READ, PARTLY)
    yield hostile("empty.msg", fixed(COMPOUND + bytes(504)), *REFUSED, note="a header without sectors")
    for name, changes, note in (
        ("loop", {"table": [0xFFFFFFFD, 1, 2]}, "a directory whose chain runs in a circle"),
        ("far", {"first": 0x7FFFFFFF}, "a directory said to lie far outside"),
        ("negative", {"size": 0xFFFFFFFFFFFFFFFF}, "a stream of a negative size"),
        ("huge", {"size": 1 << 40}, "a stream of a terabyte"),
        ("tree", {"left": 1, "right": 1}, "a directory entry that is its own neighbour"),
        ("tables", {"tables": 0xFFFFFFFF}, "four billion allocation tables"),
        ("shift", {"shift": 31}, "sectors of two gigabytes"),
        ("shift-0", {"shift": 0}, "sectors of one byte"),
    ):
        yield hostile(f"compound-{name}.msg", fixed(compound(**changes)), *ends, note=note)
    yield hostile("compound.doc", fixed(compound(stream="WordDocument")), *ends, note="an empty Word stream")
    yield hostile("compound.xls", fixed(compound(stream="Workbook")), *ends, note="an empty book")
    yield hostile("compound.ppt", fixed(compound(stream="PowerPoint Document")), *ends, note="empty slides")


def compound(
    stream: str = "__properties_version1.0",
    table: list[int] | None = None,
    first: int = 1,
    size: int = 64,
    left: int = 0xFFFFFFFF,
    right: int = 0xFFFFFFFF,
    tables: int = 1,
    shift: int = 9,
) -> bytes:
    """A compound file of three sectors: allocation table, directory, one stream."""
    free = 0xFFFFFFFF
    head = COMPOUND + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, shift, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, first, 0, 0, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    chain = table or [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE]
    entries = _entry("Root Entry", 5, free, free, 1, 0xFFFFFFFE, 0)
    entries += _entry(stream, 2, left, right, free, 2, size) + bytes(256)
    return head + struct.pack("<128I", *chain, *[free] * (128 - len(chain))) + entries + bytes(512)


def _entry(name: str, kind: int, left: int, right: int, child: int, first: int, size: int) -> bytes:
    coded = name.encode("utf-16-le") + b"\0\0"
    row = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), kind, 1)
    return row + struct.pack("<III", left, right, child) + bytes(36) + struct.pack("<IQ", first, size)


def _envelopes() -> Iterator[Hostile]:
    start = struct.pack("<IH", 0x223E9F78, 1)
    said = _attribute(1, 0x0002800C, LETTER.encode() + b"\0")
    ends = (*REFUSED, READ, PARTLY)
    yield hostile("winmail.dat", fixed(start), *ends, note="an envelope without letter")
    sized = struct.pack("<BII", 1, 0x0002800C, 0xFFFFFFFF) + b"x" * 50
    yield hostile("sized.dat", fixed(start + said + sized), *ends, note="an attribute of a negative size")
    many = start + said + _attribute(2, 0x00018010, b"../../x\0") * 50_000
    yield hostile("many.dat", fixed(many), *ends, note="50,000 attachment titles")
    counted = _attribute(1, 0x00069003, struct.pack("<I", 0x7FFFFFFF) + bytes(64))
    yield hostile("counted.dat", fixed(start + counted), *ends, note="two billion properties")
    yield hostile("noise.dat", fixed(start + bytes(range(256)) * 200), *ends, note="noise in an envelope")


def _attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _calendars() -> Iterator[Hostile]:
    ends = (READ, PARTLY, SET_ASIDE, FAILED, UNKNOWN)
    event = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    tricks = (
        ("smuggled", "A meeting\\r\\nATTENDEE:x\rEND:VEVENT\nBEGIN:VALARM", "line ends in a summary"),
        ("folded", "a" + "\r\n " * 100_000 + "b", "100,000 folds"),
        (
            "rule",
            "x\r\nRRULE:FREQ=SECONDLY;COUNT=2000000000;BYSECOND=" + "1," * 9999,
            "an event every second",
        ),
        ("zone", "x\r\nDTSTART;TZID=../../../etc/passwd:99999999T999999", "a time zone that is a path"),
        ("attach", "x\r\nATTACH:file:///etc/passwd", "an attached file"),
        ("nested", "x\r\n" + "BEGIN:VALARM\r\n" * 50_000, "50,000 open alarms"),
    )
    for name, summary, note in tricks:
        yield hostile(f"{name}.ics", fixed(event.format(summary).encode()), *ends, note=note)
    yield hostile("cut.ics", fixed(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMM"), *ends, note="cut short")
