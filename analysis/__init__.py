"""Documents to findings: the offline analyzer, and the choice between it and a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.problems import Misconfigured

if TYPE_CHECKING:
    from pipeline.agency import Agency
    from pipeline.ports import Analyzer
    from pipeline.settings import Settings


def choose(settings: Settings, agency: Agency) -> Analyzer:
    """The analyzer that the settings ask for. `auto` is the offline one where no model can be used.

    Raises Misconfigured when a model is asked for and this installation has none to ask.
    """
    if settings.analyzer == "model":
        raise Misconfigured(
            "The model analyzer was asked for, but this installation has none.",
            "The part that talks to a model endpoint is not installed.",
            "Set CHANCERY_ANALYZER to `offline` or `auto`.",
        )
    from analysis.offline import OfflineAnalyzer

    return OfflineAnalyzer(agency)
