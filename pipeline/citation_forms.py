"""Normal forms: the one spelling of an authority, read back into its parts and its key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.findings import AuthorityType

_PIN = (
    r"(?P<pin>(?:sec\.|title|part|paragraph|subtitle|chapter|subchapter|article|division|appendix|clause"
    r"|subsection|subpart|subparagraph|rule) .+)"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority taken apart. `key` is the whole authority, without pinpoint, for joins."""

    type: AuthorityType
    parts: tuple[tuple[str, str], ...]
    key: str
    normal: str


@dataclass(frozen=True, slots=True)
class Form:
    """A shape of normal form; the key is `whole` filled with the pattern's groups."""

    type: AuthorityType
    pattern: re.Pattern[str]
    whole: str


def _form(kind: AuthorityType, pattern: str, whole: str) -> Form:
    return Form(kind, re.compile(pattern), whole)


_ISO = r"\d{4}-\d\d-\d\d"
_USC = r"(?P<section>\d+[A-Za-z]*(?:[.-][0-9A-Za-z]+)*)"
FORMS: tuple[Form, ...] = (
    _form(
        AuthorityType.USC,
        r"(?P<title>\d{1,2}) U\.S\.C\.(?P<place> App\.)?(?: (?P<chapter>chapters? [^,]+))?"
        r"(?P<sub>, subchapter \S+)?(?P<suffix> et seq\."
        r"| note)?",
        "{title} U.S.C.{place} {chapter}{note}",
    ),
    _form(
        AuthorityType.USC,
        rf"(?P<title>\d{{1,2}}) U\.S\.C\.(?P<place> App\.)? {_USC}(?P<pin>\(.*?"
        rf"|-\(.*?)?(?P<suffix> et seq\.| note)?",
        "{title} U.S.C.{place} {section}{note}",
    ),
    _form(
        AuthorityType.USC,
        r"(?P<title>\d{1,2}) U\.S\.C\. (?P<section>(?:division|title|subtitle|subchapter|part"
        r"|subpart|appendix|article) .+?)(?P<suffix> et seq\.| note)?",
        "{title} U.S.C. {section}{note}",
    ),
    _form(
        AuthorityType.CFR,
        r"(?P<title>\d{1,2}) CFR, (?P<year>\d{4}(?:-\d{4})?) Comp\.(?:, p\. (?P<page>\d+))?",
        "{title} CFR, {year} Comp., p. {page}",
    ),
    _form(
        AuthorityType.CFR,
        r"(?P<title>\d{1,2}) CFR(?: (?P<unit>(?:parts?|chapter|subpart|title|subtitle|subchapter"
        r"|division|appendix|article)) (?P<label>[^,]+?)(?:(?: et seq\.)?(?P<pin>, .+?))?)?"
        r"(?P<suffix> et seq\.| note)?",
        "{title} CFR {unit} {label}",
    ),
    _form(
        AuthorityType.CFR,
        r"(?P<title>\d{1,2}) CFR (?P<section>\d+[A-Za-z]*(?:[.-][0-9A-Za-z]+)*)(?P<pin>[(-].*?)?"
        r"(?P<suffix> et seq\.| note)?",
        "{title} CFR {section}",
    ),
    _form(
        AuthorityType.PUBLIC_LAW,
        rf"Pub\. L\. (?P<number>\d{{2,3}}-\d{{1,4}})(?:, {_PIN})?",
        "Pub. L. {number}",
    ),
    _form(AuthorityType.STAT, r"(?P<volume>\d{1,3}A?) Stat\. (?P<page>[\dA-Z-]+)", "{volume} Stat. {page}"),
    _form(
        AuthorityType.FEDERAL_REGISTER,
        r"(?P<volume>\d{1,3}) FR (?P<page>\d+)(?P<until>-\d+)?",
        "{volume} FR {page}",
    ),
    _form(AuthorityType.EXECUTIVE_ORDER, rf"EO (?P<number>\d+(?:-?[A-Z])?)(?: {_PIN})?", "EO {number}"),
    _form(
        AuthorityType.EXECUTIVE_ORDER,
        rf"Executive Order of (?P<date>{_ISO})(?: {_PIN})?",
        "Executive Order of {date}",
    ),
    _form(
        AuthorityType.PROCLAMATION,
        rf"Proclamation (?P<number>\d+(?:-?[A-Z])?|of {_ISO})(?: {_PIN})?",
        "Proclamation {number}",
    ),
    _form(
        AuthorityType.PRESIDENTIAL_MEMORANDUM,
        rf"Presidential Memorandum of (?P<date>{_ISO})(?: {_PIN})?",
        "Presidential Memorandum of {date}",
    ),
    _form(
        AuthorityType.PRESIDENTIAL_MEMORANDUM,
        r"Presidential (?P<kind>Memorandum|Determination) (?P<number>\(.+\)|[\d-]+)",
        "Presidential {kind} {number}",
    ),
    _form(AuthorityType.OMB_MEMO, r"OMB M-(?P<number>\d\d-\d\d)", "OMB M-{number}"),
    _form(AuthorityType.OTHER, r"M-(?P<number>\d\d-\d\d)", "M-{number}"),
    _form(
        AuthorityType.OMB_CIRCULAR,
        rf"OMB Circular (?P<number>[A-Z]-\d+)(?:, {_PIN})?",
        "OMB Circular {number}",
    ),
    _form(
        AuthorityType.DIRECTIVE,
        rf"(?P<series>[A-Z]{{2,4}})(?P<number>-\d+| (?:\d+-)+\d+)(?: {_PIN})?",
        "{series}{number}",
    ),
    _form(
        AuthorityType.DIRECTIVE,
        rf"DoD (?P<series>\w+) (?P<number>[\w.-]+)(?: {_PIN})?",
        "DoD {series} {number}",
    ),
    _form(
        AuthorityType.DIRECTIVE,
        r"(?P<name>(?:(?!Executive|Military)[A-Z][\w']*(?: [A-Z]\w+)? )?"
        r"(?:Order|Directive|Instruction|Manual|Handbook))"
        rf" (?P<number>(?:[A-Z]{{1,2}}-)?\d[\w.-]*)(?:, {_PIN})?",
        "{name} {number}",
    ),
    _form(
        AuthorityType.BILL,
        rf"(?P<house>H|S)\.(?P<kind>R\.|(?:J\.|Con\.)?Res\.|) (?P<number>\d+)(?:, {_PIN})?",
        "{house}.{kind} {number}",
    ),
    _form(AuthorityType.STATE_LAW, r"State EO (?P<number>[\w.-]+)", "State EO {number}"),
    _form(
        AuthorityType.STATE_LAW,
        r"(?P<code>[A-Z].*(?:Code|Stat\.|Laws?|Statutes)(?: Ann\.)?(?: ch\. \w+)?) sec\. (?P<section>.+)",
        "{code} sec. {section}",
    ),
    _form(
        AuthorityType.CASE,
        r"(?P<volume>\d+) (?P<reporter>U\.S\.|S\. Ct\.|L\. Ed\.(?: 2d)?|F\.(?:2d|3d|4th"
        r"| Supp\.(?: [23]d)?)|Fed\.Cl\.) (?P<page>\d+)",
        "{volume} {reporter} {page}",
    ),
    _form(AuthorityType.OTHER, r"(?P<series>D?FARS?) (?P<number>(?!.*Agreement$).+)", "{series} {number}"),
    _form(AuthorityType.OTHER, r"(?P<series>GAO(?:/[A-Z]+)*|B)-(?P<number>[\w.-]+)", "{series}-{number}"),
    _form(
        AuthorityType.OTHER,
        r"(?P<series>NIST SP|NIST IR|FIPS|OMB Bulletin|H\.R\. Rep\.|S\. Rep\.) (?P<number>[\w-]+)",
        "{series} {number}",
    ),
    _form(
        AuthorityType.OTHER,
        rf"(?P<house>House|Senate) Rule (?P<number>[IVXL]+)(?:, {_PIN})?",
        "{house} Rule {number}",
    ),
    _form(
        AuthorityType.OTHER,
        rf"Reorganization Plan No\. (?P<number>\w+) of (?P<year>\d{{4}})(?:, {_PIN})?",
        "Reorganization Plan No. {number} of {year}",
    ),
    _form(
        AuthorityType.OTHER, rf"Military Order of (?P<date>{_ISO})(?: {_PIN})?", "Military Order of {date}"
    ),
    _form(
        AuthorityType.OTHER,
        rf"(?P<issuer>[A-Z].*) Memorandum of (?P<date>{_ISO})",
        "{issuer} Memorandum of {date}",
    ),
    _form(
        AuthorityType.OTHER,
        rf"(?P<name>Revised Statutes|Uniform Code of Military Justice|Federal Rules of .+?"
        rf"|(?:Defense )?Federal Acquisition Regulation(?: Supplement)?)(?:, {_PIN})?",
        "{name}",
    ),
    _form(
        AuthorityType.CASE,
        r"(?P<volume>\d{1,4}) (?P<reporter>[A-Z][A-Za-z']*\.(?: ?[A-Z][A-Za-z']*\.| ?Dist\.| ?Ct\.)*"
        r"(?: ?[2-5](?:d|th))?) (?P<page>\d{1,5})",
        "{volume} {reporter} {page}",
    ),
    _form(
        AuthorityType.ACT,
        rf"(?P<name>Act of (?:{_MONTHS}|[A-Z][a-z]{{2,3}}\.) \d{{1,2}},? \d{{4}}"
        rf"|Act of \d.+?)(?:, {_PIN})?",
        "{name}",
    ),
    _form(
        AuthorityType.ACT,
        rf"(?P<name>\S.*?\b(?:Act|Amendments?|Code)(?: of \d{{4}}| for Fiscal Years? [^,]+"
        rf"| for the \d\d(?:st|nd|rd|th) Century|, \d{{4}})?)(?:, {_PIN})?",
        "{name}",
    ),
    _form(AuthorityType.TREATY, r"(?P<volume>\d{1,3}) U\.S\.T\. (?P<page>\d+)", "{volume} U.S.T. {page}"),
    _form(AuthorityType.TREATY, r"T\.I\.A\.S\. (?P<number>[\d-]+)", "T.I.A.S. {number}"),
    _form(
        AuthorityType.TREATY,
        r"(?P<name>(?:[A-Z].* )?(?:Treaty|Conventions?|Covenant|Protocols?)(?: .*?)?"
        r"|Charter of the United Nations|[A-Z].* Trade (?:Promotion )?Agreement"
        r"|[A-Z]\w+ (?:Agreement|Accord)s?)"
        rf"(?:, {_PIN})?",
        "{name}",
    ),
)


def parse(normal: str) -> Authority | None:
    """The authority that a normal form names, with type, parts and key; None for anything else."""
    for form in FORMS:
        match = form.pattern.fullmatch(normal)
        if match is not None:
            return _authority(form, match)
    return None


def _authority(form: Form, match: re.Match[str]) -> Authority:
    groups = {name: (value or "").strip(" ,") for name, value in match.groupdict().items()}
    fields = {name: value or "" for name, value in match.groupdict().items()}
    fields["note"] = " note" if groups.get("suffix") == "note" else ""
    key = " ".join(form.whole.format_map(fields).split()).removesuffix(", p.")
    parts = tuple((name, value) for name, value in groups.items() if value)
    return Authority(form.type, parts, key, match.string)


@lru_cache(maxsize=4096)
def authority_key(citation: str) -> str:
    """The whole authority without its pinpoint: "EO 13423 sec. 6" gives "EO 13423".

    A note stays apart from its section; what is no normal form is its own key.
    """
    authority = parse(citation)
    return authority.key if authority else citation
