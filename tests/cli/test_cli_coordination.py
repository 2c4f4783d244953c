"""Executive actions from the terminal, from the first word to the closure."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.exits import Exit
from pipeline.settings import load
from store import open_records
from store.views import User

Run = Callable[..., Any]


def test_an_action_without_a_document_runs_to_its_end(chancery: Run, taken_in: str) -> None:
    number = chancery("actions", "make", "Mend the harbors", "--as", "reviewer").out.strip()
    assert number.startswith("EC-A-")
    refused = chancery("actions", "issue", number, "--as", "reviewer")
    assert refused.code == Exit.CONFLICT and "no lead office" in refused.err
    assert (
        chancery("actions", "change", number, "lead_unit=OCFO", "priority=High", "--as", "reviewer").code == 0
    )
    assert chancery("actions", "issue", number, "--as", "reviewer").code == Exit.GOOD
    said = chancery(
        "actions", "suspense", number, "2032-06-01", "--reason", "as the order says", "--as", "reviewer"
    )
    assert said.code == Exit.GOOD
    chancery(
        "actions", "add", number, "Survey", "--due", "2032-03-02", "--to", "reviewer", "--as", "reviewer"
    )
    request = chancery(
        "actions", "extend", number, "2032-03-09", "--item", "1", "--reason", "ice", "--as", "ada"
    )
    assert request.out.strip() in chancery("actions", "show", number).out
    granted = chancery("actions", "decide", request.out.strip(), "--grant", "--as", "reviewer")
    assert granted.code == Exit.GOOD
    assert "2032-03-09" in chancery("items", number).out
    wordless = chancery("actions", "do", number, "1", "complete", "--as", "ada")
    assert wordless.code == Exit.CONFLICT and "needs a note" in wordless.err
    done = chancery("actions", "do", number, "1", "complete", "--words", "Nine harbors.", "--as", "ada")
    assert done.code == Exit.GOOD
    file = chancery("actions", "show", number, "--json").json
    assert file["view"]["items"][0]["closing_note"] == "Nine harbors."
    closed = chancery(
        "close", number, "--outcome", "Mended.", "--lessons", "Begin sooner.", "--as", "reviewer"
    )
    assert closed.code == Exit.GOOD
    moved = chancery(
        "actions", "move", number, "in progress", "--reason", "Ice broke one.", "--as", "reviewer"
    )
    assert moved.code == Exit.GOOD


def test_a_process_runs_by_the_terminal(chancery: Run, taken_in: str) -> None:
    assert "Public Correspondence" in chancery("templates").out
    assert "From Start" in chancery("templates", "Public Correspondence").out
    number = chancery("actions", "make", "A letter", "--as", "reviewer").out.strip()
    started = chancery(
        "actions", "start", number, "Public Correspondence", "--on", "2032-03-02", "--as", "reviewer"
    )
    assert started.code == Exit.GOOD
    assert len(chancery("items", number, "--json").json["items"]) >= 1
    attached = chancery("actions", "attach", number, taken_in, "--item", "1", "--as", "reviewer")
    assert attached.code == Exit.GOOD


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("change", "N", "priority"), "no field with a value"),
        (("move", "N", "asleep"), "no status"),
        (("do", "N", "1", "devour"), "no step"),
        (("do", "N", "9", "begin"), "has no item 9"),
        (("add", "N", "x", "--type", "song"), "no type of item"),
        (("suspense", "N", "soon"), "no date"),
        (("hand", "N", "1", "nobody"), "has no item 1"),
    ],
)
def test_what_is_wrong_is_said(chancery: Run, taken_in: str, words: tuple[str, ...], told: str) -> None:
    number = chancery("actions", "make", "A letter", "--as", "reviewer").out.strip()
    said = chancery("actions", *(number if word == "N" else word for word in words), "--as", "reviewer")
    assert said.code != Exit.GOOD and told in said.err


def test_milestones_are_set_moved_and_met_by_the_terminal(chancery: Run, taken_in: str) -> None:
    number = chancery("actions", "make", "A letter", "--as", "reviewer").out.strip()
    assert "no milestones" in chancery("actions", "milestone", number).err
    chancery("actions", "milestone", number, "Drafted", "--on", "2032-03-02", "--as", "reviewer")
    moved = ("actions", "milestone", number, "Drafted", "--on", "2032-04-01")
    assert chancery(*moved, "--as", "reviewer").code == Exit.CONFLICT
    said = chancery(*moved, "--reason", "ice", "--as", "reviewer", "--json").json["milestones"]
    assert [(one["baseline"], one["forecast"]) for one in said] == [("2032-03-02", "2032-04-01")]
    met = chancery("actions", "milestone", number, "Drafted", "--met", "2026-01-02", "--as", "reviewer")
    assert met.code == Exit.GOOD and "2026-01-02" in met.out
    unknown = chancery("actions", "milestone", number, "Sent", "--met", "2026-01-02", "--as", "reviewer")
    assert unknown.code != Exit.GOOD and "no milestone" in unknown.err


def test_acting_officials_by_the_terminal(chancery: Run, taken_in: str) -> None:
    with open_records(load(os.environ)) as opened:
        opened.add_user(User("ada", "Ada Byron", frozenset({"reviewer"})), "system")
    assert "Nobody acts" in chancery("acting").err
    named = ("acting", "name", "reviewer", "ada", "--from", "2032-03-02", "--as", "reviewer")
    assert chancery(*named).code == Exit.GOOD
    assert chancery(*named).code == Exit.CONFLICT, "two people cannot act for one official"
    assert "2032-03-02" in chancery("acting").out
    assert chancery("acting", "end", "reviewer", "--on", "2032-03-05", "--as", "reviewer").code == Exit.GOOD
    assert chancery("acting", "--json").json["acting"][0]["last"] == "2032-03-05"
    assert chancery("acting", "end", "nobody", "--as", "reviewer").code != Exit.GOOD


def test_types_by_the_terminal(chancery: Run, taken_in: str) -> None:
    assert "Executive Order" in chancery("types").out
    put = ("types", "put", "Song", "category=Inquiry", "days=7", "unit=business", "needs=risks; impacts")
    assert chancery(*put, "--as", "reviewer").code == Exit.GOOD
    song = next(one for one in chancery("types", "--json").json["types"] if one["name"] == "Song")
    assert (song["days"], song["unit"], song["needs"]) == (7, "business", ["impacts", "risks"])
    assert chancery("types", "put", "Song", "active=no", "--as", "reviewer").code == Exit.GOOD
    assert "Song (no longer used)" in chancery("types").out
    for wrong in ("days=many", "category=Music", "template=None of ours", "tune=C"):
        assert chancery("types", "put", "Song", wrong, "--as", "reviewer").code == Exit.CONFLICT, wrong


def test_a_change_of_authority_is_listed_and_accepted(chancery: Run, taken_in: str, tmp_path: Path) -> None:
    number = chancery("actions", "make", "Mend the harbors", "--as", "reviewer").out.strip()
    chancery("actions", "change", number, "authority=EO 14001", "--as", "reviewer")
    row = {"citation": "EO 14002", "text": "Revocation of one order.", "title": "Revocation",
           "notes": "Revokes: EO 14001, January 5, 2026", "signing_date": "2026-02-01"}  # fmt: skip
    (tmp_path / "orders.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert chancery("authorities", "import", "orders.jsonl", "--as", "reviewer").code == Exit.GOOD
    listed = chancery("changes")
    assert "EO 14002 revokes EO 14001" in listed.out and number in listed.out
    ((change,)) = chancery("changes", "--json").json["changes"]
    (reached,) = change["reached"]
    wordless = chancery("changes", "accept", reached["id"], "ended", "--as", "reviewer")
    assert wordless.code == Exit.CONFLICT and "without a word" in wordless.err
    done = chancery("changes", "accept", reached["id"], "ended", "--words", "Over.", "--as", "reviewer")
    assert done.code == Exit.GOOD
    assert "Work is ended" in chancery("changes", "--state", "accepted").out
    assert "No authority changed" in chancery("changes", "--mine", "--as", "reviewer").err
    back = chancery("changes", "reopen", reached["id"], "--reason", "A court.", "--as", "reviewer")
    assert back.code == Exit.GOOD and number in chancery("changes", "--action", number).out


def test_reports_decisions_and_what_waits_for_what(chancery: Run, taken_in: str) -> None:
    first, second = (
        chancery("actions", "make", name, "--as", "reviewer").out.strip() for name in ("Survey", "Build")
    )
    wrong = chancery("actions", "report", first, "Half.", "--health", "fine", "--as", "reviewer")
    assert wrong.code == Exit.CONFLICT and "At risk" in wrong.err
    told = chancery("actions", "report", first, "Half.", "--health", "at risk", "--as", "reviewer")
    assert told.code == Exit.GOOD
    logged = chancery("actions", "log", first, "Hold", "Wait.", "--reason", "No boats.", "--as", "reviewer")
    assert logged.code == Exit.GOOD
    tie = chancery("actions", "wait", second, first, "--lag", "3", "--as", "reviewer").out.strip()
    circle = chancery("actions", "wait", first, second, "--as", "reviewer")
    assert circle.code == Exit.CONFLICT and "wait for each other" in circle.err
    shown = chancery("portfolio")
    assert "2 open" in shown.out and "1 at risk" in shown.out and "Critical path" in shown.out
    assert chancery("portfolio", "--json").json["critical_path"] == [first, second]
    assert chancery("actions", "unwait", tie, "--reason", "Split.", "--as", "reviewer").code == Exit.GOOD
    assert not chancery("portfolio", "--json").json["network"]["dependencies"]


def test_digests_and_calendars_by_the_terminal(chancery: Run, taken_in: str) -> None:
    assert "Nobody has a mail address" in chancery("digest", "--dry-run").err
    given = chancery("digest", "reviewer", "--address", "r@office.example", "--as", "reviewer")
    assert given.code == Exit.GOOD
    assert "nothing to say" in chancery("digest", "--dry-run").err
    number = chancery("actions", "make", "Mend the harbors", "--as", "reviewer").out.strip()
    late = ("--due", "2026-01-05", "--to", "reviewer", "--as", "reviewer")
    chancery("actions", "add", number, "Count the buoys", *late)
    assert "Count the buoys" in chancery("digest", "--dry-run").out
    assert chancery("digest").code == Exit.CONFIGURATION, "there is no mail server"
    assert "No digest" in chancery("digest", "--sent").err
    made = chancery("calendars", "make", "reviewer", "--as", "reviewer").out.strip()
    assert made.startswith("http://") and made.endswith(".ics")
    (feed,) = chancery("calendars", "--json").json["calendars"]
    assert feed["user"] == "reviewer" and made not in str(feed)
    assert chancery("calendars", "revoke", feed["id"], "--as", "reviewer").code == Exit.GOOD
    assert "Nobody has a calendar" in chancery("calendars").err


def test_routing_rules_by_the_terminal(chancery: Run, taken_in: str) -> None:
    assert "no routing rules" in chancery("routing").err
    put = ("routing", "put", "Moorings", "words=moorings; buoys", "unit=OCFO", "--as", "reviewer")
    assert chancery(*put).code == Exit.GOOD
    assert chancery("routing", "switch", "Moorings", "--as", "reviewer").code == Exit.CONFLICT
    assert "fits 0 documents" in chancery("routing", "try", "Moorings", "--as", "reviewer").out
    assert chancery("routing", "switch", "Moorings", "--as", "reviewer").code == Exit.GOOD
    assert "Moorings proposes OCFO: it says “moorings”" in chancery("routing", "ask", taken_in).out
    assert chancery("routing", "put", "Moorings", "tune=C", "--as", "reviewer").code == Exit.CONFLICT
    assert chancery("routing", "move", "Moorings", "--as", "reviewer").code == Exit.GOOD
    assert chancery("routing", "--json").json["rules"][0]["active"] is True


def test_assessments_by_the_terminal(chancery: Run, taken_in: str) -> None:
    mine = ("--as", "reviewer")
    study = chancery("assess", "begin", "Silt in the channel", "by=reviewer", "unit=DEW", *mine).out.strip()
    assert chancery("assess", "complete", study, *mine).code == Exit.CONFLICT
    assert chancery("assess", "write", study, "findings=Two feet of it.", *mine).code == Exit.GOOD
    assert chancery("assess", "write", study, "nonsense=1", *mine).code == Exit.CONFLICT
    risk = chancery("assess", "found", study, "risk", "Ships run aground", *mine).out.strip()
    plan = ("plan=Dredge.", "owner=reviewer", "every=every 90 days", "review=2026-01-02")
    assert chancery("assess", "plan", "risk", risk, *plan, *mine).code == Exit.GOOD
    told = chancery("assess")
    assert study in told.out and risk in told.out and "2026-01-02" in told.out
    seen = chancery("assess", "review", "risk", risk, "Less of it.", "--day", "2026-01-02", *mine)
    assert "next 2026-04-02" in seen.err
    assert "Dredge." in chancery("assess", "show", "risk", risk).out
    settled = chancery("assess", "settle", "risk", risk, "mitigate", "The survey shows it.", *mine)
    assert settled.out.strip() == "Completed"
    impact = chancery("assess", "found", study, "impact", "Ships wait", *mine).out.strip()
    came = chancery("assess", "realise", impact, "They waited.", "--day", "2026-01-02", *mine)
    assert came.code == Exit.GOOD
    shown = json.loads(chancery("assess", "show", "impact", impact, "--json").out)
    assert [one["description"] for one in shown["realised"]] == ["They waited."]
    assert chancery("assess", "complete", study, *mine).code == Exit.GOOD
    assert chancery("assess", "reopen", study, "--reason", "More silt.", *mine).code == Exit.GOOD


def test_agreements_by_the_terminal(chancery: Run, taken_in: str) -> None:
    mine = ("--as", "reviewer")
    made = chancery("agreements", "make", "name=Soundings", "counterparty=Coast Survey", *mine).out.strip()
    assert made.startswith("EC-M-") and made in chancery("agreements").out
    late = chancery("agreements", "change", made, "status=In Effect", *mine)
    assert late.code == Exit.CONFLICT and "since when" in late.err
    changed = chancery("agreements", "change", made, "status=In Effect", "effective=2026-01-01", *mine)
    assert changed.code == Exit.GOOD
    number = chancery("actions", "make", "Sound the bay", *mine).out.strip()
    assert chancery("agreements", "join", number, made, *mine).code == Exit.GOOD
    named = chancery("agreements", "partner", number, "Coast Survey", "--role", "lends a boat", *mine)
    assert named.out.strip() == "Coast Survey: lends a boat"
    gone = chancery("agreements", "partner", number, "Coast Survey", "--end", "It sank.", *mine)
    assert gone.code == Exit.GOOD and gone.out.strip() == ""
