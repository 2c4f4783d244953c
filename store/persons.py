"""People as executive actions name them: the rows of users, and who acts for whom on which days."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from coordination import acting
from coordination.acting import ActingOfficial
from pipeline.mail import check_address
from pipeline.problems import IllegalMove, NotFound
from store import audit, queries
from store.database import Transaction, bare
from store.tables import standing
from store.tables.access import UserAccount
from store.tables.parties import Person


def person_of(move: Transaction, user: str, actor: str) -> int:
    """The person that a user is, by user name or display name; made when first named. Raises NotFound."""
    query = select(UserAccount.id, UserAccount.display_name).where(
        or_(UserAccount.name == user, UserAccount.display_name == user), UserAccount.active
    )
    account = move.connection.execute(query.order_by(UserAccount.name != user)).first()
    if account is None:
        raise NotFound(f"There is no user {user!r}.", remedy="Choose somebody who signs in here.")
    known = move.connection.execute(
        select(Person.id).where(Person.user_account_id == account.id).order_by(Person.id)
    ).scalar()
    if known is not None:
        return known
    new = insert(Person).values(
        name=account.display_name, user_account_id=account.id, created_by=actor, updated_by=actor
    )
    return move.connection.execute(new.returning(Person.id)).scalar_one()


def put_address(move: Transaction, user: str, address: str, actor: str) -> None:
    """Where mail to a user goes; nowhere for an empty address. Raises IllegalMove or NotFound."""
    audit.person(actor, "change a mail address")
    address = address.strip()
    if address:
        check_address(address, move.settings.mail_domain_list)
    key = person_of(move, user, actor)
    before = move.connection.execute(select(Person.e_mail).where(Person.id == key)).scalar()
    values = {"e_mail": address or None, "updated_by": actor, "updated_at": move.now}
    move.connection.execute(update(Person).where(Person.id == key).values(values))
    move.log(audit.who(actor), "address.changed", user, before, address or None)


def known_user(connection: Connection, name: str | None) -> str | None:
    """The user of this name or display name; None where there is none."""
    query = select(UserAccount.name).where(
        or_(UserAccount.name == name, UserAccount.display_name == name), UserAccount.active
    )
    return connection.execute(query.order_by(UserAccount.name != name)).scalar()


def display_name(connection: Connection, user: str) -> str:
    """How people call who signs in by this name; the name itself where nobody does."""
    query = select(UserAccount.display_name).where(UserAccount.name == user)
    return connection.execute(query).scalar() or user


def user_of(connection: Connection, person: int | None) -> str | None:
    """The user that a person is."""
    query = select(UserAccount.name).join(Person, Person.user_account_id == UserAccount.id)
    return connection.execute(query.where(Person.id == person)).scalar()


def _acting() -> Any:
    table, person, account = bare(standing.ActingOfficial), bare(Person), bare(UserAccount)
    official, other = person.alias(), person.alias()
    of, by = account.alias(), account.alias()
    joined = table.join(official, official.c.id == table.c.official_id)
    joined = joined.join(other, other.c.id == table.c.acting_id)
    joined = joined.join(of, of.c.id == official.c.user_account_id)
    joined = joined.join(by, by.c.id == other.c.user_account_id)
    query = select(table, of.c.name.label("official"), by.c.name.label("acting")).select_from(joined)
    return query.where(table.c.active).order_by(table.c.from_date, table.c.id)


_ACTING = _acting()
"""Asked for each reader on each page: made once."""


def acting_officials(connection: Connection) -> tuple[ActingOfficial, ...]:
    """Who acts for whom, by user names, the earliest first."""
    return tuple(
        ActingOfficial(
            row.official,
            row.acting,
            row.from_date,
            row.to_date,
            row.reason or "",
            str(row.public_id),
            row.version,
        )
        for row in connection.execute(_ACTING)
    )


def put_acting(move: Transaction, wanted: ActingOfficial, actor: str) -> None:
    """Let somebody act for an official. Raises IllegalMove where somebody else does on one of the days."""
    audit.person(actor, "name an acting official")
    move.lock("acting officials")
    acting.check_alone(acting_officials(move.connection), wanted)
    new = insert(standing.ActingOfficial).values(
        official_id=person_of(move, wanted.official, actor),
        acting_id=person_of(move, wanted.acting, actor),
        from_date=wanted.first,
        to_date=wanted.last,
        reason=wanted.reason.strip() or None,
        created_by=actor,
        updated_by=actor,
    )
    move.connection.execute(new)
    told = {"acting": wanted.acting, "from": wanted.first.isoformat()}
    told |= {"to": wanted.last.isoformat()} if wanted.last else {}
    move.log(audit.who(actor), "acting.named", wanted.official, None, told)


def end_acting(move: Transaction, name: str, last: date, actor: str) -> None:
    """End that somebody acts for an official with this day. Raises IllegalMove or NotFound."""
    audit.person(actor, "end an acting official")
    known = next((one for one in acting_officials(move.connection) if one.id == name), None)
    if known is None:
        raise NotFound("Nobody acts under this entry.", f"Its id would be {name!r}.")
    if last < known.first:
        raise IllegalMove(f"It begins on {known.first.isoformat()} only.", remedy="Choose a later day.")
    table = standing.ActingOfficial
    change = update(table).where(table.public_id == queries.uuid_of(name))
    move.connection.execute(change.values(to_date=last, version=known.version + 1, updated_by=actor))
    before = known.last.isoformat() if known.last else None
    move.log(audit.who(actor), "acting.ended", known.official, {"to": before}, {"to": last.isoformat()})
