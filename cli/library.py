"""`authorities`, `search`: the library of legal authorities, and everything on the record by its words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import cell, note, number_of, say, shortened, show_json, table, warn
from cli.processing import counted_progress
from cli.session import actor, records, settings

if TYPE_CHECKING:
    from store.views import AuthorityRow, AuthorityView, ReferenceRow

app = typer.Typer(help="The library of legal authorities.", rich_markup_mode=None)

Citation = Annotated[
    list[str], typer.Argument(metavar="CITATION...", help="As one types it: EO 13556, 44 usc 3501.")
]


@app.callback(invoke_without_command=True)
def authorities(context: typer.Context) -> None:
    """The library of legal authorities."""
    if context.invoked_subcommand is None:
        list_authorities()


@app.command("list")
def list_authorities(
    cited: Annotated[int, typer.Option(min=0, help="Only those cited at least so many times.")] = 0,
    kind: Annotated[str, typer.Option("--type", help="Only of this type, such as `executive order`.")] = "",
    status: Annotated[str, typer.Option(help="Only of this status, such as `revoked`.")] = "",
    missing: Annotated[
        bool, typer.Option("--missing", help="Only those whose text is not held, the most cited first.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List authorities with their type, their status and how often they are cited."""
    with records() as opened:
        rows = [
            row
            for row in opened.authorities()
            if row.cited_by >= cited
            and kind.lower() in row.type.lower()
            and status.lower() in row.status.lower()
            and not (missing and row.held)
        ]
    if missing:
        rows.sort(key=lambda row: -row.cited_by)
    if as_json:
        show_json({"authorities": rows})
        return
    if not rows:
        note("No such authority is on the record. They come there when a document is finished, or by import.")
        return
    table(("citation", "type", "title", "status", "text held", "cited by"), [_row(row) for row in rows])


def _row(row: AuthorityRow) -> tuple[object, ...]:
    title = shortened(row.title or "", 60)
    return row.citation, row.type, title, row.status, "yes" if row.held else "no", row.cited_by


@app.command("show")
def show_authority(
    citation: Citation,
    text: Annotated[
        bool, typer.Option("--text", help="Show the text that is held, and nothing else.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show an authority: what became of it, what it changed, what it leans on, who cites it."""
    name = _meant(citation)
    with records() as opened:
        if text:
            say_text(opened.authority_text(name))
            return
        view = opened.authority(name)
    if as_json:
        show_json(view)
        return
    _show(view)


def say_text(words: str) -> None:
    """A text as it is, line by line."""
    for line in words.split("\n"):
        say(line)


def _meant(citation: list[str]) -> str:
    from flows.searching import cited

    typed = " ".join(citation)
    return cited(typed) or typed


def _show(view: AuthorityView) -> None:
    row = view.row
    say(f"{row.citation}  {row.title or ''}".rstrip())
    why = f": {view.status_why}" if view.status_why else ""
    say(f"{row.type} · {row.status}{why}")
    days = (("signed", view.signed), ("published", view.published), ("effective", view.effective))
    told = [f"{name} {day.isoformat()}" for name, day in days if day]
    held = (
        f"text from {view.source}"
        if view.source
        else f"text held as {view.document}"
        if view.document
        else ""
    )
    if told or held:
        say(" · ".join((*told, held or "text not held")))
    _show_references("What became of it", view.changed_by)
    _show_references("What it changes", view.changes)
    _show_references(f"What it leans on ({view.leans_on_count})", view.leans_on[:20])
    _show_references(f"Who speaks of it ({view.cited_by_count})", view.cited_by[:20])


_SAYS = {"review": "approved", "note": "Register's note", "text": "its text, not confirmed"}


def _show_references(heading: str, rows: tuple[ReferenceRow, ...]) -> None:
    if not rows:
        return
    say("")
    say(heading)
    table(
        ("date", "relation", "authority", "title", "how", "who says so"),
        [
            (
                cell(row.date),
                row.relation + (" in part" if row.in_part else ""),
                ", ".join(filter(None, (row.citation or row.document, row.pinpoint))),
                shortened(row.title or "", 50),
                shortened("; ".join(row.operations), 60),
                _SAYS[row.basis],
            )
            for row in rows
        ],
    )


@app.command("related")
def show_related(
    words: Annotated[
        list[str], typer.Argument(metavar="CITATION|TEXT...", help="An authority, or any text.")
    ],
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most so many.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Find what has to do with an authority on the record or with a text, and say why."""
    from analysis import embedder
    from flows.searching import cited, related

    typed = " ".join(words)
    with records() as opened:
        opened.index(embedder=embedder(opened.settings))
        own = cited(typed)
        held = own and opened.holds_authority(own)
        text = opened.authority_text(held) if held else typed
        rows = related(opened, text, limit, held or None)
    if as_json:
        show_json({"related": rows})
        return
    if not rows:
        note("Nothing on the record has to do with it.")
        return
    table(
        ("authority or document", "title", "status", "why"),
        [(row.name, shortened(row.title or "", 60), row.status, "; ".join(row.why)) for row in rows],
    )


@app.command("import")
def import_authorities(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            exists=True,
            dir_okay=False,
            help="Federal Register JSON, USLM XML or CSV; gzip too.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Fill the library from collections: texts, notes, and what they say of one another.

    Again changes nothing. An authority that was known by its citation alone gets its text, without a double.
    """
    from analysis import embedder
    from flows.library import Filled, fill
    from flows.wiring import open_desk

    filled: list[Filled] = []
    with open_desk(settings()) as desk:
        for path in paths:
            with counted_progress(path.name) as told:
                data = _opened(path)
                filled.append(fill(desk.records, desk.reader.sandbox, data, path.name, actor(), told))
        with counted_progress("index") as told:
            desk.records.index(told, embedder=embedder(desk.settings))
    if as_json:
        show_json({"imports": filled})
    else:
        for one in filled:
            _tell(one)
    raise typer.Exit(Exit.SET_ASIDE if any(one.refused for one in filled) else Exit.GOOD)


def _opened(path: Path) -> bytes:
    import gzip

    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def _tell(one: object) -> None:
    from flows.library import Filled

    assert isinstance(one, Filled)
    done = one.shelved
    say(
        f"{one.source}: {number_of(one.read, 'authority', 'authorities')}: {done.new} new, "
        f"{done.filled} filled in, {done.changed} changed, {done.same} the same; "
        f"{number_of(done.references, 'reference')}, {done.stubs} more known by citation alone."
    )
    for refusal in one.refused:
        warn(f"{one.source}, {refusal.where}: {refusal.why}")


@app.command("graph")
def show_graph(
    citation: Citation,
    depth: Annotated[int, typer.Option(min=1, max=4, help="So many steps away.")] = 1,
    changes: Annotated[bool, typer.Option("--changes", help="Only what changes or ends something.")] = False,
    dot: Annotated[bool, typer.Option("--dot", help="In the language of Graphviz.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the references around an authority."""
    name = _meant(citation)
    with records() as opened:
        edges = opened.authority_graph(name, depth, changes)
    if as_json:
        show_json({"edges": [{"from": start, "relation": kind, "to": end} for start, kind, end in edges]})
    elif dot:
        say_text(_dot(edges))
    elif edges:
        table(
            ("from", "relation", "to"), [(start, kind.replace("_", " "), end) for start, kind, end in edges]
        )
    else:
        note(f"Nothing on the record refers to {name}, and it refers to nothing.")


def _dot(edges: tuple[tuple[str, str, str], ...]) -> str:
    lines = [
        f'  "{_quoted(start)}" -> "{_quoted(end)}" [label="{kind.replace("_", " ")}"];'
        for start, kind, end in edges
    ]
    return "\n".join(("digraph authorities {", "  rankdir=LR;", *lines, "}"))


def _quoted(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"')


@app.command("export")
def export_authorities(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv, .xlsx or .json that is not there yet.")],
) -> None:
    """Write every authority to a file: citation, type, title, status, whether its text is held, citations."""
    from cli.exporting import write_rows

    with records() as opened:
        rows = opened.authorities()
    headings = ("citation", "type", "title", "status", "text held", "cited by")
    write_rows(
        to,
        headings,
        [
            (row.citation, row.type, row.title, row.status, "yes" if row.held else "no", row.cited_by)
            for row in rows
        ],
    )
    note(f"{number_of(len(rows), 'authority', 'authorities')} written to {to}.")


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORD...",
            help='Words, "phrases in quotes", -without, in:actions, kind:…, type:…, '
            "status:…, jurisdiction:…, issuer:…, after:2026-01-31; or a citation.",
        ),
    ],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many of each kind.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find anything on the record by its words, or by a citation.

    Documents, drafts, actions and authorities are searched. A citation is known in any spelling.
    """
    from flows.searching import search as find

    with records() as opened:
        got = find(opened, " ".join(words), limit)
    if as_json:
        show_json(got)
        return
    if got.jump:
        say(f"{got.jump} is in the library: `chancery authorities show {got.jump}`.")
    elif got.citation:
        note(f"{got.citation} is not in the library.")
    if not got.found:
        note("Nothing else holds these words." if got.citation else "Nothing holds these words.")
        return
    table(
        ("kind", "number", "title", "status", "passage"),
        [
            (
                row.kind,
                row.ref,
                shortened(row.title, 50),
                row.status.replace("_", " "),
                shortened(row.passage, 100),
            )
            for row in got.found
        ],
    )
