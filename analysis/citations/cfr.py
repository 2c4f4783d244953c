"""The Code of Federal Regulations: "40 CFR parts 1500-1508", "14 CFR 11.43 and 11.45"."""

from __future__ import annotations

import re

from analysis.citations.found import Family, Found, Scene
from analysis.citations.provisions import Member, members
from pipeline.findings import AuthorityType

_REACH = 600
_CODE = re.compile(r"C\s?\.?\s?F\s?\.?\s?R(?:\.|(?![A-Za-z]))|Code\s+of\s+Federal\s+Regulations?")
_LEFT_NUMBER = re.compile(r"(?<![\d.,-])(?P<title>[1-9]\d?)[ \n]{0,2}\Z")
_LEFT_TITLE = re.compile(
    r"(?<![A-Za-z])[Tt]itle\s+(?P<title>\d{1,2})\s*,?\s*(?:of\s+)?(?:the\s+)?(?:U\.?S\.?\s+)?\Z"
)
_UNIT = re.compile(
    r",?\s*(?:(?P<part>[Pp]arts?\b|[Pp]ts?\.|PARTS?\b)|(?P<chapter>[Cc]h(?:apters?|\.))"
    r"|(?P<subpart>[Ss]ubparts?)"
    r"|(?:§[\s§]{0,4}|[Ss]ections?\b|[Ss]ecs?\.?(?=\s)))?\s*"
)
_SUBPART = re.compile(r",?\s*\(?[Ss]ub(?:part|pt\.)\s+(?P<label>[A-Z]{1,7})(?![A-Za-z])")
_COMPILATION = re.compile(
    r",?\s*\(?(?P<year>\d{4}(?:\s*-\s*\d{4})?)\)?\s*,?\s*Comp(?:ilation|\.)?(?:,?\s*(?:p(?:age|\.)"
    r"|at)\s*(?P<page>\d{1,4}))?"
)
_ROMAN = re.compile(r"[IVXLC]{1,6}(?![A-Za-z])")


def _rows(title: str, unit: str, listed: list[Member], head: tuple[int, int]) -> list[Found]:
    rows = []
    for index, member in enumerate(listed):
        label, word = member.label, unit
        if not unit and "." not in label and "(" not in label:
            word = "part"
        if word == "part" and "." in label:
            word = ""
        if word == "part" and "-" in label:
            word = "parts"
        normal = f"{title} CFR {word + ' ' if word else ''}{label}{member.suffix}"
        start = head[0] if index == 0 else member.start
        rows.append(Found(start, member.end, AuthorityType.CFR, normal, head=head if index else None))
    return rows


def _compilation(title: str, start: int, match: re.Match[str]) -> Found:
    year = re.sub(r"\s", "", match.group("year"))
    page = f", p. {match.group('page')}" if match.group("page") else ""
    return Found(start, match.end(), AuthorityType.CFR, f"{title} CFR, {year} Comp.{page}")


def read(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Every provision of the Code of Federal Regulations named at this place."""
    text = scene.text
    left = _LEFT_NUMBER.search(text, max(0, anchor.start() - 5), anchor.start())
    if left is None:
        left = _LEFT_TITLE.search(text, max(0, anchor.start() - 40), anchor.start())
    if left is None:
        return []
    title, start, end = left.group("title"), left.start(), anchor.end()
    compilation = _COMPILATION.match(text, end)
    if compilation is not None:
        return [_compilation(title, start, compilation)]
    unit = _UNIT.match(text, end)
    word = (unit.lastgroup or "") if unit else ""
    listed = members(text, unit.end() if unit else end, end + _REACH, letters=word in ("chapter", "subpart"))
    if listed:
        return _with_subpart(text, _rows(title, word, listed, (start, end)))
    return _from_left(scene, title, (start, end))


def _with_subpart(text: str, rows: list[Found]) -> list[Found]:
    last = rows[-1]
    subpart = _SUBPART.match(text, last.end)
    if subpart is None or " part " not in last.normal:
        return rows
    normal = f"{last.normal}, subpart {subpart.group('label')}"
    return [*rows[:-1], Found(last.start, subpart.end(), last.type, normal, head=last.head)]


def _from_left(scene: Scene, title: str, head: tuple[int, int]) -> list[Found]:
    rows = []
    provisions = scene.pinpoints.before(head[0])
    for index, provision in enumerate(provisions):
        if provision.unit == "sec.":
            label = provision.label
        else:
            label = provision.text.replace("part ", "parts ", 1) if "-" in provision.label else provision.text
        last = index == len(provisions) - 1
        end = head[1] if last else provision.end
        rows.append(
            Found(
                provision.start, end, AuthorityType.CFR, f"{title} CFR {label}", head=None if last else head
            )
        )
    return rows or [Found(*head, AuthorityType.CFR, f"{title} CFR")]


FAMILIES = (Family("Code of Federal Regulations", (_CODE,), read),)
