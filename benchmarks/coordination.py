"""How long the pages of coordination take with 50,000 actions and 500,000 items behind them.

    python -m benchmarks.coordination [--actions 50000] [--items 500000] [--readers 20] [--seconds 60]
        [--keep FOLDER]

The record is drawn from a seed (`benchmarks.office_years`). One reader sees everything and leads much of it;
the other is held to an office and to what is not marked, so that everything they read is narrowed. Twenty
people read at once while one works on items; each page is also asked for alone, for the processor time it
takes, which stands on a busy machine too. How it is measured stands in `benchmarks.visitors`.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import office_years
from benchmarks.visitors import Crowd, Office, Visitor, report, visited
from pipeline.rights import Handling
from pipeline.settings import Settings
from store import open_records
from store.item_lists import Part
from store.views import User
from store.worklists import Wanted

EVERYTHING, NARROW, UNIT = "reader", "narrow", "OCIO"
PAGES = (
    *("/", "/actions", "/actions?state=all&words=harbor", "/items"),
    *("/items?of=all", "/portfolio", f"/portfolio?unit={UNIT}", "/calendars", "/status-updates"),
    *("/decision-log", "/risks", "/impacts", "/authority-changes", "/letters"),
)
TABS = ("milestones", "reports", "dependencies", "suspense", "papers", "history")


def fill(settings: Settings, actions: int, items: int) -> None:
    """A record with this many actions and items."""
    roles = frozenset({"reviewer"})
    with open_records(settings) as records:
        records.add_user(User(EVERYTHING, "Reader", roles), "system")
        narrow = User(NARROW, "Reader of one office", roles, Handling.CUI, frozenset({UNIT}))
        records.add_user(narrow, "system")
        records.clear_user(narrow, "system")
    with sqlite3.connect(settings.home / "records.db") as base:
        office_years.write(base, actions, items, datetime.now(settings.zone).date())
    office_years.log(settings)


def office(settings: Settings) -> Office:
    """What is looked at: lists, and actions that both readers may see with their items."""
    with open_records(settings) as records:
        user = next(one for one in records.users() if one.name == NARROW)
        with records.read_as(user):
            rows = records.open_items(part=Part(400))
            deep = records.action_rows(Wanted("ended", limit=10_000))[-1].number
        secrets = [records.make_feed(name, unit, EVERYTHING) for name, unit in
                   ((EVERYTHING, None), (NARROW, None), (EVERYTHING, UNIT))]  # fmt: skip
    actions = sorted({row.number for row in rows})
    first = rows[0]
    one = (
        *(f"/actions?state=all&after={deep}", f"/actions/{first.number}"),
        f"/actions/{first.number}?item={first.id}",
        *(f"/actions/{first.number}?tab={tab}" for tab in TABS),
    )
    feeds = tuple(f"/calendars/{secret}.ics" for secret in secrets)

    def draws(choice: random.Random) -> str:
        listed = choice.choice((*PAGES, *feeds))
        return choice.choice((listed, listed, f"/actions/{choice.choice(actions)}"))

    def changes(visitor: Visitor, turn: int) -> None:
        row = rows[turn % len(rows)]
        form = {"token": visitor.token, "item": row.id, "words": f"Said for the {turn}th time."}
        visitor.ask("POST", f"/actions/{row.number}/item/comment", form)

    return Office((EVERYTHING, NARROW), (*PAGES, *feeds, *one), draws, changes)


def digests(settings: Settings) -> None:
    """Print what gathering everybody's digest costs."""
    with open_records(settings) as records:
        today = datetime.now(settings.zone).date()
        readers = records.digest_readers()
        spent, lines = [], 0
        for reader in readers:
            began = time.process_time()
            lines += records.digest(reader, today).lines
            spent.append(1000 * (time.process_time() - began))
    high = sorted(spent)[int(len(spent) * 0.95)]
    print(
        f"{len(readers)} digests, {lines:,} lines; processor time of one: {statistics.median(spent):.1f} ms"
    )
    print(f"at the median, {high:.1f} ms at 95 %; {sum(spent) / 1000:.1f} s in all")


def main() -> int:
    """Fill, serve, ask, report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--actions", type=int, default=50_000)
    parser.add_argument("--items", type=int, default=500_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=60.0, help="0 for the processor time alone")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the record for another run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-coordination-") as folder:
        home = given.keep or Path(folder)
        settings = Settings(home=home)
        if not (home / "records.db").exists():
            began = time.monotonic()
            home.mkdir(parents=True, exist_ok=True)
            fill(settings, given.actions, given.items)
            print(f"filled in {time.monotonic() - began:.0f} s at {datetime.now(UTC):%H:%M} UTC", flush=True)
        digests(settings)
        return report(
            *visited(settings, office(settings), Crowd(given.readers, given.pause, given.seconds)), {}
        )


if __name__ == "__main__":
    sys.exit(main())
