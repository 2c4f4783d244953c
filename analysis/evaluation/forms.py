"""When two written forms mean the same authority, party, number or title."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from analysis.evaluation.places import letters

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_TITLE = re.compile(r"\s*\((?=[^()]*[a-z]{4})[^()]*\)\s*$", re.IGNORECASE)
_DATED = re.compile(
    r"^(?:Presidential )?Memorand(?:um|a) (?:of|dated) (?P<date>[A-Z][a-z]+ \d{1,2}, \d{4}|\d{4}-\d\d-\d\d)",
    re.I,
)
_REPORTER = re.compile(r"^\d+(?:usc|cfr|stat|fr)(?:app|parts?)?")
_SECTION = re.compile(r"^(?P<section>\d+(?:usc|cfr)(?:app|parts?)?[\da-z.-]+)")
_PINPOINT = re.compile(r",?\s*(?:sec\.|section|title)\s*(?P<place>[\w().-]+)$", re.IGNORECASE)
_YEAR = re.compile(r"(?:,| of) (?P<year>\d{4})$")
_ORDER_PINPOINT = re.compile(r"(?<=\d)secs?\.?[\da-z(][\w().-]*$")
_ASIDE = re.compile(r"[();\u2014\[\]]|,\s|\band\b")
_OTHER_NAME = re.compile(r"\(([A-Z][^()]*)\)")
"""What a label says in parentheses with a capital: the party by name, "the company (Sand, Inc.)"."""
_SMALL_WORDS = frozenset(
    {"the", "of", "and", "for", "to", "in", "an", "a", "each", "all", "every", "any", "hon", "honorable"}
    | {"mr", "ms", "mrs", "dr"}
)
_SMALLEST_NAME = 4
"""Fewer letters than this are too common to tell one party from another."""


def authority_key(citation: str) -> str:
    """An authority's normal form without case, white space and points; `552a` stays apart from `552(a)`."""
    dated = _DATED.match(citation.strip())
    if dated:
        return f"presidentialmemorandumof{_iso(dated['date'])}"
    text = unicodedata.normalize("NFKC", _TITLE.sub("", citation)).translate(_DASHES).casefold()
    text = re.sub(
        r"\bsection\b", "sec.", text.replace("executive order", "eo").replace("public law", "pub. l.")
    )
    return re.sub(r"(?<!\d)\.|\.(?!\d)|[\s,\u00a7'\"\u2019]", "", text)


def _iso(date: str) -> str:
    try:
        return datetime.strptime(date, "%B %d, %Y").date().isoformat()
    except ValueError:
        return date


def same_authority(found: str, label: str) -> bool:
    """Whether a found form is the label's, or one of several provisions that a label packs together.

    "EO 13423 sec. 6" answers the label "EO 13423" as well: where the words say "section 6 of" an order,
    the order is cited with it. A label with a section is not answered by the order alone.
    """
    wanted = authority_key(found)
    known = {authority_key(part) for part in (label, *packed(label))}
    return wanted in known or _ORDER_PINPOINT.sub("", wanted) in known


def packed(label: str) -> tuple[str, ...]:
    """The provisions packed into one label: "5 U.S.C. 301, 302(a) and (b)" is three. Empty for one."""
    members = re.split(r"\s*(?:;|,|\band\b|\bor\b|&)\s*", label)
    members = [member for member in members if member]
    head = authority_key(members[0]) if len(members) > 1 else ""
    reporter = _REPORTER.match(head)
    if not reporter:
        return ()
    section = _SECTION.match(head)
    parts = [head]
    for member in map(authority_key, members[1:]):
        if member.startswith("(") and section:
            parts.append(section["section"] + member)
        else:
            parts.append(member if _REPORTER.match(member) else reporter[0] + member)
    return (*parts, section["section"]) if section else tuple(parts)


def same_act(found: str, label: str) -> bool:
    """Whether two names mean one Act: one may end in the other, and lack its year or pinpoint."""
    (name, place, year), (other, other_place, other_year) = _act(found), _act(label)
    if not name or not other or not (name.endswith(other) or other.endswith(name)):
        return False
    return _agree(place, other_place) and _agree(year, other_year)


def _act(name: str) -> tuple[str, str, str]:
    name = _TITLE.sub("", name).strip()
    place = _PINPOINT.search(name)
    name = name[: place.start()] if place else name
    year = _YEAR.search(name)
    name = name[: year.start()] if year else name
    return letters(name).removeprefix("the"), place["place"] if place else "", year["year"] if year else ""


def _agree(one: str, other: str) -> bool:
    return not one or not other or one.casefold() == other.casefold()


def contained(found: str | None, label: str | None) -> bool:
    """Whether one says the other, by letters and digits; two absent values agree."""
    if not found or not label:
        return not found and not label
    one, other = letters(found), letters(label)
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SMALLEST_NAME and shorter in longer


def says_nothing(label: str | None) -> bool:
    """Whether a label is an annotator's aside alone, such as "(redacted)": nothing can agree with it."""
    return bool(label) and not _ASIDE.sub("", re.sub(r"\([^)]*\)", "", label or "")).strip()


def same_party(found: str | None, label: str | None) -> bool:
    """Whether two ways of naming a sender, an addressee or an actor mean the same.

    One says the other; or the found one says a part of the label, which may give name, office and agency
    together and an aside in parentheses; or all the words of one, two at least, stand in the other.
    """
    if contained(found, label):
        return True
    if not found or not label:
        return False
    parts = (part.strip() for part in (*_ASIDE.split(label), *_OTHER_NAME.findall(label)))
    if any(contained(found, part) for part in parts if " " in part):
        return True
    fewer, more = sorted((_names(found), _names(re.sub(r"\([^)]*\)", "", label))), key=len)
    return len(fewer) > 1 and fewer <= more


def _names(party: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", party.casefold())) - _SMALL_WORDS


def same_number(found: str | None, label: str | None) -> bool:
    """Whether two document numbers agree in the parts that carry digits ("M-17-15" is "OMB M-17-15")."""
    return _digits(found) == _digits(label)


def _digits(number: str | None) -> list[str]:
    plain = unicodedata.normalize("NFKC", number or "").translate(_DASHES).casefold()
    return [token for token in re.split(r"[\s.,]+", plain) if any(char.isdigit() for char in token)]
