"""Papers of executive actions: a file that is taken in and attached in one step, or a known document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from pipeline.problems import IllegalMove
from review.acts import Fields
from review.uploads import MEGABYTE, Uploaded, take_in

if TYPE_CHECKING:
    from store.records import SqlRecords


def attach(
    request: Request, upload: Uploaded, records: SqlRecords, number: str, fields: Fields, user: str
) -> None:
    """Attach the files of a form, each under its new control number, or the document that it names.

    Raises IllegalMove where it names none, or a file is not taken; NotFound.
    """
    document = fields.get("document", "").strip()
    if bool(document) == bool(upload.files):
        raise IllegalMove(
            "A file and a document are two papers." if document else "Nothing was chosen to attach.",
            remedy="Choose a file, or write the control number of a document.",
        )
    if records.action(number).action.status.ended:
        raise IllegalMove(f"{number} has ended.", remedy="Reopen it first; nothing was taken in.")
    names = [document] if document else _taken(request, upload, records, user)
    for name in names:
        records.attach_paper(
            number, fields.get("item") or None, name, fields.get("purpose", ""), fields.get("note", ""), user
        )


def _taken(request: Request, upload: Uploaded, records: SqlRecords, user: str) -> list[str]:
    """The control numbers of the files, which are read and reviewed like all that comes in."""
    largest = request.app.state.settings.largest_megabytes * MEGABYTE
    taken = take_in(records, upload.files, user, largest)
    refused = next((one for one in taken if not one.control_number), None)
    if refused:
        raise IllegalMove(f"{refused.name} was not taken in.", " ".join(filter(None, refused.why)))
    return [one.control_number for one in taken]
