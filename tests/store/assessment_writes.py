"""One call of every write on analyses, risks and impacts, for the test of every write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from store.assessments import CameTrue, Look, Plan
from store.records import SqlRecords
from store.studies import Study

DAY = date(2026, 1, 5)


def writes(records: SqlRecords) -> dict[str, Callable[[], object]]:
    """By name of the method: a call that writes."""
    study = records.put_analysis("", 0, Study("Silt in the channel", by="ada"), "ada")
    ready = records.put_analysis("", 0, Study("Ready", by="ada", findings="Much silt."), "ada")
    grades = {"likelihood": "High", "severity": "High", "polarity": "Negative"}
    risks = [records.add_to_analysis(study, "risk", grades | {"name": name}, "ada") for name in "abc"]
    impact = records.add_to_analysis(study, "impact", grades | {"name": "Ships wait"}, "ada")
    return {
        "put_analysis": lambda: records.put_analysis("", 0, Study("Another", unit="OCFO"), "ada"),
        "settle_analysis": lambda: records.settle_analysis(ready, "complete", "", "ada"),
        "add_to_analysis": lambda: records.add_to_analysis(study, "risk", grades | {"name": "d"}, "ada"),
        "plan_mitigation": lambda: records.plan_mitigation("risk", risks[0], 1, Plan("Dredge"), "ada"),
        "review_assessed": lambda: records.review_assessed("risk", risks[1], Look("Same.", DAY), "ada"),
        "settle_assessed": lambda: records.settle_assessed("risk", risks[2], "drop", "It froze.", "ada"),
        "realise_impact": lambda: records.realise_impact(impact, CameTrue("They waited.", DAY), "ada"),
    }
