"""`exchange`: packages of the Executive Coordination module, in and out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import note, number_of, say, show_json, table, warn
from cli.session import actor, records

if TYPE_CHECKING:
    from coordination.exchange import Package

app = typer.Typer(help="Packages of other coordination systems, in and out.", rich_markup_mode=None)


@app.command("show")
def show_package(
    path: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Show what a package holds, without taking anything in."""
    from coordination.exchange import package_of

    _counts(package_of(path.read_bytes()), as_json)


@app.command("import")
def import_package(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="A .zip of Dataverse's Configuration Migration tool.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Take in executive actions, their types, dependencies, status updates and decisions.

    Their own keys keep them apart: again changes nothing, a changed package brings its changes, and what was
    changed here stays. Actions get a number of this office and keep their own as the external number.
    """
    from coordination.exchange import package_of
    from coordination.exchange.fields import CALLED

    package = package_of(path.read_bytes())
    with records() as opened:
        done = opened.bring(package, path.name, actor())
    if as_json:
        show_json({"import": done})
    else:
        for entity, count in done.new.items():
            say(f"{count} {CALLED.get(entity, entity)} are new.")
        say(
            f"{number_of(done.changed, 'record')} changed, {done.same} the same; "
            f"{number_of(done.stubs, 'person', 'people')} noted by name."
        )
        for one in done.apart:
            warn(f"{CALLED.get(one.entity, one.entity)}, {one.name}: {one.why}")
    raise typer.Exit(Exit.SET_ASIDE if done.apart else Exit.GOOD)


@app.command("export")
def export_package(
    path: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="The .zip to write.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write executive actions and what belongs to them as a package for the Configuration Migration tool.

    What came from such a package goes back as it came, changed where it was changed here.
    """
    from coordination.exchange import bytes_of
    from pipeline.problems import IllegalMove

    if path.exists() and not force:
        raise IllegalMove(
            f"{path.name} is there already.",
            "Nothing is written over unasked.",
            "Give another name, or --force.",
        )
    with records() as opened:
        package = opened.package()
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(bytes_of(package))
    beside.replace(path)
    _counts(package, False)


def _counts(package: Package, as_json: bool) -> None:
    from coordination.exchange.fields import CALLED

    counts = {name: count for name, count in package.counts().items() if count}
    if as_json:
        show_json({"records": counts})
    elif counts:
        table(("records", "count"), [(CALLED.get(name, name), str(count)) for name, count in counts.items()])
    else:
        note("There are no records in it.")
