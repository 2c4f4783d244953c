"""Calendars as RFC 5545 wants them, read back by its grammar."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from coordination.calendars import WIDTH, Event, calendar, escaped, folded

AT = datetime(2026, 11, 21, 7, 0, tzinfo=timezone(timedelta(hours=-5)))
EVENT = Event("item-1@chancery", date(2026, 12, 31), "Answer; the letter, soon\\now", AT, 3, "Reply\nto all")
_NAME = re.compile(r"[A-Z0-9-]+(?:;[A-Z0-9-]+=[^\x00-\x1f\x7f\";:,]+)*:")


def unfolded(text: str) -> list[str]:
    assert (
        text.endswith("\r\n")
        and "\n" not in text.replace("\r\n", "")
        and "\r" not in text.replace("\r\n", "")
    )
    for line in text.split("\r\n"):
        assert len(line.encode()) <= WIDTH
    return text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def read(text: str) -> list[dict[str, str]]:
    """The events of a calendar by the grammar of the standard; strict about what we write."""
    lines = unfolded(text)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert all(_NAME.match(line) for line in lines)
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            assert name not in events[-1] or name in ("BEGIN", "END")
            events[-1][name] = value
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY"} <= event.keys()
    return events


def plain(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_a_suspense_is_an_all_day_event() -> None:
    text = calendar("Mine", [EVENT])
    (event,) = read(text)
    assert event["DTSTART;VALUE=DATE"] == "20261231" and event["DTEND;VALUE=DATE"] == "20270101"
    assert event["DTSTAMP"] == "20261121T120000Z" and event["SEQUENCE"] == "3"
    assert plain(event["SUMMARY"]) == EVENT.summary and plain(event["DESCRIPTION"]) == "Reply\nto all"
    assert "VERSION:2.0\r\nPRODID:" in text and calendar("Mine", [EVENT]) == text


def test_an_empty_calendar_is_one() -> None:
    assert read(calendar("Nobody's", ())) == []


@given(st.text(max_size=400))
def test_any_text_comes_back_but_for_what_no_calendar_takes(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    (event,) = read(calendar(text, [Event("u", date(2026, 1, 1), text, AT.astimezone(UTC), 0, text)]))
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert plain(event["SUMMARY"]) == kept == plain(event.get("DESCRIPTION", ""))


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=300))
def test_folding_loses_nothing_and_cuts_no_letter(line: str) -> None:
    parts = list(folded(line))
    assert all(len(part.encode()) <= WIDTH for part in parts) and all(part[0] == " " for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


def test_no_word_ends_a_line_or_begins_a_property() -> None:
    assert escaped("a\r\nBEGIN:VEVENT") == "a\\nBEGIN:VEVENT"
    assert len(read(calendar("x", [Event("u", date(2026, 1, 1), "a\nEND:VEVENT\nBEGIN:VEVENT", AT)]))) == 1
