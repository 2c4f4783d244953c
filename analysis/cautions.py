"""What a person should know before reading: handling marks, hidden text, words aimed at a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.documents import ExtractedDocument
from pipeline.folding import small

_MARKS = (
    (
        ("SECRET", "CONFIDENTIAL", "//", "Classified By:", "Derived From:"),
        re.compile(
            r"(?m)^[ \t]*\(?(?:TOP SECRET|SECRET|CONFIDENTIAL)(?://[A-Z/ ,-]+)?\)?[ \t]*$"
            r"|\((?:TS|S|C)//[A-Z]{2,}[A-Z/]*\)"
            r"|\bClassified By:|\bDerived From:[^\n]*\n(?:.*\n)?\s*Declassify On:"
        ),
        "Carries a classification mark ({}): it may not belong on this system. Tell the security officer.",
    ),
    (
        ("CUI", "CONTROLLED", "Controlled by:"),
        re.compile(
            r"(?m)^[ \t]*(?:CUI|CONTROLLED)(?://[A-Z/ -]+)?[ \t]*$"
            r"|^\W*CONTROLLED UNCLASSIFIED INFORMATION\W*$"
            r"(?=[\s\S]*^\W*CONTROLLED UNCLASSIFIED INFORMATION\W*$)|^[ \t]*CUI Category:|\bControlled by:"
        ),
        "Marked as controlled unclassified information ({}).",
    ),
    (
        ("ONLY", "FOUO", "UNCLASSIFIED", "SBU", "SENSITIVE", "LES"),
        re.compile(
            r"(?m)^\W*(?:UNCLASSIFIED\W{1,4})?(?:FOR OFFICIAL USE ONLY|FOUO|SENSITIVE BUT UNCLASSIFIED|SBU"
            r"|LAW ENFORCEMENT SENSITIVE|LES|OFFICIAL USE ONLY)\W*$"
        ),
        "Carries an older handling mark ({}).",
    ),
    (
        ("attorney", "privileged", "decisional", "deliberative"),
        re.compile(
            r"(?i)\battorney[- ]client\s+(?:privileged?|communication)|\battorney\s+work\s+product\b"
            r"|\bprivileged\s*(?:and|&)\s*confidential\b|(?m:^\W*(?:pre-?decisional|deliberative)\b[^.\n]{0,40}$)"
        ),
        "Marked as privileged ({}).",
    ),
    (
        ("RELEASE",),
        re.compile(r"(?m)^\W*RELEASED? IN PART\b[^\n]*(?:\n\W*B\d[^\n]*)?"),
        "Parts were withheld before release ({}): the text is not whole.",
    ),
)
"""Words of which one stands in every mark of a kind, the mark, and what is told of it.

The words are far quicker to look for than the mark; small ones are looked for in any case.
"""

_DO_NOT_SEND = re.compile(
    r"(?im)^\W*(?:do\s+not\s+(?:send|transmit|upload|distribute|forward)\b[^.\n]{0,60}|NOFORN|EYES\s+ONLY)\W*$"
)
_TO_A_MACHINE = re.compile(
    r"(?i)\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|every|each)\s+(?:of\s+)?)?(?:the\s+|your\s+)?"
    r"(?:(?:previous|prior|above|earlier|preceding|existing|system)\s+(?:instructions?|prompts?|rules|guidelines|directions)"
    r"|(?:instructions?|prompts?)(?:\s+(?:above|before|you))?)\b"
    r"|\b(?:you\s+are|act\s+as|pretend\s+to\s+be)\s+(?:now\s+)?(?:an?\s+|the\s+)?"
    r"(?:AI|artificial intelligence|language model|chatbot|LLM|assistant)\b"
    r"|\b(?:AI|language|automated)\s+(?:assistants?|models?|systems?|agents?|reviewers?|analy[sz]ers?|readers?)"
    r"[^.\n]{0,40}\b(?:must|should|shall|are\s+(?:instructed|required)|reading|processing|please)\b"
    r"|\b(?:note|message|instructions?)\s+(?:to|for)\s+(?:the\s+|any\s+)?(?:AI|LLM|language\s+model|machine|automated)\b"
    r"|\bsystem\s+prompt\b|<\|(?:im_start|im_end|system|endoftext)\|>|\[/?INST\]|<<SYS>>"
    r"|\bmark\s+(?:this|it)\s+(?:\w+\s+){0,2}as\s+(?:already\s+)?(?:approved|completed?|no\s+action)\b"
    r"|\bapprove\s+this\s+(?:\w+\s+){0,3}without\s+(?:further\s+)?review\b"
    r"|\bdo\s+not\s+(?:flag|show|report|tell|mention)\s+(?:this|it|anything)?\s*(?:to\s+)?(?:the\s+)?"
    r"(?:reviewer|human|user|operator)s?\b"
)
_MAY_ADDRESS = re.compile(
    r"ignore|disregard|forget|override|act\s+as\s+(?:\w+\s+){0,2}(?:ai|artificial|language|chatbot|llm|assistant)|pretend\s"
    r"|you\s+are\s|language\s+(?:assist|model|system|agent|review|anal|read)|automated\s+(?:assist|model|system|agent|review|anal|read)"
    r"|ai\s+(?:assist|model|system|agent|review|anal|read)|notes?\s+(?:to|for)\s|messages?\s+(?:to|for)\s|instructions?\s+(?:to|for)\s"
    r"|system\s+prompt|<\||\[inst\]|\[/inst\]|<<sys>>|mark\s+(?:this|it)\b|approve\s+this|do\s+not\s+(?:flag|show|report|tell|mention)"
)
"""A word without which nothing is addressed to a machine: quick to look for."""
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAGS = re.compile("[\U000e0001-\U000e007f]")
_MOST_QUOTES = 3


def cautions(document: ExtractedDocument) -> tuple[str, ...]:
    """Flags in plain words; they tell a person and change no finding."""
    return tuple((*_marks(document), *_hidden(document), *_addressed(document), *_odd_characters(document)))


def keeps_here(document: ExtractedDocument) -> str | None:
    """The handling mark that forbids showing a document to anybody outside; None where it carries none."""
    for told in _marks(document):
        return told.partition(":")[0].rstrip(".")
    return "it says that it must not be sent" if _DO_NOT_SEND.search(document.text) else None


def _marks(document: ExtractedDocument) -> Iterator[str]:
    said = small(document.text)
    for hints, pattern, words in _MARKS:
        may = any(hint in (said if hint.islower() else document.text) for hint in hints)
        match = pattern.search(document.text) if may else None
        if match:
            yield words.format(" ".join(match[0].split())[:60])


def _hidden(document: ExtractedDocument) -> Iterator[str]:
    hidden = [place for place in document.hidden if document.text[place.start : place.end].strip()]
    if hidden:
        noun = "passage" if len(hidden) == 1 else "passages"
        size = sum(map(len, hidden))
        yield f"Holds {len(hidden)} hidden {noun} ({size} characters); no draft rests on hidden text."


def _addressed(document: ExtractedDocument) -> Iterator[str]:
    if not _MAY_ADDRESS.search(small(document.text)):
        return
    places = list(_TO_A_MACHINE.finditer(document.text))
    for match in places[:_MOST_QUOTES]:
        page = document.page_at(match.start())
        words = " ".join(match[0].split())[:80]
        yield f"Page {page} holds words that look meant for a machine: “{words}”. They were not obeyed."
    if len(places) > _MOST_QUOTES:
        yield f"{len(places) - _MOST_QUOTES} more passages look meant for a machine."


def _odd_characters(document: ExtractedDocument) -> Iterator[str]:
    for pattern, fewest, words in (
        (_INVISIBLE, 3, "invisible characters inside its words"),
        (_DIRECTION, 1, "characters that reverse the reading direction"),
        (_TAGS, 1, "invisible tag characters, which can carry a hidden message"),
    ):
        count = sum(1 for _ in pattern.finditer(document.text))
        if count >= fewest:
            yield f"Holds {count} {words}: what you see may differ from what is stored."
