"""`queue`, `show`, `status`: what waits, what is known of a document, how the desk stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.hidden import show_hidden
from cli.options import AsJson, Ref
from cli.printing import detail, entries, heading, note, number_of, say, shortened, show_json, table, warn
from cli.session import control_number, records, settings
from pipeline.encoding import Json, to_plain
from pipeline.failing import coverage_words, unread_children
from pipeline.intake import Stage

if TYPE_CHECKING:
    from intake.ways import WayIn
    from pipeline.decisions import Draft
    from store.views import Counts, Dossier, QueueRow

_OPEN = (Stage.NEEDS_REVIEW, Stage.SET_ASIDE, Stage.HELD, Stage.RECEIVED, Stage.READING, Stage.ANALYSING)


def queue(
    stage: Annotated[
        list[Stage] | None, typer.Option("--stage", help="Only documents at this stage; may be repeated.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Documents at every stage, decided ones too.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many rows.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List what waits, the most pressing first."""
    stages = None if everything else tuple(stage or _OPEN)
    with records() as opened:
        rows = opened.queue(stages, limit)
    if as_json:
        show_json({"documents": rows})
        return
    if not rows:
        note("Nothing waits. `chancery ingest FILE` takes something in.")
        return
    table(
        ("number", "document", "kind", "from", "stage", "drafts", "lowest", "due", "mind"),
        [
            (
                row.control_number,
                shortened(row.title or row.name, 60),
                row.kind,
                shortened(row.sender or "", 30),
                row.stage,
                f"{row.drafts_waiting} of {row.drafts}",
                row.lowest,
                row.due,
                _minding(row),
            )
            for row in rows
        ],
    )
    if len(rows) == limit:
        note(f"The first {limit} only; --limit shows more.")


def _minding(row: QueueRow) -> str:
    """What a person must look at beside the drafts."""
    gaps = number_of(row.uncovered, "sentence") + " without a draft" if row.uncovered else ""
    unseen = number_of(row.hidden, "hidden sentence") if row.hidden else ""
    unread = unread_children(row.children, row.children_unread).rstrip(".")
    partly = "" if row.reason else coverage_words(row.coverage).rstrip(".")
    return "; ".join(filter(None, (partly, gaps, unseen, unread)))


def show(
    ref: Ref,
    text: Annotated[bool, typer.Option("--text", help="The whole text as well.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a document and its drafts.

    What it is, its drafts with the words they rest on, and the sentences that no draft covers.
    """
    with records() as opened:
        dossier = opened.dossier(control_number(opened, ref))
    if as_json:
        show_json(_plain(dossier, text))
        return
    _show_facts(dossier)
    _show_drafts(dossier.drafts)
    _show_uncovered(dossier)
    _show_hidden(dossier)
    _show_children(dossier.children)
    if text and dossier.read is not None:
        heading("Text")
        for line in dossier.read.text.split("\n"):
            say(line)


def _plain(dossier: Dossier, text: bool) -> dict[str, object]:
    analysis, read = dossier.analysis, dossier.read
    return {
        "document": dossier.document,
        "facts": analysis.document if analysis else None,
        "flags": read.flags if read else (),
        "reply": analysis.reply if analysis else None,
        "drafts": dossier.drafts,
        "uncovered": dossier.gaps,
        "hidden": read.hidden_passages() if read else (),
        "hidden_obligations": analysis.hidden if analysis else (),
        "dropped": analysis.dropped if analysis else None,
        "children": dossier.children,
    } | ({"text": read.text if read else ""} if text else {})


def _show_facts(dossier: Dossier) -> None:
    document, read = dossier.document, dossier.read
    facts = dossier.analysis.document if dossier.analysis else None
    heading(f"{document.control_number}  {(facts and facts.title) or document.name}")
    lines = [("file", document.name), ("stage", document.stage.value), ("coverage", document.coverage)]
    if facts:
        lines += [("kind", facts.kind.value), ("date", facts.date), ("from", facts.sender)]
        lines += [("to", facts.addressee), ("number", facts.number)]
    lines += [("reason", document.reason), ("duplicate of", document.duplicate_of)]
    lines += [("attached to", document.parent)]
    lines += [("note", flag) for flag in (read.flags if read else ())]
    for name, value in lines:
        if value:
            say(f"  {name + ':':<14}{value}")


def _show_drafts(drafts: tuple[Draft, ...]) -> None:
    if not drafts:
        return
    entries(
        ("draft", "what", "condition", "kind", "due", "confidence", "status", "words of the source"),
        [
            (
                draft.number,
                shortened(draft.title, 240),
                draft.values.get("condition"),
                draft.kind.value.replace("_", " "),
                draft.values.get("due_date") or draft.values.get("suspense_external"),
                draft.confidence,
                draft.status,
                _first_words(draft),
            )
            for draft in drafts
        ],
    )
    for draft in drafts:
        detail(f"{draft.number}: {draft.confidence}, because {draft.confidence_reason}")


def _first_words(draft: Draft) -> str:
    if not draft.evidence:
        return "none yet: choose them before you approve it"
    return f"p. {draft.evidence[0].page}: “{shortened(draft.evidence[0].quote, 160)}”"


def _show_uncovered(dossier: Dossier) -> None:
    uncovered = dossier.gaps
    if uncovered:
        heading(f"{number_of(len(uncovered), 'sentence')} that may oblige somebody without a draft:")
    for entry in uncovered:
        say(f"  p. {entry.evidence[0].page}: {shortened(entry.evidence[0].quote, 160)}")


def _show_hidden(dossier: Dossier) -> None:
    obliging = dossier.analysis.hidden if dossier.analysis else ()
    if obliging:
        heading(f"{number_of(len(obliging), 'hidden sentence')} that may oblige somebody, never drafted:")
    for entry in obliging:
        say(f"  hidden, p. {entry.evidence[0].page}: {shortened(entry.evidence[0].quote, 160)}")
    show_hidden(dossier.read.hidden_passages() if dossier.read else ())


def _show_children(children: tuple[QueueRow, ...]) -> None:
    if not children:
        return
    heading("Attachments")
    unread = sum(row.stage == Stage.SET_ASIDE for row in children)
    if unread:
        say(f"  {unread_children(len(children), unread)}")
    table(
        ("number", "document", "kind", "stage", "drafts", "reason"),
        [
            (row.control_number, row.name, row.kind, row.stage, row.drafts, shortened(row.reason or "", 120))
            for row in children
        ],
    )


def status(as_json: AsJson = False) -> None:
    """Count documents, drafts and actions; tell how the ways in do."""
    from intake.ways import ways

    with records() as opened:
        counts = opened.counts()
    found, now = ways(settings().home), datetime.now(UTC)
    if as_json:
        told = [{**_fields(way), "served": way.served(now)} for way in found]
        show_json({**_fields(counts), "ways_in": told})
        return
    table(("what", "", "number"), _status_rows(counts))
    for way in found:
        _tell_way(way, now)
    aside = counts.by_stage.get(Stage.SET_ASIDE.value, 0)
    if aside:
        are = "document is" if aside == 1 else "documents are"
        warn(f"{aside} {are} set aside; `chancery failures` says why.")


def _fields(value: object) -> dict[str, Json]:
    plain = to_plain(value)
    assert isinstance(plain, dict)
    return plain


def _tell_way(way: WayIn, now: datetime) -> None:
    """One line: all is well, or what is in the way and since when nobody looks."""
    what = f"{way.kind.capitalize()} {way.name}"
    last = way.looked_at.astimezone(settings().zone).strftime("%d %b %H:%M") if way.looked_at else "never"
    if not way.served(now):
        warn(f"{what}: nobody looks after it any more; last looked into: {last}.")
    elif way.problem:
        warn(f"{what}: {way.problem} Last looked into: {last}.")
    else:
        note(f"{what} is watched; last looked into: {last}.")


def _status_rows(counts: Counts) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        ("documents", "", counts.documents),
        ("attachments", "", counts.children),
        ("attachments not read", "", counts.children_unread),
    ]
    parts = (
        ("stage", counts.by_stage),
        ("reading", counts.by_reading),
        ("drafts", counts.drafts),
        ("actions", counts.actions),
    )
    for name, part in parts:
        rows += [(name, key, number) for key, number in part.items()]
    return rows
