"""A list that says who has what gives each his line, and the day that stands behind it."""

from __future__ import annotations

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding

HEAD = (
    "From: Quill, Marie <quill@harbor.example>\nDate: Monday, May 3, 2032 4:36 PM\n"
    "To: Tern, Philip; Gull, Dana (LAW)\nCc: Heron, Mae\nSubject: Hooks hearing\n\nTeam,\n\n"
)


def rows(body: str) -> tuple[ActionFinding, ...]:
    text = f"{HEAD}{body}\n\nThanks,\nMarie\n"
    document = ExtractedDocument("0" * 64, "m.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    return OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document).actions


def told(body: str) -> list[tuple[str, str | None, str | None]]:
    return [(row.title.split(" (date")[0], row.responsible, row.due_date) for row in rows(body)]


WHO_HAS_WHAT = (
    "Here is who has what:\n\n"
    "* Philip - briefing memo, 4 pages max. Draft to me by COB Wed May 12.\n"
    "* Piers (Mae) - list of broken hooks by pier. Friday 5/14.\n"
    "* Dana - rehearsal set for May 20, 1-3 pm. Can you send the invite? "
    "Please hold that time on your calendars.\n"
    "* Law (Bo) - read the answers; we will get those to you on May 17 and need them on May 19."
)


def test_each_line_is_his_who_opens_it_and_is_due_by_the_day_behind_it() -> None:
    found = told(WHO_HAS_WHAT)
    assert found[0] == ("Briefing memo, 4 pages max", "Philip", "2032-05-12")
    assert found[1] == ("List of broken hooks by pier", "Piers (Mae)", "2032-05-14")
    assert found[2] == ("Rehearsal set for May 20, 1-3 pm", "Dana", None)
    assert ("Send the invite", "Dana", None) in found


def test_what_is_asked_of_all_in_the_line_of_one_is_asked_of_all() -> None:
    held = next(row for row in rows(WHO_HAS_WHAT) if row.title.startswith("Hold that time"))
    assert held.responsible == "Tern, Philip; Gull, Dana (LAW)"


def test_of_two_days_in_one_line_none_is_taken_for_its_deadline() -> None:
    law = next(row for row in rows(WHO_HAS_WHAT) if row.responsible == "Law (Bo)")
    assert law.due_date is None


def test_the_day_of_a_line_is_shown_with_its_place() -> None:
    first = rows(WHO_HAS_WHAT)[0]
    assert first.field_evidence["due_date"].quote == "by COB Wed May 12"
    assert first.field_evidence["responsible"].quote == "Philip"


def test_a_list_of_attachments_assigns_nothing() -> None:
    assert told("The package holds:\n\n* Tab A - draft letter\n* Tab B - table of hooks\n* Tab C - map") == []


def test_a_lead_is_not_needed_where_each_line_opens_with_somebody_written_to() -> None:
    found = told("For Thursday:\n\n- Philip: the talking points\n- Dana: a page on leases, by May 6\n")
    assert found == [("The talking points", "Philip", None), ("A page on leases", "Dana", "2032-05-06")]
