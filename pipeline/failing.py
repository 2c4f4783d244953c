"""What a person is told of a document that no machine could finish: how it stands, and what can be done."""

from __future__ import annotations

from pipeline.intake import Stage
from pipeline.problems import ReadingState

CUTTABLE = frozenset({"application/pdf", "image/tiff"})
"""Kinds of file whose pages can be taken apart."""

_NONE = {
    "language": "Not analysed: it is not in English.",
    "ocr": "Not read: it is a picture of text.",
    "unreadable": "Not read: the file could not be opened.",
}
_PARTIAL = {
    "container": "It only carries other documents: each of them is read under its own number.",
    "form": "Read in part: what was filled into the form could not be read.",
    "handwriting": "Read in part: what may be handwriting or a stamp was not read.",
    "hidden text": "It holds text that was not meant to be seen, from which nothing is drafted.",
    "invitation": "It is a calendar invitation, which nobody answers but a person.",
    "language": "Read in part: some of it is not in English.",
    "left out": "Read in part: something in it was left out.",
    "locked": "Read in part: the rest is encrypted.",
    "list": "Read in part: a list of duties breaks off in the text.",
    "ocr": "Read in part: words were recognised from a picture with little certainty.",
    "pages": "Read in part: pages are missing.",
    "pictures": "Read in part: the pictures in it were not read.",
}


def coverage_words(coverage: str | None) -> str:
    """How much of a document was read, as a sentence; nothing where all of it was."""
    if coverage in (None, "", "full"):
        return ""
    how, _, why = str(coverage).partition("(")
    why = why.removesuffix(")")
    if how == "none":
        return _NONE.get(why, f"Not read: {why}." if why else "Not read.")
    return _PARTIAL.get(why, f"Read in part: {why}." if why else "Read in part.")


def unread_children(total: int, unread: int) -> str:
    """What is said of a document some of whose attachments could not be read; nothing where all could."""
    if not unread:
        return ""
    return f"{unread} of {total} attachment{'' if total == 1 else 's'} could not be read."


def steps(
    stage: Stage, state: ReadingState | None, coverage: str | None, media_type: str, pages: int
) -> tuple[str, ...]:
    """What one can do about it, the likeliest help first: unlock, split, retry, original."""
    found: list[str] = []
    if state is ReadingState.NEEDS_PASSWORD and stage is Stage.SET_ASIDE:
        found.append("unlock")
    if may_retry(stage, coverage):
        found.append("retry")
    if media_type in CUTTABLE and pages > 1 and stage in (Stage.SET_ASIDE, Stage.NEEDS_REVIEW):
        found.append("split")
    return (*found, "original")


def may_retry(stage: Stage, coverage: str | None) -> bool:
    """Whether another try can help: what was read whole, or is decided, is not read again."""
    if stage in (Stage.SET_ASIDE, Stage.HELD, Stage.DUPLICATE):
        return True
    return stage is Stage.NEEDS_REVIEW and coverage not in (None, "full")
