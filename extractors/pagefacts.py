"""What a PDF page is made of: pictures, drawn shapes, unseen characters, notes. Tells when it needs OCR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import addressof, byref, c_float, c_int, c_uint, c_ushort, cast, sizeof
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from extractors.pdf_calls import (
    FILL_COLOUR,
    FORM_OBJECT,
    KIND,
    OBJECT_OF,
    PAGE_OBJECT,
    RENDER_MODE,
    address_of,
)

_DEEPEST_FORM = 4
_MOST_OBJECTS = 20_000
_INVISIBLE_MODES = (3, 7)
_NEARLY_WHITE = 250
_PICTURES_OF_TEXT = 60

_MOST_NOTES = 2000
_COMMENTS = (1, 8, 9, 10, 11, 12)
_SHOWN = {3: b"Contents", 20: b"V"}
"""Free text and form fields, and where each keeps its words: shown on the page, but not in its content."""

_MEANINGLESS = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_CONTROLS = bytes((*range(9), *range(14, 32)))
_WORD = re.compile(r"[^\s\ufffe]+")
_LONG = 2000
"""So many characters hold more letters than any page that waits for an engine."""

Bounds = tuple[float, float, float, float]


@dataclass(slots=True)
class PageFacts:
    """`picture` is the largest picture's share of the page; `cloaked`: some text object is unseen."""

    picture: float = 0.0
    shapes: int = 0
    cloaked: bool = False
    painted: list[Bounds] = field(default_factory=list)

    def needs_ocr(self, text: str, garbled: bool) -> bool:
        """Whether the page shows text that its characters do not tell, or tell as nonsense (`garbled`)."""
        letters = letter_count(text) if len(text) < _LONG else _LONG
        if letters < 25 and self.picture >= 0.2:
            return True
        if letters < 100 and self.picture > 0.7:
            return True
        if letters < 5:
            return self.shapes > _PICTURES_OF_TEXT
        return garbled


def letter_count(text: str) -> int:
    """How many characters are not white space."""
    return sum(map(len, text.split()))


def is_garbled(text: str) -> bool:
    """Whether so many characters have no meaning that the font's own table must be missing."""
    if text.isascii():
        return _share_is_high(len(text) - len(text.encode().translate(None, _CONTROLS)), text)
    return _share_is_high(len(_MEANINGLESS.findall(text)), text)


def _share_is_high(count: int, text: str) -> bool:
    return count > 0 and count > 0.15 * max(1, letter_count(text))


def facts_of(page: Any, area: float) -> PageFacts:
    """Look at every object of a page (a pdfium handle) of this area in square points."""
    facts = PageFacts()
    for kind, thing in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            facts.cloaked = facts.cloaked or _is_invisible(thing) or _is_white(thing)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            bounds = _bounds(_handle(thing))
            facts.picture = max(facts.picture, _area(bounds) / max(area, 1.0))
            facts.painted.append(bounds)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            facts.shapes += 1
            if _is_dark(thing):
                facts.painted.append(_bounds(_handle(thing)))
    return facts


def _objects(page: Any) -> Iterator[tuple[int, int]]:
    """The kind and the address of every object."""
    seen = 0
    todo: list[tuple[int, int, bool]] = [(address_of(page), 0, True)]
    while todo:
        holder, depth, is_page = todo.pop()
        for thing in _members(holder, is_page):
            seen += 1
            if seen > _MOST_OBJECTS:
                return
            kind = KIND(thing)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                todo.append((thing, depth + 1, False))
            yield kind, thing


def _members(holder: int, is_page: bool) -> Iterator[int]:
    if is_page:
        count = pdfium.FPDFPage_CountObjects(cast(holder, pdfium.FPDF_PAGE))
    else:
        count = pdfium.FPDFFormObj_CountObjects(_handle(holder))
    get = PAGE_OBJECT if is_page else FORM_OBJECT
    return (get(holder, number) for number in range(count))


def paths(page: Any) -> Iterator[Any]:
    """Every drawn shape of a page (a pdfium handle) that does not lie in a form of its own."""
    for thing in _members(address_of(page), is_page=True):
        if KIND(thing) == pdfium.FPDF_PAGEOBJ_PATH:
            yield _handle(thing)


def _handle(thing: int) -> Any:
    return cast(thing, pdfium.FPDF_PAGEOBJECT)


def _bounds(thing: Any) -> Bounds:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not pdfium.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top)):
        return 0.0, 0.0, 0.0, 0.0
    return left.value, bottom.value, right.value, top.value


def _area(bounds: Bounds) -> float:
    return max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1])


_SHADES = (c_uint * 4)()
_SPOTS = tuple(addressof(_SHADES) + sizeof(c_uint) * number for number in range(4))


def _colour(thing: int) -> list[int] | None:
    """Red, green, blue and alpha of the filling, 0 to 255."""
    return _SHADES[:] if FILL_COLOUR(thing, *_SPOTS) else None


def _is_invisible(thing: int) -> bool:
    return RENDER_MODE(thing) in _INVISIBLE_MODES


def _is_white(thing: int) -> bool:
    if not FILL_COLOUR(thing, *_SPOTS):
        return False
    red, green, blue, alpha = _SHADES
    return alpha == 0 or (red >= _NEARLY_WHITE and green >= _NEARLY_WHITE and blue >= _NEARLY_WHITE)


def _is_dark(thing: int) -> bool:
    """Whether a shape is filled with anything but white, so that white words show on it."""
    mode, stroke = c_int(), c_int()
    if not pdfium.FPDFPath_GetDrawMode(_handle(thing), byref(mode), byref(stroke)) or not mode.value:
        return False
    colour = _colour(thing)
    return colour is not None and min(colour[:3]) < _NEARLY_WHITE and colour[3] > 0


def unseen_characters(textpage: Any, text: str, facts: PageFacts) -> tuple[bytearray, float]:
    """For each character whether it is hidden, and the share of characters in invisible mode.

    White characters count only where nothing dark is painted beneath them.
    """
    cloaks = _Cloaks(textpage)
    unseen = bytearray(len(text))
    letters = invisible = 0
    for first, last in _stretches(cloaks, text):
        letters += last - first
        cloak = cloaks.of(first)
        invisible += (last - first) if cloak == "invisible" else 0
        if cloak == "invisible" or (cloak == "white" and not _on_paint(textpage, first, facts.painted)):
            unseen[first:last] = b"\1" * (last - first)
    return unseen, invisible / max(1, letters)


class _Cloaks:
    """Tells of a character which object draws it, and how that object hides it, if it does."""

    def __init__(self, textpage: Any) -> None:
        self._textpage = address_of(textpage)
        self._known: dict[int | None, str] = {None: ""}

    def key(self, index: int) -> int | None:
        """Equal for characters that one object draws."""
        key: int | None = OBJECT_OF(self._textpage, index)
        if key is not None and key not in self._known:
            self._known[key] = "invisible" if _is_invisible(key) else "white" if _is_white(key) else ""
        return key

    def of(self, index: int) -> str:
        """How the character is hidden; empty where it is not."""
        return self._known[self.key(index)]


def _stretches(cloaks: _Cloaks, text: str) -> Iterator[tuple[int, int]]:
    """Words as half-open ranges, cut to single characters where more than one object draws them."""
    for match in _WORD.finditer(text):
        first, end = match.span()
        if cloaks.key(first) == cloaks.key(end - 1):
            yield first, end
        else:
            yield from ((index, index + 1) for index in range(first, end))


def _on_paint(textpage: Any, index: int, painted: list[Bounds]) -> bool:
    if not painted:
        return False
    rect = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, byref(rect))
    x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in painted)


@dataclass(slots=True)
class PageNotes:
    """Comments on a page as (text, author, date), and words that are shown but not yet part of its text.

    `pinned` tells of files that are pinned to the page.
    """

    comments: list[tuple[str, str, str]] = field(default_factory=list)
    shown: list[tuple[str, Bounds]] = field(default_factory=list)
    fields: bool = False
    pinned: bool = False


def notes_of(page: Any) -> PageNotes:
    """What is written on a page (a pdfium handle) besides its own content."""
    notes = PageNotes()
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if note:
            _take_note(note, notes)
            pdfium.FPDFPage_CloseAnnot(note)
    return notes


def _take_note(note: Any, notes: PageNotes) -> None:
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if kind in _COMMENTS:
        words = _entry(note, b"Contents")
        if words.strip():
            notes.comments.append((words, _entry(note, b"T"), _entry(note, b"M")))
    elif kind in _SHOWN:
        notes.fields = True
        words, rect = _entry(note, _SHOWN[kind]), pdfium.FS_RECTF()
        if words.strip() and pdfium.FPDFAnnot_GetRect(note, byref(rect)):
            notes.shown.append((words, (rect.left, rect.bottom, rect.right, rect.top)))
    elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
        notes.pinned = True


def _entry(note: Any, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < length < 1_000_000:
        return ""
    buffer = (c_ushort * (length // 2))()
    pdfium.FPDFAnnot_GetStringValue(note, key, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
