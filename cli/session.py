"""Who acts, on which records, in this run of the command."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipeline.problems import NotFound
from pipeline.settings import Settings, load

if TYPE_CHECKING:
    from store.records import SqlRecords

_SHORT = re.compile(r"(\d{1,5})((?:-\d{2})*)")


@dataclass(slots=True)
class _Acting:
    name: str | None = None


_ACTING = _Acting()


def act_as(name: str | None) -> None:
    """Let this run act under a name; None stands for the operating system's user."""
    _ACTING.name = name


def actor() -> str:
    """The name that goes into the audit log."""
    return _ACTING.name or getpass.getuser()


def acting_explicitly() -> bool:
    """Whether the name was given, not taken from the system."""
    return _ACTING.name is not None


def settings() -> Settings:
    """The settings now. Raises Misconfigured."""
    return load(os.environ)


@contextmanager
def records() -> Iterator[SqlRecords]:
    """The records of the home folder."""
    from store import open_records

    with open_records(settings()) as opened:
        yield opened


def now() -> datetime:
    """The time of an act."""
    return datetime.now(UTC)


def this_day() -> date:
    """The day of an act in the office's own time zone."""
    return now().astimezone(settings().zone).date()


def control_number(opened: SqlRecords, ref: str) -> str:
    """The control number that is meant: the whole of it, or the running number of this year.

    Raises NotFound when there is no such document.
    """
    whole = ref.strip().upper()
    short = _SHORT.fullmatch(whole)
    if short:
        conf = opened.settings
        year = datetime.now(conf.zone).year
        whole = f"{conf.office}-{year}-{int(short[1]):05d}{short[2]}"
    try:
        return opened.document(whole).control_number
    except NotFound:
        raise NotFound(
            f"There is no document {ref}.",
            "" if whole == ref else f"Looked for {whole}.",
            "`chancery queue --all` lists every control number.",
        ) from None
