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
    r"|[Ss]ubsections?\s+|PGI\s+|§[\s§]{0,3})?(?=\d)"
)
_FAR_CASE = re.compile(r"(?:\s+\((?:D?FARS?)\))?\s+[Cc]ase\s+(?P<number>\d{4}-[A-Z]?\d{3})(?!\d)")
_ACRONYM = re.compile(r"\s+\(D?FARS?\)")
# six digits since 2021; with the division's name until 2000
_GAO = re.compile(
    r"GAO(?P<division>/[A-Z]+(?:/[A-Z]+)*)?-(?P<number>\d{2}-\d{1,6}(?:\.\d{1,2}(?:\.\d{1,2})?)?[A-Z]{0,3})(?![\d-])"
)
_COMPTROLLER = re.compile(r"B-(?P<number>\d{6}(?:\.\d{1,2})?)(?!\d)")
_NIST = re.compile(
    r"N(?:IST|ational\s+Institute\s+of\s+Standards\s+and\s+Technology(?:\s+\(NIST\))?)(?:'s)?\s+"
    r"(?:Special\s+Publications?"
    r"|SPs?)\s*(?:\(SPs?\)\s*)?(?P<number>\d{3,4}-\d{1,3}[A-Z]?)(?:,?\s+[Rr]ev(?:ision"
    r"|\.)\s*(?P<rev>\d{1,2}))?"
)
# the 800 series is the one that is cited without its institute
_SPECIAL = re.compile(r"SP\s+(?P<number>800-\d{1,3}[A-Z]?)(?![\d-])")
_NISTIR = re.compile(r"NIST\s?IR\s+(?P<number>\d{4}[A-Z]?)(?![\d-])")
_FIPS_NUMBER = r"(?P<number>\d{2,3}(?:-\d{1,2})?)(?![\d-])"
_FIPS = re.compile(rf"FIPS\s*(?:P(?:UB(?:LICATION)?S?|ub(?:lication)?s?)\.?\s*)?-?{_FIPS_NUMBER}")
_FIPS_LONG = re.compile(
    r"Federal\s+Information\s+Processing\s+Standards?\s+(?:Publications?\s+)?(?:\(FIPS(?:\s+PUB)?\)\s+)?"
    + _FIPS_NUMBER
)
_TOO = re.compile(
    r"\s*(?:,\s*(?:(?:and|or)\b)?|(?:and|or)\b|&)\s*(?P<number>\d{3,4}-\d{1,3}[A-Z]?|\d{3})(?![\w,%.-]\w|\w|\s+[a-z]+s\b)"
)
_CODES = (
    re.compile(r"Revised\s+Statutes(?!\s+Annotated)"),
    re.compile(r"Uniform\s+Code\s+of\s+Military\s+Justice"),
    re.compile(r"Federal\s+Rules\s+of\s+(?:(?:Civil|Criminal|Appellate|Bankruptcy)\s+Procedure|Evidence)"),
)
_RULE = (
    re.compile(
        r"Federal\s+Rules?\s+of\s+(?P<kind>(?:Civil|Criminal|Appellate|Bankruptcy)\s+Procedure|Evidence)"
        r",?\s+(?:[Rr]ules?\s+)?(?=\d)"
    ),
    re.compile(r"Fed\.\s?R\.\s?(?P<kind>Civ\.\s?P\.|Crim\.\s?P\.|App\.\s?P\.|Bankr\.\s?P\.|Evid\.)\s+(?=\d)"),
)
_KINDS = {
    "C": "Civil Procedure",
    "Cr": "Criminal Procedure",
    "A": "Appellate Procedure",
    "B": "Bankruptcy Procedure",
    "E": "Evidence",
}
_UNITS = {"part": "part ", "parts": "part ", "subpart": "subpart ", "subparts": "subpart ", "pgi": "PGI "}


def read_procurement(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """The FAR or DFARS, or the parts and clauses of it; initials without a number are a short form."""
    text, start = scene.text, anchor.start()
    if start and text[start - 1].isalnum():
        return []
    name = "DFARS" if text[start] == "D" else "FAR"
    case = _FAR_CASE.match(text, anchor.end())
    if case is not None:
        return [Found(start, case.end(), AuthorityType.OTHER, f"{name} Case {case.group('number')}")]
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
    series = _series(anchor)
    rows = [Found(start, anchor.end(), AuthorityType.OTHER, f"{series}{anchor.group('number')}")]
    listed = series in ("NIST SP ", "FIPS ")
    shape = anchor.group("number").split("-")[0] + "-" if series == "NIST SP " else ""
    match = _TOO.match(scene.text, anchor.end()) if listed else None
    while match is not None and match["number"].startswith(shape) and len(rows) < 50:
        normal = f"{series}{match['number']}"
        head = (start, anchor.start("number"))
        rows.append(Found(match.start("number"), match.end(), AuthorityType.OTHER, normal, head=head))
        match = _TOO.match(scene.text, match.end())
    return rows


def _series(anchor: re.Match[str]) -> str:
    """What stands before the number in the normal form."""
    words = anchor.group()
    if words.startswith("GAO"):
        return f"GAO{anchor.group('division') or ''}-"
    if words.startswith("B"):
        return "B-"
    if words.startswith("F"):
        return "FIPS "
    return "NIST IR " if "IR" in words else "NIST SP "


def read_rule(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A rule of procedure or evidence by number: "Fed. R. Civ. P. 12(b)(6)"."""
    listed = members(scene.text, anchor.end(), anchor.end() + 200)
    kind = anchor.group("kind")
    name = _KINDS["Cr" if kind.startswith("Cr") else kind[0]]
    return [
        Found(
            member.start if index else anchor.start(),
            member.end,
            AuthorityType.OTHER,
            f"Federal Rules of {name}, rule {member.label}",
            head=anchor.span() if index else None,
        )
        for index, member in enumerate(listed)
    ]


def read_rules(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Codes and rules of procedure known by name."""
    name = " ".join(anchor.group().split())
    return pointed(scene, Found(*anchor.span(), AuthorityType.OTHER, name))


FAMILIES = (
    Family("Procurement rules", (_FAR, _DFARS), read_procurement),
    Family(
        "Reports and standards",
        (_GAO, _COMPTROLLER, _NIST, _SPECIAL, _NISTIR, _FIPS, _FIPS_LONG),
        read_numbered,
    ),
    Family("Rules by number", _RULE, read_rule),
    Family("Rules by name", _CODES, read_rules),
)
