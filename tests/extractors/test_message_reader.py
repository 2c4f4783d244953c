from email.message import EmailMessage

import pytest

from extractors.message import extract
from pipeline.documents import BlockKind, ExtractedDocument
from pipeline.problems import Quarantined, ReadingState


def mail(body: str = "Please reply.", subject: str = "A question", **more: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ana Writer <ana@a.example>"
    message["To"] = "desk@b.example"
    message["Date"] = "Wed, 20 Apr 2011 23:30:00 -0400"
    message["Subject"] = subject
    for name, value in more.items():
        message[name] = value
    message.set_content(body)
    return message


def read(message: EmailMessage) -> ExtractedDocument:
    return extract(bytes(message), "a.eml")


def kinds(document: ExtractedDocument) -> dict[str, BlockKind]:
    return {document.text[block.span.start : block.span.end]: block.kind for block in document.blocks}


def test_the_header_heads_the_text() -> None:
    document = read(mail(Cc="c@c.example"))
    assert document.text == (
        "From: Ana Writer <ana@a.example>\nTo: desk@b.example\nCc: c@c.example\n"
        "Date: Wed, 20 Apr 2011 23:30:00 -0400\nSubject: A question\n\nPlease reply."
    )


def test_the_date_is_the_senders_own_day() -> None:
    assert read(mail()).metadata["date"] == "2011-04-20T23:30:00-04:00"


def test_a_date_that_is_none_is_left_out() -> None:
    document = extract(b"From: a@b.example\nDate: next Tuesday\nSubject: x\n\nHi", "a.eml")
    assert "date" not in document.metadata
    assert document.metadata["date_header"] == "next Tuesday"


def test_coded_headers_are_decoded() -> None:
    assert "Subject: Año — §" in read(mail(subject="Año — §")).text


def test_the_plain_body_is_preferred_and_html_read_where_it_is_alone() -> None:
    message = mail("plain words")
    message.add_alternative("<p>html <b>words</b></p>", subtype="html")
    assert read(message).text.endswith("plain words")
    alone = mail()
    alone.set_content("<p>html <b>words</b></p><p style='display:none'>unseen</p>", subtype="html")
    document = read(alone)
    assert document.text.endswith("html words\n\nunseen")
    assert len(document.hidden) == 1


def test_a_plain_form_that_says_too_little_gives_way() -> None:
    message = mail("This message is in HTML.")
    message.add_alternative("<p>" + "The agency shall report. " * 9 + "</p>", subtype="html")
    assert "shall report" in read(message).text


def test_an_encrypted_message_is_partial() -> None:
    message = mail()
    message.set_content(b"sealed", maintype="application", subtype="pkcs7-mime", filename="smime.p7m")
    document = read(message)
    assert document.state is ReadingState.EXTRACTED_PARTIAL
    assert "encrypted" in document.flags[0]


def test_a_signature_file_is_no_attachment() -> None:
    message = mail()
    message.add_attachment(b"seal", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    assert read(message).attachments == ()


def test_attachments_come_back_with_their_names() -> None:
    message = mail()
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="Año 2011, §5.pdf")
    message.add_attachment("notes", filename="../../etc/notes.txt")
    names = [(part.name, part.data) for part in read(message).attachments]
    assert names == [("Año 2011, §5.pdf", b"%PDF-"), ("../../etc/notes.txt", b"notes\n")]


def test_a_nested_message_is_an_attachment_and_not_part_of_the_text() -> None:
    message = mail("outer")
    message.add_attachment(mail("inner words", subject="Inner"))
    document = read(message)
    assert "inner words" not in document.text
    (nested,) = document.attachments
    assert nested.name == "Inner.eml"
    assert "inner words" in extract(nested.data, nested.name).text


def test_a_delivery_report_is_not_lost() -> None:
    head = (
        b'From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="b"\n\n'
    )
    body = b"--b\n\nNot delivered.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: b.example\n"
    document = extract(head + body + b"\nAction: failed\n--b--\n", "a.eml")
    assert document.text.endswith("Not delivered.")
    assert b"Action: failed" in document.attachments[0].data


def test_what_is_answered_is_marked() -> None:
    body = "I agree.\n\nOn Tue, 19 Apr 2011 at 09:00, Bo Other wrote:\n\n> May we\n> proceed?\n\nBo"
    found = kinds(read(mail(body, subject="Re: A question")))
    assert found["I agree."] is BlockKind.PARAGRAPH
    assert found["> May we\n> proceed?"] is BlockKind.REPLY
    assert found["Bo"] is BlockKind.REPLY


@pytest.mark.parametrize("subject", ["FW: A question", "Fwd: A question"])
def test_what_is_forwarded_is_news(subject: str) -> None:
    body = "See below.\n\nFrom: Bo\nSent: Tuesday\nTo: Ana\nSubject: A question\n\nPlease send the file."
    assert kinds(read(mail(body, subject)))["Please send the file."] is BlockKind.PARAGRAPH
    assert kinds(read(mail(body, "Re: A question")))["Please send the file."] is BlockKind.REPLY


def test_lines_quoted_between_own_words_are_marked_alone() -> None:
    found = kinds(read(mail("> First?\nYes.\n> Second?\nNo.", subject="Re: x")))
    assert found == found | {
        "> First?": BlockKind.REPLY,
        "Yes.": BlockKind.PARAGRAPH,
        "> Second?": BlockKind.REPLY,
        "No.": BlockKind.PARAGRAPH,
    }


def test_a_signature_is_marked() -> None:
    assert (
        kinds(read(mail("Yours\n\n-- \nAna Writer\nDirector")))["--\nAna Writer\nDirector"]
        is BlockKind.SIGNATURE
    )


def test_a_wrong_charset_does_not_lose_the_words() -> None:
    head = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=%s\n\n"
    for charset in (b"no-such", b"us-ascii", b"utf-8"):
        text = extract(head % charset + "Señor’s reply".encode("cp1252"), "a").text
        assert "reply" in text
        assert "Se" in text


def test_a_mailbox_line_before_the_header_is_skipped() -> None:
    document = extract(b"From a@b.example Wed Apr 20 2011\n" + bytes(mail()), "a")
    assert document.metadata["from"] == "Ana Writer <ana@a.example>"


def test_broken_base64_is_survived() -> None:
    data = (
        b"From: a@b.example\nSubject: x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n@@@@"
    )
    assert extract(data, "a").state is ReadingState.EXTRACTED


def deep(levels: int) -> bytes:
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(levels))
    return (
        f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n{head}Content-Type: text/plain\n\ndeep\n".encode()
    )


@pytest.mark.parametrize("levels", [60, 3000])
def test_parts_without_end_are_quarantined(levels: int) -> None:
    with pytest.raises(Quarantined, match="nested too deeply"):
        extract(deep(levels), "a.eml")


def test_too_many_parts_are_quarantined() -> None:
    body = "".join("--b\nContent-Type: text/plain\n\nx\n" for _ in range(1200))
    head = 'From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    with pytest.raises(Quarantined, match="too many parts"):
        extract(f"{head}{body}--b--\n".encode(), "a.eml")


def test_a_header_of_a_hundred_thousand_lines_is_read_in_part_and_says_so() -> None:
    data = b"From: a@b.example\r\n" + b"To: c@d.example\r\n" * 100_000 + b"Subject: x\r\n\r\nPlease report."
    document = extract(data, "a.eml")
    assert "Please report." in document.text
    assert len(document.text) < 10_000
    assert any("read in part" in flag for flag in document.flags)


def test_a_broken_header_line_does_not_spoil_its_neighbours() -> None:
    data = b'From: <<<>>>@@[[["\r\nTo: (((((\r\nTo: Ada <a@b.example>\r\nSubject: x\r\n\r\nwords'
    document = extract(data, "a.eml")
    assert "Ada <a@b.example>" in document.text
