"""`records …`: packages for archives and for requests under the freedom of information act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import note, number_of, say, show_json, warn
from cli.session import acting_explicitly, actor, records, settings

if TYPE_CHECKING:
    from pipeline.archives import Manifest
    from store.records import SqlRecords

app = typer.Typer(help="Records packages: out, and verified.", rich_markup_mode=None)

_DAYS = ["%Y-%m-%d"]


@app.command("export")
def export(
    to: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="The new .zip.")],
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="NUMBER...", help="Control numbers and numbers of executive actions."),
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=_DAYS, metavar="DAY", help="Received from this day.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=_DAYS, metavar="DAY", help="Received up to this day.")
    ] = None,
    kind: Annotated[str, typer.Option(help="Documents of this kind, such as public_letter.")] = "",
    originals: Annotated[
        str, typer.Option(metavar="REASON", help="Put the originals in, unmasked as they are, and say why.")
    ] = "",
    unmasked: Annotated[
        str, typer.Option(metavar="REASON", help="Leave personal data in texts and tables, and say why.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Write documents with all that belongs to them as one ZIP.

    That is text, drafts, decisions, actions, letters and audit entries. Personal data is blackened and
    originals stay out unless a reason is given. Each file has its fingerprint in the manifest; the same
    records give the same bytes. With --as, it holds what that person may see.
    """
    from pipeline.archives import Chosen
    from store.archive_files import new_file

    first, last = (day.date() if day else None for day in (since, until))
    chosen = Chosen(
        tuple(one.strip().upper() for one in numbers or ()),
        first,
        last,
        kind,
        originals.strip(),
        unmasked.strip(),
    )
    with _seen() as opened, new_file(to) as file:
        done = opened.export_package(chosen, file, actor())
    if as_json:
        show_json(_summary(done.manifest) | {"file": str(to), "sha256": done.sha256})
        return
    made = done.manifest
    say(f"Wrote {_told(made)} to {to}.")
    say(f"SHA-256 {done.sha256}")
    if not chosen.unmasked:
        note(f"Masked in {number_of(made.masked, 'place')}. A machine finds patterns; a person must read it.")


@contextmanager
def _seen() -> Iterator[SqlRecords]:
    """The records as the person sees them in whose name this runs; whole for who keeps the machine."""
    with records() as opened:
        user = next((one for one in opened.users() if one.name == actor()), None)
        with opened.read_as(user if acting_explicitly() else None):
            yield opened


@app.command("verify")
def verify(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What `chancery records export` wrote.")],
    as_json: AsJson = False,
) -> None:
    """Check a package: every member, every byte between them, and whether the audit log here knows it.

    Ends with 7 where anything is altered, missing or added.
    """
    from store.archive_files import check

    found = check(path)
    known = None
    if (settings().home / "records.db").is_file() or settings().database_url:
        with records() as opened:
            known = opened.export_of(found.sha256)
    if as_json:
        told = {"sha256": found.sha256, "whole": found.manifest.whole, "wrong": found.wrong, "export": known}
        show_json(_summary(found.manifest) | told)
    else:
        for line in found.wrong:
            warn(f"{path.name}: {line}.")
        if found.holds:
            say(f"The package is whole: {_told(found.manifest)}.")
        say(f"SHA-256 {found.sha256}")
        if known:
            say(f"The audit log here knows it: {known.by} made it on {known.at[:16].replace('T', ' ')} UTC.")
        else:
            note(
                "The audit log here does not know this file: it was made elsewhere, or is not as it was made."
            )
    raise typer.Exit(Exit.GOOD if found.holds else Exit.CHECK_FAILED)


def _told(made: Manifest) -> str:
    documents = number_of(len(made.documents), "document")
    actions = number_of(len(made.actions), "executive action")
    return f"{documents} and {actions} in {number_of(len(made.members) + 1, 'file')}"


def _summary(made: Manifest) -> dict[str, object]:
    return {
        "documents": made.documents,
        "actions": made.actions,
        "files": len(made.members) + 1,
        "masked": made.masked,
        "originals": made.originals,
        "masking": made.masking,
    }
