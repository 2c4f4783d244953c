"""Documents of the Federal Register as its interface gives them: one object, a list, pages of results, lines.

Names of fields: the interface's own (`executive_order_number`, `disposition_notes`, `raw_text` …) and the
plain ones of collections made from it (`eo`, `text`, `notes`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pipeline.library import LibraryText, Refusal, Shelf
from pipeline.problems import Damaged

_TEXT = ("text", "full_text", "raw_text", "body")
_NOTES = ("disposition_notes", "executive_order_notes", "notes", "notes_2025", "notes_2020")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_URL = ("html_url", "url", "pdf_url")


def read(data: bytes) -> Shelf:
    """The documents as library texts; one that names no authority is refused. Raises Damaged."""
    texts: list[LibraryText] = []
    refused: list[Refusal] = []
    for number, document in enumerate(_documents(data), 1):
        where = f"document {number}"
        try:
            texts.append(_text(document, where))
        except (ValueError, TypeError, KeyError) as error:
            refused.append(Refusal(where, str(error)))
    return Shelf(tuple(texts), tuple(refused))


def _documents(data: bytes) -> Iterator[Any]:
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Damaged("The collection is no JSON.", str(error), "Save it as UTF-8.") from None
    try:
        whole = json.loads(words)
    except json.JSONDecodeError:
        yield from _lines(words)
        return
    if isinstance(whole, dict):
        whole = whole.get("results", [whole])
    yield from whole if isinstance(whole, list) else [whole]


def _lines(words: str) -> Iterator[Any]:
    for number, line in enumerate(words.split("\n"), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise Damaged(
                    "The collection is no JSON.", f"Line {number}: {error}.", "Offer one object on each line."
                ) from None


def _text(document: Any, where: str) -> LibraryText:
    if not isinstance(document, dict):
        raise TypeError("it is no object")
    return LibraryText(
        _citation(document),
        where,
        title=_said(document, ("title",)),
        text=_said(document, _TEXT) or "",
        signed=_day(document, "signing_date"),
        published=_day(document, "publication_date"),
        effective=_day(document, "effective_on"),
        number=_said(document, ("document_number",)),
        url=_said(document, _URL),
        notes=_said(document, _NOTES) or "",
    )


def _citation(document: dict[str, Any]) -> str:
    for name in ("executive_order_number", "eo"):
        if document.get(name):
            return f"EO {document[name]}"
    if document.get("proclamation_number"):
        return f"Proclamation {document['proclamation_number']}"
    subtype = str(document.get("subtype") or "")
    if subtype == "Memorandum" and document.get("signing_date"):
        return f"Presidential Memorandum of {document['signing_date']}"
    if document.get("citation"):
        return str(document["citation"])
    raise ValueError("it names neither an order's number nor a citation")


def _said(document: dict[str, Any], names: tuple[str, ...]) -> str | None:
    found = next((document[name] for name in names if document.get(name)), None)
    return " ".join(str(found).split("\0")).strip() if found is not None else None


def _day(document: dict[str, Any], name: str) -> date | None:
    value = str(document.get(name) or "")
    american = _AMERICAN.match(value)
    if american:
        value = f"{american[3]}-{american[1]:0>2}-{american[2]:0>2}"
    return date.fromisoformat(value[:10]) if value else None
