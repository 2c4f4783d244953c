"""What Prefect is told, and how it is asked whether it is there."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.prefect_environment import QUIET, answers, prepare, prepare_server
from pipeline.settings import Settings

pytestmark = pytest.mark.network

PATIENCE = 60.0


class _Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def healthy() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_server_that_is_well_answers(healthy: str) -> None:
    assert answers(f"{healthy}/api")
    assert answers(f"{healthy}/api/")


def test_a_server_of_another_kind_does_not(healthy: str) -> None:
    assert not answers(f"{healthy}/elsewhere")


def test_nobody_there_does_not_answer() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api"
    assert not answers(url)


def test_somebody_who_says_nothing_is_given_up() -> None:
    """The probe ends while the other side still holds the line open; were it to wait on, this would hang."""
    said: list[bool] = []
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/api"
        probe = threading.Thread(target=lambda: said.append(answers(url)), daemon=True)
        probe.start()
        probe.join(PATIENCE)
        assert said == [False]


@pytest.mark.parametrize("url", ["", "nonsense", "file:///etc/passwd", "http://", "http://[::1"])
def test_what_is_no_address_is_no_server(url: str) -> None:
    assert not answers(url)


def test_nothing_calls_home_and_no_server_starts_by_itself(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    prepare(Settings(home=tmp_path, prefect_url="http://127.0.0.1:4200/api"), environment)
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_SERVER_EPHEMERAL_ENABLED"] == "false"
    assert environment["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"


def test_what_the_operator_has_set_stands(tmp_path: Path) -> None:
    environment = {"PREFECT_LOGGING_LEVEL": "DEBUG", "PREFECT_HOME": "/srv/prefect"}
    prepare(Settings(home=tmp_path), environment)
    assert environment["PREFECT_LOGGING_LEVEL"] == "DEBUG"
    assert environment["PREFECT_HOME"] == "/srv/prefect"
    assert QUIET.keys() <= environment.keys()
    assert "PREFECT_API_URL" not in environment


def test_a_server_on_loopback_needs_no_password_and_answers_its_own_pages_alone(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    assert prepare_server(Settings(home=tmp_path), "http://127.0.0.1:4200/api", environment) is None
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert environment["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4200"
    assert "PREFECT_SERVER_API_AUTH_STRING" not in environment


def test_a_server_beyond_loopback_asks_for_a_password_that_stays_the_same(tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        environment: dict[str, str] = {}
        settings = Settings(home=tmp_path, prefect_host="192.0.2.7")
        kept = prepare_server(settings, "http://192.0.2.7:4200/api", environment)
        assert kept is not None
        assert kept.stat().st_mode & 0o077 == 0
        assert environment["PREFECT_API_AUTH_STRING"] == environment["PREFECT_SERVER_API_AUTH_STRING"]
        said.append(environment["PREFECT_API_AUTH_STRING"])
    assert said[0] == said[1] and said[0].startswith("chancery:") and len(said[0]) > 30


def test_a_password_of_the_operator_is_used(tmp_path: Path) -> None:
    environment = {"PREFECT_SERVER_API_AUTH_STRING": "desk:secret"}
    settings = Settings(home=tmp_path, prefect_host="0.0.0.0")
    assert prepare_server(settings, "http://box:4200/api", environment) is None
    assert environment["PREFECT_API_AUTH_STRING"] == "desk:secret"
