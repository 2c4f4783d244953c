"""Screens call people by their names and show no mark of a template or of the code."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from starlette.testclient import TestClient

from pipeline.intake import Incoming
from pipeline.problems import Problem
from review.reading import blanks_in
from store.views import User
from tests.review.conftest import Desk


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_who_set_a_suspense_is_named(client: TestClient, desk: Desk) -> None:
    number = desk.records.make_action("Mend the harbors", "Operational Directive", "reviewer")
    desk.records.set_suspense(number, date(2032, 6, 1), None, "the Deputy said so", "reviewer")
    page = text_of(client.get(f"/actions/{number}?tab=suspense").text)
    assert "set by Demo Reviewer: the Deputy said so" in page and "set by reviewer" not in page


def test_what_is_left_to_write_is_told_in_words() -> None:
    assert blanks_in("Re: [[subject]] of [[day]]") == "Re: (subject: to be written) of (day: to be written)"
    assert blanks_in("[ [not a mark] ]") == "[ [not a mark] ]"


def test_the_history_of_a_failure_names_people_and_the_machine(client: TestClient, desk: Desk) -> None:
    bad = Incoming("upload", "bad.pdf", b"%PDF broken", datetime.now(UTC), source="bad")
    control = desk.records.admit(bad, "application/pdf", "reviewer").document.control_number
    held = desk.records.claim("vm/12/0", datetime.now(UTC))
    assert held
    desk.records.set_aside(held, Problem("The PDF is damaged.", "It ends early.", "Ask for it again."))
    page = text_of(client.get(f"/failed/{control}").text)
    assert "document admitted Demo Reviewer" in page and "document set aside the machine" in page
    assert "vm/12" not in page


def test_the_log_names_people_beside_their_accounts(visitor: TestClient, desk: Desk) -> None:
    desk.records.add_user(User("rita", "Rita Chen", frozenset({"auditor"})), "system")
    visitor.get("/sign-in", params={"link": desk.records.issue_link("rita", datetime.now(UTC))})
    page = text_of(visitor.get("/audit").text)
    assert "Rita Chen user:rita" in page and "sign in sign_in" in page
