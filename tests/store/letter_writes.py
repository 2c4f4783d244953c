"""One call of every write on correspondence, each on a case that was made for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from coordination.correspondence import LetterState, Route, Sent, Verdict
from coordination.outgoing import Basis, Line, Outgoing
from store.corresponded import Paper
from store.dispatching import Posted
from store.records import SqlRecords
from store.views import User
from tests.days import this_day

NAMES = (
    "log_letter", "route_letters", "end_letter", "reopen_letter", "address_letter", "judge_words",
    "draft_letter", "write_letter", "ask_concurrence", "sign_letter", "unsign_letter", "withdraw_letter",
    "dispatch_letter", "record_sent", "support_sentence",
)  # fmt: skip
"""The writes that are tried here. What they start from takes a while to make, so only they make it."""

LINE = Line("You wrote to us.", 0, Basis.COURTESY)


def reply(kind: Sent = Sent.FINAL, by: str = "ben") -> Outgoing:
    return Outgoing(kind, "The lock", (LINE,), by)


def posted(day: date | None = None) -> Posted:
    return Posted(day or this_day(), "E-mail", "ada", "ref 9")


def paper(document: str, data: bytes = b"the reply") -> Paper:
    return Paper(document, "Ann Lee", data, "application/pdf", "reply.pdf")


def make_case(records: SqlRecords, *documents: str) -> str:
    """An action of correspondence with these letters on its case; its number."""
    for name in ("ada", "ben"):
        records.add_user(User(name, name.capitalize(), frozenset({"reviewer"})), "system")
    number = records.make_action("Answer the letters", "Congressional Correspondence", "ada")
    for document in documents:
        records.log_letter(number, document, "ada")
    return number


def letter_writes(
    records: SqlRecords, drafted: Callable[..., object]
) -> tuple[str, dict[str, Callable[[], object]]]:
    """The action's number, and by the names of the methods what calls them."""
    body = (
        "The lock is closed at night and our town has no other ferry than the one that it lets through. " * 3
    )
    names = [getattr(drafted(f"{body}{end}"), "control_number", "") for end in ("", "Why so?", "Call me.")]
    first, second, spare = names
    number = make_case(records, first, second)
    own = records.letters(number)[1].own[0].id or ""
    write, ask, sign, withdraw = (records.draft_letter(number, reply(), "ben") for _ in range(4))
    unsign, send = (records.draft_letter(number, reply(Sent.ACKNOWLEDGEMENT), "ben") for _ in range(2))
    for letter in (unsign, send):
        records.sign_letter(letter, 1, "The Secretary", "Secretary", "ada")
    gone = make_case(records, first)
    records.end_letter(gone, first, LetterState.NO_FURTHER_ACTION, "It is a copy.", "ben", "ada")
    return number, {
        "log_letter": lambda: records.log_letter(number, spare, "ada"),
        "address_letter": lambda: records.address_letter(number, first, 1, "Ann Lee", "", "12 Reed", "ada"),
        "judge_words": lambda: records.judge_words(number, second, [own], Verdict.DISMISSED, "No.", "ada"),
        "route_letters": lambda: records.route_letters(number, Route.SIGNATURE, "OCFO", "", "ada"),
        "end_letter": lambda: records.end_letter(
            number, spare, LetterState.TRANSFERRED, "It is theirs.", "ben", "ada", "The Port Office"
        ),
        "reopen_letter": lambda: records.reopen_letter(gone, first, "It is none.", "ada"),
        "draft_letter": lambda: records.draft_letter(number, reply(), "ben"),
        "write_letter": lambda: records.write_letter(write, 1, "The ferry", (LINE,), "ben"),
        "ask_concurrence": lambda: records.ask_concurrence(ask, 1, ["OGC"], None, "ada"),
        "sign_letter": lambda: records.sign_letter(sign, 1, "The Secretary", "Secretary", "ada"),
        "unsign_letter": lambda: records.unsign_letter(unsign, 2, "A word is wrong.", "ada"),
        "support_sentence": lambda: records.support_sentence(
            withdraw, 1, 0, Basis.DOCUMENT, first, "no other  ferry", "ada"
        ),
        "withdraw_letter": lambda: records.withdraw_letter(withdraw, 2, "Not needed.", "ada"),
        "dispatch_letter": lambda: records.dispatch_letter(send, 2, [paper(first)], posted(), "ada"),
        "record_sent": lambda: records.record_sent(number, Sent.FINAL, paper(second), posted(), "ada"),
    }
