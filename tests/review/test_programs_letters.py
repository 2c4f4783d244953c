"""Letters as programs get them: the log in stretches, one letter with its proofs, need to know."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from coordination.correspondence import Route, Sent
from pipeline.rights import Handling
from store.corresponded import Paper
from store.dispatching import Posted
from store.views import User
from tests.days import this_day
from tests.review.conftest import Desk
from tests.review.test_programs import fault, program


@pytest.fixture
def number(desk: Desk) -> str:
    """An action of correspondence with the letter on its case."""
    desk.records.add_user(User("ben", "Ben", frozenset({"reviewer"})), "system")
    number = desk.records.make_action("Answer it", "Congressional Correspondence", "ben")
    desk.records.log_letter(number, desk.control, "ben")
    return number


def test_a_letter_is_listed_and_shown_with_its_proof(desk: Desk, number: str) -> None:
    robot = program(desk, "action.read")
    (row,) = robot.get("/letters").json()["rows"]
    assert (row["document"], row["action"], row["state"]) == (desk.control, number, "Open")
    assert row["replied"] is None and robot.get("/letters", params={"state": "Answered"}).json()["rows"] == []
    assert robot.get("/letters", params={"due_before": "1999-01-01"}).json()["rows"] == []
    desk.records.route_letters(number, Route.DIRECT, "OCFO", "", "ben")
    paper = Paper(desk.control, "The writer", b"%PDF-1.4 x", "application/pdf", "reply.pdf")
    today = this_day()
    desk.records.record_sent(number, Sent.FINAL, paper, Posted(today, "E-mail", "Ben"), "ben")
    answer = robot.get(f"/letters/{number}/{desk.control}")
    told = answer.json()
    assert told["state"] == "Answered" and told["replied"] == today.isoformat()
    (proof,) = told["proofs"]
    assert (proof["recipient"], proof["sent_by"], proof["way"]) == ("The writer", "Ben", "E-mail")
    assert len(proof["sha256"]) == 64 and answer.headers["etag"] == f'"{told["version"]}"'
    assert [one["state"] for one in robot.get("/letters").json()["rows"]] == ["Answered"]


def test_the_log_comes_in_stretches_and_refuses_what_it_did_not_say(desk: Desk, number: str) -> None:
    other = desk.records.make_action("Answer it too", "Congressional Correspondence", "ben")
    desk.records.log_letter(other, desk.control, "ben")
    robot = program(desk, "action.read")
    first = robot.get("/letters", params={"limit": 1}).json()
    second = robot.get("/letters", params={"limit": 1, "after": first["next"]}).json()
    assert second["next"] is None
    assert {row["action"] for row in (*first["rows"], *second["rows"])} == {number, other}
    fault(robot.get("/letters", params={"after": "x"}), 404)
    fault(robot.get("/letters", params={"after": f"{number}/EC-2026-09999"}), 404)
    fault(robot.get(f"/letters/{number}/EC-2026-09999"), 404)
    fault(robot.get(f"/letters/EC-A-2026-09999/{desk.control}"), 404)
    fault(program(desk, "read").get("/letters"), 403)


def test_a_letter_that_is_kept_from_somebody_is_not_there(desk: Desk, number: str) -> None:
    desk.records.guard(desk.control, Handling.RESTRICTED, None, "reviewer")
    una = User("una", "Una", frozenset({"reviewer"}), Handling.UNRESTRICTED)
    desk.records.add_user(una, "system")
    desk.records.clear_user(una, "system")
    robot: TestClient = program(desk, "action.read", user="una")
    assert robot.get("/letters").json()["rows"] == []
    fault(robot.get(f"/letters/{number}/{desk.control}"), 404)
