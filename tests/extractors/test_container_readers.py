"""Files that hold files: every member, attachment and nested message comes out, under limits."""

from __future__ import annotations

import gzip
import io
import struct
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import archive, invitation, message, outlook, packed_rich, sealed, tnef
from pipeline.problems import Damaged, NeedsPassword, Quarantined, ReadingState
from tests.extractors.compound import Tree, compound


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members:
            made.writestr(name, data)
    return out.getvalue()


# --- archives -------------------------------------------------------------------------------------


def test_members_become_documents_and_the_text_lists_them() -> None:
    read = archive.extract(zipped(("letters/a.txt", b"Dear Chief"), ("b.pdf", b"%PDF-")), "batch.zip")
    assert [(part.name, part.data) for part in read.attachments] == [
        ("letters/a.txt", b"Dear Chief"),
        ("b.pdf", b"%PDF-"),
    ]
    assert read.text == "letters/a.txt (10 bytes)\nb.pdf (5 bytes)"
    assert read.metadata["container"] == "archive"


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x", "C:\\x.txt", "a/../../x"])
def test_names_that_climb_are_left_out_and_said(name: str) -> None:
    read = archive.extract(zipped((name, b"x"), ("good.txt", b"x")), "a.zip")
    assert [part.name for part in read.attachments] == ["good.txt"]
    assert read.state is ReadingState.EXTRACTED_PARTIAL
    assert any("points outside" in flag for flag in read.flags)


def test_links_are_left_out_and_litter_is_no_loss() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(link, "/etc/passwd")
        made.writestr("__MACOSX/._a.txt", "x")
        made.writestr("a.txt", "Dear Chief")
    read = archive.extract(out.getvalue(), "a.zip")
    assert [part.name for part in read.attachments] == ["a.txt"]
    assert any("link" in flag for flag in read.flags) and any("program" in flag for flag in read.flags)


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(Quarantined):
        archive.extract(zipped(("bomb.txt", bytes(50_000_000))), "a.zip")
    with pytest.raises(Quarantined):
        archive.extract(gzip.compress(bytes(50_000_000)), "a.gz")


def test_a_size_that_lies_is_found_while_unpacking() -> None:
    honest = bytearray(zipped(("a.txt", b"Dear Chief, " * 100)))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = honest.index(mark) + at
        honest[place : place + 4] = struct.pack("<I", 5)
    try:
        read = archive.extract(bytes(honest), "a.zip")
    except Quarantined:
        return
    assert not read.attachments or len(read.attachments[0].data) <= 5


def test_one_gzipped_document_is_that_document() -> None:
    read = archive.extract(gzip.compress(b"Dear Chief"), "letter.txt.gz")
    assert [(part.name, part.data) for part in read.attachments] == [("letter.txt", b"Dear Chief")]


@given(st.binary(max_size=200))
def test_broken_archives_say_so(noise: bytes) -> None:
    with pytest.raises((Damaged, Quarantined, NeedsPassword)):
        archive.extract(b"PK\x03\x04" + noise, "a.zip")


# --- Outlook --------------------------------------------------------------------------------------


def properties(head: int, *rows: tuple[int, int, bytes]) -> bytes:
    return bytes(head) + b"".join(struct.pack("<HHI", kind, tag, 6) + value for tag, kind, value in rows)


def wide(**texts: str) -> dict[str, bytes]:
    return {f"__substg1.0_{tag[1:]}001F": text.encode("utf-16-le") for tag, text in texts.items()}


def moment(when: datetime) -> bytes:
    return struct.pack("<Q", int((when - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7)


def letter(subject: str, body: str, head: int = 32) -> dict[str, bytes | Tree]:
    sent = moment(datetime(2026, 3, 2, 15, 4, tzinfo=UTC))
    return {
        **wide(p0037=subject, p1000=body, p0C1A="Lee, Ana", p5D01="ana@harbor.example"),
        "__properties_version1.0": properties(head, (0x0039, 0x0040, sent)),
        "__recip_version1.0_#00000000": {
            **wide(p3001="Chief", p39FE="chief@bhiw.example"),
            "__properties_version1.0": properties(8, (0x0C15, 3, struct.pack("<ii", 1, 0))),
        },
    }


def test_a_message_reads_as_its_mail_does() -> None:
    read = outlook.extract(compound(letter("Fees — spring", "Please answer by May 3.")), "a.msg")
    assert read.text == (
        'From: "Lee, Ana" <ana@harbor.example>\nTo: Chief <chief@bhiw.example>\n'
        "Date: Mon, 02 Mar 2026 15:04:00 +0000\nSubject: Fees — spring\n\nPlease answer by May 3."
    )


def test_attached_files_and_nested_messages_come_out() -> None:
    inner = letter("Inner", "The inner words.", 24)
    tree = letter("Outer", "See below.") | {
        "__attach_version1.0_#00000000": {
            "__substg1.0_37010102": b"%PDF-1.4 plan",
            **wide(p3707="plan of work.pdf"),
            "__properties_version1.0": properties(8, (0x3705, 3, struct.pack("<ii", 1, 0))),
        },
        "__attach_version1.0_#00000001": {
            "__substg1.0_3701000D": inner,
            "__properties_version1.0": properties(8, (0x3705, 3, struct.pack("<ii", 5, 0))),
        },
    }
    read = outlook.extract(compound(tree), "a.msg")
    assert [part.name for part in read.attachments] == ["plan of work.pdf", "Inner.eml"]
    nested = message.extract(read.attachments[1].data, "Inner.eml")
    assert "The inner words." in nested.text and "ana@harbor.example" in nested.text
    assert "inner words" not in read.text


def test_a_body_in_rich_text_alone_is_unpacked() -> None:
    rich = b"{\\rtf1\\ansi Only rich words.\\par}"
    packed = struct.pack("<II4sI", len(rich) + 12, len(rich), b"MELA", 0) + rich
    tree = letter("Rich", "")
    del tree["__substg1.0_1000001F"]
    read = outlook.extract(compound(tree | {"__substg1.0_10090102": packed}), "a.msg")
    assert read.text.endswith("Only rich words.")


def test_a_meeting_request_says_that_somebody_must_answer() -> None:
    tree = letter("Meeting", "Join us.") | wide(p001A="IPM.Schedule.Meeting.Request")
    assert any("must answer" in flag for flag in outlook.extract(compound(tree), "a.msg").flags)


def test_a_broken_message_says_so() -> None:
    whole = compound(letter("A", "B"))
    for cut in (100, 600, len(whole) // 2):
        with pytest.raises(Damaged):
            outlook.extract(whole[:cut], "a.msg")


# from the worked example of [MS-OXRTFCP], section 3.1
EXAMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def test_compressed_rich_text_is_unpacked_as_its_definition_shows() -> None:
    assert packed_rich.unpacked(EXAMPLE) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


# --- winmail.dat ----------------------------------------------------------------------------------


def attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def envelope(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def test_an_envelope_gives_up_what_it_carries() -> None:
    data = envelope(
        attribute(1, 0x0002800C, b"Please see the plan.\0"),
        attribute(2, 0x00069002, bytes(14)),
        attribute(2, 0x00018010, b"plan.txt\0"),
        attribute(2, 0x0006800F, b"The plan."),
    )
    read = tnef.extract(data, "winmail.dat")
    assert "Please see the plan." in read.text
    assert [(part.name, part.data) for part in read.attachments] == [("plan.txt", b"The plan.")]


# --- calendars ------------------------------------------------------------------------------------

EVENT = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Hearing on fees\\, pilots\r\n"
    'ORGANIZER;CN="Lee, Ana":mailto:ana@harbor.example\r\nDTSTART;TZID=America/New_York:20260503T100000\r\n'
    "DTEND:20260503T160000Z\r\nLOCATION:Room 5\r\nDESCRIPTION:Please confirm by May 1.\\n\\nBring the\r\n  plan.\r\n"
    "BEGIN:VALARM\r\nDESCRIPTION:Reminder\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_an_invitation_is_told_line_by_line() -> None:
    read = invitation.extract(EVENT.encode(), "a.ics")
    assert read.text == (
        "Subject: Hearing on fees, pilots\nFrom: Lee, Ana <ana@harbor.example>\n"
        "Start: 2026-05-03 10:00 (America/New_York)\nEnd: 2026-05-03 16:00 UTC\nWhere: Room 5\n\n"
        "Please confirm by May 1.\n\nBring the plan."
    )
    assert read.flags == ("It is a calendar invitation: a person must answer it.",)


def test_an_invitation_in_a_mail_is_a_child() -> None:
    mail = (
        "From: a@b.example\nSubject: Join\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
        f"Content-Type: text/plain\n\nSee.\n--x\nContent-Type: text/calendar; method=REQUEST\n\n{EVENT}\n--x--\n"
    )
    read = message.extract(mail.encode(), "a.eml")
    assert [part.name for part in read.attachments] == ["attachment-1.ics"]


# --- signed mail ----------------------------------------------------------------------------------


def der(tag: int, *held: bytes) -> bytes:
    body = b"".join(held)
    size = len(body)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + body


DATA, SIGNED = der(6, bytes.fromhex("2a864886f70d010701")), der(6, bytes.fromhex("2a864886f70d010702"))


def signature(content: bytes) -> bytes:
    inner = der(0x30, DATA, der(0xA0, der(4, content)))
    return der(0x30, SIGNED, der(0xA0, der(0x30, der(2, b"\1"), der(0x31), inner, der(0x31))))


def test_words_inside_a_signature_are_read() -> None:
    import base64

    inside = b"Content-Type: text/plain\r\n\r\nThe Chief shall report by May 3.\r\n"
    mail = (
        b"From: a@b.example\nSubject: Signed\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n"
        b"Content-Type: application/pkcs7-mime; smime-type=signed-data\n\n"
        + base64.encodebytes(signature(inside))
    )
    read = message.extract(mail, "a.eml")
    assert read.text.endswith("The Chief shall report by May 3.")
    assert read.state is ReadingState.EXTRACTED
    assert any("signature" in flag for flag in read.flags)


def test_parts_of_open_length_are_put_together() -> None:
    parts = b"\x24\x80" + der(4, b"One ") + der(4, b"two") + b"\0\0"
    inner = b"\x30\x80" + DATA + b"\xa0\x80" + parts + b"\0\0\0\0"
    whole = b"\x30\x80" + SIGNED + b"\xa0\x80\x30\x80" + der(2, b"\1") + der(0x31) + inner + b"\0\0" * 3
    assert sealed.signed_content(whole) == b"One two"


@given(st.binary(max_size=200))
def test_what_is_no_signature_gives_nothing(noise: bytes) -> None:
    assert sealed.signed_content(noise) is None or b"\x06" in noise


def test_openssl_agrees(tmp_path: Path) -> None:
    """A signature as a real program writes it."""
    (tmp_path / "w.txt").write_bytes(b"Content-Type: text/plain\r\n\r\nReal words.\r\n")
    key, certificate, words = (str(tmp_path / name) for name in ("k.pem", "c.pem", "w.txt"))
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-days", "2"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    signed = [
        "openssl",
        "smime",
        "-sign",
        "-nodetach",
        "-binary",
        "-in",
        words,
        "-signer",
        certificate,
        "-inkey",
        key,
    ]
    mail = subprocess.run(signed, check=True, capture_output=True).stdout
    assert "Real words." in message.extract(b"From: a@b.example\n" + mail, "a.eml").text
