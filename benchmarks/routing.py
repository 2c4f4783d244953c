"""Which unit gets the lead: `python -m benchmarks.routing` over made-up agencies with labelled taskings.

Each tasking is set into a short paper of its kind, the offline analyzer reads the paper, and the units it
proposes for that tasking are compared with the label. Ends with 1 when in the department of thirty units the
first unit is right in fewer than 80 of 100 taskings or the first three in fewer than 93, or when work of
another agency gets a unit anywhere.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency, OrganizationUnit
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import UnitChoice

MATERIAL = Path(__file__).parent / "routing_material"
LARGE, SMALL, THIRD = MATERIAL / "rivers", MATERIAL / "transport", MATERIAL / "benefits"
FIRST, AMONG = 0.80, 0.93

PAPERS = {
    "order": (
        "Executive Order 19999 of November 3, 2026\n\nWork of the Executive Departments\n\n"
        "By the authority vested in me as President by the Constitution and the laws of the United States of "
        "America, it is hereby ordered as follows:\n\nSection 1. {text}\n\n"
        "THE WHITE HOUSE,\n    November 3, 2026.\n"
    ),
    "memo": (
        "MEMORANDUM FOR THE HEADS OF EXECUTIVE DEPARTMENTS AND AGENCIES\n\nFROM: A. B. Sender, Director\n"
        "DATE: November 3, 2026\nSUBJECT: Work for this year\n\n{text}\n"
    ),
    "letter": (
        "November 3, 2026\n\nThe Honorable C. D. Head\n{head}\n{agency}\nWashington, DC 20000\n\n"
        "Dear Secretary Head:\n\n{text}\n\nSincerely,\n\nE. F. Writer\n"
    ),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A tasking and the abbreviation of the unit that should lead it; empty where none of ours should."""

    kind: str
    text: str
    lead: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A tasking, the units proposed for it by abbreviation, and why."""

    labelled: Labelled
    units: tuple[str, ...]
    whys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many of the agency's own taskings were right, and how many of others' were given away."""

    units: int
    ours: int
    first: int
    among: int
    none: int
    others: int
    stray: int

    @property
    def rows(self) -> tuple[str, ...]:
        """One line for each figure."""
        return (
            f"{self.units} units, {self.ours} taskings of theirs, {self.others} of other agencies",
            f"  first unit right      {self.first:3} of {self.ours}  {self.first / self.ours:.3f}",
            f"  among the first three {self.among:3} of {self.ours}  {self.among / self.ours:.3f}",
            f"  no unit proposed      {self.none:3} of {self.ours}",
            f"  other agencies' work given to a unit: {self.stray} of {self.others}",
        )


def agency(folder: Path) -> Agency:
    """The made-up agency of a folder."""
    told = tomllib.loads((folder / "agency.toml").read_text(encoding="utf-8"))
    units = (
        OrganizationUnit(
            row["name"], row["abbreviation"], row["mission"], None, tuple(row.get("officers", ()))
        )
        for row in told["unit"]
    )
    return Agency(told["name"], told["abbreviation"], told["head"], (), tuple(units))


def labels(folder: Path) -> tuple[Labelled, ...]:
    """The labelled taskings of a folder."""
    told = tomllib.loads((folder / "taskings.toml").read_text(encoding="utf-8"))
    return tuple(Labelled(row["kind"], row["text"], row["lead"]) for row in told["tasking"])


def proposed(ours: Agency, analyzer: OfflineAnalyzer, tasking: Labelled) -> tuple[UnitChoice, ...]:
    """The units for the tasking, best first; those of the whole paper where no clause was drafted."""
    text = PAPERS[tasking.kind].format(text=tasking.text, head=ours.head, agency=ours.name)
    page = Page(1, Span(0, len(text)))
    name = f"{tasking.kind}.txt"
    document = ExtractedDocument(hashlib.sha256(text.encode()).hexdigest(), name, "text/plain", text, (page,))
    found = analyzer.analyse(document)
    at = text.index(tasking.text)
    reach = Span(at, at + len(tasking.text))
    rows = [row for row in found.actions if reach.contains(row.evidence[0].span)]
    if rows:
        return rows[0].lead_units
    return found.executive_action.lead_units if found.executive_action else ()


def outcomes(folder: Path) -> tuple[Outcome, ...]:
    """Every labelled tasking of a folder with its proposal."""
    ours = agency(folder)
    short = {unit.name: unit.abbreviation for unit in ours.units}
    analyzer = OfflineAnalyzer(ours)
    told = []
    for tasking in labels(folder):
        choices = proposed(ours, analyzer, tasking)
        units = tuple(short[choice.unit] for choice in choices)
        told.append(Outcome(tasking, units, tuple(choice.why for choice in choices)))
    return tuple(told)


def figures(folder: Path, told: tuple[Outcome, ...]) -> Figures:
    """The figures of a folder's outcomes."""
    ours = [one for one in told if one.labelled.lead]
    others = [one for one in told if not one.labelled.lead]
    return Figures(
        len(agency(folder).units),
        len(ours),
        sum(one.units[:1] == (one.labelled.lead,) for one in ours),
        sum(one.labelled.lead in one.units for one in ours),
        sum(not one.units for one in ours),
        len(others),
        sum(bool(one.units) for one in others),
    )


def main() -> int:
    """Print the figures and, with --errors, every tasking whose first unit is another than the label's."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    asked = parser.parse_args()
    held = True
    for folder in (LARGE, SMALL, THIRD):
        told = outcomes(folder)
        made = figures(folder, told)
        print("\n".join(made.rows))
        held = held and not made.stray
        if folder is LARGE:
            held = held and made.first >= FIRST * made.ours and made.among >= AMONG * made.ours
        for one in told if asked.errors else ():
            if one.units[:1] != ((one.labelled.lead,) if one.labelled.lead else ()):
                print(f"    {one.labelled.lead or 'none'}, not {one.units} {one.whys}")
                print(f"      {one.labelled.text}")
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
