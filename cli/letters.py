"""`reply …`: the log of letters, who wrote them, where they go, and how they end."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from cli.coordinating import Reason, day
from cli.options import ActionNumber, AsJson, Ref
from cli.printing import heading, note, say, shortened, show_json, table
from cli.session import actor, control_number, records
from coordination.correspondence import WAYS, LetterState, Route, Sent, Verdict
from pipeline.problems import IllegalMove, NotFound

T = TypeVar("T", bound=StrEnum)
app = typer.Typer(help="Letters and their answers, to the proof of reply.", rich_markup_mode=None)
DAY = typer.Option("--on", metavar="DATE", help="The day on which it went out.")
WAY = typer.Option("--way", help=f"{', '.join(WAYS)}.")
BY = typer.Option("--by", help="Who sent it; you, if not said.")


@app.callback(invoke_without_command=True)
def reply(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Ended ones too.")] = False,
    words: Annotated[str, typer.Option("--words", help="Words of the writer, title or number.")] = "",
    as_json: AsJson = False,
) -> None:
    """List letters that wait for an answer, nearest due date first, or do something with one."""
    if context.invoked_subcommand is not None:
        return
    from store.correspondents import Logged

    with records() as opened:
        rows = opened.correspondence(Logged("" if everything else LetterState.OPEN.value, words, limit=500))
    if as_json:
        show_json(rows)
    elif not rows:
        note("No letter waits for an answer.")
    else:
        table(
            ("letter", "action", "from", "about", "due", "interim", "replied", "state"),
            [
                (
                    one.document,
                    one.action,
                    shortened(one.correspondent, 24),
                    shortened(one.title, 32),
                    one.due,
                    one.interim,
                    one.replied,
                    one.state,
                )
                for one in rows
            ],
        )


@app.command()
def show(number: ActionNumber, as_json: AsJson = False) -> None:
    """Show the letters on an action, with what went out and what is being written."""
    with records() as opened:
        came, out = opened.letters(number), opened.outgoing_letters(number)
    if as_json:
        show_json({"letters": came, "outgoing": out})
        return
    for one in came:
        heading(f"{one.document}  {one.correspondent}")
        say(f"  {one.state}; received {one.received}, tasked {one.tasked or 'not yet'}")
        for proof in one.proofs:
            say(
                f"  {proof.sent_on} {proof.kind} to {proof.recipient} by {proof.way}, sent by {proof.sent_by}"
            )
            say(f"    {proof.file_name} {proof.sha256}")
        if one.ending:
            say(f"  {one.ending.reason} (approved by {one.ending.approved_by})")
        if one.waiting:
            say(f"  {len(one.waiting)} sentences of its own wait: `chancery reply own {number} REF`")
    for letter in out:
        say(f"{letter.id}  {letter.kind}  {letter.state}  {shortened(letter.subject, 50)}")


@app.command()
def card(ref: Ref, as_json: AsJson = False) -> None:
    """Show what is known of who wrote a document: earlier letters, open cases, its campaign."""
    with records() as opened:
        found = opened.correspondent_card(control_number(opened, ref))
    if as_json:
        show_json(found)
        return
    heading(found.correspondent or "The writer is not known.")
    say(f"  {len(found.letters)} other letters on the log, {len(found.open)} of them open")
    for one in found.letters:
        say(f"  {one.document} {one.action} {one.received} {one.state}: {shortened(one.title, 50)}")
    for number, title, received in found.others:
        say(f"  {number} {received} on no action: {shortened(title, 50)}")
    if found.campaign > 1:
        say(f"  one of {found.campaign} letters of a campaign; `chancery alike {ref}`")


@app.command("log")
def log_letter(number: ActionNumber, ref: Ref) -> None:
    """Put a letter on the case of an action, such as another one of its campaign."""
    with records() as opened:
        document = control_number(opened, ref)
        opened.log_letter(number, document, actor())
    note(f"{document} is on the case of {number}.")


@app.command()
def route(
    number: ActionNumber,
    unit: Annotated[str, typer.Argument(help="The office that answers.")],
    wanted: Annotated[str, typer.Option("--for", help=f"{', '.join(Route)}.")] = Route.SIGNATURE.value,
    words: Annotated[str, typer.Option("--note", help="What the office should know.")] = "",
) -> None:
    """Give the letters of an action to an office."""
    known = one_of(Route, wanted)
    with records() as opened:
        opened.route_letters(number, known, unit, words, actor())
    note(f"The letters of {number} go to {unit}: {known}.")


@app.command()
def own(
    number: ActionNumber,
    ref: Ref,
    sentence: Annotated[int | None, typer.Option("--sentence", help="Its number in the list.")] = None,
    answer: Annotated[str, typer.Option("--answer", help="The answer that goes into this letter.")] = "",
    dismiss: Annotated[str, typer.Option("--dismiss", help="Why it needs no answer.")] = "",
) -> None:
    """List what a letter says beside its campaign, or answer or dismiss one of its sentences."""
    with records() as opened:
        document = control_number(opened, ref)
        found = {one.document: one for one in opened.letters(number)}
        if document not in found:
            raise NotFound(f"{document} is not on the case of {number}.")
        words = found[document].own
        if sentence is None:
            for place, one in enumerate(words, start=1):
                state = one.verdict.value if one.asks else "name, address or date"
                say(f"{place:3} {state}: {' '.join(one.quote.split())}")
            return
        if not 1 <= sentence <= len(words) or bool(answer) is bool(dismiss):
            raise IllegalMove("Name one sentence of the list, and its answer or why it needs none.")
        verdict = Verdict.ANSWERED if answer else Verdict.DISMISSED
        passage = str(words[sentence - 1].id)
        opened.judge_words(number, document, [passage], verdict, answer or dismiss, actor())
    note(f"Sentence {sentence} of {document}: {verdict.lower()}.")


@app.command()
def sent(
    number: ActionNumber,
    ref: Ref,
    proof: Annotated[str, typer.Option("--document", help="The document on the record that went out.")],
    to: Annotated[str, typer.Option("--to", help="Who got it.")],
    on: Annotated[str, DAY],
    way: Annotated[str, WAY],
    by: Annotated[str, BY] = "",
    kind: Annotated[str, typer.Option("--kind", help=f"{', '.join(Sent)}.")] = Sent.FINAL.value,
) -> None:
    """Record what an office sent by itself: who, to whom, when, and by which document."""
    from store.corresponded import Paper
    from store.dispatching import Posted

    with records() as opened:
        document, paper = control_number(opened, ref), opened.document(control_number(opened, proof))
        data = opened.contents(paper)
        given = Paper(document, to, data, paper.media_type, f"{paper.control_number} {paper.name}")
        opened.record_sent(number, one_of(Sent, kind), given, Posted(day(on), way, by or actor()), actor())
    note(f"{document}: {kind} of {on} is on the record.")


@app.command()
def end(
    number: ActionNumber,
    ref: Ref,
    reason: Reason,
    approver: Annotated[str, typer.Option("--approver", help="The user who approved it; not you.")],
    how: Annotated[
        str, typer.Option("--as-what", help="No Further Action, Transferred, Referred.")
    ] = LetterState.NO_FURTHER_ACTION.value,
    to: Annotated[str, typer.Option("--to", help="Who took it, where it was transferred or referred.")] = "",
) -> None:
    """End a letter without a reply, with a reason that somebody else approved."""
    state = one_of(LetterState, how)
    with records() as opened:
        document = control_number(opened, ref)
        opened.end_letter(number, document, state, reason, approver, actor(), to)
    note(f"{document}: {state}.")


@app.command()
def reopen(number: ActionNumber, ref: Ref, reason: Reason) -> None:
    """Let a letter wait for an answer again; what went out stays on the record."""
    with records() as opened:
        document = control_number(opened, ref)
        opened.reopen_letter(number, document, reason, actor())
    note(f"{document} is open.")


def one_of(kind: type[T], text: str) -> T:
    """The word of a list that is meant. Raises IllegalMove."""
    known = next((one for one in kind if one.value.casefold() == text.strip().casefold()), None)
    if known is None:
        raise IllegalMove(
            f"{text!r} cannot be chosen.", f"There are: {', '.join(one.value for one in kind)}."
        )
    return known
