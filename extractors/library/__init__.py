"""Collections of legal authorities, by their format: to library texts, read in a limited child process."""

from __future__ import annotations

import json

from extractors.library import federal_register, listing, uslm
from pipeline.encoding import to_plain
from pipeline.library import Shelf
from pipeline.problems import Damaged

SHELVES = "extractors.library:shelves"
"""The job, as a sandbox names it."""


def shelves(payload: bytes) -> bytes:
    """The shelf of a collection's bytes, as JSON: Federal Register JSON, USLM XML or CSV, told by content.

    Raises Damaged with what is wrong, Quarantined for XML that is made to hurt.
    """
    return json.dumps(to_plain(shelf(payload))).encode()


def shelf(data: bytes) -> Shelf:
    """The same as a value."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise Damaged("The collection is empty.", "It holds no bytes.", "Offer JSON, USLM XML or CSV.")
    if head[:1] in b"[{":
        return federal_register.read(data)
    return uslm.read(data) if head[:1] == b"<" else listing.read(data)
