"""What a digest says, in both of its forms, and what it does not say."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest

from coordination.digests import (
    AGAIN,
    SHOWN,
    Digest,
    Line,
    html_of,
    is_guarded,
    subject_of,
    text_of,
)

DAY = date(2026, 11, 20)
LATE = Line("EC-A-2026-00001", "Mend <the> harbors", date(2026, 11, 18), "Task", "some-id")
SOON = Line("EC-A-2026-00002", None, date(2026, 11, 21), "Reply")
DIGEST = Digest("Ada Byron", DAY, overdue=(LATE,), week=(SOON,))


class Words(HTMLParser):
    """The words and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attributes if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_subject_counts_and_names_nothing() -> None:
    assert subject_of(DIGEST) == "Your suspenses, 20 November 2026: 1 overdue, 1 due this week"


def test_both_forms_say_the_same() -> None:
    text = text_of(DIGEST, "https://desk.example")
    page = Words(html_of(DIGEST, "https://desk.example"))
    assert "* EC-A-2026-00001 · Mend <the> harbors · due 18 November 2026, 2 days ago · Task" in text
    assert "https://desk.example/actions/EC-A-2026-00001?item=some-id#pane" in text
    assert "https://desk.example/actions/EC-A-2026-00001?item=some-id#pane" in page.links
    assert "Mend <the> harbors" in "".join(page.words)
    assert page.tags <= {"html", "body", "p", "h2", "ul", "li", "a"}


def test_of_guarded_work_only_number_and_day_are_said() -> None:
    for said in (text_of(DIGEST), html_of(DIGEST)):
        assert "its subject is not sent by mail" in said and "EC-A-2026-00002" in said


@pytest.mark.parametrize(
    ("classification", "visibility", "guarded"),
    [
        ("Unclassified", "Public", False),
        ("Unclassified", "Internal", False),
        ("Unclassified", "Restricted", True),
        ("Unclassified", "Confidential", True),
        ("Sensitive", "Public", True),
        ("Secret", "Internal", True),
        ("something new", "Internal", True),
    ],
)
def test_what_is_guarded(classification: str, visibility: str, guarded: bool) -> None:
    assert is_guarded(classification, visibility) is guarded


def test_a_second_sending_says_so_and_long_lists_are_cut_and_counted() -> None:
    many = Digest("Ada", DAY, overdue=tuple(Line(f"N-{number}", "x", DAY) for number in range(SHOWN + 3)))
    text = text_of(many, again=True)
    assert AGAIN in text and "and 3 more on the pages." in text and text.count("* N-") == SHOWN
    assert AGAIN in html_of(many, again=True) and AGAIN not in text_of(many)
    assert "due today" in text and "http" not in text


def test_nothing_is_nothing() -> None:
    assert Digest("Ada", DAY).lines == 0 and Digest("Ada", DAY).parts == ()
