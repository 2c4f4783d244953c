"""`user` and `token`: who may sign in and what they may see, and the programs that speak for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson
from cli.printing import note, say, show_json, table
from cli.session import actor, now, records, settings
from pipeline.problems import IllegalMove, NotFound
from pipeline.rights import ROLES, VERBS, Handling

if TYPE_CHECKING:
    from store.records import SqlRecords
    from store.views import User

user = typer.Typer(help="Who may sign in, and what they may see.", rich_markup_mode=None)
token = typer.Typer(help="What programs sign in with.", rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name that somebody signs in with.")]
Roles = Annotated[
    list[str] | None, typer.Option("--role", metavar="ROLE", help=f"May be repeated: {', '.join(ROLES)}.")
]
Level = Annotated[
    Handling | None, typer.Option("--clearance", help="How guarded a document they may see at most.")
]
Units = Annotated[
    list[str] | None,
    typer.Option("--unit", metavar="UNIT", help="Hold them to a unit, by abbreviation; may be repeated."),
]


@user.command("list")
def list_users(as_json: AsJson = False) -> None:
    """List everybody who may sign in or once could."""
    with records() as opened:
        rows = opened.accounts()
    if as_json:
        show_json({"users": [_plain(row.user) | {"active": row.active} for row in rows]})
        return
    table(
        ("name", "display name", "roles", "cleared for", "units", "signs in"),
        [
            (
                row.user.name,
                row.user.display_name,
                ", ".join(sorted(row.user.roles)),
                row.user.clearance.value,
                ", ".join(sorted(row.user.units)) or "all",
                "yes" if row.active else "no",
            )
            for row in rows
        ],
    )


def _plain(known: User) -> dict[str, object]:
    return {
        "name": known.name,
        "display_name": known.display_name,
        "roles": sorted(known.roles),
        "clearance": known.clearance.value,
        "units": sorted(known.units),
    }


@user.command()
def add(
    name: Name,
    called: Annotated[str, typer.Option("--called", help="Their name as people write it.")] = "",
    role: Roles = None,
    clearance: Level = None,
    unit: Units = None,
) -> None:
    """Let somebody sign in, and print the link by which they do so first."""
    from store.views import User

    with records() as opened:
        if any(known.name == name for known in opened.users()):
            raise IllegalMove(
                f"{name} may sign in already.", "", f"Change roles with `chancery user role {name}`."
            )
        level = clearance or Handling.RESTRICTED
        made = User(name, called or name, frozenset(role or ()), level, frozenset(unit or ()))
        opened.add_user(made, actor())
        opened.clear_user(made, actor())
        _link(opened, name)


@user.command("role")
def change_roles(
    name: Name, role: Annotated[list[str], typer.Argument(metavar="ROLE...", help=", ".join(ROLES))]
) -> None:
    """Give somebody these roles in place of those they have; they sign in again."""
    with records() as opened:
        opened.add_user(replace(_known(opened, name), roles=frozenset(role)), actor())
    say(f"{name} is {', '.join(sorted(set(role)))} now.")


@user.command("clear")
def clear(name: Name, clearance: Level = None, unit: Units = None) -> None:
    """Set how far somebody is cleared, and to which units they are held; without --unit, to none."""
    with records() as opened:
        known = _known(opened, name)
        wanted = replace(known, clearance=clearance or known.clearance, units=frozenset(unit or ()))
        opened.clear_user(wanted, actor())
    held = f", held to {', '.join(sorted(wanted.units))}" if wanted.units else ""
    say(f"{name} is cleared for {wanted.clearance.value}{held}.")


@user.command()
def link(name: Name) -> None:
    """Print a link that signs somebody in once, within 15 minutes."""
    with records() as opened:
        _link(opened, name)


@user.command()
def reset(name: Name) -> None:
    """Take every way in and all sessions from somebody, and print a link for a fresh start."""
    with records() as opened:
        opened.reset_user(name, actor())
        _link(opened, name)


@user.command()
def vouch(
    name: Name,
    mail: Annotated[
        str | None, typer.Option("--mail", metavar="ADDRESS", help="Their address, for the first sign-in.")
    ] = None,
    card: Annotated[
        str | None,
        typer.Option("--card", metavar="NAME", help="The name on their card, as the proxy tells it."),
    ] = None,
    id: Annotated[str | None, typer.Option("--id", metavar="ID", help="Their id with the provider.")] = None,
) -> None:
    """Set as whom the provider of sign-ins or a card vouches for somebody; "" forgets it."""
    from store.vouching import CARD, MAIL

    with records() as opened:
        _known(opened, name)
        issuer = settings().oidc_issuer
        if id is not None and not issuer:
            raise IllegalMove("There is no provider whose id that is.", "", "Set CHANCERY_OIDC_ISSUER first.")
        for voucher, subject in ((MAIL, mail), (CARD, card), (issuer, id)):
            if subject is not None:
                opened.know_outside(name, voucher, subject, actor())
        rows = opened.outside(name)
    table(("vouched for by", "as", "since"), [(row.voucher, row.subject, row.since) for row in rows])


@user.command()
def disable(name: Name) -> None:
    """Let somebody sign in no more; their sessions and tokens end, the account stays on the record."""
    with records() as opened:
        opened.deactivate(name, actor())
    say(f"{name} signs in no more.")


def _known(opened: SqlRecords, name: str) -> User:
    found = next((known for known in opened.users() if known.name == name), None)
    if found is None:
        raise NotFound(f"There is no user {name!r}.", remedy="List them with `chancery user list`.")
    return found


def _link(opened: SqlRecords, name: str) -> None:
    made = opened.issue_link(name, now(), actor())
    say(f"{_address()}/sign-in?link={made}")
    note(f"It signs {name} in once, within 15 minutes. Hand it to nobody else.")


def _address() -> str:
    known = settings()
    return known.origin or f"http://127.0.0.1:{known.port}"


@token.command()
def issue(
    owner: Annotated[str, typer.Argument(metavar="USER", help="Whom the program speaks for.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the token is for.")],
    may: Annotated[
        list[str], typer.Option("--may", metavar="DEED", help=f"May be repeated: {', '.join(VERBS)}.")
    ],
    days: Annotated[int, typer.Option("--days", help="How long it is good.")] = 90,
) -> None:
    """Make a token for a program and print it, this once."""
    with records() as opened:
        row, secret = opened.new_token(owner, name, may, days, actor())
    say(secret)
    note(f"It is shown this once, and good until {row.expires_at:%Y-%m-%d}.")


@token.command("list")
def list_tokens(
    owner: Annotated[str | None, typer.Argument(metavar="[USER]", help="Only this user's.")] = None,
    as_json: AsJson = False,
) -> None:
    """List tokens, the newest first, without what opens anything."""
    with records() as opened:
        rows = opened.tokens(owner)
    if as_json:
        show_json({"tokens": rows})
    elif not rows:
        note("There are no tokens.")
    else:
        table(
            ("token", "of", "for", "may", "good until", "last used", "revoked"),
            [
                (row.prefix, row.user, row.name, ", ".join(row.verbs), row.expires_at, row.last_used_at,
                 row.revoked_at)
                for row in rows
            ],
        )  # fmt: skip


@token.command()
def revoke(
    prefix: Annotated[str, typer.Argument(metavar="TOKEN", help="What its line of the list begins with.")],
) -> None:
    """Let a token open nothing any more."""
    with records() as opened:
        opened.revoke_token(prefix, None, actor())
    say(f"{prefix} opens nothing any more.")
