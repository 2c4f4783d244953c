"""Scores an analyzer on documents that people labelled."""

from analysis.evaluation.report import Report, Slice, fault_rows, table
from analysis.evaluation.runner import CLOSED_SPLIT, evaluate
from analysis.evaluation.sheet import Fault
from analysis.evaluation.tally import Measure

__all__ = ["CLOSED_SPLIT", "Fault", "Measure", "Report", "Slice", "evaluate", "fault_rows", "table"]
