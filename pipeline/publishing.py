"""An analysis as the JSON object that is shown outside: `chancery.analysis/1`."""

from __future__ import annotations

from dataclasses import fields

from pipeline.encoding import Json, json_name, to_plain
from pipeline.findings import SCHEMA, Analysis

_ORDER = ("document", "text", "summary", "authorities", "mentions_other", "relations", "executive_action")
"""The order of the public contract; the other fields follow in the order of the dataclass."""


def analysis_json(analysis: Analysis) -> dict[str, Json]:
    """The public object, "schema" first; children are the same object, each with its own text."""
    printed: dict[str, Json] = {"schema": SCHEMA}
    names = [json_name(part) for part in fields(Analysis)]
    values = {json_name(part): getattr(analysis, part.name) for part in fields(Analysis)}
    for name in (*_ORDER, *(name for name in names if name not in (*_ORDER, "provenance")), "provenance"):
        printed[name] = to_plain(values[name])
    printed["children"] = [analysis_json(child) for child in analysis.children]
    return printed
