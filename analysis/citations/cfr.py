"""The Code of Federal Regulations: "40 CFR parts 1500-1508", "14 CFR 11.43 and 11.45"."""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.citations.found import Family, Found, Scene, pointed
from analysis.citations.provisions import Member, members
from pipeline.findings import AuthorityType

_REACH = 600
_CODE = re.compile(r"C\s?\.?\s?F\s?\.?\s?R(?:\.|(?![A-Za-z]))|Code\s+of\s+Federal\s+Regulations?")
_LEFT_NUMBER = re.compile(r"(?<![\d.,-])(?P<title>[1-9]\d?)(?:[ \n]{0,2}|\n {2,40})\Z")
_LEFT_TITLE = re.compile(
    r"(?<![A-Za-z])[Tt]itle\s+(?P<title>\d{1,2})\s*,?\s*(?:of\s+)?(?:the\s+)?(?:U\.?S\.?\s+)?\Z"
)
_UNIT = re.compile(
    r",?\s*(?:(?P<part>[Pp]arts?\b|[Pp]ts?\.|PARTS?\b)|(?P<chapter>[Cc]h(?:apters?|\.))"
    r"|(?P<subpart>[Ss]ubparts?)"
    r"|(?:§[\s§]{0,4}|[Ss]ections?\b|[Ss]ecs?\.?(?=\s)))?\s*"
)
_SMALL = (re.compile(r"c\.f\.r\."), re.compile(r"cfr\b"))
_WITHIN = re.compile(
    r",?\s*\(?(?:(?P<subpart>[Ss]ub(?:part|pt\.))|[Aa]pp(?:endix|\.|x\.))(?P<plural>s)?\s+"
    r"(?P<label>[A-Z]{1,7}[a-z]?)(?![A-Za-z]|\.[A-Z])"
)
_WITHIN_TOO = re.compile(
    r"\s*(?:,\s*(?:(?:and|or)\s+)?|(?:and|or)\s+|(?P<until>through\s+|-))(?P<label>[A-Z]{1,7}[a-z]?)(?![A-Za-z]|\.[A-Z])"
)
# the compilations of title 3 are cited by page and year: "3 C.F.R. 638 (1993)"
_PAGE_OF_YEAR = re.compile(
    r",?\s*(?:p\.\s*|at\s+)?(?P<page>\d{1,4})\s*\((?P<year>\d{4}(?:\s*-\s*\d{4})?)(?:\s+Comp(?:\.|ilation))?\)"
)
_TREASURY = re.compile(
    r"Treas(?:\.|ury)\s+Reg(?:s?\.|ulations?)\s*,?\s*(?:§[\s§]{0,3}|[Ss]ections?\s+|[Ss]ecs?\.\s+)(?=\d)"
)
_COMPILATION = re.compile(
    r",?\s*\(?(?P<year>\d{4}(?:\s*-\s*\d{4})?)\)?\s*,?\s*Comp(?:ilation|\.)?(?:,?\s*(?:p(?:age|\.)"
    r"|at)\s*(?P<page>\d{1,4})|\s+(?P<bare>\d{1,4})(?![\d,.]\d|\d|\s+[A-Z]))?"
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
    printed = match.group("page") or match.groupdict().get("bare")
    page = f", p. {printed}" if printed else ""
    return Found(start, match.end(), AuthorityType.CFR, f"{title} CFR, {year} Comp.{page}")


def read(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Every provision of the Code of Federal Regulations named at this place."""
    text = scene.text
    left = _LEFT_NUMBER.search(text, max(0, anchor.start() - 45), anchor.start())
    if left is None:
        left = _LEFT_TITLE.search(text, max(0, anchor.start() - 40), anchor.start())
    if left is None:
        return []
    title, start, end = left.group("title"), left.start(), anchor.end()
    compilation = _COMPILATION.match(text, end)
    if compilation is None and title == "3":
        compilation = _PAGE_OF_YEAR.match(text, end)
    if compilation is not None:
        return [_compilation(title, start, compilation)]
    unit = _UNIT.match(text, end)
    word = (unit.lastgroup or "") if unit else ""
    listed = members(text, unit.end() if unit else end, end + _REACH, letters=word in ("chapter", "subpart"))
    if listed:
        return _led_to(scene, _with_subpart(text, _rows(title, word, listed, (start, end))))
    if anchor.group() == "cfr":
        return []
    return _from_left(scene, title, (start, end))


def _with_subpart(text: str, rows: list[Found]) -> list[Found]:
    """The last part with the subparts or the appendix named behind it, one row each."""
    last = rows[-1]
    first = _WITHIN.match(text, last.end)
    if first is None or " part " not in last.normal:
        return rows
    unit = "subpart" if first.group("subpart") else "appendix"
    normal = f"{last.normal}, {unit} {first.group('label')}"
    found = [Found(last.start, first.end(), last.type, normal, head=last.head)]
    more = _WITHIN_TOO.match(text, first.end()) if first.group("plural") else None
    while more is not None and len(found) < 30:
        label, end = more.group("label"), more.end()
        if more.group("until"):
            whole = found[-1].normal.replace(f", {unit} ", f", {unit}s ")
            found[-1] = replace(found[-1], end=end, normal=f"{whole}-{label}")
        else:
            head = (last.start, last.end)
            found.append(
                Found(more.start("label"), end, last.type, f"{last.normal}, {unit} {label}", head=head)
            )
        more = _WITHIN_TOO.match(text, end)
    return [*rows[:-1], *found]


def _led_to(scene: Scene, rows: list[Found]) -> list[Found]:
    """The only row with what leads to it: "subpart A of 40 CFR part 63", "appendix B to 16 CFR part 1700"."""
    provisions = [one for one in scene.pinpoints.before(rows[0].start) if one.unit in ("subpart", "appendix")]
    if len(rows) > 1 or " part " not in rows[0].normal or "," in rows[0].normal:
        return rows
    return pointed(scene, rows[0]) if provisions else rows


def read_treasury(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Treasury Regulations are title 26: "Treas. Reg. § 1.61-1"."""
    listed = members(scene.text, anchor.end(), anchor.end() + _REACH)
    return _rows("26", "", listed, anchor.span()) if listed else []


def _from_left(scene: Scene, title: str, head: tuple[int, int]) -> list[Found]:
    rows = []
    provisions = scene.pinpoints.before(head[0])
    for index, provision in enumerate(provisions):
        # parts are numbered through a title: the chapter around one adds nothing
        within = [
            f"{unit} {label}, "
            for unit, label in provision.within
            if unit == "part" or provision.unit != "part"
        ]
        label = "".join(within) + f"{provision.unit} {provision.label}"
        if provision.unit == "sec.":
            label = provision.label
        elif "-" in provision.label:
            label = label.replace("part ", "parts ", 1)
        last = index == len(provisions) - 1
        end = head[1] if last else provision.end
        rows.append(
            Found(
                provision.start, end, AuthorityType.CFR, f"{title} CFR {label}", head=None if last else head
            )
        )
    return rows or [Found(*head, AuthorityType.CFR, f"{title} CFR")]


FAMILIES = (
    Family("Code of Federal Regulations", (_CODE, *_SMALL), read),
    Family("Treasury Regulations", (_TREASURY,), read_treasury),
)
