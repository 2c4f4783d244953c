"""Whether a worker still has its document, asked while it works."""

from __future__ import annotations

import time
from collections.abc import Callable

from pipeline.intake import IntakeDocument
from pipeline.ports import Records
from pipeline.problems import ResourceShort

LOOK_SECONDS = 0.5
"""So often, at most, is the record looked at: short work never looks."""


def let_go(records: Records, document: IntakeDocument) -> Callable[[], bool]:
    """Says whether this copy of a document is no longer to be worked on: stopped, finished, or taken over."""
    looked, gone = time.monotonic(), False

    def asked() -> bool:
        nonlocal looked, gone
        if gone or time.monotonic() - looked < LOOK_SECONDS:
            return gone
        try:
            now = records.document(document.control_number)
        except ResourceShort:
            # the work has trouble of its own with it; a look that fails says nothing
            return False
        finally:
            looked = time.monotonic()
        gone = now.attempts != document.attempts or not now.stage.waits_for_machine
        return gone

    return asked
