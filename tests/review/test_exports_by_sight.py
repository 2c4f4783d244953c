"""Lists as files hold what their reader may see: who is held to a unit gets the rows of that unit alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from coordination.retention import HoldKind
from pipeline.intake import Incoming
from pipeline.rights import Handling
from pipeline.settings import Settings
from review.app import make_app
from store import open_records
from store.new_items import NewItem
from store.records import SqlRecords
from store.steering import DecisionNote, StatusUpdate
from store.studies import Study
from store.views import User
from tests.review.conftest import FINDER, HOST
from tests.review.test_exports import LISTS
from tests.store.retention_writes import SCHEDULE, age, settled

KEPT_BACK, OWN = "canary", "heron"
"""Stand in everything that belongs to the other unit, and to the reader's."""

OF_THE_OFFICE = {
    *("agreements", "routing-rules", "templates", "acting", "people", "tokens", "offices", "types"),
    "webhooks",
}
"""Lists that hold no document and no action."""

NOT_LAID_OUT = {"failed", "campaigns", "mail", "authorities-export", "authority-changes"}
"""Lists in which nothing of either unit stands here; what they hold is guarded by the same rules."""


@pytest.fixture(scope="module")
def una(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, list[str]]]:
    """Her roles open every list, but she is held to one unit; and the numbers of the other unit."""
    settings = Settings(home=tmp_path_factory.mktemp("units") / "home")
    with open_records(settings) as records:
        (settings.home / "retention.toml").write_text(SCHEDULE)
        roles = frozenset({"reviewer", "auditor", "administrator", "records_officer"})
        records.add_user(User("una", "Una", roles, Handling.RESTRICTED, frozenset({"OCIO"})), "system")
        _of_unit(records, "OCIO", OWN)
        numbers = _of_unit(records, "OGC", KEPT_BACK)
        app = make_app(settings, records, [HOST], FINDER)
        client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
        client.get("/sign-in", params={"link": records.issue_link("una", datetime.now(UTC))})
        yield client, numbers


def _of_unit(records: SqlRecords, unit: str, word: str) -> list[str]:
    """Rows of a unit in the lists of documents and actions; their numbers."""
    letter, gone = (settled(records, f"{word} {name}") for name in ("writes", "wrote long ago"))
    waits = Incoming("folder", f"{word}.txt", word.encode(), datetime.now(UTC), source=word)
    queued = records.admit(waits, "text/plain", "system").document.control_number
    for control in (letter, gone, queued):
        records.guard(control, Handling.UNRESTRICTED, unit, "ada")
    for control in (letter, gone):
        age(records, control, 800, title=word, sender=word)
    number = records.make_action(f"Answer {word}", "Congressional Correspondence", "ada")
    records.change_action(number, 1, {"lead_unit": unit}, "ada")
    records.add_item(number, NewItem(f"Ask {word}"), "ada")
    records.log_letter(number, letter, "ada")
    for kind in ("risk", "impact"):
        said: dict[str, Any] = {"name": word, "likelihood": "High", "severity": "Low", "polarity": "Negative"}
        records.assess_action(number, kind, said, "ada")
    records.put_analysis("", 0, Study(word, action=number, by="ada"), "ada")
    records.log_decision(number, DecisionNote("Scope Change", word, word, word), "ada")
    records.report_status(number, StatusUpdate(word), "ada")
    records.propose_disposal([gone], "ada")
    records.place_hold(f"{word} v. Agency", HoldKind.LEGAL, word, [letter, number], "ada")
    return [letter, gone, queued, number]


@pytest.mark.parametrize("address", sorted(LISTS))
def test_a_file_holds_what_its_reader_may_see(una: tuple[TestClient, list[str]], address: str) -> None:
    client, numbers = una
    asked = f"{address}?{LISTS[address]}&as="
    for form in ("json", "csv"):
        answer = client.get(f"{asked}{form}")
        assert answer.status_code == 200
        assert KEPT_BACK not in answer.text.casefold() and not [one for one in numbers if one in answer.text]
    name = address.removeprefix("/lists").split("/")[1]
    rows = json.loads(client.get(f"{asked}json").text)
    assert rows or name in OF_THE_OFFICE | NOT_LAID_OUT, "her own rows are there"
    if name not in OF_THE_OFFICE | NOT_LAID_OUT | {"retention", "disposals"}:
        assert any(OWN in str(row).casefold() for row in rows), "and they are those of her unit"
