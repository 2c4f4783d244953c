"""What a PDF page is made of: pictures, drawn shapes, unseen characters, notes. Tells when it needs OCR."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int, c_uint, c_ushort, c_void_p, cast
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

_DEEPEST_FORM = 4
_MOST_OBJECTS = 20_000
_INVISIBLE_MODES = (3, 7)
_NEARLY_WHITE = 250
_PICTURES_OF_TEXT = 60

_NOTE_KINDS = (1, 8, 9, 10, 11, 12)
_SHOWN_FIELDS = (3, 20)
"""Free text and form fields: shown on the page, but no part of its text until they are merged into it."""

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
        letters = sum(not char.isspace() for char in text)
        if letters < 25 and self.picture >= 0.2:
            return True
        if letters < 100 and self.picture > 0.7:
            return True
        if letters < 5:
            return self.shapes > _PICTURES_OF_TEXT
        return is_garbled(text)


def is_garbled(text: str) -> bool:
    """Whether so many characters have no meaning that the font's own table must be missing."""
    letters = sum(not char.isspace() for char in text)
    bad = sum(
        char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or (char < " " and char not in "\r\n\t")
        for char in text
    )
    return bad > 0.15 * max(1, letters)


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
    verdicts: dict[int, str] = {}
    unseen = bytearray(len(text))
    letters = invisible = 0
    for index, char in enumerate(text):
        if char.isspace() or char == "\ufffe":
            continue
        letters += 1
        thing = pdfium.FPDFText_GetTextObject(textpage, index)
        key = cast(thing, c_void_p).value
        if key is None:
            continue
        if key not in verdicts:
            verdicts[key] = "invisible" if _is_invisible(thing) else "white" if _is_white(thing) else ""
        verdict = verdicts[key]
        invisible += verdict == "invisible"
        if verdict == "invisible" or (verdict == "white" and not _on_paint(textpage, index, facts.painted)):
            unseen[index] = 1
    return unseen, invisible / max(1, letters)


def _on_paint(textpage: Any, index: int, painted: list[Bounds]) -> bool:
    if not painted:
        return False
    rect = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, byref(rect))
    x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in painted)


def page_notes(page: Any) -> tuple[list[tuple[str, str, str]], bool]:
    """Comments on a page as (text, author, date), and whether it shows form fields or free text."""
    notes: list[tuple[str, str, str]] = []
    fields = False
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), 2000)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        fields = fields or kind in _SHOWN_FIELDS
        if kind in _NOTE_KINDS:
            words = _entry(note, b"Contents")
            if words.strip():
                notes.append((words, _entry(note, b"T"), _entry(note, b"M")))
        pdfium.FPDFPage_CloseAnnot(note)
    return notes, fields


def _entry(note: Any, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < length < 1_000_000:
        return ""
    buffer = (c_ushort * (length // 2))()
    pdfium.FPDFAnnot_GetStringValue(note, key, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
