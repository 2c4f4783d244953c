"""Which reader knows which kind of file, and what is said of the kinds that none knows."""

from __future__ import annotations

from pipeline.media import DOCX, ENCRYPTED_OFFICE, MAIL, OLE, PPTX, UNKNOWN, XLSX
from pipeline.problems import NeedsPassword, Unread, UnsupportedFormat

READERS: dict[str, str] = {
    "text/plain": "extractors.plain",
    "text/markdown": "extractors.plain",
    "text/csv": "extractors.plain",
    "text/html": "extractors.web",
    "application/pdf": "extractors.pdf",
    "application/xml": "extractors.markup_xml",
    DOCX: "extractors.word",
    XLSX: "extractors.sheets",
    PPTX: "extractors.slides",
    MAIL: "extractors.message",
    "application/vnd.ms-outlook": "extractors.outlook",
    "application/ms-tnef": "extractors.tnef",
    "text/calendar": "extractors.invitation",
    "application/zip": "extractors.archive",
    "application/gzip": "extractors.archive",
    "application/msword": "extractors.legacy",
    "application/vnd.ms-excel": "extractors.legacy",
    "application/vnd.ms-powerpoint": "extractors.legacy",
    "application/vnd.wordperfect": "extractors.legacy",
    "application/epub+zip": "extractors.longtail",
    "application/rtf": "extractors.rich",
    "application/vnd.oasis.opendocument.text": "extractors.open_document",
    "application/vnd.oasis.opendocument.spreadsheet": "extractors.open_document",
    "application/vnd.oasis.opendocument.presentation": "extractors.open_document",
    "image/png": "extractors.picture",
    "image/jpeg": "extractors.picture",
    "image/tiff": "extractors.picture",
    "image/gif": "extractors.picture",
    "image/bmp": "extractors.picture",
    "image/webp": "extractors.picture",
}
"""The module that reads a media type; imported in the child when it is first needed."""

SPARE_READERS: dict[str, str] = {
    "extractors.pdf": "extractors.pdf_spare",
    "extractors.word": "extractors.word_spare",
}
"""Who reads, in a fresh job, what the first reader broke on."""

_UNPACK = {
    "application/x-7z-compressed": "A 7-Zip archive",
    "application/vnd.rar": "A RAR archive",
    OLE: "An old compound file",
}


def refusal(media_type: str) -> Unread:
    """Why no reader takes this media type, and what a person can do."""
    if media_type == ENCRYPTED_OFFICE:
        return NeedsPassword(
            "It is locked with a password.",
            "The whole Office file is encrypted.",
            "Ask the sender for an open copy.",
        )
    if media_type in _UNPACK:
        return UnsupportedFormat(
            f"{_UNPACK[media_type]} cannot be read as a document.",
            "It holds other files.",
            "Unpack it and offer the files in it.",
        )
    why = "Its bytes fit no known format." if media_type == UNKNOWN else f"It is {media_type}."
    return UnsupportedFormat(
        "This kind of file cannot be read.", why, "Look at the original, or offer it in another format."
    )
