"""The statement on accessibility against the pages that there are."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.review.test_routes import routes

STATEMENT = Path(__file__).parents[2] / "docs" / "accessibility.md"
NO_SCREEN = re.compile(
    r"/export$|-export$|/file$|/original$|/lately$|/sheet$|/pages/|\.ics$|^/proofs/|^/api/v1"
)
"""Addresses that give out a file, or data for a script."""


def test_the_statement_names_every_screen_and_no_other(visitor: TestClient) -> None:
    app = visitor.app
    assert isinstance(app, FastAPI)
    addresses = {path.replace(":path}", "}") for method, path, _ in routes(app) if method == "GET"}
    table = STATEMENT.read_text(encoding="utf-8").split("## The screens")[1].split("\n## ")[0]
    named = set(re.findall(r"`(/[^`]*)`", table))
    assert named == {address for address in addresses if not NO_SCREEN.search(address)}
