"""`oversight …`: the report for oversight bodies, findings of audits, answers at closure."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.options import ActionNumber, AsJson
from cli.printing import note, say, show_json, table
from cli.session import actor, now, records, settings, this_day

app = typer.Typer(help="Reports, findings of audits, answers at closure.", rich_markup_mode=None)

_Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="A day; today.")]


@app.command("report")
def make_report(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Received from; a year before the end."),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Received to; today.")
    ] = None,
    unit: Annotated[str, typer.Option(help="Lead unit alone.")] = "",
    kind: Annotated[str, typer.Option("--type", help="Type of executive action alone.")] = "",
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a new file that ends in .pdf, .html or .xlsx.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Report how letters and actions were dealt with: in time, interim, late; by unit, type and month.

    A reply counts by the proof of what was sent. `docs/measures.md` says how each figure is made.
    """
    from coordination.reporting import Asked, report

    today = this_day()
    last = until.date() if until else today
    first = since.date() if since else last.replace(year=last.year - 1, day=1)
    with records() as opened:
        cases, agency = opened.cases(now().astimezone(settings().zone)), opened.agency().name
        record = opened.analyzer_record(first, last)
    made = report(cases, Asked(first, last, unit, kind), today, record)
    if to is not None:
        from cli.exporting import write_new
        from papers.report import paper

        write_new(to, paper(to.suffix.lower().removeprefix("."), made, agency))
        note(f"Wrote {to}.")
    elif as_json:
        show_json({"title": made.title, "as_of": made.today, "parts": made.parts})
    else:
        say(made.title)
        for part in made.parts:
            say("")
            say(part.title)
            table(part.headings, part.rows)


@app.command("finding")
def raise_finding(
    number: ActionNumber,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What was found.")],
    by: Annotated[str, typer.Option("--by", help="Who found it, such as the inspector general.")],
    on: _Day = None,
) -> None:
    """Write down what an audit or inspection found about an executive action."""
    day = on.date() if on else this_day()
    with records() as opened:
        opened.raise_finding(number, words, by, day, actor())
        found = opened.oversight(number).findings
    say(found[-1].id)


@app.command("findings")
def list_findings(number: ActionNumber, as_json: AsJson = False) -> None:
    """List what audits found about an executive action."""
    with records() as opened:
        found = opened.oversight(number)
    if as_json:
        show_json(found)
        return
    rows = [(one.id, one.raised, one.raised_by, one.finding, one.settled) for one in found.findings]
    table(("id", "raised", "by", "finding", "settled"), rows)


@app.command("settle")
def settle_finding(
    finding: Annotated[str, typer.Argument(metavar="ID", help="The finding's id.")],
    words: Annotated[str, typer.Argument(metavar="WORDS", help="How it was settled.")],
    on: _Day = None,
) -> None:
    """Say how a finding was settled."""
    day = on.date() if on else this_day()
    with records() as opened:
        opened.settle_finding(finding, words, day, actor())
    note("Settled.")


@app.command("answer")
def answer(
    number: ActionNumber,
    in_time: Annotated[int, typer.Option(min=1, max=5, help="Was it done in time? 1 to 5.")],
    as_asked: Annotated[int, typer.Option(min=1, max=5, help="Was it what was asked for? 1 to 5.")],
    by: Annotated[str, typer.Option("--by", help="Whose answers they are.")],
    comment: Annotated[str, typer.Option(help="More in words.")] = "",
) -> None:
    """Keep the two answers that are asked for when an executive action is closed, once."""
    from coordination.auditing import Answers

    with records() as opened:
        opened.answer_closure(number, Answers(in_time, as_asked, by, comment or None), actor())
    note("Kept.")
