"""What pdfium does not tell of a PDF, asked of its catalog through pypdf; imported only where needed."""

from __future__ import annotations

import io
import logging
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject, NumberObject

BROKEN = (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, RecursionError)
"""All the ways in which pypdf gives up on broken objects."""

_MOST_NODES = 20_000
_DEEPEST = 50


def reader(data: bytes, password: str) -> pypdf.PdfReader:
    """The open file. Raises what is `BROKEN`."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    return pypdf.PdfReader(io.BytesIO(data), password=password or None)


def is_portfolio(data: bytes, password: str) -> bool:
    """Whether the files inside are what matters, and the pages only their cover (ISO 32000-1, 12.3.5).

    The bytes alone do not tell: an embedded file may hold the same words, and the catalog may be packed.
    """
    try:
        return "/Collection" in reader(data, password).root_object
    except BROKEN:
        return b"/Collection" in data


def leaves(data: bytes, password: str) -> int | None:
    """Pages under the root; one that is reached twice counts twice, a circle ends. None for a broken tree."""
    try:
        waiting = [(reader(data, password).root_object["/Pages"], 0)]
        count = above = 0
        while waiting and above < _MOST_NODES:
            above += 1
            node, depth = waiting.pop()
            kids = _kids(node)
            if kids is None or depth >= _DEEPEST:
                count += _is_page(node)
            else:
                waiting += [(kid, depth + 1) for kid in kids]
    except BROKEN:
        # what this parser cannot walk, pdfium has walked in its own way
        return None
    return count


def recounted(data: bytes, password: str) -> bytes | None:
    """The same file, open and with the true count in each node; None where its tree is none."""
    try:
        writer = pypdf.PdfWriter(clone_from=reader(data, password))
        _count(writer.root_object["/Pages"], set(), 0)
        out = io.BytesIO()
        writer.write(out)
    except BROKEN:
        return None
    return out.getvalue()


def _count(node: Any, seen: set[int], depth: int) -> int:
    """Write into each node how many pages lie under it; how many. Raises ValueError for what is no tree."""
    node = node.get_object()
    if id(node) in seen or len(seen) > _MOST_NODES or depth > _DEEPEST:
        raise ValueError("not a tree")
    seen.add(id(node))
    kids = _kids(node)
    if kids is None:
        return int(_is_page(node))
    total = sum(_count(kid, seen, depth + 1) for kid in kids)
    node[NameObject("/Count")] = NumberObject(total)
    return total


def _kids(node: Any) -> list[Any] | None:
    """The nodes right under one; None under a page."""
    node = node.get_object()
    kids = node.get("/Kids") if isinstance(node, dict) else None
    return None if kids is None else list(kids.get_object())


def _is_page(node: Any) -> bool:
    node = node.get_object()
    return isinstance(node, dict) and node.get("/Type") == "/Page"
