"""The table of commands. Each module imports its machinery when its command runs, never before."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

import typer
import typer.main

from cli import (
    actions,
    agreeing,
    analyzing,
    assessing,
    audit,
    backups,
    batching,
    campaigns,
    coordinating,
    deciding,
    decisions,
    demo,
    doctor,
    evaluation,
    exchange,
    failures,
    lawful,
    library,
    mailboxes,
    mending,
    moving,
    overseeing,
    packaging,
    people,
    portfolio,
    queueing,
    reanalyzing,
    replying,
    retaining,
    routing,
    running,
    serving,
    setup,
    steering,
    taking_in,
    telling,
    webhooks,
)
from cli.printing import VOICE
from cli.session import act_as

app = typer.Typer(
    name="chancery",
    help="The intake desk of an executive secretariat: correspondence in, evidence-backed taskers out.",
    epilog="-q, -v, --debug and --as may stand anywhere. CHANCERY_HOME names the folder that holds all.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"chancery {version('chancery')}")
        raise typer.Exit


@app.callback()
def options(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only data and failures.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    acting: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Act under this name; by default the system's user."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version.")
    ] = False,
) -> None:
    """Set what holds for every command."""
    VOICE.quiet, VOICE.verbose, VOICE.debug = quiet, verbose, debug
    act_as(acting)
    from cli.logs import set_up

    set_up(verbose=verbose, debug=debug)


app.command()(demo.demo)
app.command()(setup.init)
app.command()(doctor.doctor)
app.command()(taking_in.ingest)
app.command()(batching.batch)
app.command()(taking_in.watch)
app.command()(mailboxes.mailbox)
app.command()(analyzing.analyze)
app.command()(reanalyzing.reanalyze)
app.command()(queueing.queue)
app.command()(queueing.show)
app.command()(deciding.approve)
app.command()(deciding.edit)
app.command()(deciding.reject)
app.command()(deciding.undo)
app.command()(deciding.finish)
app.command("no-action")(deciding.no_action)
app.command()(campaigns.alike)
app.command("same-letter")(campaigns.same_letter)
app.command()(campaigns.follow)
app.add_typer(coordinating.app, name="actions")
app.add_typer(replying.app, name="reply")
app.command()(actions.items)
app.command()(actions.close)
app.command()(coordinating.templates)
coordinating.app.command()(steering.milestone)
app.add_typer(steering.acting, name="acting")
app.add_typer(steering.types, name="types")
app.add_typer(lawful.app, name="changes")
for _deed in (portfolio.report, portfolio.log, portfolio.wait, portfolio.unwait):
    coordinating.app.command()(_deed)
app.command()(portfolio.portfolio)
app.command()(telling.digest)
app.add_typer(telling.calendars, name="calendars")
app.add_typer(routing.app, name="routing")
app.add_typer(webhooks.app, name="webhook")
app.add_typer(assessing.app, name="assess")
app.add_typer(agreeing.app, name="agreements")
app.add_typer(library.app, name="authorities")
app.command()(library.search)
app.command()(queueing.status)
app.command()(serving.serve)
app.command()(running.up)
app.command()(running.worker)
app.command("migrate-store")(moving.migrate_store)
app.command()(backups.backup)
app.command()(backups.restore)
app.command()(failures.failures)
app.command()(failures.retry)
app.command()(mending.unlock)
app.command()(mending.split)
app.add_typer(people.user, name="user")
app.add_typer(people.token, name="token")
app.add_typer(audit.app, name="audit")
app.add_typer(exchange.app, name="exchange")
app.add_typer(overseeing.app, name="oversight")
app.add_typer(packaging.app, name="records")
app.add_typer(retaining.retention, name="retention")
app.add_typer(retaining.hold, name="hold")
app.command()(evaluation.evaluate)
app.add_typer(decisions.app, name="decisions")


@cache
def _command() -> Any:
    """What Typer makes of all the functions; done once, since it reads every signature."""
    return typer.main.get_command(app)


def help_for(arguments: list[str]) -> str:
    """The help of the command that the arguments begin with, without the cost of parsing them."""
    command = _command()
    context = command.context_class(command, info_name="chancery", **command.context_settings)
    for word in arguments:
        under = getattr(command, "commands", {}).get(word)
        if under is None:
            break
        command = under
        context = command.context_class(command, context, word, **command.context_settings)
    return str(command.get_help(context))


def invoke(arguments: list[str]) -> int:
    """Run the command that the arguments name; its exit code.

    Problems come out as they are, and so do an interrupt and a reader who left, which Typer would turn into
    exit codes of its own.
    """
    try:
        _command()(arguments, prog_name="chancery")
    except SystemExit as end:
        cause = end.__context__
        while cause is not None:
            if isinstance(cause, KeyboardInterrupt | BrokenPipeError):
                raise cause from None
            cause = cause.__context__
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0
