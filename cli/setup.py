"""`init`: a home folder with records and a settings file to fill in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson
from cli.printing import note, say, show_json
from cli.session import settings
from pipeline.problems import Misconfigured
from pipeline.settings import FILE_NAME, Settings, variable_of

_ON_KEYS = "# Keep keys and passwords in the environment, not in this file."


def init(
    office: Annotated[
        str | None, typer.Option(metavar="PREFIX", help="Prefix of control numbers; by default EC.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make the home folder, records and settings file.

    What is there already stays as it is.
    """
    conf = settings()
    if office is not None:
        conf = replace(conf, office=office)
    path = conf.home / FILE_NAME
    try:
        conf.home.mkdir(parents=True, exist_ok=True)
        written = _write(path, office)
    except OSError as error:
        raise Misconfigured(
            f"The home folder {conf.home} cannot be made.",
            f"{error.strerror}: {error.filename}.",
            "Set CHANCERY_HOME to a folder that can be written.",
        ) from None
    conf = settings()
    from store import open_records

    with open_records(conf) as records:
        counts = records.counts()
    if as_json:
        show_json({"home": str(conf.home), "settings": str(path), "written": written, "counts": counts})
        return
    say(str(conf.home))
    note(f"{path.name} was {'written' if written else 'there already and stays as it is'}.")
    note("Next: `chancery doctor` checks this machine, `chancery ingest FILE` takes something in.")


def _write(path: Path, office: str | None) -> bool:
    if path.exists():
        return False
    path.write_text("\n".join(_lines(office)) + "\n", encoding="utf-8")
    return True


def _lines(office: str | None) -> Iterator[str]:
    """Every setting with its meaning and default, commented out but for what was given."""
    yield "# Settings of this desk. A variable of the environment wins over the line here."
    yield _ON_KEYS
    for part in fields(Settings):
        if part.name == "home" or part.metadata["secret"]:
            continue
        given = part.name == "office" and office is not None
        value = office if given else part.default
        yield ""
        yield f"# {part.metadata['meaning']} ({variable_of(part)})"
        yield f"{'' if given else '# '}{part.name} = {json.dumps(value)}"
