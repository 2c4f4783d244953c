"""`reply …`: letters that go out: drafted, written, sourced, put before offices, signed, sent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.coordinating import Reason, day
from cli.letters import BY, DAY, WAY, one_of
from cli.letters import app as app
from cli.options import ActionNumber, AsJson, Ref
from cli.printing import heading, note, say, show_json
from cli.session import actor, control_number, records, settings, this_day
from coordination.correspondence import Sent
from coordination.outgoing import Basis, Beside, lines_of

Letter = Annotated[str, typer.Argument(metavar="LETTER", help="Its id; `chancery reply show ACTION`.")]
USUAL = {
    Sent.ACKNOWLEDGEMENT: "acknowledgement",
    Sent.INTERIM: "interim-reply",
    Sent.FINAL: "final-reply",
    Sent.NOTICE: "notice-of-transfer",
}


@app.command()
def draft(
    number: ActionNumber,
    ref: Ref,
    kind: Annotated[str, typer.Option("--kind", help=f"{', '.join(Sent)}.")] = Sent.FINAL.value,
    template: Annotated[str, typer.Option("--template", help="`chancery reply templates` lists them.")] = "",
    model: Annotated[
        bool | None,
        typer.Option("--model/--no-model", help="By the model or not; where one is named, it is asked."),
    ] = None,
) -> None:
    """Draft a letter, by the model or from a content template; prints its id.

    Each sentence of the model's rests on the letter or on the record; what does not is left out and told.
    """
    from analysis import drafts_replies, reply

    wanted = one_of(Sent, kind)
    with records() as opened:
        document, conf = control_number(opened, ref), opened.settings
        by_model = drafts_replies(conf) and not template if model is None else model
        body = reply(conf, opened, opened.reply_grounds(number, document, wanted)) if by_model else None
        say(opened.draft_reply(number, document, wanted, template or USUAL[wanted], actor(), body))
    if body is not None:
        note(f"{body.by[:1].upper()}{body.by[1:]}." + ("" if body.lines else " The template was filled."))
        for one in body.left_out:
            note(f"Left out: {one.text} ({one.why})")


@app.command()
def text(letter: Letter, as_json: AsJson = False) -> None:
    """Show a letter's words, and on what each sentence rests."""
    with records() as opened:
        found, _ = opened.outgoing_letter(letter)
    if as_json:
        show_json(found)
        return
    heading(f"{found.kind}: {found.subject} ({found.state})")
    if found.analyzer:
        say(found.analyzer)
    for place, line in enumerate(found.lines, start=1):
        say(f"{place:3} {line.text}")
        rests = f"{line.basis}: {line.source} {line.quote}".strip()
        say(f"      {rests}")
    for one in found.left_out:
        say(f"Left out: {one.text} ({one.why})")


@app.command()
def write(
    letter: Letter,
    file: Annotated[Path, typer.Argument(help="A text with an empty line between paragraphs; - for input.")],
    subject: Annotated[str, typer.Option("--subject", help="Another subject.")] = "",
    enclosure: Annotated[list[str] | None, typer.Option(help="What lies in it; may be repeated.")] = None,
    copy: Annotated[list[str] | None, typer.Option(help="Who gets a copy; may be repeated.")] = None,
) -> None:
    """Give a letter other words. A sentence that stood there before keeps its source."""
    words = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    with records() as opened:
        found, _ = opened.outgoing_letter(letter)
        lines, about = lines_of(words, found.lines), subject or found.subject
        kept = (found.beside.enclosures, found.beside.copies)
        given = (tuple(new) if new else old for new, old in zip((enclosure, copy), kept, strict=True))
        opened.write_letter(letter, found.version, about, lines, actor(), Beside(*given))
        loose = len(opened.outgoing_letter(letter)[0].loose)
    note(f"Written; {loose} sentences rest on nothing yet.")


@app.command()
def source(
    letter: Letter,
    sentence: Annotated[int, typer.Argument(help="Its number in `chancery reply text`.")],
    document: Annotated[str, typer.Option("--document", help="The document that says it.")] = "",
    words: Annotated[str, typer.Option("--words", help="The words of the document, or why you vouch.")] = "",
) -> None:
    """Say on what a sentence rests: words of a document, your own word, or (without either) courtesy."""
    with records() as opened:
        found, _ = opened.outgoing_letter(letter)
        named = control_number(opened, document) if document else ""
        basis = Basis.DOCUMENT if named else Basis.PERSON if words else Basis.COURTESY
        opened.support_sentence(letter, found.version, sentence - 1, basis, named, words, actor())
    note(f"Sentence {sentence} rests on {basis}.")


@app.command()
def concur(
    letter: Letter,
    offices: Annotated[list[str], typer.Argument(help="Offices that must concur.")],
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="Until when.")] = "",
) -> None:
    """Put a letter's words before offices; each gets an action item."""
    with records() as opened:
        found, number = opened.outgoing_letter(letter)
        opened.ask_concurrence(letter, found.version, offices, day(due) if due else None, actor())
    note(f"Asked; `chancery items {number}` lists what they have to do.")


@app.command()
def sign(
    letter: Letter,
    by: Annotated[str, typer.Option("--by", help="Whose signature is under it.")],
    level: Annotated[
        str, typer.Option("--level", help="Signature level; that of the action if not said.")
    ] = "",
) -> None:
    """Put down that a letter is signed, and release it. Who wrote a reply does not release it."""
    with records() as opened:
        found, _ = opened.outgoing_letter(letter)
        opened.sign_letter(letter, found.version, by, level, actor())
    note(f"{found.kind} is signed by {by}.")


@app.command()
def unsign(letter: Letter, reason: Reason) -> None:
    """Take a signature back before the letter goes out."""
    with records() as opened:
        found, _ = opened.outgoing_letter(letter)
        opened.unsign_letter(letter, found.version, reason, actor())
    note("The signature is taken back.")


@app.command()
def withdraw(letter: Letter, reason: Reason) -> None:
    """Give up a letter that did not go out."""
    with records() as opened:
        found, _ = opened.outgoing_letter(letter)
        opened.withdraw_letter(letter, found.version, reason, actor())
    note(f"{found.kind} is withdrawn.")


@app.command()
def paper(
    letter: Letter,
    ref: Ref,
    file: Annotated[Path, typer.Argument(help="Where to write it; its name ends in .docx or .pdf.")],
) -> None:
    """Write a letter as a file, as it stands, addressed to the writer of a document."""
    with records() as opened:
        made, _ = opened.letter_file(letter, control_number(opened, ref), file.suffix.lower().lstrip("."))
    file.write_bytes(made.data)
    note(f"{file} is written.")


@app.command()
def sheet(letter: Letter, file: Annotated[Path, typer.Argument(help="Where to write the PDF.")]) -> None:
    """Write the control sheet of a letter: facts, concurrences, the tabs of the package."""
    with records() as opened:
        file.write_bytes(opened.control_sheet(letter))
    note(f"{file} is written.")


@app.command()
def send(
    letter: Letter,
    refs: Annotated[list[str], typer.Argument(metavar="REF...", help="The letters that it answers.")],
    way: Annotated[str, WAY],
    on: Annotated[str, DAY] = "",
    by: Annotated[str, BY] = "",
    form: Annotated[str, typer.Option("--form", help="pdf or docx.")] = "pdf",
    number: Annotated[str, typer.Option("--number", help="The carrier's number of it.")] = "",
) -> None:
    """Put down that a signed letter went out; each addressee gets a file and a proof of its own."""
    from store.dispatching import Posted

    posted = Posted(day(on) if on else this_day(), way, by or actor(), number)
    with records() as opened:
        found, _ = opened.outgoing_letter(letter)
        documents = [control_number(opened, ref) for ref in refs]
        proofs = opened.send_letter(letter, found.version, documents, form, posted, actor())
    note(f"{found.kind}: {len(proofs)} sent on {posted.day}, each with its proof.")


@app.command()
def templates(
    name: Annotated[str, typer.Argument(help="Show this one; without a name, list all.")] = "",
    edit: Annotated[
        bool, typer.Option("--edit", help="Put it into the office's folder, to be edited.")
    ] = False,
) -> None:
    """List the content templates of letters, show one, or copy it to be edited."""
    from papers import templates as kept

    home = settings().home
    if not name:
        for one in kept.names(home):
            say(one)
    elif edit:
        say(str(kept.write_out(home, name)))
    else:
        kept.load(home, name)
        say(kept.text_of(home, name))
