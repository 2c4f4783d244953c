"""The round of a morning: suspenses brought before people, and each person's digest, once a day.

A row that says "sending" is committed before a message goes out, and "sent" after the server took it. What
dies in between may have been taken or not: after a quarter of an hour it is sent again under the same
Message-ID, with a line that says so. After a crash in that moment alone a digest may come twice; it is never
lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from coordination.digests import Digest, html_of, subject_of, text_of
from flows.posting import Post, letter, open_post
from pipeline.problems import Problem

if TYPE_CHECKING:
    from store.digesting import Reader
    from store.records import SqlRecords


@dataclass(slots=True)
class Sent:
    """What came of a round. `failed` names users and why; `unheard` are actions nobody answers for."""

    told: int = 0
    unheard: tuple[str, ...] = ()
    sent: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def send_round(records: SqlRecords, users: tuple[str, ...] = ()) -> Sent:
    """Climb the ladder, then send today's digests: to everybody who has an address, or to these users.

    One that cannot be sent is put down with the reason and does not keep the others back. Raises
    Misconfigured where no mail can be sent at all, ResourceShort where the server is away at the start.
    """
    settings = records.settings
    today = datetime.now(settings.zone).date()
    climbed = records.escalate(today)
    told = Sent(climbed.told, climbed.unheard)
    with open_post(settings) as post:
        for reader in records.digest_readers():
            if not users or reader.user in users:
                _one(records, reader, today, post, told)
    return told


def _one(records: SqlRecords, reader: Reader, today: date, post: Post, told: Sent) -> None:
    now = datetime.now(UTC)
    claimed = records.begin_digest(reader.user, today, now)
    if claimed is None:
        told.before.append(reader.user)
        return
    digest = records.digest(reader, today)
    if not digest.lines and not claimed.again:
        records.end_digest(claimed, reader)
        told.empty.append(reader.user)
        return
    settings = records.settings
    subject, text = subject_of(digest), text_of(digest, settings.pages, again=claimed.again)
    html = html_of(digest, settings.pages, again=claimed.again)
    try:
        post(letter(settings, reader.address, subject, text, html, claimed.message_id, now))
    except Problem as problem:
        records.end_digest(claimed, reader, problem=problem)
        told.failed[reader.user] = " ".join(problem.lines)
        return
    records.end_digest(claimed, reader, subject, text)
    told.sent.append(reader.user)


def preview(records: SqlRecords, users: tuple[str, ...] = ()) -> list[tuple[Reader, Digest, str]]:
    """Each person's digest as it would be sent now, without its round: nothing is told, sent or put down."""
    today = datetime.now(records.settings.zone).date()
    found = []
    for reader in records.digest_readers():
        if not users or reader.user in users:
            digest = records.digest(reader, today)
            found.append((reader, digest, text_of(digest, records.settings.pages)))
    return found
