"""How long the pages take with a full record behind them, twenty people reading and one deciding.

    python -m benchmarks.pages [--documents 20000] [--readers 20] [--pause 1.0] [--seconds 60] [--keep FOLDER]

The sample documents go the real way once; their rows are then copied until there are as many documents as
asked. Half of the readers see everything; the others are held to an office and to unmarked documents, so
that everything they read is narrowed. Each page is also asked for alone, for the processor time it takes:
that figure stands on a busy machine too. How it is measured stands in `benchmarks.visitors`.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.material import SAMPLES
from benchmarks.visitors import Crowd, Office, Visitor, report, visited
from pipeline.settings import Settings

QUEUE_BYTES = 40_000
EVERYTHING, NARROW, OFFICE = "reader", "narrow", "OCIO"
COPIED = ("original", "extracted_text", "intake_document", "analysis_run", "draft", "evidence")
REFERS = {
    "original_id": "original", "text_id": "extracted_text", "document_id": "intake_document",
    "run_id": "analysis_run", "draft_id": "draft", "parent_id": "intake_document",
    "duplicate_of_id": "intake_document",
}  # fmt: skip
WORDS = ("records", "gates and valves", "pilotage", "report within 60 days", "OMB M-27-04", "Kestrel Lock")


def fill(settings: Settings, documents: int) -> None:
    """A record with this many documents."""
    from flows.wiring import open_desk
    from flows.work import ingest
    from intake.files import NamedFiles
    from store import open_records

    files = sorted(path for path in SAMPLES.iterdir() if path.is_file())
    with open_desk(settings) as desk:
        ingest(desk, NamedFiles(files, 50_000_000), actor="system")
    with open_records(settings) as records:
        from pipeline.rights import Handling
        from store.views import User

        roles = frozenset({"reviewer"})
        records.add_user(User(EVERYTHING, "Reader", roles), "system")
        narrow = User(NARROW, "Reader of one office", roles, Handling.UNRESTRICTED, frozenset({OFFICE}))
        records.add_user(narrow, "system")
        records.clear_user(narrow, "system")
    copy(settings.home / "records.db", documents)
    with open_records(settings) as records:
        records.reindex()


def copy(path: Path, documents: int) -> None:
    """Copy every row until there are so many documents; each copy has numbers and names of its own."""
    with sqlite3.connect(path) as base:
        last = {table: base.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in COPIED}
        count = base.execute("SELECT count(*) FROM intake_document").fetchone()[0]
        for turn in range(1, -(-documents // count)):
            for table in COPIED:
                names = [row[1] for row in base.execute(f"PRAGMA table_info({table})")]
                values = ", ".join(_copied(table, name, turn, last) for name in names)
                base.execute(
                    f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE id <= ?",
                    (last[table],),
                )
        office = "(SELECT id FROM organization_unit WHERE abbreviation = ?)"
        base.execute("UPDATE intake_document SET handling = 'unrestricted' WHERE id % 3 > 0")
        base.execute(f"UPDATE intake_document SET unit_id = {office} WHERE id % 2 = 0", (OFFICE,))


def _copied(table: str, name: str, turn: int, last: dict[str, int]) -> str:
    if name == "id":
        return f"id + {turn * last[table]}"
    if name in REFERS:
        return f"{name} + {turn * last[REFERS[name]]}"
    fresh = {"public_id": "lower(hex(randomblob(16)))", "sha256": "lower(hex(randomblob(32)))"}
    if name == "control_number":
        return f"replace(control_number, 'EC-2026-', 'EC-{2100 + turn // 100}-{turn % 100:02d}')"
    if name == "receipt_key":
        return f"receipt_key || '-{turn}'"
    if name == "due":
        return f"date(due, '{turn % 400} days')"
    return fresh.get(name, name)


def main() -> int:
    """Fill, serve, ask, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=60.0, help="0 for the processor time alone")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-pages-") as folder:
        home = given.keep or Path(folder)
        settings = Settings(home=home)
        if not (home / "records.db").exists():
            began = time.monotonic()
            home.mkdir(parents=True, exist_ok=True)
            fill(settings, given.documents)
            print(f"filled in {time.monotonic() - began:.0f} s")
        return measure(settings, Crowd(given.readers, given.pause, given.seconds))


def measure(settings: Settings, crowd: Crowd) -> int:
    """Ask with all readers at once; 1 where a page took too long."""
    from store import open_records

    action, numbers = prepared(settings)
    with open_records(settings) as records:
        counts = records.counts()
        print(f"{counts.documents + counts.children:,} documents, {sum(counts.drafts.values()):,} drafts")

    def draws(choice: random.Random) -> str:
        return choice.choice(
            (
                "/queue",
                f"/documents/{choice.choice(numbers)}",
                f"/search?{urlencode({'q': choice.choice(WORDS)})}",
                f"/actions/{action}",
            )
        )

    def changes(visitor: Visitor, turn: int) -> None:
        verdict, version = (("approve", "1"), ("undo", "2"))[turn % 2]
        form = {"token": visitor.token, "version": version, "sure.date": "yes", "sure.words": "yes"}
        visitor.ask("POST", f"/documents/{numbers[-1 - turn // 2]}/drafts/1/{verdict}", form)

    looked = ("/queue", f"/documents/{numbers[0]}", "/search?q=records", f"/actions/{action}")
    return report(
        *visited(settings, Office((EVERYTHING, NARROW), looked, draws, changes), crowd),
        {"GET /queue": QUEUE_BYTES},
    )


def prepared(settings: Settings) -> tuple[str, list[str]]:
    """An action made of one of the documents, and numbers of waiting documents; everybody may see them."""
    from pipeline.decisions import Decision, Verdict, doubts
    from pipeline.intake import Stage
    from store import open_records

    with open_records(settings) as records:
        narrow = next(user for user in records.users() if user.name == NARROW)
        known = records.actions()
        if not known:
            with records.read_as(narrow):
                rows = records.queue((Stage.NEEDS_REVIEW,), limit=400)
            control = max(rows, key=lambda row: row.drafts).control_number
            now = datetime.now(UTC)
            for draft in records.drafts(control):
                seen = frozenset(doubt.field for doubt in doubts(draft))
                records.decide(Decision(draft.id, 1, EVERYTHING, Verdict.APPROVE, now, confirmed=seen))
            records.finish(control, EVERYTHING, now)
            known = records.actions()
            change = {"lead_unit": OFFICE}
            records.change_action(str(known[0].action.number), known[0].action.version, change, EVERYTHING)
        with records.read_as(narrow):
            waiting = records.queue((Stage.NEEDS_REVIEW,), limit=400)
        return str(known[0].action.number), [row.control_number for row in waiting]


if __name__ == "__main__":
    sys.exit(main())
