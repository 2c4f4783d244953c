"""The day of what a duty makes, told behind it: "Each pier shall keep a log. Logs are due May 4".

Memoranda order the work in one sentence and say by when in the next, of the inventory, the plan or the
certification. Read alone, the first has no deadline, and the second is a duty told twice. Where several
duties above speak of the thing, or several days are set for it, it is in doubt which is meant: each stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from analysis.cued import cued
from analysis.deadlines import Deadline, Form
from analysis.outline import Role
from analysis.taskings.obligations import ORDERS, Obligations, Row
from analysis.taskings.reply_dates import ReplyDate
from analysis.taskings.requests import LETTERS

_FIRM = (Form.DATE, Form.OFFSET, Form.PERIOD, Form.WEEKDAY)
_DUE = cued(
    "due submitted provided sent delivered transmitted forwarded completed filed received returned",
    r"\W*(?P<thing>(?:(?!(?:it|they|this|what|there|we|you|I)\b)[\w’'-]+\s+){1,6}?)"
    r"(?:is|are|(?:will|must|shall|should|(?:is|are)\s+to)\s+be)\s+"
    r"(?:(?P<due>due)|(?<=\bbe\s)(?:submitted|provided|sent|delivered|transmitted|forwarded|completed|filed|received|returned))\s+",
    re.I,
)
_BETWEEN = re.compile(r"(?:due\s+)?(?:(?:to|in|at|with)\s+(?:[\w’'-]+\s+){1,8})?", re.I)
"""What stands between "is" or "be sent" and the term: to whom, through what."""
_SMALL = re.compile(
    r"the|all|any|each|every|such|these|those|this|that|their|your|our|its|of|and|for|completed|signed"
)
_NEAR, _STEM = 6, 5


def is_due(row: Row) -> bool:
    """Whether a row only says that something is due, which another may ask for."""
    return row.modal.lower().endswith(" due")


def things_due(found: Obligations, rows: Mapping[int, Row]) -> dict[int, ReplyDate]:
    """The sentence that dates a duty of a memo, a directive or a message, by the index of the duty's."""
    if found.facts.kind in ORDERS or found.facts.kind in LETTERS:
        return {}
    claims: dict[int, list[ReplyDate]] = {}
    for index, sentence in enumerate(found.outline.sentences):
        own = rows.get(index)
        told = _told(found, index) if sentence.role is Role.BODY else None
        if told is None or (own and not is_due(own) and own.verb < told[1].span.start):
            continue
        asking = list(_asking(found, rows, index, told[0]))
        if len(asking) == 1:
            claims.setdefault(asking[0], []).append(ReplyDate(index, told[1]))
    return {duty: dates[0] for duty, dates in claims.items() if len(dates) == 1}


def _told(found: Obligations, index: int) -> tuple[frozenset[str], Deadline] | None:
    """The thing that a sentence dates, by the stems of its words, and the term right behind its verb."""
    words = found.words[index]
    due = _DUE.match(words)
    stems = _stems(due["thing"]) if due else frozenset()
    if due is None or not stems:
        return None
    # "due" itself may begin the term
    begins = due.start("due") if due["due"] else due.end()
    firm = (one for one in found.terms(index) if one.form in _FIRM and one.span.start >= begins)
    term = next((one for one in firm if _BETWEEN.fullmatch(words, begins, one.span.start)), None)
    return (stems, term) if term else None


def _asking(found: Obligations, rows: Mapping[int, Row], index: int, thing: frozenset[str]) -> Iterator[int]:
    """The duties above, in the section of a sentence, whose words speak of the thing."""
    sentences = found.outline.sentences
    for at in range(max(0, index - _NEAR), index):
        row = rows.get(at)
        if row is None or row.kind != "tasking" or is_due(row):
            continue
        if sentences[at].section == sentences[index].section and thing <= _stems(found.words[at]):
            yield at


def _stems(words: str) -> frozenset[str]:
    """The words that name a thing, by their stems: "certifications" and "certify" share theirs."""
    found = (one.lower() for one in re.findall(r"[A-Za-z]{3,}", words))
    return frozenset(one.rstrip("s")[:_STEM] for one in found if not _SMALL.fullmatch(one))
