"""Text files: plain, Markdown, comma-separated."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from extractors.canonical import Builder, clean
from pipeline.documents import BlockKind, ExtractedDocument
from pipeline.media import wide_charset
from pipeline.problems import Damaged

MEDIA_TYPES = frozenset({"text/plain", "text/markdown", "text/csv"})

_GUESS_FROM = 64 * 1024
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The text as it is laid out; form feeds part pages, empty lines part paragraphs."""
    text, charset, sure = decoded(data)
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
    Raises Damaged where no charset fits.
    """
    wide = wide_charset(data)
    for charset in filter(None, (wide, "utf-8", declared)):
        try:
            return data.decode(charset), charset, True
        except (UnicodeDecodeError, LookupError):
            continue
    best = from_bytes(data[:_GUESS_FROM]).best()
    charset = best.encoding if best else "cp1252"
    # Windows-1252 has every letter that ISO 8859-1 has, and the quotes that mail programs write.
    charset = "cp1252" if charset in ("latin_1", "iso8859_1", "ascii") else charset
    try:
        text = data.decode(charset, "replace")
    except LookupError:
        raise Damaged("Its character set is unknown.", f"It says {charset}.") from None
    return text, charset, False


def _flat(paragraph: str) -> str:
    lines = (line.expandtabs(8) if "\t" in line else line for line in paragraph.split("\n"))
    return clean("\n".join(lines))
