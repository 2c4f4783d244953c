"""Procurement rules, audit reports, decisions and technical standards that documents lean on."""

from __future__ import annotations

import re

from analysis.citations.found import Family, Found, Scene, pointed
from analysis.citations.provisions import members
from pipeline.findings import AuthorityType

_FAR = re.compile(r"F(?:AR|ederal\s+Acquisition\s+Regulation)\b")
_DFARS = re.compile(r"D(?:FARS|efense\s+Federal\s+Acquisition\s+Regulation\s+Supplement)\b")
_FAR_UNIT = re.compile(
    r"(?:\s+\((?:D?FARS?)\))?,?\s+(?P<unit>(?:[Ss]ub)?[Pp]arts?\s+|[Cc]lauses?\s+|[Ss]ections?\s+"
    r"|[Cc]ase\s+)?(?=\d)"
)
_ACRONYM = re.compile(r"\s+\(D?FARS?\)")
_GAO = re.compile(r"GAO(?:/[A-Z]+)?-(?P<number>\d{2}-\d{1,4}[A-Z]{0,3})(?![\d-])")
_COMPTROLLER = re.compile(r"B-(?P<number>\d{6}(?:\.\d{1,2})?)(?!\d)")
_NIST = re.compile(
    r"N(?:IST|ational\s+Institute\s+of\s+Standards\s+and\s+Technology(?:\s+\(NIST\))?)(?:'s)?\s+"
    r"(?:Special\s+Publication"
    r"|SP)\s*(?:\(SP\)\s*)?(?P<number>\d{3,4}-\d{1,3}[A-Z]?)(?:,?\s+[Rr]ev(?:ision"
    r"|\.)\s*(?P<rev>\d{1,2}))?"
)
_FIPS = re.compile(
    r"FIPS\s*(?:PUB(?:LICATION)?S?\.?\s*|Publication\s*)?-?(?P<number>\d{2,3}(?:-\d{1,2})?)(?![\d-])"
)
_CODES = re.compile(
    r"Revised\s+Statutes(?!\s+Annotated)|Uniform\s+Code\s+of\s+Military\s+Justice"
    r"|Federal\s+Rules\s+of\s+(?:Civil|Criminal|Appellate)\s+Procedure|Federal\s+Rules\s+of\s+Evidence"
)
_UNITS = {"part": "part ", "parts": "part ", "subpart": "subpart ", "subparts": "subpart ", "case": "Case "}


def read_procurement(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """The FAR or DFARS, or the parts and clauses of it; initials without a number are a short form."""
    text, start = scene.text, anchor.start()
    if start and text[start - 1].isalnum():
        return []
    name = "DFARS" if text[start] == "D" else "FAR"
    unit = _FAR_UNIT.match(text, anchor.end())
    listed = members(text, unit.end(), unit.end() + 300) if unit else []
    if unit is not None and listed:
        word = _UNITS.get((unit.group("unit") or "").strip().lower(), "")
        return [
            Found(
                start if index == 0 else member.start,
                member.end,
                AuthorityType.OTHER,
                f"{name} {word}{member.label}",
            )
            for index, member in enumerate(listed)
        ]
    provisions = scene.pinpoints.before(start)
    if provisions:
        return [
            Found(
                provision.start,
                provision.end,
                AuthorityType.OTHER,
                f"{name} {provision.text.replace('sec. ', '')}",
            )
            for provision in provisions
        ]
    if anchor.end() - start < 6:
        return []
    acronym = _ACRONYM.match(text, anchor.end())
    end = acronym.end() if acronym else anchor.end()
    return [Found(start, end, AuthorityType.OTHER, " ".join(anchor.group().split()))]


def read_numbered(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """GAO reports, Comptroller General decisions, NIST publications and FIPS by number."""
    start = anchor.start()
    if start and (scene.text[start - 1].isalnum() or scene.text[start - 1] in "-/"):
        return []
    number = anchor.group("number")
    words = anchor.group()
    if words.startswith("GAO"):
        normal = f"GAO-{number}"
    elif words.startswith("B"):
        normal = f"B-{number}"
    elif words.startswith("FIPS"):
        normal = f"FIPS {number}"
    else:
        normal = f"NIST SP {number}"
    return [Found(start, anchor.end(), AuthorityType.OTHER, normal)]


def read_rules(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Codes and rules of procedure known by name."""
    name = " ".join(anchor.group().split())
    return pointed(scene, Found(*anchor.span(), AuthorityType.OTHER, name))


FAMILIES = (
    Family("Procurement rules", (_FAR, _DFARS), read_procurement),
    Family("Reports and standards", (_GAO, _COMPTROLLER, _NIST, _FIPS), read_numbered),
    Family("Rules by name", (_CODES,), read_rules),
)
