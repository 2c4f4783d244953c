"""What a PDF page is made of: pictures, drawn shapes, unseen characters, notes. Tells when it needs OCR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import CFUNCTYPE, byref, c_float, c_int, c_uint, c_ushort, c_void_p, cast
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

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
_WORD = re.compile(r"[^\s\ufffe]+")

Bounds = tuple[float, float, float, float]


@dataclass(slots=True)
class PageFacts:
    """`picture` is the largest picture's share of the page; `cloaked`: some text object is unseen."""

    picture: float = 0.0
    shapes: int = 0
    cloaked: bool = False
    painted: list[Bounds] = field(default_factory=list)

    def needs_ocr(self, text: str) -> bool:
        """Whether the page shows text that its characters do not tell."""
        letters = letter_count(text)
        if letters < 25 and self.picture >= 0.2:
            return True
        if letters < 100 and self.picture > 0.7:
            return True
        if letters < 5:
            return self.shapes > _PICTURES_OF_TEXT
        return is_garbled(text)


def letter_count(text: str) -> int:
    """How many characters are not white space."""
    return sum(map(len, text.split()))


def is_garbled(text: str) -> bool:
    """Whether so many characters have no meaning that the font's own table must be missing."""
    return len(_MEANINGLESS.findall(text)) > 0.15 * max(1, letter_count(text))


def facts_of(page: Any, area: float) -> PageFacts:
    """Look at every object of a page (a pdfium handle) of this area in square points."""
    facts = PageFacts()
    for kind, thing in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            bounds = _bounds(thing)
            facts.picture = max(facts.picture, _area(bounds) / max(area, 1.0))
            facts.painted.append(bounds)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            facts.shapes += 1
            if _is_dark(thing):
                facts.painted.append(_bounds(thing))
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT and not facts.cloaked:
            facts.cloaked = _is_invisible(thing) or _is_white(thing)
    return facts


def _objects(page: Any) -> Iterator[tuple[int, Any]]:
    seen = 0
    todo: list[tuple[Any, int, bool]] = [(page, 0, True)]
    while todo:
        holder, depth, is_page = todo.pop()
        count = (pdfium.FPDFPage_CountObjects if is_page else pdfium.FPDFFormObj_CountObjects)(holder)
        get = pdfium.FPDFPage_GetObject if is_page else pdfium.FPDFFormObj_GetObject
        for number in range(count):
            seen += 1
            if seen > _MOST_OBJECTS:
                return
            thing = get(holder, number)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                todo.append((thing, depth + 1, False))
            yield kind, thing


def _bounds(thing: Any) -> Bounds:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not pdfium.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top)):
        return 0.0, 0.0, 0.0, 0.0
    return left.value, bottom.value, right.value, top.value


def _area(bounds: Bounds) -> float:
    return max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1])


def _colour(thing: Any) -> tuple[int, int, int, int] | None:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not pdfium.FPDFPageObj_GetFillColor(thing, byref(red), byref(green), byref(blue), byref(alpha)):
        return None
    return red.value, green.value, blue.value, alpha.value


def _is_invisible(thing: Any) -> bool:
    return pdfium.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE_MODES


def _is_white(thing: Any) -> bool:
    colour = _colour(thing)
    return colour is not None and (min(colour[:3]) >= _NEARLY_WHITE or colour[3] == 0)


def _is_dark(thing: Any) -> bool:
    """Whether a shape is filled with anything but white, so that white words show on it."""
    mode, stroke = c_int(), c_int()
    if not pdfium.FPDFPath_GetDrawMode(thing, byref(mode), byref(stroke)) or not mode.value:
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


_OBJECT_OF = CFUNCTYPE(c_void_p, c_void_p, c_int)(cast(pdfium.FPDFText_GetTextObject, c_void_p).value or 0)
"""The same function, its answer a plain number: it is asked for every word, and pointers are slow."""


class _Cloaks:
    """Tells of a character which object draws it, and how that object hides it, if it does."""

    def __init__(self, textpage: Any) -> None:
        self._textpage = textpage
        self._handle = cast(textpage, c_void_p)
        self._known: dict[int | None, str] = {None: ""}

    def key(self, index: int) -> int | None:
        """Equal for characters that one object draws."""
        key: int | None = _OBJECT_OF(self._handle, index)
        if key not in self._known:
            thing = pdfium.FPDFText_GetTextObject(self._textpage, index)
            self._known[key] = "invisible" if _is_invisible(thing) else "white" if _is_white(thing) else ""
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
    """Comments on a page as (text, author, date), and words that are shown but not yet part of its text."""

    comments: list[tuple[str, str, str]] = field(default_factory=list)
    shown: list[tuple[str, Bounds]] = field(default_factory=list)
    fields: bool = False


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


def _entry(note: Any, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < length < 1_000_000:
        return ""
    buffer = (c_ushort * (length // 2))()
    pdfium.FPDFAnnot_GetStringValue(note, key, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
