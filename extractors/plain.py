"""Text files: plain, Markdown, comma-separated."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from extractors.canonical import Builder, clean
from pipeline.documents import BlockKind, ExtractedDocument
from pipeline.media import wide_charset
from pipeline.problems import Quarantined

MEDIA_TYPES = frozenset({"text/plain", "text/markdown", "text/csv"})

_GUESS_FROM = 64 * 1024
_FEW = 12
_MOST_PAGES = 20_000
_PLAIN_BYTES = bytes(range(128))
_CHARSETS = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "koi8_r",
    "mac_roman",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
)
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The text as it is laid out; form feeds part pages, empty lines part paragraphs."""
    text, charset, sure = decoded(data)
    if text.count("\f") >= _MOST_PAGES:
        raise Quarantined("It has too many pages.", f"More than {_MOST_PAGES:,}.", "Split it, or look at it.")
    builder = Builder()
    for page in text.replace("\r\n", "\n").replace("\r", "\n").split("\f"):
        builder.page()
        for paragraph in _EMPTY_LINES.split(page):
            builder.add(_flat(paragraph), BlockKind.PARAGRAPH)
    flags = () if sure else (f"Its character set is not declared; it was read as {charset}.",)
    return builder.document(flags=flags, metadata={"charset": charset}, reader="plain")


def decoded(data: bytes, declared: str | None = None) -> tuple[str, str, bool]:
    """The text, its charset, and whether the charset is certain.

    A byte order mark comes first, then strict UTF-8, then what is declared, then a guess.
    """
    wide = wide_charset(data)
    for charset in filter(None, (wide, "utf-8", declared)):
        try:
            return data.decode(charset), charset, True
        except (ValueError, LookupError):
            continue
    charset = _guess(data)
    return data.decode(charset, "replace"), charset, False


def _guess(data: bytes) -> str:
    """The likeliest charset of text that is not UTF-8.

    A few odd bytes among plain ones are the quotes and accents of Windows-1252, which has every letter of
    ISO 8859-1 too. Only where foreign bytes abound is there enough to guess from.
    """
    sample = data[:_GUESS_FROM]
    foreign = len(sample.translate(None, _PLAIN_BYTES))
    if foreign * _FEW < len(sample):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=list(_CHARSETS)).best()
    return best.encoding if best else "cp1252"


def _flat(paragraph: str) -> str:
    lines = (line.expandtabs(8) if "\t" in line else line for line in paragraph.split("\n"))
    return clean("\n".join(lines))
