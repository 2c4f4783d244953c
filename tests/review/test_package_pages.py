"""Records packages from the browser: what the form asks, what comes back, what needs a reason."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from starlette.testclient import TestClient


def test_the_form_gives_a_package_of_what_was_named(client: TestClient, desk: Any) -> None:
    page = client.get(f"/packages?numbers={desk.control}")
    assert page.status_code == 200 and desk.control in page.text
    answer = client.get("/packages/file", params={"numbers": f" {desk.control.lower()} ,"})
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    held = zipfile.ZipFile(io.BytesIO(answer.content))
    assert f"documents/{desk.control}/drafts.json" in held.namelist()
    assert "memo" not in "".join(held.namelist()) and "original" not in "".join(held.namelist())
    told = desk.records.audit(5, about=desk.control)[0]
    assert (told.what, told.who) == ("document.exported", "user:reviewer")


def test_originals_come_with_a_reason_or_not_at_all(client: TestClient, desk: Any) -> None:
    asked = {"numbers": desk.control, "originals": "yes"}
    refused = client.get("/packages/file", params=asked)
    assert refused.status_code == 409 and "Why does the package hold the originals?" in refused.text
    answer = client.get("/packages/file", params=asked | {"originals_reason": "Request 2026-14"})
    assert f"documents/{desk.control}/original.txt" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_nothing_named_gives_nothing(client: TestClient) -> None:
    assert client.get("/packages/file").status_code == 409
    assert client.get("/packages/file", params={"numbers": "EC-1999-00001"}).status_code == 404
    assert client.get("/packages/file", params={"since": "soon"}).status_code == 409


def test_a_document_leads_to_its_package(client: TestClient, desk: Any) -> None:
    assert f"/packages?numbers={desk.control}" in client.get(f"/documents/{desk.control}").text
