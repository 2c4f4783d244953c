"""Documents to findings: the offline analyzer, and the choice between it and a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.problems import Misconfigured

if TYPE_CHECKING:
    from analysis.endpoint.probing import Probe
    from coordination.replying import Grounds, Written
    from pipeline.agency import Agency
    from pipeline.ports import Account, Analyzer, Embedder
    from pipeline.settings import Settings


def embedder(settings: Settings) -> Embedder | None:
    """The embedding model that the settings name; None where they name none."""
    if not settings.embedding_model:
        return None
    from analysis.endpoint.embedding import Embedder as Endpoint

    return Endpoint(settings)


def probe(settings: Settings) -> Probe | None:
    """What the model that the settings name can, by tiny questions; None where they name none."""
    if not (settings.model and (settings.api_key or settings.base_url)):
        return None
    from analysis.endpoint.probing import probe as ask

    return ask(settings)


def drafts_replies(settings: Settings) -> bool:
    """Whether the settings name a model that may draft replies."""
    return settings.analyzer != "offline" and bool(settings.model and (settings.api_key or settings.base_url))


def reply(settings: Settings, account: Account | None, grounds: Grounds) -> Written:
    """The body of a reply by the model; where there is none to be had, why not."""
    from coordination.replying import Written

    if not drafts_replies(settings):
        return Written("not drafted by the model (no model is named)")
    from analysis.endpoint.replying import written

    return written(settings, account, grounds)


def choose(settings: Settings, agency: Agency, account: Account | None = None) -> Analyzer:
    """The analyzer that the settings ask for. `auto` is the model where one is named and can be asked.

    `account` remembers what a model cost. Raises Misconfigured when a model is asked for and the settings
    name none, leave it no room for any document, or name examples that cannot be used.
    """
    named = bool(settings.model and (settings.api_key or settings.base_url))
    if settings.analyzer == "model" and not named:
        raise Misconfigured(
            "The model analyzer was asked for, but no model is named.",
            "CHANCERY_MODEL and OPENAI_API_KEY (or OPENAI_BASE_URL) are needed.",
            "Set them, or set CHANCERY_ANALYZER to `offline` or `auto`.",
        )
    if settings.analyzer == "model" or (settings.analyzer == "auto" and named):
        from analysis.endpoint.analyzer import ModelAnalyzer

        analyzer = ModelAnalyzer(agency, settings, account=account)
        analyzer.check()
        return analyzer
    from analysis.offline import OfflineAnalyzer

    return OfflineAnalyzer(agency)
