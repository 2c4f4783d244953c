"""`oversight`: a report on the terminal and as files, a finding and its settlement, answers at closure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cli.exits import Exit

Run = Callable[..., Any]


def test_findings_answers_and_the_report(chancery: Run, tmp_path: Path) -> None:
    made = chancery("actions", "make", "Count the buoys", "--type", "Operational Directive", "--as", "ada")
    assert made.code == Exit.GOOD, made.err
    number = made.out.split()[0]
    told = chancery("oversight", "finding", number, "Nobody signed.", "--by", "OIG", "--as", "ada")
    assert told.code == Exit.GOOD, told.err
    settled = chancery("oversight", "settle", told.out.strip(), "Signed.", "--as", "ada")
    assert settled.code == Exit.GOOD, settled.err
    assert chancery("oversight", "findings", number, "--json").json["findings"][0]["settlement"] == "Signed."
    answers = ("--in-time", "4", "--as-asked", "5", "--by", "The Governor", "--as", "ada")
    refused = chancery("oversight", "answer", number, *answers)
    assert refused.code == Exit.CONFLICT and "is not closed" in refused.err
    report = chancery("oversight", "report", "--json").json
    assert report["parts"][0]["title"] == "Letters: tracked, in time, interim, late"
    assert "Findings of audits" in chancery("oversight", "report").out
    for kind, start in (("pdf", b"%PDF"), ("html", b"<!doctype"), ("xlsx", b"PK")):
        assert chancery("oversight", "report", "--to", f"r.{kind}").code == Exit.GOOD
        assert (tmp_path / f"r.{kind}").read_bytes().startswith(start)
    assert chancery("oversight", "report", "--to", "r.pdf").code == Exit.CONFIGURATION
    assert chancery("oversight", "report", "--to", "r.exe").code == Exit.USAGE
