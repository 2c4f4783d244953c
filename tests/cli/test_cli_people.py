"""People and tokens in the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.exits import Exit
from pipeline.rights import Handling
from pipeline.settings import Settings
from store import open_records

Run = Callable[..., Any]


def test_somebody_is_let_in_changed_and_let_in_no_more(chancery: Run, tmp_path: Path) -> None:
    added = chancery("user", "add", "ann", "--called", "Ann Bell", "--role", "clerk", "--clearance", "cui",
                     "--unit", "ES")  # fmt: skip
    assert added.code == Exit.GOOD and "/sign-in?link=" in added.out
    (ann,) = [one for one in chancery("user", "list", "--json").json["users"] if one["name"] == "ann"]
    assert ann == {"name": "ann", "display_name": "Ann Bell", "roles": ["clerk"], "clearance": "cui",
                   "units": ["ES"], "active": True}  # fmt: skip
    assert chancery("user", "add", "ann").code == Exit.CONFLICT
    assert "Ann Bell" in chancery("user", "list").out
    with open_records(Settings(home=tmp_path / "home")) as records:
        link = added.out.strip().rpartition("=")[2]
        session = records.redeem(link, datetime.now(UTC))
        assert records.session(session, datetime.now(UTC))
        assert chancery("user", "role", "ann", "analyst", "clerk").code == Exit.GOOD
        assert records.session(session, datetime.now(UTC)) is None, "whose roles change signs in again"
        assert chancery("user", "clear", "ann", "--clearance", "restricted").code == Exit.GOOD
        (now,) = [one for one in records.users() if one.name == "ann"]
        assert (now.clearance, now.units) == (Handling.RESTRICTED, frozenset())
        assert now.roles == {"analyst", "clerk"}
        assert "link=" in chancery("user", "link", "ann").out
        assert "link=" in chancery("user", "reset", "ann").out
        assert chancery("user", "disable", "ann").code == Exit.GOOD
        assert "ann" not in {one.name for one in records.users()}
    assert chancery("user", "link", "ann").code == Exit.USAGE
    assert chancery("user", "role", "nobody", "clerk").code == Exit.USAGE


def test_as_whom_others_vouch_for_somebody_is_written_down(
    chancery: Run, tmp_path: Path, monkeypatch: Any
) -> None:
    chancery("user", "add", "ann", "--role", "clerk")
    chancery("user", "add", "ben", "--role", "clerk")
    said = chancery("user", "vouch", "ann", "--mail", "Ann.Bell@agency.gov", "--card", "BELL.ANN.1234567890")
    assert "ann.bell@agency.gov" in said.out and "BELL.ANN.1234567890" in said.out
    assert chancery("user", "vouch", "ben", "--card", "BELL.ANN.1234567890").code == Exit.CONFLICT
    assert chancery("user", "vouch", "ann", "--mail", "nonsense").code == Exit.CONFLICT
    assert chancery("user", "vouch", "ann", "--id", "id-1").code == Exit.CONFLICT
    monkeypatch.setenv("CHANCERY_OIDC_ISSUER", "https://login.example.gov")
    monkeypatch.setenv("CHANCERY_OIDC_CLIENT", "chancery")
    monkeypatch.setenv("CHANCERY_ORIGIN", "https://chancery.example.gov")
    assert chancery("user", "vouch", "ann", "--id", "id-1", "--card", "").code == Exit.GOOD
    with open_records(Settings(home=tmp_path / "home")) as records:
        known = {row.voucher: row.subject for row in records.outside("ann")}
        assert known == {"mail": "ann.bell@agency.gov", "https://login.example.gov": "id-1"}


def test_a_token_is_shown_once_and_revoked(chancery: Run, tmp_path: Path) -> None:
    made = chancery("token", "issue", "reviewer", "the scanner", "--may", "read", "--days", "7")
    secret = made.out.strip()
    assert made.code == Exit.GOOD and "this once" in made.err
    (row,) = chancery("token", "list", "reviewer", "--json").json["tokens"]
    assert secret.startswith(row["prefix"]) and row["verbs"] == ["read"]
    assert secret not in chancery("token", "list").out
    with open_records(Settings(home=tmp_path / "home")) as records:
        assert records.program(secret, datetime.now(UTC))
        assert chancery("token", "revoke", row["prefix"]).code == Exit.GOOD
        assert records.program(secret, datetime.now(UTC)) is None
    assert chancery("token", "revoke", "chy_00000000").code == Exit.USAGE
    assert chancery("token", "issue", "reviewer", "x", "--may", "devour").code == Exit.CONFLICT
