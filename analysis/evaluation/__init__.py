"""Scores an analyzer on documents that people labelled, and makes labels of what reviewers decided."""

from analysis.evaluation.exporting import Exported, export
from analysis.evaluation.labelling import Reviewed
from analysis.evaluation.report import Report, Slice, fault_rows, table
from analysis.evaluation.runner import CLOSED_SPLIT, evaluate
from analysis.evaluation.sheet import Fault
from analysis.evaluation.tally import Measure

__all__ = [
    "CLOSED_SPLIT",
    "Exported",
    "Fault",
    "Measure",
    "Report",
    "Reviewed",
    "Slice",
    "evaluate",
    "export",
    "fault_rows",
    "table",
]
