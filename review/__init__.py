"""What people see: the review pages."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.settings import Settings
from review.finder import Finder


def serve(
    settings: Settings, finder: Finder, *, announce: Callable[[str], None], user: str = "reviewer"
) -> None:
    """Serve the review pages until interrupted; `finder` is how they search.

    `announce` gets a one-time sign-in link for `user` as soon as the pages answer. Raises ResourceShort
    when the port is taken.
    """
    from review.server import run

    run(settings, finder, announce, user)
