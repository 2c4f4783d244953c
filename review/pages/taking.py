"""Lists as files that no page of their own gives: every list comes as CSV, workbook and JSON.

Each takes the right of the page that it stands on, and holds what its reader may see and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request, Response

from coordination.acting import ActingOfficial
from coordination.agreements import Agreement
from coordination.routing import RoutingRule
from coordination.templates import Template
from pipeline.encoding import Json
from review.files import today
from review.listing import Column, exported, plain_row
from review.pages.agreements import agreements_asked
from review.pages.portfolio import DECISIONS, UPDATES
from review.pages.register import analyses_sought, impacts_sought, risks_sought
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
from store.views import AccountRow, ActionKind, TokenRow, User
from store.watching import StudyRow

router = APIRouter(prefix="/lists")
_ALL = 100_000
Part = TypeVar("Part", Sought, Listed)


@dataclass(frozen=True, slots=True)
class Taken:
    """A list: its name, the right that it takes, the names of its columns, and where its rows come from.

    `told` makes a row plain where its fields do not.
    """

    name: str
    verb: str
    names: tuple[str, ...]
    rows: Callable[[Request], Iterable[Any]]
    told: Callable[[Any], Mapping[str, Json]] = plain_row

    @property
    def columns(self) -> tuple[Column, ...]:
        """A column for each name, headed by it."""
        return tuple(Column(name, name.replace("_", " ").capitalize()) for name in self.names)

    def plain(self, request: Request) -> Iterator[Mapping[str, Json]]:
        """The rows as a file has them."""
        for row in self.rows(request):
            plain = self.told(row)
            yield {name: plain[name] for name in self.names}


def _of(row: type, *but: str) -> tuple[str, ...]:
    """The fields of a record, without those that no table shows."""
    return tuple(one.name for one in fields(row) if one.name not in but)


def _given(request: Request, *names: str) -> list[str]:
    return [request.query_params.get(name, "")[:200] for name in names]


def _whole(part: Part) -> Part:
    return replace(part, limit=_ALL, after="")


def _risks(request: Request) -> Iterable[RiskRow]:
    _, sought = risks_sought(request, today(request))
    return records_of(request).risks(_whole(sought))


def _impacts(request: Request) -> Iterable[ImpactRow]:
    _, sought = impacts_sought(request)
    return records_of(request).impacts(_whole(sought))


def _analyses(request: Request) -> Iterable[StudyRow]:
    _, sought = analyses_sought(request)
    return records_of(request).analyses(_whole(sought))


def _updates(request: Request) -> Iterable[Reported]:
    return records_of(request).status_updates(_whole(UPDATES.wanted(UPDATES.asked(request))))


def _decisions(request: Request) -> Iterable[Decided]:
    return records_of(request).decisions(_whole(DECISIONS.wanted(DECISIONS.asked(request))))


def _changes(request: Request) -> Iterable[ChangeRow]:
    records, (action,) = records_of(request), _given(request, "action")
    return records.authority_changes(Asked(None, action or None, today(request), "all"))


def _change(row: ChangeRow) -> Mapping[str, Json]:
    return plain_row(row) | {"reached": [one.number for one in row.reached]}


def _template(row: Template) -> Mapping[str, Json]:
    return plain_row(row) | {"steps": [one.name for one in row.steps]}


def _person(row: AccountRow) -> Mapping[str, Json]:
    lists: dict[str, Json] = {name: [*sorted(getattr(row.user, name))] for name in ("roles", "units")}
    return plain_row(row) | plain_row(row.user) | lists


LISTS = (
    Taken("risks", "export", _of(RiskRow), _risks),
    Taken("impacts", "export", _of(ImpactRow, "id"), _impacts),
    Taken("analyses", "export", _of(StudyRow), _analyses),
    Taken("status-updates", "export", _of(Reported, "id"), _updates),
    Taken("decisions", "export", _of(Decided, "id"), _decisions),
    Taken("authority-changes", "export", _of(ChangeRow, "id", "evidence"), _changes, _change),
    Taken("agreements", "export", _of(Agreement, "version"), lambda one: agreements_asked(one)[1]),
    Taken("routing-rules", "export", _of(RoutingRule, "version", "tried"),
          lambda one: records_of(one).routing_rules()),
    Taken("templates", "export", _of(Template, "version"), lambda one: records_of(one).templates(True),
          _template),
    Taken("acting", "export", _of(ActingOfficial, "id", "version"),
          lambda one: records_of(one).acting_officials()),
    Taken("retention", "audit.read", _of(Kept), lambda one: records_of(one).retained()),
    Taken("holds", "audit.read", _of(Hold), lambda one: records_of(one).holds(standing=False)),
    Taken("disposals", "audit.read", _of(Disposed, "certificate"), lambda one: records_of(one).disposals()),
    Taken("people", "admin.people",
          ("name", "display_name", "clearance", "roles", "units", *_of(AccountRow, "user")),
          lambda one: records_of(one).accounts(), _person),
    Taken("tokens", "admin.people", _of(TokenRow, "id"), lambda one: records_of(one).tokens()),
    Taken("offices", "admin.agency", _of(Office, "version"), lambda one: records_of(one).offices()),
    Taken("types", "admin.agency", _of(ActionKind, "version"), lambda one: records_of(one).action_kinds()),
    Taken("webhooks", "admin.settings", _of(Hook), lambda one: records_of(one).webhooks()),
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
