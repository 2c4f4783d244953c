"""The index of a records package: a page that stands alone, to be read in any browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from pipeline.encoding import Json

_STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
    "th,td{border:1px solid #767676;padding:.25rem .5rem;text-align:left;vertical-align:top}"
)


def index(
    title: str, said: Iterable[str], tables: Iterable[tuple[str, Sequence[tuple[str, str]], Rows]]
) -> bytes:
    """The page: what was asked for and how it was made, then each table with its columns."""
    parts = "".join(f"<p>{escape(line)}</p>" for line in said)
    parts += "".join(_table(*one) for one in tables)
    head = escape(title)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{head}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{head}</h1>{parts}</body></html>\n"
    ).encode("utf-8", "surrogatepass")


Rows = Sequence[Mapping[str, Json]]


def _table(title: str, columns: Sequence[tuple[str, str]], rows: Rows) -> str:
    head = "".join(f'<th scope="col">{escape(label)}</th>' for _, label in columns)
    body = "".join(f"<tr>{''.join(_cell(name, row.get(name)) for name, _ in columns)}</tr>" for row in rows)
    if not rows:
        return f"<h2>{escape(title)}</h2><p>None.</p>"
    return f"<h2>{escape(title)}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(name: str, value: Json) -> str:
    if name == "files" and isinstance(value, list):
        links = (f'<a href="{escape(str(one))}">{escape(str(one).rpartition("/")[2])}</a>' for one in value)
        return f"<td>{', '.join(links)}</td>"
    return f"<td>{escape('' if value is None else str(value))}</td>"
