"""Laws as USLM XML: each section of the Code is an authority; a Public Law or a bill is one.

Source: the USLM user guide, its identifiers (/us/usc/t44/s3501, /us/pl/115/11, /us/bill/115/hr/1037).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from extractors.markup_xml import words_of
from extractors.package import parsed
from pipeline.library import LibraryText, Refusal, Shelf
from pipeline.problems import Damaged

_SECTION = re.compile(r"/us/(?P<book>usc|cfr)/t(?P<title>\d+[aA]?)/(?:.*/)?s(?P<section>[^/]+)$")
_LAW = re.compile(r"/us/pl/(?P<congress>\d+)/(?P<number>\d+)$")
_BILL = re.compile(r"/us/bill/\d+/(?P<kind>[a-z]+)/(?P<number>\d+)(?:/\w+)?$")
_HOUSES = {
    "hr": "H.R.",
    "s": "S.",
    "hjres": "H.J.Res.",
    "sjres": "S.J.Res.",
    "hres": "H.Res.",
    "sres": "S.Res.",
}
_BOOKS = {"usc": "U.S.C.", "cfr": "CFR"}
_STATUS = {"repealed": "Repealed", "expired": "Expired", "omitted": "Repealed"}
_MOST_SECTIONS = 50_000


def read(data: bytes) -> Shelf:
    """The authorities in the document. Raises Damaged where it names none, Quarantined."""
    root = parsed(data, "the collection")
    texts: list[LibraryText] = []
    refused: list[Refusal] = []
    for citation, node in _authorities(root):
        where = node.get("identifier") or citation
        words = words_of(node)
        if words:
            texts.append(_text(citation, where, words, node))
        else:
            refused.append(Refusal(where, "it holds no words"))
    if not texts and not refused:
        raise Damaged(
            "The collection names no authority.",
            "No section, law or bill in it carries a USLM identifier.",
            "Offer USLM as the Office of the Law Revision Counsel publishes it.",
        )
    return Shelf(tuple(texts), tuple(refused))


def _text(citation: str, where: str, words: str, node: etree._Element) -> LibraryText:
    return LibraryText(
        citation,
        where,
        title=_heading(node),
        text=words,
        signed=_approved(node),
        status=_STATUS.get(node.get("status", "")),
    )


def _authorities(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    whole = _whole(root)
    if whole is not None:
        yield whole, root
        return
    for number, node in enumerate(root.iter("{*}section")):
        if number >= _MOST_SECTIONS:
            return
        match = _SECTION.match(node.get("identifier") or "")
        if match:
            yield f"{match['title']} {_BOOKS[match['book']]} {match['section']}", node


def _whole(root: etree._Element) -> str | None:
    for node in (root, *root.iter("{*}main", "{*}pLaw", "{*}bill")):
        where = node.get("identifier") or ""
        law, bill = _LAW.match(where), _BILL.match(where)
        if law:
            return f"Pub. L. {law['congress']}-{law['number']}"
        if bill and bill["kind"] in _HOUSES:
            return f"{_HOUSES[bill['kind']]} {bill['number']}"
    return None


def _heading(node: etree._Element) -> str | None:
    names = ("{*}heading",) if node.tag.endswith("}section") else ("{*}shortTitle", "{*}officialTitle")
    for name in names:
        for part in node.iter(name):
            words = " ".join("".join(map(str, part.itertext())).split())
            if words:
                return words
    return None


def _approved(node: etree._Element) -> date | None:
    for part in node.iter("{*}approvedDate"):
        try:
            return date.fromisoformat((part.get("date") or "")[:10])
        except ValueError:
            return None
    return None
