"""The analyzer behind a process boundary: bytes in, bytes out."""

from __future__ import annotations

import json
from functools import lru_cache

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument
from pipeline.encoding import from_plain, to_plain


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
