"""The United States Code: "5 U.S.C. 301, 302, and 4103", "section 552 of title 5"."""

from __future__ import annotations

import re

from analysis.citations.found import Family, Found, Scene
from analysis.citations.pinpoints import Provision
from analysis.citations.provisions import Member, members
from pipeline.findings import AuthorityType

_REACH = 600
_CODE = re.compile(
    r"U\s?\.?\s?S\s?\.?\s?C(?:ode\b|\.?\s?(?:A|S)\b\.?|\s?\.|\b)|U\.?\s?S\.?\s+Code\b"
    r"|United\s+States\s+Code\b"
)
# as mail is typed; without full stops only before a section
_SMALL = (re.compile(r"u\.s\.c\.(?:a\.)?"), re.compile(r"usc\b"))
_TITLE_NUMBER = re.compile(r"itle\s+(?P<title>\d{1,2})\b")
_OF_CODE = re.compile(
    r"\s*,?\s*(?:of\s+)?(?:the\s+)?(?:United\s+States\s+Code(?:\s+Annotated)?"
    r"|U\.?\s?S\.?\s?C(?:ode|\.)?(?![a-z])|U\.?\s?S\.?\s+Code)"
)
_OTHER_CODE = re.compile(
    r"\s*,?\s*(?:of\s+)?(?:the\s+)?(?:Code\s+of\s+Federal|C\.?\s?F\.?\s?R|[A-Z][a-z]+\s+Code)"
)
_SECTIONS = re.compile(r",?\s*(?:\(\d{4}\)\s*)?(?:§[\s§]{0,4}|[Ss]ections?\s+|[Ss]ec(?:s\b|ts?\b)?\.?\s+)?")
_SECTIONS_WORD = re.compile(r",?\s*(?:§[\s§]{0,4}|[Ss]ections?\s+|[Ss]ecs?\.?\s+)")
_CHAPTER = re.compile(r"\s*,?\s*\(?[Cc]h(?:apters?\b|aps?\.|s?\.)\s*")
_SUBCHAPTER = re.compile(r",\s*(?:subchapter|subch\.)\s+(?P<sub>[IVX]{1,5}|\d{1,2})\b")
_APPENDIX = re.compile(r"\s*,?\s*[Aa]pp(?:endix|\.|x\.?)(?:\s*§?\s*(?=\d))?")
_LEFT_NUMBER = re.compile(
    r"(?<![\d.,-])(?P<title>[1-9]\d?)(?:th)?(?P<app>\s+App\.)?(?:[ \n]{0,2}|\n {2,40})\Z"
)
"""A line may end behind the title and the next one be indented."""
_RANGE_OF_CHAPTERS = re.compile(r"chapter(?= \d+[A-Z]?-\d)")
# no section of the Code has a full stop in its number: the digits behind one are a footnote's
_FOOTNOTE_MARK = re.compile(r"(?<=[\da-z)])(?:\.\d{1,3})+\Z")
_SHORT_RANGE = re.compile(r"(?P<head>\d{1,3})(?P<tail>\d\d)-(?P<until>\d\d)")


def _form(title: str, label: str, suffix: str = "") -> str:
    return f"{title} U.S.C. {_RANGE_OF_CHAPTERS.sub('chapters', label)}{suffix}"


def read_code(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Citations with the title in front: "44 U.S.C. 3501 et seq."."""
    text = scene.text
    left = _LEFT_NUMBER.search(text, max(0, anchor.start() - 50), anchor.start())
    if left is None or (anchor.end() < len(text) and text[anchor.end()].isalpha()):
        return []
    title, start, end = left.group("title"), left.start(), anchor.end()
    listed = members(text, _end(_SECTIONS, text, end), end + _REACH)
    if listed:
        return _rows(f"{title} U.S.C. App." if left["app"] else f"{title} U.S.C.", listed, (start, end))
    if left["app"] or anchor.group() == "usc":
        return []
    appendix = _APPENDIX.match(text, end)
    if appendix is not None:
        return _appendix(text, title, (start, end), appendix)
    chapter = _CHAPTER.match(text, end)
    chapters = _chapters(text, title, (start, end), chapter.end()) if chapter else []
    if chapters:
        return chapters
    provisions = scene.pinpoints.before(start)
    if provisions:
        return of_title(title, provisions, (start, end))
    return [Found(start, end, AuthorityType.USC, f"{title} U.S.C.")]


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _rows(code: str, listed: list[Member], head: tuple[int, int]) -> list[Found]:
    rows = []
    for index, member in enumerate(listed):
        start = head[0] if index == 0 else member.start
        label, end = member.label, member.end
        mark = _FOOTNOTE_MARK.search(label)
        if mark is not None and not member.suffix:
            label, end = label[: mark.start()], end - len(mark.group())
        normal = f"{code} {_full_range(label)}{member.suffix}"
        rows.append(Found(start, end, AuthorityType.USC, normal, head=head if index else None))
    return rows


def _full_range(label: str) -> str:
    """A range that repeats only its last digits, written out: "2671-2680" for "2671-80".

    A hyphenated section ("4370m-2", "469-1") stays as it is.
    """
    short = _SHORT_RANGE.fullmatch(label)
    if short is None or short["until"] <= short["tail"] or len(short["until"]) != len(short["tail"]):
        return label
    return f"{short['head']}{short['tail']}-{short['head']}{short['until']}"


def _appendix(text: str, title: str, head: tuple[int, int], appendix: re.Match[str]) -> list[Found]:
    listed = members(text, _end(_SECTIONS, text, appendix.end()), appendix.end() + _REACH)
    if not listed:
        return [Found(head[0], appendix.end(), AuthorityType.USC, f"{title} U.S.C. App.")]
    if len(listed[0].label) == 1:
        # "App. 3, § 8" is a section of the third appendix, not two places of one
        listed = listed[:1]
    return [
        Found(
            head[0] if index == 0 else member.start,
            member.end,
            AuthorityType.USC,
            f"{title} U.S.C. App. {member.label}{member.suffix}",
            head=(head[0], appendix.end()) if index else None,
        )
        for index, member in enumerate(listed)
    ]


def _chapters(text: str, title: str, head: tuple[int, int], at: int) -> list[Found]:
    rows = []
    for index, member in enumerate(members(text, at, at + _REACH)):
        sub = _SUBCHAPTER.match(text, member.end)
        label = f"chapter {member.label}" + (f", subchapter {sub.group('sub')}" if sub else "")
        end = sub.end() if sub else member.end
        rows.append(
            Found(
                head[0] if index == 0 else member.start,
                end,
                AuthorityType.USC,
                _form(title, label, member.suffix),
                head=head if index else None,
            )
        )
    return rows


def read_title(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Citations with the title behind or spelled out: "section 901(b)(1) of title 31, United States Code"."""
    text, title = scene.text, anchor.group("title")
    start = anchor.start() - 1
    if start < 0 or text[start] not in "tT" or (start and text[start - 1].isalpha()):
        return []
    code = _OF_CODE.match(text, anchor.end())
    end = code.end() if code else anchor.end()
    provisions = scene.pinpoints.before(start)
    if code is None and (not provisions or not _plainly_code(text, end, provisions)):
        return []
    if provisions:
        return of_title(title, provisions, (start, end))
    word = _SECTIONS_WORD.match(text, end)
    listed = members(text, word.end(), end + _REACH) if word else []
    if listed:
        return _rows(f"{title} U.S.C.", listed, (start, end))
    chapter = _CHAPTER.match(text, end)
    found = _chapters(text, title, (start, end), chapter.end()) if chapter else []
    return found or [Found(start, end, AuthorityType.USC, f"{title} U.S.C.")]


def _plainly_code(text: str, end: int, provisions: list[Provision]) -> bool:
    """Whether "section 301 of title 3" without a code's name can only mean the United States Code."""
    if _OTHER_CODE.match(text, end) or re.compile(r"\s+of\s+(?:the|such|that)\s").match(text, end):
        return False
    return any(provision.unit in ("sec.", "chapter") for provision in provisions)


def of_title(title: str, provisions: list[Provision], head: tuple[int, int]) -> list[Found]:
    """The provisions that lead to "title 31, United States Code" as rows of their own."""
    rows = []
    for index, provision in enumerate(provisions):
        label = provision.label if provision.unit == "sec." else provision.text
        last = index == len(provisions) - 1
        rows.append(
            Found(
                provision.start,
                head[1] if last else provision.end,
                AuthorityType.USC,
                _form(title, label, provision.suffix),
                head=None if last else head,
            )
        )
    return rows


FAMILIES = (
    Family("United States Code, title first", (_CODE, *_SMALL), read_code),
    Family("United States Code, title last", (_TITLE_NUMBER,), read_title),
)
