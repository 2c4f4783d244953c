"""Files that a form carries: taken in one by one, each logged before anything else happens to it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from pipeline.intake import Incoming
from pipeline.problems import Problem
from pipeline.stages import admit
from review.people import NotAllowed, SignedOut, form_token, session_of
from store.records import SqlRecords

MEGABYTE = 1024 * 1024
MOST_FILES = 50
_LONGEST_FIELD = 4 * MEGABYTE
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What a form with files holds."""

    fields: Mapping[str, str]
    files: Sequence[UploadFile]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: its control number and whether it is new, or why it was not taken."""

    name: str
    control_number: str = ""
    new: bool = False
    why: tuple[str, ...] = ()


async def check_upload(request: Request) -> Uploaded:
    """The fields and files of a form. Raises SignedOut, or NotAllowed when it is not of this session."""
    session = session_of(request)
    if not session:
        raise SignedOut
    form = await request.form(max_files=MOST_FILES, max_fields=20, max_part_size=_LONGEST_FIELD)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    if not hmac.compare_digest(fields.get("token", "").encode(), form_token(session).encode()):
        raise NotAllowed(
            "The form was refused.", "It was not made for this session.", "Reload the page and try again."
        )
    files = [value for _, value in form.multi_items() if isinstance(value, UploadFile) and value.filename]
    return Uploaded(fields, files)


Upload = Annotated[Uploaded, Depends(check_upload)]
"""A form of this session that may carry files."""


def file_name(file: UploadFile) -> str:
    """The last part of the name that the browser gave."""
    return PurePosixPath((file.filename or "").replace("\\", "/")).name[-_LONGEST_NAME:] or "unnamed"


def take_in(records: SqlRecords, files: Sequence[UploadFile], user: str, largest: int) -> list[Taken]:
    """Log each file, at most `largest` bytes of it; one that is refused keeps no other out."""
    return [_take(records, file, user, largest) for file in files]


def _take(records: SqlRecords, file: UploadFile, user: str, largest: int) -> Taken:
    name = file_name(file)
    data = file.file.read(largest + 1)
    if not data or len(data) > largest:
        what = "The file is empty." if not data else "The file is too large."
        limit = "" if not data else f"At most {largest // MEGABYTE} MB are taken in."
        return Taken(name, why=(what, limit))
    try:
        return taken(records, name, data, user)
    except Problem as problem:
        return Taken(name, why=problem.lines)


def taken(records: SqlRecords, name: str, data: bytes, user: str) -> Taken:
    """Log bytes that a person brought. Raises ResourceShort where they cannot be kept now."""
    incoming = Incoming("upload", name, data, datetime.now(UTC), source=f"{user}: {name}")
    admission = admit(records, incoming, user)
    return Taken(name, admission.document.control_number, admission.new)
