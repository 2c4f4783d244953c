"""Every address for programs, tried with what its description allows and with what it forbids."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from pipeline.rights import ROLE_ALLOWS, VERBS
from review.app import make_app
from review.programs.described import PREFIX, description
from store.views import User
from tests.review.conftest import FINDER, HOST, Desk

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
PATHS = description()["paths"]
ALLOWED = [(path, method, GenerationMode.POSITIVE) for path, verbs in PATHS.items() for method in verbs]
FORBIDDEN = [
    (path, method, GenerationMode.NEGATIVE)
    for path, verbs in PATHS.items()
    for method, said in verbs.items()
    if "application/json" in said.get("requestBody", {}).get("content", {})
    or any(part["in"] == "query" for part in said.get("parameters", ()))
]
"""Where something can be sent that the description forbids."""


@pytest.fixture
def described(desk: Desk) -> schemathesis.schemas.BaseSchema:
    """The description as a program gets it, with a token that may do everything."""
    desk.records.add_user(User("robot", "Robot", frozenset(ROLE_ALLOWS)), "system")
    _, token = desk.records.new_token("robot", "tests", list(VERBS), 5, "robot")
    app = make_app(desk.settings, desk.records, [HOST], FINDER)
    headers = {"Authorization": f"Bearer {token}", "Host": HOST}
    found = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app, headers=headers)
    found.config.headers = headers
    return found


@pytest.mark.parametrize(("path", "method", "mode"), [*ALLOWED, *FORBIDDEN])
def test_no_answer_is_a_surprise(
    described: schemathesis.schemas.BaseSchema, desk: Desk, path: str, method: str, mode: GenerationMode
) -> None:
    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=described[path][method].as_strategy(generation_mode=mode))
    def tried(case: schemathesis.Case[Any]) -> None:
        if "control" in case.path_parameters and mode is GenerationMode.POSITIVE:
            case.path_parameters["control"] = desk.control
        case.call_and_validate(checks=CHECKS)

    tried()
    assert desk.records.verify().holds
