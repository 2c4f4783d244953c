"""`authorities`, `search`: the legal authorities on the record, and the words of the documents."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import AsJson
from cli.printing import note, shortened, show_json, table
from cli.session import records

app = typer.Typer(help="Legal authorities on the record.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def authorities(context: typer.Context) -> None:
    """Legal authorities on the record."""
    if context.invoked_subcommand is None:
        list_authorities()


@app.command("list")
def list_authorities(
    cited: Annotated[int, typer.Option(min=0, help="Only those cited by at least so many documents.")] = 0,
    as_json: AsJson = False,
) -> None:
    """List every authority with its type and how many documents cite it."""
    with records() as opened:
        rows = [row for row in opened.authorities() if row.cited_by >= cited]
    if as_json:
        show_json({"authorities": rows})
        return
    if not rows:
        note("No authority is on the record. They come there when a document is finished.")
        return
    table(
        ("citation", "type", "title", "status", "text held", "cited by"),
        [
            (row.citation, row.type, row.title, row.status, "yes" if row.held else "no", row.cited_by)
            for row in rows
        ],
    )


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Words that the document must hold.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many documents.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find documents by their words, the best first."""
    with records() as opened:
        hits = opened.search(" ".join(words), limit)
    if as_json:
        show_json({"hits": hits})
        return
    if not hits:
        note("No document holds these words.")
        return
    table(
        ("number", "document", "passage"),
        [(hit.control_number, shortened(hit.title or "", 50), shortened(hit.passage, 120)) for hit in hits],
    )
