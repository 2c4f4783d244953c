"""pdfium's own functions that are asked for every line or object, with plain numbers for their pointers.

Building typed pointers costs more time than the functions themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import CFUNCTYPE, c_int, c_void_p, cast
from typing import Any

import pypdfium2.raw as pdfium


def _plain(function: Any, answer: Any, *kinds: Any) -> Callable[..., Any]:
    return CFUNCTYPE(answer, *kinds)(cast(function, c_void_p).value or 0)


def address_of(handle: Any) -> int:
    """A handle as the plain number that the functions here take."""
    return cast(handle, c_void_p).value or 0


LOOSE_BOX = _plain(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
"""Text page, character, where four floats (left, top, right, bottom) go."""

RECT = _plain(pdfium.FPDFText_GetRect, c_int, c_void_p, c_int, *[c_void_p] * 4)
"""Text page, number of the rectangle, where one double each (left, top, right, bottom) goes."""

OBJECT_OF = _plain(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
"""Text page, character: the object that draws it."""

PAGE_OBJECT = _plain(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
FORM_OBJECT = _plain(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_int)
"""Page or form, number: an object of it."""

KIND = _plain(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
RENDER_MODE = _plain(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
FILL_COLOUR = _plain(pdfium.FPDFPageObj_GetFillColor, c_int, *[c_void_p] * 5)
"""Object, where one unsigned number each (red, green, blue, alpha) goes."""
