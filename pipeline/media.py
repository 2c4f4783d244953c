"""A file's media type, told from its bytes; the name only breaks ties between kinds of text."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import PurePosixPath

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ENCRYPTED_OFFICE = "application/x-encrypted-office"
OLE = "application/x-ole-storage"
MAIL = "message/rfc822"
UNKNOWN = "application/octet-stream"

_LOOK = 4096
_LARGEST_DIRECTORY = 8 * 1024 * 1024
_LONGEST_CHAIN = 64

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"{\\rtf", "application/rtf"),
    (b"\xffWPC", "application/vnd.wordperfect"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
)

_TEXT_BY_SUFFIX = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".csv": "text/csv",
}

SUFFIXES: dict[str, frozenset[str]] = {
    "application/pdf": frozenset({".pdf"}),
    DOCX: frozenset({".docx", ".docm", ".dotx", ".dotm"}),
    XLSX: frozenset({".xlsx", ".xlsm", ".xltx", ".xlsb"}),
    PPTX: frozenset({".pptx", ".pptm", ".potx", ".ppsx"}),
    "application/vnd.oasis.opendocument.text": frozenset({".odt", ".ott"}),
    "application/rtf": frozenset({".rtf", ".doc"}),
    "application/msword": frozenset({".doc", ".dot"}),
    "application/vnd.ms-excel": frozenset({".xls", ".xlt"}),
    "application/vnd.ms-powerpoint": frozenset({".ppt", ".pps"}),
    "application/vnd.ms-outlook": frozenset({".msg"}),
    "application/ms-tnef": frozenset({".dat", ".tnef"}),
    MAIL: frozenset({".eml", ".mht", ".mhtml", ".txt"}),
    "text/html": frozenset({".html", ".htm", ".xhtml"}),
    "application/xml": frozenset({".xml", ".xhtml", ".xsl", ".xsd", ".rdf", ".svg"}),
    "text/calendar": frozenset({".ics", ".ical", ".ifb"}),
    "application/gzip": frozenset({".gz", ".gzip"}),
    "image/png": frozenset({".png"}),
    "image/jpeg": frozenset({".jpg", ".jpeg"}),
    "image/tiff": frozenset({".tif", ".tiff"}),
    "image/gif": frozenset({".gif"}),
    "image/bmp": frozenset({".bmp"}),
    "application/zip": frozenset({".zip"}),
}
"""The endings that fit a media type. Text goes by many endings and so is not listed."""


def media_type_of(data: bytes, name: str) -> str:
    """The media type of these bytes; `application/octet-stream` where nothing fits.

    Nothing is unpacked: of an archive only its directory is read.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (kind != "image/bmp" or _is_bitmap(data)):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zip_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    if _is_late_pdf(data):
        return "application/pdf"
    return _text_kind(data, name)


def suffix_of(name: str) -> str:
    """The last ending of a file name, in lower case, with its dot; empty where there is none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def contradicts(name: str, kind: str) -> bool:
    """Whether a file's ending says one thing and its bytes another."""
    suffix = suffix_of(name)
    if kind in SUFFIXES:
        known = any(suffix in endings for endings in SUFFIXES.values())
        return known and suffix not in SUFFIXES[kind]
    if kind.startswith("text/"):
        return any(suffix in ends for media, ends in SUFFIXES.items() if media not in _READS_AS_TEXT)
    return any(suffix in endings for endings in SUFFIXES.values())


_READS_AS_TEXT = (MAIL, "application/xml")


def _is_bitmap(data: bytes) -> bool:
    return len(data) > 18 and data[6:10] == b"\0\0\0\0" and data[14] in (12, 40, 52, 56, 108, 124)


def _is_late_pdf(data: bytes) -> bool:
    """Readers accept a PDF whose header comes up to 1024 bytes late; its trailer proves it."""
    return b"%PDF-" in data[:1024] and b"%%EOF" in data[-2048:] and b"startxref" in data[-2048:]


# --- archives -------------------------------------------------------------------------------------


def _zip_kind(data: bytes) -> str:
    if data[30:38] == b"mimetype":
        length = min(200, struct.unpack_from("<I", data, 18)[0])
        declared = data[38 : 38 + length].decode("ascii", "replace").strip()
        if re.fullmatch(r"application/[\w.+-]+", declared):
            return declared.removesuffix("-template")
    names = _zip_names(data)
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
            if any(name.startswith(folder) for name in names):
                return kind
    return "application/zip"


def _zip_names(data: bytes) -> frozenset[str]:
    """The members' names; none where the directory is broken or too large to be a document's."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65557))
    if end < 0 or end + 22 > len(data):
        return frozenset()
    if struct.unpack_from("<I", data, end + 12)[0] > _LARGEST_DIRECTORY:
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OverflowError):
        return frozenset()


# --- OLE compound files ([MS-CFB]) ----------------------------------------------------------------

_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_NO_ENTRY = 0xFFFFFFFF


def _ole_kind(data: bytes) -> str:
    try:
        names = _ole_names(data)
    except (struct.error, IndexError):
        return OLE
    return next((kind for stream, kind in _OLE_STREAMS if stream in names), OLE)


def _ole_names(data: bytes) -> frozenset[str]:
    """The names that stand directly under the root, not those of documents embedded further down."""
    shift = struct.unpack_from("<H", data, 30)[0]
    size = 1 << shift if shift in (9, 12) else 512
    directory = b"".join(_ole_chain(data, size, struct.unpack_from("<I", data, 48)[0]))
    names: set[str] = set()
    todo = [struct.unpack_from("<I", directory, 76)[0]]
    seen: set[int] = set()
    while todo:
        number = todo.pop()
        at = number * 128
        if number in seen or number == _NO_ENTRY or at + 128 > len(directory):
            continue
        seen.add(number)
        length = min(64, struct.unpack_from("<H", directory, at + 64)[0])
        names.add(directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace"))
        todo += struct.unpack_from("<II", directory, at + 68)
    return frozenset(names)


def _ole_chain(data: bytes, size: int, sector: int) -> list[bytes]:
    """The sectors of the directory, along the allocation table that the header names."""
    tables = struct.unpack_from("<109I", data, 76)
    sectors: list[bytes] = []
    per_table = size // 4
    while sector < 0xFFFFFFFA and len(sectors) < _LONGEST_CHAIN:
        sectors.append(data[(sector + 1) * size : (sector + 2) * size])
        table = tables[sector // per_table]
        sector = struct.unpack_from("<I", data, (table + 1) * size + sector % per_table * 4)[0]
    return sectors


# --- kinds of text --------------------------------------------------------------------------------

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_TAGS = (
    "a|article|b|blockquote|body|br|center|div|em|font|form|h[1-6]|head|header|hr|html|i|img|li|link|main|meta|"
    "nav|ol|p|pre|script|section|span|strong|style|table|tbody|td|title|tr|u|ul"
)
_HTML_START = re.compile(rf"<(?:{_TAGS})(?=[\s/>])", re.I)
_HTML_WHOLE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_HTML_END = re.compile(rf"</(?:{_TAGS})\s*>", re.I)
_FEWEST_TAGS = 3
_NO_TEXT = tuple(bytes([code]) for code in range(32) if code not in (7, 8, 9, 10, 12, 13, 26, 27))


def _text_kind(data: bytes, name: str) -> str:
    head = _decoded(data)
    if head is None:
        return UNKNOWN
    start = head.lstrip("\ufeff \t\r\n")
    if start[:15].upper() == "BEGIN:VCALENDAR":
        return "text/calendar"
    kind = _markup_kind(start, name)
    if kind:
        return kind
    if _looks_like_mail(head, name):
        return MAIL
    return _TEXT_BY_SUFFIX.get(suffix_of(name), "text/plain")


def _decoded(data: bytes) -> str | None:
    """The beginning as text, or None where it is no text."""
    head = data[: 4 * _LOOK]
    charset = wide_charset(head)
    if charset:
        return head[: len(head) // 4 * 4].decode(charset, "replace")
    sample = head[:_LOOK]
    if sum(map(sample.count, _NO_TEXT)) * 50 > len(sample):
        return None
    return head.decode("utf-8", "replace")


def wide_charset(data: bytes) -> str | None:
    """The charset that a byte order mark names, or UTF-16 without a mark: every other byte is null."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return charset
    sample = data[:_LOOK]
    pairs = len(sample) // 2
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if pairs < 4 or max(first, second) * 2 < pairs or min(first, second) * 50 > pairs:
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _markup_kind(start: str, name: str) -> str | None:
    """HTML also as the bare fragment that content systems export; XML only with its own first line."""
    while start.startswith("<!--") and "-->" in start:
        start = start.partition("-->")[2].lstrip()
    if start.startswith("<?xml") or start[:9].lower() == "<!doctype":
        return (
            "text/html" if re.search(r"<(?:!doctype\s+)?html\b", start[:_LOOK], re.I) else "application/xml"
        )
    if _HTML_WHOLE.match(start) or (_HTML_START.match(start) and _HTML_END.search(start)):
        return "text/html"
    named_so = suffix_of(name) in SUFFIXES["text/html"]
    return "text/html" if named_so and len(_HTML_END.findall(start)) >= _FEWEST_TAGS else None


_FIELD = re.compile(r"([!-9;-~]+)[ \t]*:")
_TRANSPORT = frozenset(
    {"received", "return-path", "delivered-to", "message-id", "mime-version", "content-type"}
    | {"content-transfer-encoding", "dkim-signature", "authentication-results", "in-reply-to", "references"}
)
_ADDRESSING = frozenset({"from", "to", "cc", "bcc", "sender", "reply-to", "date", "subject"})
_MAIL_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, *)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? +(?:[+-]\d{4}|[A-Z]{1,4})\b"
)


def _looks_like_mail(head: str, name: str) -> bool:
    """Whether the text opens with an RFC 5322 header.

    Memos begin with From:/Subject: lines too; only mail has transport fields, or an address together with
    a machine-written date, and nothing but fields before the first empty line.
    """
    fields = _header_fields(head)
    if fields is None or not _ADDRESSING & fields.keys():
        return False
    if _TRANSPORT & fields.keys():
        return len(fields) >= 2
    if suffix_of(name) == ".eml":
        return len(_ADDRESSING & fields.keys()) >= 2
    return "@" in fields.get("from", "") and bool(_MAIL_DATE.match(fields.get("date", "")))


def _header_fields(head: str) -> dict[str, str] | None:
    """The header's fields in lower case; None where a line before the first empty one is no field."""
    lines = head.lstrip("\ufeff").replace("\r\n", "\n").split("\n")
    if lines and lines[0].startswith("From ") and "@" in lines[0]:
        del lines[0]
    found: dict[str, str] = {}
    for number, line in enumerate(lines):
        if not line:
            break
        if line[0] in " \t" and found:
            continue
        match = _FIELD.match(line)
        if match is None:
            whole = number < len(lines) - 1
            return None if whole else found
        found.setdefault(match[1].lower(), line[match.end() :].strip())
    return found
