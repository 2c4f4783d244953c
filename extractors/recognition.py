"""Pages that are pictures: drawn, recognised side by side, and handed back to their reader."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from extractors.aids import Picture, RecognisedPage
from extractors.ocr import engines
from extractors.ocr.shelf import Shelf
from extractors.sandbox import JobFault
from pipeline.documents import ExtractedDocument, PageSource
from pipeline.problems import Unread

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recognition:
    """Has pages recognised by one engine. `call` runs a job in a child that may start programs.

    `side_by_side` pages are under way at once; no more than `most_pages` of one document are recognised, and
    each may take `seconds`.
    """

    engine: str
    call: Callable[[str, bytes], bytes]
    shelf: Shelf
    side_by_side: int
    most_pages: int
    seconds: float

    def pages(
        self, document: ExtractedDocument, render: Callable[[int], Picture]
    ) -> Mapping[int, RecognisedPage]:
        """What was recognised, by page number. A page on which the engine fails is left out."""
        wanted = pictured(document)[: self.most_pages] if self.engine else []
        if not wanted:
            return {}
        with ThreadPoolExecutor(max_workers=self.side_by_side) as pool:
            found = pool.map(lambda number: self._page(number, render), wanted)
            return {number: page for number, page in zip(wanted, found, strict=True) if page is not None}

    def _page(self, number: int, render: Callable[[int], Picture]) -> RecognisedPage | None:
        try:
            picture = render(number)
            known = self.shelf.get(picture)
            if known is not None:
                return known
            page = engines.page_of(
                self.call(engines.JOB, engines.question(self.engine, picture, self.seconds))
            )
        except (Unread, JobFault) as problem:
            _LOG.warning("Page %d could not be recognised: %s", number, problem)
            return None
        self.shelf.put(picture, page)
        return page

    def left_out(self, document: ExtractedDocument) -> tuple[str, ...]:
        """What to say of a document with more pictured pages than are recognised; nothing for the others."""
        count = len(pictured(document))
        if not self.engine or count <= self.most_pages:
            return ()
        return (f"{count - self.most_pages} of its {count} pictured pages were not recognised: too many.",)


def pictured(document: ExtractedDocument) -> list[int]:
    """The numbers of the pages whose words only a picture shows."""
    return [page.number for page in document.pages if page.source is PageSource.NONE]
