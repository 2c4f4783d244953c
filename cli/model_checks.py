"""The checks of `doctor` that ask a model, or tell what models cost."""

from __future__ import annotations

from datetime import UTC, datetime

from cli.checks import Finding, Verdict
from cli.session import settings
from pipeline.problems import Misconfigured, Problem
from pipeline.settings import Settings
from pipeline.spending import Spent, day_began


def findings() -> list[Finding]:
    """What the model that the settings name can, and what today's questions cost."""
    try:
        conf = settings()
    except Misconfigured:
        return []
    return [asked(conf), today(conf)]


def asked(conf: Settings) -> Finding:
    """How the model keeps to a structure, by tiny questions. No document is sent."""
    from analysis import probe

    found = probe(conf)
    if found is None:
        return Finding(Verdict.WARN, "model, asked", "no model is named", "Set CHANCERY_MODEL.")
    if found.mode == "json_schema" and found.counts_tokens:
        return Finding(Verdict.OK, "model, asked", found.told)
    remedy = "docs/model.md says what each outcome means. What a model gets wrong is dropped."
    return Finding(Verdict.WARN, "model, asked", found.told, remedy)


def today(conf: Settings) -> Finding:
    """What all questions of the office's day cost, beside the caps. Missing records are not made."""
    spent = Spent()
    if conf.database_url or (conf.home / "records.db").exists():
        from store import open_records

        try:
            with open_records(conf) as records:
                spent = records.spent_since(day_began(datetime.now(UTC), conf.zone))
        except Problem as problem:
            return Finding(
                Verdict.FAIL, "model, today", problem.what, f"{problem.why} {problem.remedy}".strip()
            )
    cap = f" of {conf.model_day_tokens:,}" if conf.model_day_tokens else ""
    money = f" of ${conf.model_day_usd:,.2f}" if conf.model_day_usd else ""
    found = f"{spent.calls:,} questions, {spent.tokens:,} tokens{cap}, ${spent.usd:,.2f}{money}"
    full = conf.model_day_tokens and spent.tokens >= conf.model_day_tokens
    dear = conf.model_day_usd and spent.usd >= conf.model_day_usd
    if full or dear:
        remedy = "Until midnight the rest is analysed offline, unless the caps of the day are raised."
        return Finding(Verdict.WARN, "model, today", found, remedy)
    return Finding(Verdict.OK, "model, today", found)
