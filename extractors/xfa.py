"""XFA forms in PDF (XFA 3.3): captions and what was filled in, which no page shows to other programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdf
from lxml import etree

from extractors import pdf_catalog
from extractors.package import parsed
from extractors.pagelines import Line
from extractors.pdf_layout import Leaf
from pipeline.problems import Unread

_COVER = re.compile(
    r"please wait|adobe (?:acrobat )?reader|upgrade to the latest version|cannot be displayed", re.I
)
_MOST_LINES = 5000
_LARGEST = 16 * 1024 * 1024
_STEP, _TOP = 30.0, 300.0


def fill_in(leaves: list[Leaf], data: bytes, password: str) -> str | None:
    """Put the form's words on its last page, or in place of a cover that only asks for another program.

    Gives back what to say about it; None where nothing could be read.
    """
    lines = [line for line in _form_lines(data, password) if line]
    if not lines or not leaves:
        return None
    covered = all(_is_cover(leaf) for leaf in leaves)
    shown = " ".join(" ".join(line.text for line in leaf.lines) for leaf in leaves)
    new = lines if covered else [line for line in lines if line.rpartition(": ")[2] not in shown]
    leaf = leaves[-1]
    kept: list[Line] = [] if covered else leaf.lines
    start = max((line.bottom for line in kept), default=0.0) + _TOP
    places = ((words, start + _STEP * number) for number, words in enumerate(new[:_MOST_LINES]))
    leaf.lines = kept + [Line(words, 72, top, 500, top + 10, 10) for words, top in places]
    leaf.text_height = max(leaf.text_height, start + _STEP * len(new) + _TOP)
    leaf.needs_ocr = False
    if covered:
        return "It is an XFA form: its cover was left out, its captions and what was filled in were read."
    return "It is an XFA form: what its pages do not show stands at the end."


def _is_cover(leaf: Leaf) -> bool:
    words = " ".join(line.text for line in leaf.lines)
    return not words or (len(words) < 1500 and bool(_COVER.search(words)))


def _form_lines(data: bytes, password: str) -> list[str]:
    try:
        packets = list(_packets(data, password))
        trees = [parsed(packet, "the form") for packet in packets]
    except Unread:
        return []
    except pdf_catalog.BROKEN:
        return []
    values = _values(trees)
    template = next((node for tree in trees for node in tree.iter("{*}template")), None)
    said = list(_told(template, values)) if template is not None else []
    left = [f"{name}: {value}" for name, found in values.items() for value in found if value]
    return said + left


def _packets(data: bytes, password: str) -> Iterator[bytes]:
    """The form's XML: one stream, or a list of named parts that make one document when put together."""
    form: Any = pdf_catalog.reader(data, password).root_object["/AcroForm"]
    held: Any = form["/XFA"].get_object()
    if isinstance(held, pypdf.generic.ArrayObject):
        parts = [part.get_object() for part in held[1::2]]
    else:
        parts = [held]
    whole = b"".join(part.get_data() for part in parts)
    if len(whole) <= _LARGEST:
        yield whole


def _values(trees: list[etree._Element]) -> dict[str, list[str]]:
    """What was filled in: for each field's name its values in order."""
    found: dict[str, list[str]] = {}
    for tree in trees:
        for data in tree.iter("{http://www.xfa.org/schema/xfa-data/1.0/}data"):
            for node in data.iter(etree.Element):
                if not len(node) and (node.text or "").strip():
                    found.setdefault(_name(node), []).append(" ".join((node.text or "").split()))
    return found


def _told(template: etree._Element, values: dict[str, list[str]]) -> Iterator[str]:
    """The form from top to bottom: printed words, and captions with their values; those are used up."""
    for node in template.iter("{*}draw", "{*}field"):
        if _name(node) == "draw":
            yield _words(node.find("{*}value"))
            continue
        caption = _words(node.find("{*}caption")).rstrip(":")
        waiting = values.get(node.get("name", ""), [])
        value = waiting.pop(0) if waiting else _words(node.find("{*}value"))
        yield f"{caption or node.get('name', '')}: {value}" if value else caption


def _words(node: etree._Element | None) -> str:
    return " ".join(" ".join(map(str, node.itertext())).split()) if node is not None else ""


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
