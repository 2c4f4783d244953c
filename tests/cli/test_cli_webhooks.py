"""`webhook`: added with a secret, sent, listed, stopped and removed, as a person does in a terminal."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from cli.exits import Exit
from coordination.webhooks import EVENTS

Run = Callable[..., Any]
pytestmark = pytest.mark.network


@pytest.fixture
def nobody() -> str:
    """An address at which nobody answers."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{closed.getsockname()[1]}/hook"


def test_a_webhook_from_its_making_to_its_end(
    chancery: Run, nobody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHANCERY_WEBHOOK_PRIVATE", "127.0.0.1")
    assert chancery("webhook", "events", "--json").json["events"] == dict(EVENTS)
    refused = chancery("webhook", "add", "tasks", "ftp://a/", "--reader", "reviewer", "--as", "ada")
    assert refused.code == Exit.CONFLICT and "https://" in refused.err
    made = chancery("webhook", "add", "tasks", nobody, "--reader", "reviewer", "--as", "ada")
    assert made.code == Exit.GOOD and len(made.out.strip()) >= 40, made.err
    number = chancery(
        "actions", "make", "Count", "--type", "Operational Directive", "--as", "ada"
    ).out.split()[0]
    issued = chancery("actions", "change", number, "lead_unit=OCFO", "--as", "ada")
    assert issued.code == Exit.GOOD, issued.err
    assert chancery("actions", "issue", number, "--as", "ada").code == Exit.GOOD
    sent = chancery("webhook", "send", "--json")
    assert sent.code == Exit.UNREACHABLE and sent.json == {"sent": 0, "waiting": 1, "dead": 0, "withheld": 0}
    (row,) = chancery("webhook", "log", "tasks", "--json").json["deliveries"]
    assert row["event"] == "action.issued" and row["state"] == "waiting" and "refused" in row["answer"]
    assert chancery("webhook", "test", "tasks", "--as", "ada").code == Exit.UNREACHABLE
    assert chancery("webhook", "retry", row["id"], "--as", "ada").code == Exit.CONFLICT
    assert chancery("webhook", "stop", "tasks", "--reason", "Move.", "--as", "ada").code == Exit.GOOD
    (known,) = chancery("webhook", "--json").json["webhooks"]
    assert known["stopped"] == "Move." and known["waiting"] == 1
    assert chancery("webhook", "send").code == Exit.GOOD
    assert chancery("webhook", "resume", "tasks", "--as", "ada").code == Exit.GOOD
    assert chancery("webhook", "remove", "tasks", "--as", "ada").code == Exit.GOOD
    assert chancery("webhook", "--json").json == {"webhooks": []}
