"""An open record's assessments: analyses, risks and impacts as work, and what is overdue of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from store import assessments, studies, watching
from store.assessments import CameTrue, Look, Plan
from store.opened import OpenRecord
from store.register import Sought
from store.studies import Study
from store.watching import Assessed, LateReview, StudyFile, StudyRow


class AssessedRecord(OpenRecord):
    """Analyses and risks are named by number, impacts by id; `kind` is risk or impact.

    Every write raises NotFound for what is not there, IllegalMove where the rules forbid it, Conflict
    where somebody else was quicker.
    """

    def assessed(self, kind: str, ref: str) -> Assessed:
        """One risk or impact with all that is known of it. Raises NotFound."""
        with self._read() as connection:
            return watching.one(connection, kind, ref)

    def late_reviews(self, today: date, limit: int = 101) -> tuple[LateReview, ...]:
        """Risks and impacts that should have been looked at again, the longest overdue first."""
        with self._read() as connection:
            return watching.late_reviews(connection, today, limit)

    def analyses(self, sought: Sought) -> tuple[StudyRow, ...]:
        """Analyses, in the order that is wanted; those of one action or authority where one is named."""
        with self._read() as connection:
            return watching.studies(connection, sought)

    def analysis_count(self, action: str = "") -> int:
        """How many analyses there are, of all or of one action."""
        with self._read() as connection:
            return self._lasting.of(
                connection, ("analyses", action), lambda connection: watching.study_count(connection, action)
            )

    def analysis_record(self, number: str) -> StudyFile:
        """One analysis with what it found. Raises NotFound."""
        with self._read() as connection:
            return watching.study(connection, number)

    def plan_mitigation(self, kind: str, ref: str, version: int, wanted: Plan, actor: str) -> None:
        """Another plan against a risk or for an impact, its owner, its cycle, its unit and analysis."""
        with self._write() as move:
            assessments.plan(move, kind, ref, version, wanted, actor)

    def review_assessed(self, kind: str, ref: str, seen: Look, actor: str) -> None:
        """A review of a risk or an impact, with its words."""
        with self._write() as move:
            assessments.look(move, kind, ref, seen, actor)

    def settle_assessed(self, kind: str, ref: str, verb: str, words: str, actor: str) -> None:
        """Mitigate it with evidence, drop it or reopen it with a reason."""
        with self._write() as move:
            assessments.settle(move, kind, ref, verb, words, actor)

    def realise_impact(self, ref: str, came: CameTrue, actor: str) -> str:
        """Put what an anticipated impact came to beside it; the id of that record."""
        with self._write() as move:
            return assessments.realise(move, ref, came, actor)

    def put_analysis(self, number: str, version: int, wanted: Study, actor: str) -> str:
        """Begin an analysis (without number), or write it anew; its number."""
        with self._write() as move:
            return studies.put_study(move, number, version, wanted, actor)

    def settle_analysis(self, number: str, verb: str, words: str, actor: str) -> None:
        """Complete an analysis, or reopen it with a reason."""
        with self._write() as move:
            studies.settle_study(move, number, verb, words, actor)

    def add_to_analysis(self, number: str, kind: str, said: Mapping[str, str], actor: str) -> str:
        """A risk or an impact that an analysis found; how it is named."""
        with self._write() as move:
            return studies.add(move, number, kind, said, actor)
