"""`alike`, `same-letter`, `follow`: letters that came twice, and letters that are copies of one form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson, Ref
from cli.printing import note, number_of, say, shortened, show_json, table, warn
from cli.processing import counted_progress
from cli.session import actor, control_number, now, records
from pipeline.intake import Stage

if TYPE_CHECKING:
    from store.records import SqlRecords
    from store.views import AlikePair


def alike(
    ref: Annotated[
        str | None, typer.Argument(metavar="[REF]", help="A document; without one, all groups are listed.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List letters that are near-copies, and documents that may be earlier ones again."""
    with records() as opened:
        if ref is None:
            _list_all(opened, as_json)
        else:
            _list_one(opened, control_number(opened, ref), as_json)


def _list_all(opened: SqlRecords, as_json: bool) -> None:
    groups, pairs = opened.alike_groups(), opened.alike_pairs()
    if as_json:
        show_json({"groups": groups, "pairs": pairs})
        return
    if groups:
        table(
            ("first letter", "title", "alike", "waiting", "stage"),
            [
                (one.control_number, shortened(one.title, 60), one.size, one.waiting, one.stage)
                for one in groups
            ],
        )
        say("Decide one letter of a group; `chancery follow REF` lets the others go its way.")
    _list_pairs(pairs)
    if not (groups or pairs):
        note("No letters are alike.")


def _list_one(opened: SqlRecords, number: str, as_json: bool) -> None:
    members, pairs = opened.alike(number), opened.alike_pairs(number)
    if as_json:
        show_json({"document": number, "alike": members, "pairs": pairs})
        return
    if len(members) > 1:
        table(
            ("number", "title", "from", "received", "stage"),
            [
                (
                    one.control_number,
                    shortened(one.title, 60),
                    shortened(one.sender or "", 30),
                    one.received_at.date(),
                    one.stage,
                )
                for one in members
            ],
        )
    _list_pairs(pairs)
    if len(members) < 2 and not pairs:
        note(f"No letter is like {number}.")


def _list_pairs(pairs: tuple[AlikePair, ...]) -> None:
    if not pairs:
        return
    table(
        ("document", "may be again", "words alike", "from", "word"),
        [
            (one.control_number, one.other, f"{one.alike:.0%}", shortened(one.sender or "", 30), one.verdict)
            for one in pairs
        ],
    )
    say('`chancery same-letter DOCUMENT OTHER --reason "…"` says that it is; with --not, that it is another.')


def same_letter(
    ref: Ref,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The earlier document that it may be again.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is the same letter, or why not.")],
    different: Annotated[
        bool, typer.Option("--not", help="They are two letters; takes an earlier word back.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say whether a document is an earlier one again. If so, it is linked to it as its duplicate."""
    with records() as opened:
        number, first = control_number(opened, ref), control_number(opened, other)
        document = opened.settle_alike(number, first, reason, actor(), same=not different)
    if as_json:
        show_json(document)
    else:
        note(f"{number}: {f'another letter than {first}' if different else f'{first} again'}.")


def follow(ref: Ref, as_json: AsJson = False) -> None:
    """Let the letters of a campaign go the way of one that is decided.

    They get no action where it got none, else they are tied to its action. A letter that says something of
    its own, was not read whole, has attachments or is being decided is left, and listed with the reason.
    """
    done, left = [], {}
    with records() as opened:
        number = control_number(opened, ref)
        waiting = [
            one.control_number
            for one in opened.alike(number)
            if one.stage == Stage.NEEDS_REVIEW and one.control_number != number
        ]
        with counted_progress("letters") as told:
            for place, fellow in enumerate(waiting, start=1):
                why = opened.follow(number, fellow, actor(), now())
                if why:
                    left[fellow] = why
                else:
                    done.append(fellow)
                told(place, len(waiting))
    if as_json:
        show_json({"model": number, "followed": done, "left": left})
    else:
        for fellow, why in left.items():
            warn(f"{fellow} is left for a person: {why}")
        say(f"{number_of(len(done), 'letter')} went the way of {number}, {len(left)} left.")
    raise typer.Exit(Exit.GOOD)
