"""Acts of Congress by name, read leftwards from "Act": "section 111(d) of the Clean Air Act"."""

from __future__ import annotations

import re

from analysis.citations.dates import DATE
from analysis.citations.found import Family, Found, Scene, pointed
from analysis.citations.popular_names import leading_words, popular_name
from analysis.citations.provisions import SECTION, members
from analysis.citations.trailing import is_heading
from pipeline.findings import AuthorityType

_WINDOW = 260
_ACT = re.compile(r"Act(?![\w-])")
_UPPER_ACT = re.compile(r"ACT(?![\w-])")
_AMENDMENTS = re.compile(r"Amendments\s+of\s+(?P<year>\d{4})(?![\d-])")
_CODES = (
    re.compile(r"Internal\s+Revenue\s+Code(?:\s+of\s+(?P<year>\d{4}))?"),
    re.compile(r"Bankruptcy\s+Code"),
)
_TAX_CODE = re.compile(
    r"I(?:\.\s?R\.\s?C\.|RC)\s*(?:(?:§[\s§]{0,3}|[Ss]ections?\s+|[Ss]ec\.\s+)(?=\d)|(?=\d{2,4}[A-Z]?\())"
)
_PLURAL = re.compile(r"Acts(?![\w-])")
_AND = re.compile(r"\s+(?:and|or)\s+(?=[A-Z])")
_CONNECTORS = frozenset(
    {
        "of",
        "and",
        "for",
        "to",
        "in",
        "on",
        "by",
        "with",
        "from",
        "against",
        "a",
        "an",
        "at",
        "&",
        "without",
        "through",
        "its",
    }
)
_STOPS = re.compile(
    r"Draft|The|This|That|These|Those|Each|Any|Such|Under|In|Of|For|And|An|A|By|See|Per|With"
    r"|Pursuant|Section|Sections|Title|Titles|Sec|If|When|While|Where|Whereas|As|At|On|To|Said"
    r"|Since|Before|Because|Amends|Amending|Consistent|Act|Acts|Code|However|Also|Although|Subtitle"
    r"|Chapter|Division|Regarding|Re|Unlike|Like|Amendment|Amendments|Orders|Compliance|Enforcing"
    r"|Its"
)
_GENERIC = re.compile(
    r"appropriations|appropriation|authorization|reform|federal|public|private|state|organic"
    r"|enabling|annual|continuing|omnibus|final|new|original|current|proposed|legislative|executive"
    r"|class|terrorist|supplemental|general|balancing|juggling|sister|criminal|overt|wrongful|unlawful"
    r"|prohibited|corrupt|amendments"
)
# names that carry an article in their middle: "Trading with the Enemy", "Departments of the Interior and …"
_BEFORE_THE = frozenset(
    ["Trading", "Department", "Departments", "Recommendations", "Protecting", "Stopping", "Ending", "Saving"]
)
_OPENERS = "\"'([`"
_OWNER = re.compile(r"[A-Z]{2,6}'s\s+")
_LEAD = re.compile(r"(?:of|in|to|under|for|and)\s+(?=[A-Z])")
_SMALL_WORD = re.compile(r"[a-z]{2,15}")
_NICKNAME = re.compile(r"[\"'`]{1,2}[A-Z][a-z]+[\"'`]{1,2}")
_INITIAL = re.compile(r"[A-Z]\.|Dr\.|Jr\.|Sr\.|St\.|U\.S\.|Mt\.")
_CAPITAL = re.compile(r"[A-Z][\w'./&+-]*|\d+(?:st|nd|rd|th)|\d+/\d+|\d\.\d|e-[A-Z]\w+|\d{4}")
_YEAR = re.compile(
    r"(?P<tail>(?:\s+Amendments?)?(?:\s+Act\b)?)(?:\s+(?:\([A-Z][\w&-]{1,11}\)\s+)?of\s+(?P<year>\d{4}(?:\s+Amendments\s+Act\s+of\s+\d{4})?)(?![\d-])"
    r"|\s+for\s+(?P<fiscal>[Ff]iscal\s+[Yy]ears?\s+\d{4}(?:\s*(?:and|through|-)\s*\d{4})?)"
    r"|\s+for\s+the\s+(?P<century>\d\d(?:st|nd|rd|th)\s+Century)"
    r"|,\s+(?P<funds>\d{4})(?!\d))?"
)
_BARE = re.compile(rf"\s+of\s+(?P<date>{DATE})")
_BEHIND = re.compile(
    rf"(?:\s+\([A-Z][\w&-]{{1,11}}\))?,?\s+(?:at\s+)?(?:[Ss]ections?\s+|[Ss]ecs?\.\s*|§+\s*)(?P<label>(?>{SECTION}))(?!\s*(?:,|and"
    rf"|or)\s*\d)(?!\s+of\b)"
)
_ORGANS = re.compile(r"\s+(?:Act\s+)?(?:Working\s+Group|Program|Office|Coordinator)\b")


def read(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """The Act whose name ends here, one row for each provision that leads to it."""
    text = scene.text
    if anchor.start() and (text[anchor.start() - 1].isalnum() or text[anchor.start() - 1] in "-"):
        return []
    start = _name_start(text, anchor.start(), upper=anchor.group() == "ACT")
    if start is None:
        return _dated(scene, anchor)
    start = _listed_start(text, _without_lead(text, start, anchor), anchor.end())
    name = _tidy_name(text[start : anchor.start()])
    trailing = _YEAR.match(text, anchor.end())
    title, end = _full_name(name, trailing, anchor.end())
    if anchor.group() == "ACT":
        known = popular_name(title)
        if known is None:
            return []
        title = known.name
    elif _generic(name) and (trailing is None or not trailing.group("year")):
        return []
    return _with_provisions(scene, start, end, title)


def _without_lead(text: str, start: int, anchor: re.Match[str]) -> int:
    """Past an owner ("EPA's") and past words that only lead to an Act of the table ("Effects of … in")."""
    owner = _OWNER.match(text, start, anchor.start())
    start = owner.end() if owner else start
    if popular_name(text[start : anchor.end()]) is None:
        for lead in _LEAD.finditer(text, start, anchor.start()):
            if popular_name(text[lead.end() : anchor.end()]) is not None:
                return lead.end()
    return start


def _listed_start(text: str, start: int, end: int) -> int:
    """Where a name of the table begins that goes on, further left, past a word at which reading stops."""
    head = leading_words(text[start:end])
    found = head.search(text, max(0, start - _WINDOW), start) if head else None
    return found.start() if found else start


def _full_name(name: str, trailing: re.Match[str] | None, end: int) -> tuple[str, int]:
    title = f"{name} Act"
    if trailing is None:
        return title, end
    tail = " ".join(trailing.group("tail").split())
    if tail and not tail.startswith("Amendment"):
        tail = ""
    if tail and (trailing.group("year") or tail != "Amendment"):
        title, end = f"{title} {tail}", trailing.end("tail")
    if trailing.group("year"):
        return f"{title} of {' '.join(trailing.group('year').split())}", trailing.end()
    if trailing.group("fiscal"):
        fiscal = " ".join(trailing.group("fiscal").split())
        return f"{title} for {fiscal[0].upper()}{fiscal[1:].replace('year', 'Year')}", trailing.end()
    if trailing.group("century"):
        return f"{title} for the {' '.join(trailing.group('century').split())}", trailing.end()
    if trailing.group("funds") and re.search(r"Appropriation|Authorization|Resolution|Supplemental", name):
        return f"{title}, {trailing.group('funds')}", trailing.end()
    return title, end


def _with_provisions(scene: Scene, start: int, end: int, title: str) -> list[Found]:
    row = Found(start, end, AuthorityType.ACT, title)
    behind = _BEHIND.match(scene.text, end, end + 80)
    if behind is None or scene.pinpoints.before(start) or is_heading(scene.text, behind):
        return pointed(scene, row)
    label = re.sub(r"\s", "", behind.group("label"))
    return [Found(start, behind.end(), AuthorityType.ACT, f"{title}, sec. {label}")]


def _dated(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """An Act known by its day alone: "the Act of June 8, 1906"."""
    match = _BARE.match(scene.text, anchor.end())
    if match is None:
        return []
    return _with_provisions(
        scene, anchor.start(), match.end(), f"Act of {' '.join(match.group('date').split())}"
    )


def _name_start(text: str, act: int, *, upper: bool) -> int | None:
    """Where the name before "Act" begins: leftwards over capitalised words and their connectors."""
    if _SMALL_WORD.fullmatch("".join(text[max(0, act - 20) : act].rsplit(None, 1)[-1:])):
        return None
    words = _Leftwards(text, act)
    begin: int | None = None
    series = False
    while (word := words.word) is not None:
        if word.endswith(")") if begin is None else word.rstrip(",").endswith(")"):
            if not words.skip_bracket():
                break
            continue
        bare = word if _NICKNAME.fullmatch(word) else word.lstrip(_OPENERS)
        core = bare.strip("\"'`").rstrip(",").rstrip("'\"")
        if bare.endswith(",") and not series:
            break
        if begin is not None and bare == word and _connects(core, words, upper=upper):
            series = series or core.lower() in ("and", "&", "or")
        elif _names(core, started=begin is not None, upper=upper):
            begin = words.start + len(word) - len(bare)
        else:
            break
        if bare != word:
            break
        words.step()
    return begin


class _Leftwards:
    """The words before a place, from right to left, within a window and one paragraph.

    `word` begins at `start`; it is None where no more words stand.
    """

    def __init__(self, text: str, end: int) -> None:
        low = max(0, end - _WINDOW)
        cut = max(text.rfind("\n\n", low, end), text.rfind("\x00", low, end))
        self._low = max(low, cut + 1)
        self._rest = text[self._low : end]
        self.word: str | None = None
        self.start = end
        self.step()

    def step(self) -> None:
        """Go to the word before."""
        rest = self._rest.rstrip()
        self.start = self._low + max(rest.rfind(" "), rest.rfind("\n")) + 1
        self.word = rest[self.start - self._low :] or None
        self._rest = rest[: self.start - self._low]

    def before(self, count: int) -> list[str]:
        """The words before this one, the nearest last."""
        return self._rest.rsplit(None, count)[-count:]

    def skip_bracket(self) -> bool:
        """Pass over a bracket of a few words that stands inside a name; False where this is none."""
        for _ in range(8):
            if self.word is None:
                return False
            if self.word.startswith("("):
                before = "".join(self.before(1)).lstrip(_OPENERS)
                self.step()
                return before[:1].isupper() and before.strip(",") != "Act"
            self.step()
        return False


def _connects(core: str, words: _Leftwards, *, upper: bool) -> bool:
    word = core.lower() if upper else core
    if word == "the":
        around = [other.lstrip(_OPENERS) for other in words.before(2)]
        return (
            len(around) == 2
            and around[1].lower() in ("with", "of")
            and (around[0].capitalize() if upper else around[0]) in _BEFORE_THE
        )
    return word in _CONNECTORS or (word.lower() in _CONNECTORS and bool(words.before(1)))


def _names(core: str, *, started: bool, upper: bool) -> bool:
    if not core or (core.isdigit() and not started):
        return False
    if _STOPS.fullmatch(core.capitalize() if upper else core) and (started or core != "Amendments"):
        return False
    return bool(_CAPITAL.fullmatch(core)) and (core[-1] != "." or bool(_INITIAL.fullmatch(core)))


def _tidy_name(words: str) -> str:
    without = re.sub(r"\s*\((?![A-Z][a-z]+\))[^()]*\)", "", words)
    return " ".join(without.split()).replace("- ", "-").strip("\"'` ")


def _generic(name: str) -> bool:
    return all(_GENERIC.fullmatch(word.lower().strip(",")) or word in _CONNECTORS for word in name.split())


def read_amendments(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Laws that are called Amendments: "title IX of the Education Amendments of 1972"."""
    start = _name_start(scene.text, anchor.start(), upper=False)
    if start is None:
        return []
    name = _tidy_name(scene.text[start : anchor.start()])
    return _with_provisions(scene, start, anchor.end(), f"{name} Amendments of {anchor.group('year')}")


def read_plural(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Two Acts that share the word: "the Clean Air and Clean Water Acts", where the table knows both."""
    text = scene.text
    start = _name_start(text, anchor.start(), upper=False)
    if start is None:
        return []
    for joint in _AND.finditer(text, start, anchor.start()):
        first, second = (
            _tidy_name(text[low:high])
            for low, high in ((start, joint.start()), (joint.end(), anchor.start()))
        )
        if popular_name(f"{first} Act") and popular_name(f"{second} Act"):
            return [
                *pointed(
                    scene, Found(start, joint.start(), AuthorityType.ACT, f"{first} Act", head=anchor.span())
                ),
                Found(joint.end(), anchor.end(), AuthorityType.ACT, f"{second} Act"),
            ]
    return []


def read_tax_code(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Sections of the tax code by its initials: "I.R.C. § 501(c)(3)"."""
    if anchor.start() and scene.text[anchor.start() - 1].isalnum():
        return []
    return [
        Found(
            member.start if index else anchor.start(),
            member.end,
            AuthorityType.ACT,
            f"Internal Revenue Code, sec. {member.label}",
            head=anchor.span() if index else None,
        )
        for index, member in enumerate(members(scene.text, anchor.end(), anchor.end() + 300))
    ]


def read_code(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """The few codes that are cited like Acts."""
    name = " ".join(anchor.group().split())
    return _with_provisions(scene, anchor.start(), anchor.end(), name)


FAMILIES = (
    Family("Acts", (_ACT, _UPPER_ACT), read),
    Family("Amendments by year", (_AMENDMENTS,), read_amendments),
    Family("Acts that share a word", (_PLURAL,), read_plural),
    Family("Codes cited like Acts", _CODES, read_code),
    Family("Tax code by initials", (_TAX_CODE,), read_tax_code),
)
