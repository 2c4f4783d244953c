"""`assess …`: analyses, and risks and impacts as work: planned against, reviewed, settled, come true."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Annotated, Any

import typer

from cli.coordinating import day as day_of
from cli.options import AsJson
from cli.printing import heading, note, say, shortened, show_json, table
from cli.session import actor, records, this_day
from pipeline.problems import IllegalMove

app = typer.Typer(help="Analyses, risks and impacts at work.", rich_markup_mode=None)
Kind = Annotated[str, typer.Argument(metavar="risk|impact", help="Which of the two.")]
Ref = Annotated[str, typer.Argument(metavar="REF", help="Number of a risk, id of an impact.")]
Study = Annotated[str, typer.Argument(metavar="ANALYSIS", help="Number of an analysis, as EC-N-2026-00001.")]
Words = Annotated[str, typer.Argument(metavar="WORDS", help="What is put down about it.")]
_ALL = 100_000
PLAN = "plan, owner, target, every, review, unit, analysis"
STUDY = "by, unit, action, authority, document, first, last, summary, details, findings, recommendations"


def _with(held: Any, given: list[str]) -> Any:
    """The same with FIELD=VALUE written over. Raises IllegalMove for what has no such field."""
    known = {one.name: one for one in fields(held)}
    made = {}
    for text in given:
        name, mark, value = text.partition("=")
        if not mark or name not in known:
            raise IllegalMove(f"{text!r} is no field with a value.", f"Fields: {', '.join(known)}.")
        made[name] = (day_of(value) if value else None) if "date" in str(known[name].type) else value
    return replace(held, **made)


@app.callback(invoke_without_command=True)
def analyses(
    context: typer.Context,
    action: Annotated[str, typer.Option("--action", help="Only those of this executive action.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the analyses and the reviews that are overdue, or do something with one."""
    if context.invoked_subcommand is not None:
        return
    from store.register import Sought

    with records() as opened:
        known, late = opened.analyses(Sought(action, limit=_ALL)), opened.late_reviews(this_day())
    if as_json:
        show_json({"analyses": known, "late_reviews": late})
        return
    table(
        ("analysis", "by", "for", "status", "risks", "impacts", "name"),
        [(o.number, o.by, o.unit, o.status, o.risks, o.impacts, shortened(o.name, 60)) for o in known],
    )
    if late:
        heading("Reviews that are overdue")
    for one in late:
        say(f"  {one.review}  {one.kind} {one.ref}  {shortened(one.name, 60)}  {one.owner or 'nobody'}")


@app.command()
def show(kind: Kind, ref: Ref, as_json: AsJson = False) -> None:
    """Show a risk or an impact with its plan, its reviews and what came of it."""
    with records() as opened:
        found = opened.assessed(kind, ref)
    if as_json:
        show_json(found)
        return
    one = found.watched
    heading(f"{one.name} ({one.status})")
    graded = f"likelihood {one.likelihood}, severity {one.severity}" if one.level else "not rated"
    for label, value in (
        ("grade", graded), ("plan", one.plan), ("answers for it", one.owner), ("by", one.target),
        ("what shows it", one.evidence), ("look again", one.every), ("next review", one.review),
        ("action", found.action), ("authority", found.authority), ("analysis", found.analysis),
    ):  # fmt: skip
        if value:
            say(f"  {label}: {value}")
    for came in found.realised:
        say(
            f"  came true on {came['impact_date']}: {came['description']} ({came['polarity'] or 'not rated'})"
        )


@app.command()
def plan(
    kind: Kind,
    ref: Ref,
    given: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help=f"{PLAN}.")],
) -> None:
    """Plan against a risk, or for an impact: what, who, by when, how often one looks again."""
    from store.assessments import Plan

    with records() as opened:
        found = opened.assessed(kind, ref)
        one, facts = found.watched, found.facts
        unit = facts.get("organization_unit") or facts.get("affected_organization_unit") or ""
        held = Plan(
            *(one.plan, one.owner or "", one.target, one.every, one.review, unit, found.analysis or "")
        )
        opened.plan_mitigation(kind, ref, found.version, _with(held, given), actor())
    note(f"{ref}: the plan is kept.")


@app.command()
def review(
    kind: Kind,
    ref: Ref,
    words: Words,
    day: Annotated[str, typer.Option("--day", help="The day of the review; today if not said.")] = "",
    likelihood: Annotated[str, typer.Option("--likelihood", help="As it is now.")] = "",
    severity: Annotated[str, typer.Option("--severity", help="As it is now.")] = "",
    following: Annotated[str, typer.Option("--next", help="The day of the next review.")] = "",
) -> None:
    """Put down a review; the next one follows from its rhythm where no day is named."""
    from store.assessments import Look

    seen = Look(
        words,
        day_of(day) if day else this_day(),
        likelihood,
        severity,
        day_of(following) if following else None,
    )
    with records() as opened:
        opened.review_assessed(kind, ref, seen, actor())
        coming = opened.assessed(kind, ref).watched.review
    note(f"{ref}: reviewed; next {coming or 'not planned'}.")


@app.command()
def settle(
    kind: Kind,
    ref: Ref,
    verb: Annotated[str, typer.Argument(metavar="mitigate|drop|reopen", help="What becomes of it.")],
    words: Words,
) -> None:
    """Settle it with what shows that it was done; end it, or open it again, with a reason."""
    with records() as opened:
        opened.settle_assessed(kind, ref, verb, words, actor())
        say(opened.assessed(kind, ref).watched.status)


@app.command()
def realise(
    ref: Ref,
    words: Words,
    day: Annotated[str, typer.Option("--day", help="When it came true; today if not said.")] = "",
    polarity: Annotated[str, typer.Option("--polarity", help="As foreseen if not said.")] = "",
    severity: Annotated[str, typer.Option("--severity", help="As foreseen if not said.")] = "",
) -> None:
    """Put down what an anticipated impact came to; its id."""
    from store.assessments import CameTrue

    came = CameTrue(words, day_of(day) if day else this_day(), polarity, severity)
    with records() as opened:
        say(opened.realise_impact(ref, came, actor()))


@app.command()
def begin(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What is looked into.")],
    given: Annotated[list[str] | None, typer.Argument(metavar="FIELD=VALUE...", help=f"{STUDY}.")] = None,
) -> None:
    """Begin an analysis; its number."""
    from store.studies import Study as Wanted

    with records() as opened:
        say(opened.put_analysis("", 0, _with(Wanted(name), given or []), actor()))


@app.command()
def write(
    number: Study,
    given: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help=f"name, {STUDY}.")],
) -> None:
    """Write parts of an analysis anew; what is not named stays."""
    from store.studies import Study as Wanted

    with records() as opened:
        file = opened.analysis_record(number)
        row, facts = file.row, file.facts
        texts: dict[str, Any] = {
            name: facts[name] or "" for name in ("summary", "details", "findings", "recommendations")
        }
        held = Wanted(
            *(row.name, row.by or "", row.unit or "", row.action or "", row.authority or ""),
            *(file.document or "", facts["from_date"], facts["to_date"]),
            **texts,
        )
        opened.put_analysis(number, file.version, _with(held, given), actor())
    note(f"{number} is kept.")


@app.command()
def found(
    number: Study,
    kind: Kind,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What may happen, or what changes.")],
    likelihood: Annotated[str, typer.Option("--likelihood", help="Of a risk.")] = "Medium",
    severity: Annotated[str, typer.Option("--severity", help="Of a risk.")] = "Medium",
    polarity: Annotated[str, typer.Option("--polarity", help="Of an impact.")] = "Negative",
) -> None:
    """Add a risk or an impact that an analysis found; how it is named."""
    said = {"name": name, "likelihood": likelihood, "severity": severity, "polarity": polarity}
    with records() as opened:
        say(opened.add_to_analysis(number, kind, said, actor()))


@app.command()
def complete(number: Study) -> None:
    """Complete an analysis: it has its findings and who conducted it."""
    with records() as opened:
        opened.settle_analysis(number, "complete", "", actor())
    note(f"{number} is complete.")


@app.command()
def reopen(
    number: Study, reason: Annotated[str, typer.Option("--reason", help="Why; others see it.")] = ""
) -> None:
    """Open a complete analysis again."""
    with records() as opened:
        opened.settle_analysis(number, "reopen", reason, actor())
    note(f"{number} is open again.")
