"""Kinds of file without a reader of our own (EPUB), by `unstructured`: offline, its telemetry off."""

from __future__ import annotations

import io
import os
import posixpath
import tempfile
from collections.abc import Iterator
from functools import cache
from typing import Any

from extractors.canonical import Builder
from extractors.package import Package
from pipeline.documents import BlockKind, ExtractedDocument
from pipeline.problems import Damaged, Quarantined

MEDIA_TYPES = frozenset({"application/epub+zip"})

_MOST_PARTS = 2000
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF = "{http://www.idpf.org/2007/opf}"
_KINDS = {
    "Title": BlockKind.HEADING,
    "ListItem": BlockKind.LIST_ITEM,
    "Table": BlockKind.TABLE,
    "Header": BlockKind.HEADER,
    "Footer": BlockKind.FOOTER,
    "FigureCaption": BlockKind.CAPTION,
}


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The text of a book's chapters, each on its page. Raises Damaged, NeedsPassword, Quarantined."""
    builder = Builder()
    for chapter in _chapters(Package(data)):
        builder.page()
        _add(builder, _elements(chapter))
    flags = ("It was read by a general reader: hold it against the original.",)
    return builder.document(flags=flags, reader="unstructured")


def _chapters(book: Package) -> Iterator[bytes]:
    """The book's parts in reading order (EPUB 3.3: container, package document, spine)."""
    container = book.xml("META-INF/container.xml")
    root = (
        next((n.get("full-path", "") for n in container.iter(_CONTAINER)), "")
        if container is not None
        else ""
    )
    package = book.xml(root)
    if package is None:
        raise Damaged("The book is damaged.", "Its list of contents is missing.")
    items = {str(n.get("id")): n.get("href", "") for n in package.iter(f"{_OPF}item")}
    spine = [items.get(str(n.get("idref")), "") for n in package.iter(f"{_OPF}itemref")]
    if len(spine) > _MOST_PARTS:
        raise Quarantined("It has too many parts.", f"More than {_MOST_PARTS:,}.")
    for href in spine:
        part = posixpath.normpath(posixpath.join(posixpath.dirname(root), href.partition("#")[0]))
        if part in book.names:
            yield book.bytes(part)


def _add(builder: Builder, elements: list[Any]) -> None:
    for element in elements:
        kind = _KINDS.get(type(element).__name__, BlockKind.PARAGRAPH)
        level = (element.metadata.category_depth or 0) + 1 if kind is not BlockKind.PARAGRAPH else 0
        builder.add(element.text, kind, level=level)


def _elements(page: bytes) -> list[Any]:
    _tame()
    from unstructured.partition.html import partition_html

    return list(partition_html(file=io.BytesIO(page), languages=[""]))


@cache
def _tame() -> None:
    """Nothing reported at the import of `unstructured`, no language model fetched at its first use."""
    os.environ["DO_NOT_TRACK"] = "true"
    os.environ["SCARF_NO_ANALYTICS"] = "true"
    # it names a lock file when it is imported; here no file can be written, and none is needed
    tempfile.tempdir = os.sep
    import spacy
    from unstructured.nlp import tokenize

    @cache
    def sentences() -> Any:
        pipeline = spacy.blank("en")
        pipeline.add_pipe("sentencizer")
        return pipeline

    # it would fetch a model and install it while it runs; sentence ends are all that is needed of one
    tokenize._load_spacy_model = sentences
