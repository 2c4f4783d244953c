"""The examples of the page on the interface for programs, run by curl as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.decisions import Decision, Verdict, doubts
from pipeline.rights import ROLE_ALLOWS, VERBS
from review.app import make_app
from review.programs.described import PREFIX, description
from store.views import User
from tests.review.conftest import FINDER, Desk
from tests.review.test_browser import served

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_names_addresses_that_exist() -> None:
    known = [re.sub(r"\{\w+\}", "[^/]+", path) for path in description()["paths"]]
    named = [part.split("?")[0] for part in re.findall(rf"\$CHANCERY({PREFIX}[^\"]*)", PAGE)]
    assert len(set(named)) > 10
    assert [one for one in named if not any(re.fullmatch(path, one) for path in known)] == []


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_example_works_in_its_order(desk: Desk) -> None:
    records = desk.records
    records.add_user(User("robot", "Robot", frozenset(ROLE_ALLOWS)), "system")
    _, token = records.new_token("robot", "tests", list(VERBS), 5, "robot")
    for draft in records.drafts(desk.control)[1:]:
        said = frozenset(doubt.field for doubt in doubts(draft))
        now = datetime.now(UTC)
        records.decide(Decision(draft.id, 1, "reviewer", Verdict.APPROVE, now, confirmed=said))
    with served(lambda name: make_app(desk.settings, records, [name], FINDER)) as address:
        for example in EXAMPLES:
            items = [
                item for view in records.actions() for item in records.action(str(view.action.number)).items
            ]
            known = {"ITEM": items[0].id or "" if items else "", "CHANCERY": address, "TOKEN": token}
            known["VERSION"] = str(records.document(desk.control).version)
            ran = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", example],
                env={"PATH": "/usr/bin:/bin", **known},
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert ran.returncode == 0, f"{example}\n{ran.stdout}\n{ran.stderr}"
    assert records.dossier(desk.control).desk.handling == "cui"
    assert {item.status.value for item in records.action("EC-A-2026-00001").items} == {"Completed"}
    assert records.document("EC-2026-00002").name == "letter.txt"
