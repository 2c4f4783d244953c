"""`approve`, `edit`, `reject`, `undo`, `finish`, `no-action`: a reviewer's word, by the pages' rules."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson, Ref, numbers
from cli.printing import note, number_of, show_json, table
from cli.session import actor, control_number, now, records
from pipeline.decisions import REJECT_REASONS, Decision, Draft, DraftStatus, Verdict, at_once, doubts
from pipeline.encoding import Json
from pipeline.findings import Confidence
from pipeline.gaps import expect_read
from pipeline.problems import NotFound

if TYPE_CHECKING:
    from store.records import SqlRecords
    from store.views import Filed

Drafts = Annotated[
    list[str], typer.Argument(metavar="DRAFT...", help="Numbers or ranges of drafts, as `show` lists them.")
]
Gaps = Annotated[
    int | None,
    typer.Option("--gaps", metavar="N", min=0, help="You have read the N sentences without a draft."),
]
OneDraft = Annotated[int, typer.Argument(metavar="DRAFT", min=1, max=10_000, help="Number of the draft.")]


def approve(
    ref: Ref,
    draft: Annotated[
        list[str] | None, typer.Argument(metavar="[DRAFT]...", help="Numbers or ranges of drafts.")
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Every draft of high or medium confidence. Never one of low confidence."),
    ] = False,
    checked: Annotated[
        bool,
        typer.Option("--checked", help="You have looked at what is doubtful in drafts of low confidence."),
    ] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="File the decided drafts at once, as `finish` does.")
    ] = False,
    gaps: Gaps = None,
    as_json: AsJson = False,
) -> None:
    """Approve drafts as they stand."""
    if bool(draft) == everything:
        why = "Numbers and --all were both given." if draft else "None was named."
        raise NotFound("Which drafts?", why, "Give their numbers, or --all, and not both.")
    with records() as opened:
        number = control_number(opened, ref)
        if everything:
            chosen = list(at_once(opened.drafts(number), opened.document(number).coverage))
        else:
            chosen = _drafts(opened, number, draft or [])
        if finish:
            _expect_read(opened, number, gaps)
        decided = [_decide(opened, one, Verdict.APPROVE, checked=checked) for one in chosen]
        filed = opened.finish(number, actor(), now()) if finish else None
        left = _left(opened, number)
    _tell(decided, left, filed, as_json)


def _drafts(opened: SqlRecords, number: str, given: list[str]) -> list[Draft]:
    return [opened.draft(number, one) for one in numbers(given)]


def _decide(
    opened: SqlRecords,
    draft: Draft,
    verdict: Verdict,
    *,
    changes: dict[str, Json] | None = None,
    reason: str | None = None,
    checked: bool = False,
) -> Draft:
    seen = frozenset(doubt.field for doubt in doubts(draft)) if checked else frozenset()
    return opened.decide(Decision(draft.id, draft.version, actor(), verdict, now(), changes, reason, seen))


def _expect_read(opened: SqlRecords, number: str, gaps: int | None) -> None:
    left = len(opened.dossier(number).gaps)
    expect_read(left, gaps, f"read them (`chancery show {number}`), give --gaps {left}")


def _left(opened: SqlRecords, number: str) -> list[Draft]:
    return [draft for draft in opened.drafts(number) if draft.status is DraftStatus.PROPOSED]


def _tell(decided: Iterable[Draft], left: list[Draft], filed: Filed | None, as_json: bool) -> None:
    rows = list(decided)
    if as_json:
        show_json({"decided": rows, "left": [draft.number for draft in left], "filed": filed})
        return
    if rows:
        table(
            ("draft", "kind", "what", "status"),
            [(one.number, one.kind.value.replace("_", " "), one.title, one.status) for one in rows],
        )
    else:
        note("No draft was decided.")
    low = sum(draft.confidence is Confidence.LOW for draft in left)
    note(f"{len(left)} drafts wait for a decision" + (f", {low} of low confidence." if low else "."))
    if filed is not None:
        _tell_filed(filed)


def _tell_filed(filed: Filed) -> None:
    made = (
        number_of(filed.items, "action item") if filed.items else "",
        number_of(filed.risks, "risk") if filed.risks else "",
        number_of(filed.impacts, "impact") if filed.impacts else "",
        number_of(filed.authorities, "authority", "authorities") if filed.authorities else "",
        number_of(filed.references, "cross-reference") if filed.references else "",
    )
    said = ", ".join(filter(None, made)) or "nothing new"
    note(f"Filed{f' under {filed.action}' if filed.action else ''}: {said}.")
    if filed.uncovered:
        gaps = number_of(filed.uncovered, "sentence")
        note(f"{gaps} that may oblige somebody without a draft; `show` lists them.")


def edit(
    ref: Ref,
    draft: OneDraft,
    change: Annotated[
        list[str],
        typer.Option("--set", metavar="FIELD=VALUE", help="A field and its new value; empty clears it."),
    ],
    reason: Annotated[str | None, typer.Option("--reason", help="Why.")] = None,
    checked: Annotated[
        bool, typer.Option("--checked", help="You have looked at what else is doubtful in it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Change fields of a draft and approve it so."""
    with records() as opened:
        number = control_number(opened, ref)
        before = opened.draft(number, draft)
        changes = dict(_change(text, before) for text in change)
        decided = _decide(opened, before, Verdict.EDIT, changes=changes, reason=reason, checked=checked)
        left = _left(opened, number)
    _tell([decided], left, None, as_json)


def _change(text: str, draft: Draft) -> tuple[str, Json]:
    name, equals, value = text.partition("=")
    if not equals or name not in draft.values:
        raise NotFound(
            f"{text!r} names no field of draft {draft.number}.",
            f"Its fields: {', '.join(sorted(draft.values))}.",
            "Write --set FIELD=VALUE.",
        )
    return name, _value(name, value, draft.values[name])


def _value(name: str, text: str, before: Json) -> Json:
    """Text stays text; a list, an object, a number or a yes/no is written as JSON."""
    if text == "":
        return None
    if before is None or isinstance(before, str):
        return text
    try:
        value: Json = json.loads(text)
    except ValueError:
        raise NotFound(
            f"{text!r} cannot be the value of {name}.",
            f"It is {json.dumps(before, ensure_ascii=False)[:200]} now.",
            "Write the new value as JSON of the same kind.",
        ) from None
    return value


def reject(
    ref: Ref,
    draft: Drafts,
    reason: Annotated[
        str, typer.Option("--reason", help=f"Why: {', '.join(REJECT_REASONS)}, or in your words.")
    ],
    as_json: AsJson = False,
) -> None:
    """Reject drafts, with the reason."""
    with records() as opened:
        number = control_number(opened, ref)
        chosen = _drafts(opened, number, draft)
        decided = [_decide(opened, one, Verdict.REJECT, reason=reason) for one in chosen]
        left = _left(opened, number)
    _tell(decided, left, None, as_json)


def undo(ref: Ref, draft: Drafts, as_json: AsJson = False) -> None:
    """Take back the decision on drafts that are not filed yet."""
    with records() as opened:
        number = control_number(opened, ref)
        decided = [_decide(opened, one, Verdict.UNDO) for one in _drafts(opened, number, draft)]
        left = _left(opened, number)
    _tell(decided, left, None, as_json)


def finish(
    ref: Ref,
    join: Annotated[
        str | None,
        typer.Option("--join", metavar="NUMBER", help="Put the items under this executive action."),
    ] = None,
    make: Annotated[
        str | None,
        typer.Option("--make", metavar="NAME", help="Make an executive action of this name by hand."),
    ] = None,
    gaps: Gaps = None,
    as_json: AsJson = False,
) -> None:
    """File the decided drafts of a document.

    They become records in one transaction: executive action, items, risks, impacts, authorities.
    """
    if join and make:
        raise NotFound("Items go under one executive action.", remedy="Give --join or --make, not both.")
    with records() as opened:
        number = control_number(opened, ref)
        _expect_read(opened, number, gaps)
        filed = opened.finish(number, actor(), now(), join, make)
    if as_json:
        show_json(filed)
        return
    _tell_filed(filed)
    if filed.waiting:
        note(f"{filed.waiting} drafts still wait for a decision.")


def no_action(
    ref: Ref,
    reason: Annotated[str, typer.Option("--reason", help="Why nothing is to be done.")],
    as_json: AsJson = False,
) -> None:
    """Say that a document needs no action, with the reason."""
    with records() as opened:
        document = opened.no_action(control_number(opened, ref), reason, actor())
    if as_json:
        show_json(document)
    else:
        note(f"{document.control_number}: no action.")
