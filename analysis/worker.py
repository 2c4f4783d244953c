"""The analyzer behind a process boundary: bytes in, bytes out."""

from __future__ import annotations

import json
from functools import lru_cache

from analysis.library import NoAuthority, entry
from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument
from pipeline.encoding import Json, from_plain, to_plain
from pipeline.library import LibraryText


@lru_cache(maxsize=4)
def _analyzer(agency: Agency) -> OfflineAnalyzer:
    return OfflineAnalyzer(agency)


def analyse(payload: bytes) -> bytes:
    """The findings as JSON for a payload `{"document": ExtractedDocument, "agency": Agency}`.

    Both sides are the forms of `pipeline.encoding`. Raises ValueError or TypeError for anything else.
    """
    given = json.loads(payload)
    if not isinstance(given, dict) or given.keys() != {"document", "agency"}:
        raise ValueError("a payload has a document and an agency")
    agency = from_plain(Agency, given["agency"])
    document = from_plain(ExtractedDocument, given["document"])
    found = _analyzer(agency).analyse(document)
    return json.dumps(to_plain(found)).encode()


def shelve(payload: bytes) -> bytes:
    """Library entries as JSON for a list of library texts; in place of one that names no authority, why."""
    found: list[Json] = []
    for text in json.loads(payload):
        try:
            found.append(to_plain(entry(from_plain(LibraryText, text))))
        except NoAuthority as error:
            found.append(str(error))
    return json.dumps(found).encode()
