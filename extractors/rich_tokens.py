"""Rich text (RTF 1.9.1) taken apart: groups, control words, characters in their code page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.problems import Quarantined

DEEPEST = 500
_PART = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?"  # control word
    rb"|\\'([0-9a-fA-F]{2})"  # character by its code
    rb"|\\([^a-zA-Z])"  # control symbol
    rb"|([{}])"
    rb"|[\r\n]+"
    rb"|([^\\{}\r\n]+)"
    rb"|\\",
)


@dataclass(frozen=True, slots=True)
class Token:
    """One part: `kind` is open, close, word, symbol, code or text; `number` belongs to a control word."""

    kind: str
    word: str = ""
    number: int | None = None
    text: bytes = b""


_OPEN, _CLOSE = Token("open"), Token("close")


def tokens(data: bytes) -> Iterator[Token]:
    """The parts in order; binary data is stepped over. Raises Quarantined for endless depth."""
    at = depth = 0
    while match := _PART.match(data, at):
        at = match.end()
        word, number, code, symbol, brace, text = match.groups()
        if brace:
            depth += 1 if brace == b"{" else -1
            if depth > DEEPEST:
                raise Quarantined(
                    "It is nested too deeply to be read.",
                    f"More than {DEEPEST} groups lie inside each other.",
                )
            yield _OPEN if brace == b"{" else _CLOSE
        elif word:
            value = int(number) if number is not None else None
            if word == b"bin" and value and value > 0:
                at += value
                continue
            yield Token("word", word.decode("ascii"), value)
        elif code:
            yield Token("code", text=bytes([int(code, 16)]))
        elif symbol:
            yield Token("symbol", symbol.decode("latin-1"))
        elif text:
            yield Token("text", text=text)


CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""The code page of a font's `\\fcharset`; the others use the document's own."""
