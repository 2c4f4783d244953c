"""Lists: what an address asks for, what the page shows of it, and the same as a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from pipeline.encoding import Json, to_plain
from pipeline.problems import NotFound
from pipeline.tabular import csv_lines
from pipeline.workbook import workbook
from store.views import SavedView

PAGE = 50
COUNTED = 1000
"""Rows are counted so far; what is beyond is shown as more than that."""

_LONGEST = 200
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


Row = TypeVar("Row")


class SupportsSort(Protocol):
    """What can be put in order."""

    def __lt__(self, other: Any, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in addresses and files, its heading, whether a list can be put in its order."""

    name: str
    label: str
    sorts: bool = False
    look: str = ""


def sorted_by(columns: Sequence[Column], *names: str) -> tuple[Column, ...]:
    """The same columns, of which these alone can put the list in order."""
    return tuple(replace(column, sorts=column.sorts and column.name in names) for column in columns)


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to narrow a list: by one of some values (with their words), or by what is typed."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()

    def takes(self, value: str) -> bool:
        """Whether this can be asked for."""
        return not self.options or any(value == name for name, _ in self.options)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list: filters that are set, the order, and after which row to go on."""

    address: str
    values: Mapping[str, str]
    sort: str = ""
    down: bool = False
    after: str = ""

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def order(self) -> str:
        """The order as an address names it; empty for the usual one."""
        return f"{'-' if self.down else ''}{self.sort}"

    @property
    def kept(self) -> Mapping[str, str]:
        """All that makes this list what it is, on whichever page."""
        return {**self.values, "sort": self.order}

    def query(self, **changes: str) -> str:
        """The part after the question mark, with changes; it starts on the first page."""
        pairs = {**self.kept, **changes}
        return urlencode([(name, value) for name, value in pairs.items() if value])

    def link(self, **changes: str) -> str:
        """The address of the list with these changes."""
        query = self.query(**changes)
        return f"{self.address}?{query}" if query else self.address

    def ordered(self, column: Column) -> str:
        """How the list lies by this column, as `aria-sort` says it."""
        if column.name != self.sort:
            return "none"
        return "descending" if self.down else "ascending"

    def reorder(self, column: Column) -> str:
        """The address of the same list in the order of this column, or the other way round."""
        turned = column.name == self.sort and not self.down
        return self.link(sort=f"{'-' if turned else ''}{column.name}")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list. `total` counts up to COUNTED; `name` is the list's own in saved views and files."""

    name: str
    asked: Asked
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    rows: Sequence[Any]
    total: int
    more: str = ""
    saved: tuple[SavedView, ...] = ()
    views: tuple[tuple[str, str], ...] = ()
    picks: str = ""
    row_name: Callable[[Any], str] = field(default=str)
    noun: str = "row"
    plural: str = ""
    export: str = "/export"
    usual: str = "Most pressing first"
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def counted(self) -> str:
        """How many there are, in words."""
        noun = self.noun if self.total == 1 else self.plural or f"{self.noun}s"
        return f"{capped(self.total)} {noun}"

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set, beside the view."""
        return any(self.asked[one.name] for one in self.filters)

    @property
    def saved_here(self) -> SavedView | None:
        """The saved view that this address is."""
        return next((view for view in self.saved if view.query == self.asked.query()), None)


def capped(count: int) -> str:
    """A count as a page tells it."""
    return f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"


def asked(
    request: Request,
    columns: Iterable[Column],
    filters: Iterable[Filter],
    address: str = "",
    views: Sequence[str] = (),
    usual: tuple[str, str] = ("", ""),
) -> Asked:
    """What this request asks for; what no list could mean is passed over. The first view is the usual one.

    `usual` is a filter with the value that it has where an address does not name it.
    """
    given = request.query_params
    values = {
        one.name: value
        for one in filters
        if (value := given.get(one.name, "").strip()[:_LONGEST])
        and one.takes(value)
        and (one.name, value) != usual
    }
    if views:
        named = given.get("view", "")
        values["view"] = named if named in views else views[0]
    wanted = given.get("sort", "")
    sort = wanted.removeprefix("-")
    asked = Asked(address or request.url.path, values, after=given.get("after", "")[:_LONGEST])
    sorts = any(column.name == sort and column.sorts for column in columns)
    return replace(asked, sort=sort, down=wanted.startswith("-")) if sorts else asked


def in_order(
    rows: Sequence[Row], asked: Asked, keys: Mapping[str, Callable[[Row], SupportsSort]]
) -> list[Row]:
    """Rows that are all in memory, in the order that is asked for; else as they come."""
    key = keys.get(asked.sort)
    return sorted(rows, key=key, reverse=asked.down) if key else list(rows)


def part(rows: Sequence[Row], asked: Asked, name: Callable[[Row], str]) -> tuple[Sequence[Row], str]:
    """The rows of one page, and after which one the next begins; empty where none does."""
    start = next((number + 1 for number, row in enumerate(rows) if name(row) == asked.after), 0)
    return cut(rows[start:], PAGE, name)


def cut(rows: Sequence[Row], size: int, name: Callable[[Row], str]) -> tuple[Sequence[Row], str]:
    """So many of the rows, of which one more was read, and after which one to go on; empty at the end."""
    shown = rows[:size]
    return shown, name(shown[-1]) if len(rows) > size else ""


def plain_row(row: object) -> dict[str, Json]:
    """A record as a row of a file, by the names of its fields."""
    plain = to_plain(row)
    assert isinstance(plain, dict)
    return plain


def exported(kind: str, name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Json]]) -> Response:
    """The rows as a file: csv, json or xlsx; the former two are sent while they are read. Raises NotFound."""
    headings = [(column.name, column.label) for column in columns]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    if kind == "csv":
        return StreamingResponse(csv_lines(headings, rows), media_type="text/csv", headers=headers)
    if kind == "json":
        return StreamingResponse(_json_lines(rows), media_type="application/json", headers=headers)
    if kind == "xlsx":
        return Response(workbook(name, headings, rows), media_type=_WORKBOOK, headers=headers)
    raise NotFound(f"A list cannot be had as {kind[:20]!r}.", remedy="Ask for csv, xlsx or json.")


def _json_lines(rows: Iterable[Mapping[str, Json]]) -> Iterator[str]:
    before = "[\n"
    for row in rows:
        yield before + json.dumps(to_plain(row), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
