"""Lists as files that no page of their own gives: every list comes as CSV, workbook and JSON.

Each takes the right of the page that it stands on, and holds what its reader may see and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from coordination.acting import ActingOfficial
from coordination.agreements import Agreement
from coordination.routing import RoutingRule
from coordination.templates import Template
from pipeline.encoding import Json, to_plain
from review.files import today
from review.listing import Column, exported
from review.pages.steps import records_of
from review.people import Allowed
from store.changes import Asked, ChangeRow
from store.disposing import Disposed
from store.holds import Hold
from store.hooks import Hook
from store.offices import Office
from store.portfolio import Decided, Listed, Reported
from store.register import ImpactRow, RiskRow, Sought
from store.retaining import Kept
from store.views import ActionKind, TokenRow, User
from store.watching import StudyRow

router = APIRouter(prefix="/lists")
_ALL = 100_000


@dataclass(frozen=True, slots=True)
class Taken:
    """A list: its name, the right that it takes, what its rows are, and where they come from.

    `but` are fields that no table shows; `told` makes a row plain where its fields do not.
    """

    name: str
    verb: str
    row: type
    rows: Callable[[Request], Iterable[Any]]
    but: tuple[str, ...] = ()
    told: Callable[[Any], Mapping[str, Json]] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """A column for each field, headed by its name."""
        names = [one.name for one in fields(self.row) if one.name not in self.but]
        return tuple(Column(name, name.replace("_", " ").capitalize()) for name in names)

    def plain(self, request: Request) -> Iterator[Mapping[str, Json]]:
        """The rows as a file has them."""
        for row in self.rows(request):
            plain = dict(self.told(row)) if self.told else to_plain(row)
            assert isinstance(plain, dict)
            yield {name: value for name, value in plain.items() if name not in self.but}


def _given(request: Request, *names: str) -> list[str]:
    return [request.query_params.get(name, "")[:200] for name in names]


def _risks(request: Request) -> Iterable[RiskRow]:
    action, likelihood, severity, late = _given(request, "action", "likelihood", "severity", "late")
    day = today(request) if late == "yes" else None
    return records_of(request).risks(Sought(action, likelihood, severity, limit=_ALL, late=day))


def _impacts(request: Request) -> Iterable[ImpactRow]:
    action, polarity = _given(request, "action", "polarity")
    return records_of(request).impacts(Sought(action, polarity=polarity, limit=_ALL))


def _listed(request: Request) -> Listed:
    only, action = _given(request, "only", "action")
    return Listed(only, action, _ALL)


def _changes(request: Request) -> Iterable[ChangeRow]:
    records, (action,) = records_of(request), _given(request, "action")
    return records.authority_changes(Asked(None, action or None, today(request), "all"))


def _change(row: ChangeRow) -> Mapping[str, Json]:
    plain = to_plain(row)
    assert isinstance(plain, dict)
    return plain | {"reached": [one.number for one in row.reached]}


def _template(row: Template) -> Mapping[str, Json]:
    plain = to_plain(row)
    assert isinstance(plain, dict)
    return plain | {"steps": [one.name for one in row.steps]}


def _people(request: Request) -> Iterable[Any]:
    return records_of(request).accounts()


def _person(row: Any) -> Mapping[str, Json]:
    plain, user = to_plain(row), to_plain(row.user)
    assert isinstance(plain, dict) and isinstance(user, dict)
    names = ("name", "display_name", "clearance")
    lists = {"roles": sorted(row.user.roles), "units": sorted(row.user.units)}
    return {name: user[name] for name in names} | lists | {k: v for k, v in plain.items() if k != "user"}


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    display_name: str
    clearance: str
    roles: tuple[str, ...]
    units: tuple[str, ...]
    active: bool
    has_password: bool
    has_factor: bool
    created_at: str
    last_seen: str


LISTS = (
    Taken("risks", "export", RiskRow, _risks),
    Taken("impacts", "export", ImpactRow, _impacts, ("id",)),
    Taken("analyses", "export", StudyRow,
          lambda one: records_of(one).analyses(_ALL, *_given(one, "action"))),
    Taken("status-updates", "export", Reported, lambda one: records_of(one).status_updates(_listed(one))),
    Taken("decisions", "export", Decided, lambda one: records_of(one).decisions(_listed(one))),
    Taken("authority-changes", "export", ChangeRow, _changes, ("id", "evidence"), _change),
    Taken("agreements", "export", Agreement, lambda one: records_of(one).agreements(), ("version",)),
    Taken("routing-rules", "export", RoutingRule, lambda one: records_of(one).routing_rules(),
          ("version", "tried")),
    Taken("templates", "export", Template, lambda one: records_of(one).templates(True), ("version",),
          _template),
    Taken("acting", "export", ActingOfficial, lambda one: records_of(one).acting_officials(),
          ("id", "version")),
    Taken("retention", "audit.read", Kept, lambda one: records_of(one).retained()),
    Taken("holds", "audit.read", Hold, lambda one: records_of(one).holds(standing=False)),
    Taken("disposals", "audit.read", Disposed, lambda one: records_of(one).disposals(), ("certificate",)),
    Taken("people", "admin.people", _Person, _people, told=_person),
    Taken("tokens", "admin.people", TokenRow, lambda one: records_of(one).tokens(), ("id",)),
    Taken("offices", "admin.agency", Office, lambda one: records_of(one).offices(), ("version",)),
    Taken("types", "admin.agency", ActionKind, lambda one: records_of(one).action_kinds(), ("version",)),
    Taken("webhooks", "admin.settings", Hook, lambda one: records_of(one).webhooks()),
)  # fmt: skip
"""Every list that a page shows and that has no file beside it."""


def _put_up(taken: Taken) -> None:
    reader = Annotated[User, Depends(Allowed(taken.verb))]

    def export(request: Request, user: reader) -> Response:
        return exported(request.query_params.get("as", ""), taken.name, taken.columns, taken.plain(request))

    export.__annotations__ |= {"user": reader, "request": Request, "return": Response}
    router.add_api_route(f"/{taken.name}/export", export, name=f"take {taken.name}", response_model=None)


for _one in LISTS:
    _put_up(_one)
