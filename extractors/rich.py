"""Rich text (RTF): our own reader, because the words between its control words are not all of its text.

Notes, running heads, tables, struck-out and hidden words each have a place of their own in the format; the
words of deleted revisions are kept beside the text, not in it.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace

from extractors.canonical import Builder, Passage
from extractors.rich_tokens import CHARSETS, Token, tokens
from pipeline.documents import AnnotationKind, BlockKind, ExtractedDocument
from pipeline.problems import Damaged

MEDIA_TYPES = frozenset({"application/rtf"})

_SKIPPED = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "generator", "info"}
    | {"themedata", "datastore", "xmlnstbl", "latentstyles", "pict", "objdata", "nonshppict", "blipuid"}
    | {"fldinst", "mmathPr", "wgrffmtfilter", "revtbl", "userprops", "filetbl", "bkmkstart", "bkmkend"}
    | {"atrfstart", "atrfend", "template", "shprslt", "sp", "pgptbl", "listpicture", "panose", "falt"}
)
"""Destinations without words of the document. A shape's text lies in `shptxt`, which is not skipped."""

_MARGINS = {
    "header": BlockKind.HEADER,
    "headerl": BlockKind.HEADER,
    "headerr": BlockKind.HEADER,
    "headerf": BlockKind.HEADER,
    "footer": BlockKind.FOOTER,
    "footerl": BlockKind.FOOTER,
    "footerr": BlockKind.FOOTER,
    "footerf": BlockKind.FOOTER,
}
_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "endash": "–",
    "emdash": "—",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
_SYMBOLS = {"~": " ", "_": "-", "-": "", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
_PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass(frozen=True, slots=True)
class _Mode:
    """What holds inside a group. `into` names where its words go: the body, nowhere, a note, a margin."""

    into: str = "body"
    hidden: bool = False
    deleted: bool = False
    tabled: bool = False
    level: int = 0
    listed: bool = False
    charset: str = ""
    skip_codes: int = 1


def extract(data: bytes, name: str) -> ExtractedDocument:
    """Paragraphs, tables, notes and running heads as text. Raises Damaged, Quarantined."""
    if not data.startswith(b"{\\rtf"):
        raise Damaged("The rich text is damaged.", "It does not begin as rich text does.")
    return _Rich().read(data)


class _Rich:
    def __init__(self) -> None:
        self._builder = Builder()
        self._builder.page()
        self._mode = _Mode()
        self._stack: list[_Mode] = []
        self._fresh = False
        self._starred = False
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._decoder: codecs.IncrementalDecoder | None = None
        self._decoder_for = ""
        self._skip = 0
        self._shown, self._unseen = Passage(), Passage()
        self._cells: list[str] = []
        self._rows: list[str] = []
        self._notes: list[str] = []
        self._aside: dict[str, list[str]] = {}
        self._heads: dict[tuple[BlockKind, str], None] = {}
        self._struck: list[str] = []
        self._count = 0

    def read(self, data: bytes) -> ExtractedDocument:
        """The whole document; text behind the last brace is no part of it."""
        for token in tokens(data):
            if token.kind == "close":
                self._close()
                if not self._stack:
                    break
            else:
                self._take(token)
        self._paragraph()
        self._table_ends()
        self._foot()
        for kind, words in self._heads:
            self._builder.add(words, kind)
        return self._builder.document(reader="rich")

    # --- groups -------------------------------------------------------------------------------------

    def _close(self) -> None:
        if not self._stack:
            return
        mode, self._mode = self._mode, self._stack.pop()
        if mode.into != self._mode.into:
            self._ends(mode.into)

    def _ends(self, into: str) -> None:
        if into == "name":
            return  # the comment that follows takes it
        words = " ".join("".join(self._aside.pop(into, [])).split())
        if into == "note" and words:
            self._notes.append(f"[{self._count}] {words}")
        elif into == "comment" and words:
            who = " ".join("".join(self._aside.pop("name", [])).split())
            self._shown.mark(AnnotationKind.COMMENT, self._shown.length, words, who)
        elif into in _MARGINS and words:
            self._heads[_MARGINS[into], words] = None

    def _take(self, token: Token) -> None:
        fresh, self._fresh = self._fresh, False
        if token.kind == "open":
            self._stack.append(self._mode)
            self._fresh = True
        elif token.kind in ("text", "code"):
            self._bytes(token.text)
        elif token.kind == "symbol":
            self._symbol(token.word, fresh)
        else:
            self._word(token.word, token.number, fresh)

    def _symbol(self, symbol: str, fresh: bool) -> None:
        if symbol == "*" and fresh:
            self._starred = self._fresh = True
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _word(self, word: str, number: int | None, fresh: bool) -> None:
        starred, self._starred = self._starred, False
        on = number != 0
        if fresh and (word in _SKIPPED or starred) and word not in _KEPT:
            self._mode = replace(self._mode, into="skip")
        if word == "fonttbl":
            self._mode = replace(self._mode, into="fonts")
        elif fresh and word in _DESTINATIONS:
            self._begin(_DESTINATIONS[word])
        elif fresh and word in _MARGINS:
            self._begin(word)
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word == "u" and number is not None:
            self._say(chr(number % 65536))
            self._skip = self._mode.skip_codes
        elif word in ("par", "sect", "page", "cell", "nestcell", "row", "nestrow", "pard", "trowd"):
            self._layout(word)
        else:
            self._property(word, number, on)

    def _begin(self, into: str) -> None:
        if into == "note":
            self._count += 1
            self._say(f"[{self._count}]")
        self._mode = replace(self._mode, into=into)

    def _property(self, word: str, number: int | None, on: bool) -> None:
        mode = self._mode
        if word == "v":
            self._mode = replace(mode, hidden=on)
        elif word == "deleted":
            self._mode = replace(mode, deleted=on)
        elif word == "plain":
            self._mode = replace(mode, hidden=False, deleted=False)
        elif word == "intbl":
            self._mode = replace(mode, tabled=True)
        elif word == "outlinelevel" and number is not None and number < 9:
            self._mode = replace(mode, level=number + 1)
        elif word == "ls" and number:
            self._mode = replace(mode, listed=True)
        elif word == "uc":
            self._mode = replace(mode, skip_codes=max(0, number or 0))
        else:
            self._charset(word, number)

    def _charset(self, word: str, number: int | None) -> None:
        if word in _PAGES:
            self._page = _PAGES[word]
        elif word == "ansicpg" and number:
            self._page = _known(f"cp{number}") or self._page
        elif word in ("f", "deff") and number is not None:
            self._font = number
            if self._mode.into != "fonts":
                self._mode = replace(self._mode, charset=self._fonts.get(number, ""))
        elif word == "fcharset" and self._mode.into == "fonts" and number in CHARSETS:
            self._fonts[self._font] = CHARSETS[number]

    # --- words --------------------------------------------------------------------------------------

    def _bytes(self, data: bytes) -> None:
        if self._skip:
            # what stands behind a Unicode character is its likeness for programs that cannot show it
            left = data[self._skip :]
            self._skip -= len(data) - len(left)
            data = left
        if not data:
            return
        charset = self._mode.charset or self._page
        if self._decoder is None or self._decoder_for != charset:
            self._decoder, self._decoder_for = codecs.getincrementaldecoder(charset)("replace"), charset
        self._say(self._decoder.decode(data))

    def _say(self, text: str) -> None:
        mode = self._mode
        if not text or mode.into in ("skip", "fonts"):
            return
        if mode.into != "body":
            if not mode.deleted:
                self._aside.setdefault(mode.into, []).append(text)
        elif mode.deleted:
            self._struck.append(text)
        elif mode.hidden:
            self._unseen.say(text)
        else:
            self._settle()
            self._shown.say(text)

    def _settle(self) -> None:
        """Note what was struck out before the words that follow it."""
        if self._struck:
            self._shown.mark(AnnotationKind.DELETED, self._shown.length, "".join(self._struck))
            self._struck.clear()

    # --- blocks -------------------------------------------------------------------------------------

    def _layout(self, word: str) -> None:
        if self._mode.into not in ("body", "skip", "fonts"):
            self._say(" ")
            return
        if word in ("cell", "nestcell"):
            self._settle()
            self._cells.append(" ".join(self._shown.done()[0].split()))
            self._hide()
            self._shown = Passage()
        elif word in ("row", "nestrow"):
            self._row()
        elif word == "pard":
            self._mode = replace(self._mode, tabled=False, level=0, listed=False)
        elif word == "par" and self._mode.tabled:
            self._shown.say("\n")
        elif word != "trowd":
            self._paragraph()
            if word == "page":
                self._foot()
                self._builder.page()

    def _row(self) -> None:
        if any(self._cells):
            self._rows.append(" | ".join(self._cells))
        self._cells = []

    def _paragraph(self) -> None:
        self._settle()
        if self._shown.length and not self._shown.done()[0]:
            self._shown = Passage()
        if self._shown.length or self._unseen.length:
            self._table_ends()
        mode = self._mode
        kind = (
            BlockKind.HEADING if mode.level else BlockKind.LIST_ITEM if mode.listed else BlockKind.PARAGRAPH
        )
        self._builder.add(self._shown, kind, level=mode.level)
        self._hide()
        self._shown = Passage()

    def _hide(self) -> None:
        if self._unseen.length:
            self._table_ends()
            self._builder.add(self._unseen, hidden=True)
            self._unseen = Passage()

    def _table_ends(self) -> None:
        rows, self._rows = self._rows, []
        self._builder.add("\n".join(rows), BlockKind.TABLE)

    def _foot(self) -> None:
        for note in self._notes:
            self._builder.add(note, BlockKind.FOOTNOTE)
        self._notes.clear()


_DESTINATIONS = {"footnote": "note", "annotation": "comment", "atnauthor": "name", "atnid": "skip"}
_KEPT = frozenset(
    {"shptxt", "shpinst", "shppict", "annotation", "atnauthor", "listtext", "pntext", "footnote"}
)


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return ""
