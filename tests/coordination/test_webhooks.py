"""What goes out, how it is signed, when it is tried again, and where it may go."""

from __future__ import annotations

import hmac
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coordination.reaching import check, target
from coordination.webhooks import (
    EVENTS,
    LONGEST_WAIT,
    MOST_TRIES,
    REPLAY,
    check_events,
    happening,
    message,
    signed,
    verified,
    wait,
)
from pipeline.encoding import Json
from pipeline.problems import IllegalMove

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"
OUTSIDE = "93.184.216.34"


@given(some.binary(max_size=200), some.text(min_size=1, max_size=40), some.integers(0, 2**31))
def test_a_signature_is_that_of_its_time_and_body(body: bytes, secret: str, second: int) -> None:
    at = datetime.fromtimestamp(second, UTC)
    header = signed(secret, body, at)
    assert header == f"t={second},v1=" + hmac.digest(secret.encode(), b"%d." % second + body, "sha256").hex()
    assert verified(secret, header, body, at)
    assert not verified(secret, header, body + b" ", at)
    assert not verified(secret + "x", header, body, at)
    assert not verified(secret, header.replace(f"t={second}", f"t={second + 1}"), body, at)


@pytest.mark.parametrize(
    ("late", "holds"), [(0, True), (299, True), (301, False), (-301, False), (-299, True)]
)
def test_an_old_signature_or_one_of_the_future_is_not_believed(late: int, holds: bool) -> None:
    header = signed("secret", b"{}", AT)
    assert verified("secret", header, b"{}", AT + timedelta(seconds=late)) is holds
    assert timedelta(seconds=300) == REPLAY


@given(some.text(max_size=120))
def test_any_header_can_be_looked_at(header: str) -> None:
    assert not verified("secret", header, b"{}", AT)


def test_the_receiver_in_the_guide_takes_what_we_sign_and_nothing_else() -> None:
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert code
    scope: dict[str, object] = {}
    exec(code[1], scope)
    genuine = scope["is_genuine"]
    assert callable(genuine)
    moment = datetime.now(UTC)
    assert genuine("secret", signed("secret", b"{}", moment), b"{}")
    assert not genuine("secret", signed("another", b"{}", moment), b"{}")
    assert not genuine("secret", signed("secret", b"{}", moment - timedelta(minutes=6)), b"{}")


def test_the_guide_names_every_event_and_no_other() -> None:
    assert set(re.findall(r"^\| `([a-z_.]+)` \|", PAGE.read_text(), re.MULTILINE)) == set(EVENTS)


@given(some.integers(1, 40), some.floats(0, 1))
def test_waits_grow_within_their_bounds(tries: int, roll: float) -> None:
    found = wait(tries, roll)
    assert timedelta(seconds=7) < found <= LONGEST_WAIT * 1.2
    assert wait(tries + 1, roll) >= found
    assert wait(tries, 1.0) > wait(tries, 0.0)


def test_all_tries_together_last_a_day_and_what_the_receiver_asks_is_kept() -> None:
    whole = sum((wait(tries, 0.5) for tries in range(1, MOST_TRIES)), timedelta())
    assert timedelta(hours=24) < whole < timedelta(hours=36)
    assert wait(1, 0.5, timedelta(hours=1)) == timedelta(hours=1)
    assert wait(1, 0.5, timedelta(days=9)) == LONGEST_WAIT


@pytest.mark.parametrize(
    ("what", "subject", "after", "names", "facts"),
    [
        (
            "document.admitted",
            "EC-2026-00001",
            {"name": "Secret plan.pdf"},
            {"document": "EC-2026-00001"},
            {},
        ),
        (
            "document.finished",
            "EC-2026-00001",
            {"action": "EC-A-2026-00001", "new_action": True, "records": {"1": {}}},
            {"document": "EC-2026-00001", "action": "EC-A-2026-00001"},
            {"new_action": True},
        ),
        ("action.closed", "EC-A-2026-00001", {"outcome_summary": "All"}, {"action": "EC-A-2026-00001"}, {}),
        (
            "suspense.missed",
            "EC-A-2026-00001/7",
            {"due": "2026-03-02", "clock": "Item"},
            {"action": "EC-A-2026-00001", "item": "7"},
            {"due": "2026-03-02", "clock": "Item"},
        ),
        (
            "letter.sent",
            "EC-A-2026-00001/8",
            {"document": "EC-2026-00002", "kind": "Final Reply", "to": "A senator", "day": "2026-03-02"},
            {"action": "EC-A-2026-00001", "document": "EC-2026-00002", "letter": "8"},
            {"kind": "Final Reply", "day": "2026-03-02"},
        ),
    ],
)
def test_a_message_names_records_and_says_nothing_of_what_they_hold(
    what: str, subject: str, after: Json, names: dict[str, str], facts: dict[str, Json]
) -> None:
    found = happening(what, subject, AT, after)
    assert found and found.names == names and found.facts == facts
    said = json.loads(message(found, "id", 3, "EC"))
    own = {"schema", "delivery", "sequence", "event", "at", "office"}
    assert said.keys() - own == names.keys() | facts.keys()
    assert (said["delivery"], said["sequence"], said["at"]) == ("id", 3, "2026-03-02T15:00:00+00:00")


def test_what_is_not_for_the_world_goes_out_to_nobody() -> None:
    for what in ("user.added", "draft.approved", "webhook.made", "sign_in", "document.read"):
        assert happening(what, "EC-2026-00001", AT, None) is None


def test_events_that_there_are_not_are_refused() -> None:
    check_events(frozenset(EVENTS))
    for wrong in (frozenset[str](), frozenset({"action.closed", "action.devoured"})):
        with pytest.raises(IllegalMove):
            check_events(wrong)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://tasks.example.gov/", "tasks.example.gov", "https://", "https:///hook", "file:///etc/passwd",
        "https://ada:word@tasks.example.gov/", "https://tasks.example.gov/#part", "https://a.example.gov/a b",
        "https://tasks.example.gov/\r\nHost: other", "https://tasks.example.gov:99999/", "https://exämple.gov/",
        "https://[::1/", "javascript:alert(1)", f"https://tasks.example.gov/{'a' * 2000}", "",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(IllegalMove):
        target(url)


@given(some.text(max_size=60))
def test_any_address_is_read_or_refused(url: str) -> None:
    for given_url in (url, f"https://{url}"):
        try:
            found = target(given_url)
        except IllegalMove:
            continue
        assert (found.host and found.path.startswith("/")) or "?" in found.path


def test_the_parts_of_an_address() -> None:
    found = target("https://Tasks.Example.gov/hooks/1?key=a%20b")
    assert (found.host, found.port, found.path) == ("tasks.example.gov", 443, "/hooks/1?key=a%20b")
    assert found.authority == "tasks.example.gov"
    assert target("http://[::1]:8080").authority == "[::1]:8080"


INSIDE = (
    "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
    "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1",
    "ff02::1", "::ffff:10.1.2.3", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a01:203::1",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused_whatever_it_is_wrapped_in(address: str) -> None:
    aim = target("https://tasks.example.gov/")
    with pytest.raises(IllegalMove) as refused:
        check(aim, [address], "")
    assert "CHANCERY_WEBHOOK_PRIVATE" in str(refused.value.lines)
    with pytest.raises(IllegalMove):
        check(aim, [OUTSIDE, address], "")


def test_what_the_office_names_is_allowed_and_nothing_beside_it() -> None:
    aim = target("https://tasks.office.local/")
    for named in ("10.1.0.0/16", "10.1.2.3", "TASKS.office.local", "fd00::/8; 10.1.2.3"):
        assert check(aim, ["10.1.2.3"], named) == ("10.1.2.3",)
    for named in ("10.2.0.0/16", "office.local", "10.1.2.3x", ";;", "*"):
        with pytest.raises(IllegalMove):
            check(aim, ["10.1.2.3"], named)
    assert check(aim, [OUTSIDE, "2606:2800:220:1::1"], "") == (OUTSIDE, "2606:2800:220:1::1")
    with pytest.raises(IllegalMove):
        check(aim, [], "")


def test_plain_http_goes_to_this_machine_alone() -> None:
    assert check(target("http://localhost:8000/"), ["127.0.0.1"], "localhost")
    for host, address, named in (("example.gov", OUTSIDE, ""), ("a.local", "10.1.2.3", "a.local")):
        with pytest.raises(IllegalMove) as refused:
            check(target(f"http://{host}/"), [address], named)
        assert "https" in str(refused.value.lines)
