"""`routing …`: rules that propose an office and a process, tried before they are switched on."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from cli.options import AsJson
from cli.printing import note, number_of, say, shortened, show_json, table
from cli.session import actor, control_number, records
from coordination.routing import RoutingRule
from pipeline.problems import IllegalMove

app = typer.Typer(help="Rules that propose an office and a process.", rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="RULE", help="Name of a rule.")]
_LISTS = ("senders", "kinds", "citations", "words")


@app.callback(invoke_without_command=True)
def rules(context: typer.Context, as_json: AsJson = False) -> None:
    """List the routing rules in their order, or do something with one."""
    if context.invoked_subcommand is not None:
        return
    with records() as opened:
        known = opened.routing_rules()
    if as_json:
        show_json({"rules": known})
    elif known:
        table(
            ("order", "rule", "if", "office", "process", "state"),
            [
                (
                    place,
                    one.name,
                    "; ".join(f"{what}: {' or '.join(words)}" for what, words in one.conditions),
                    one.unit,
                    one.template,
                    "on" if one.active else "off" if one.tried == one.version else "to be tried",
                )
                for place, one in enumerate(known, start=1)
            ],
        )
    else:
        note("There are no routing rules.")


@app.command()
def put(
    name: Name,
    given: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help=f"{', '.join(_LISTS)} (entries separated by ;), unit, template.",
        ),
    ],
) -> None:
    """Make or change a rule. A changed rule is switched off until it is tried anew."""
    with records() as opened:
        held = next((one for one in opened.routing_rules() if one.name == name), RoutingRule(name))
        for text in given:
            field, mark, value = text.partition("=")
            if not mark or field not in (*_LISTS, "unit", "template"):
                raise IllegalMove(f"{text!r} is no field with a value.", remedy="Write it as unit=OCFO.")
            held = _with(held, field, value.strip())
        opened.put_routing_rule(held, actor())
    note(f"{name} is kept; `chancery routing try` shows what it would have done.")


def _with(rule: RoutingRule, field: str, value: str) -> RoutingRule:
    if field == "unit":
        return replace(rule, unit=value or None)
    if field == "template":
        return replace(rule, template=value or None)
    entries = tuple(part.strip() for part in value.split(";") if part.strip())
    return replace(
        rule,
        senders=entries if field == "senders" else rule.senders,
        kinds=entries if field == "kinds" else rule.kinds,
        citations=entries if field == "citations" else rule.citations,
        words=entries if field == "words" else rule.words,
    )


@app.command("try")
def attempt(name: Name, as_json: AsJson = False) -> None:
    """Try a rule on past documents: what it would have matched, and where people decided otherwise."""
    with records() as opened:
        found = opened.try_routing_rule(name, actor())
    if as_json:
        show_json({"tried": found})
        return
    if found:
        table(
            ("document", "title", "because", "office", "process", "same"),
            [
                (
                    one.case.control_number,
                    shortened(one.case.title, 40),
                    "; ".join(one.why),
                    one.case.unit,
                    ", ".join(one.case.templates),
                    "differs" if one.differs else "same" if one.unit_fits or one.template_fits else "",
                )
                for one in found
            ],
        )
    differs = sum(one.differs for one in found)
    say(f"It fits {number_of(len(found), 'document')}; people decided otherwise about {differs}.")


@app.command()
def switch(
    name: Name, on: Annotated[bool, typer.Option("--on/--off", help="Whether it proposes.")] = True
) -> None:
    """Let a rule propose, or no longer."""
    with records() as opened:
        opened.switch_routing_rule(name, actor(), on=on)
    note(f"{name} is {'on' if on else 'off'}.")


@app.command()
def move(
    name: Name, sooner: Annotated[bool, typer.Option("--sooner/--later", help="Which way.")] = True
) -> None:
    """Ask a rule one place sooner or later."""
    with records() as opened:
        opened.move_routing_rule(name, -1 if sooner else 1, actor())
    note(f"{name} is asked {'sooner' if sooner else 'later'}.")


@app.command()
def ask(ref: Annotated[str, typer.Argument(metavar="REF", help="Control number of a document.")]) -> None:
    """Say what the rules propose for a document."""
    with records() as opened:
        found = opened.routing_proposal(control_number(opened, ref))
    if found is None:
        note("No rule fits.")
    else:
        what = " and ".join(word for word in (found.rule.unit, found.rule.template) if word)
        say(f"{found.rule.name} proposes {what}: {'; '.join(found.why)}.")
