"""What people see: the review pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from pipeline.settings import Settings
from review.finder import Finder
from review.services import Services

if TYPE_CHECKING:
    from store.records import SqlRecords


def serve(
    settings: Settings,
    finder: Finder,
    *,
    announce: Callable[[str], None],
    user: str = "reviewer",
    services: Callable[[SqlRecords], AbstractContextManager[Services]] | None = None,
) -> None:
    """Serve the review pages until interrupted; `finder` is how they search, `services` what else they use.

    `announce` gets a one-time sign-in link for `user` as soon as the pages answer. Raises ResourceShort
    when the port is taken.
    """
    from review.server import run

    run(settings, finder, announce, user, services)
