"""Officers that every large agency must have by law, and the law that is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """An officer's name, how texts name the officer, how a unit of that field is called, and the law.

    `law` matches normal forms of citations whose subject is this officer's work; `work` says it in words.
    """

    name: str
    pattern: re.Pattern[str]
    field: re.Pattern[str]
    law: re.Pattern[str] | None = None
    work: str = ""


LEGISLATIVE = "legislative affairs officer"


_WORK = {
    "Chief Information Officer": "software server cloud website cybersecurity vulnerability systems",
    "Chief Information Security Officer": "cybersecurity vulnerability malware authentication encryption",
    "Senior Agency Official for Privacy": "privacy biometric",
    "Chief FOIA Officer": "freedom of information disclosure redaction withheld",
    "Chief Financial Officer": "budget appropriation apportionment outlay accounting invoice",
    "General Counsel": "legal lawsuit litigation court settlement subpoena regulation",
    "Chief Human Capital Officer": "hire recruitment vacancy staffing salary telework appraisal union",
    "Chief Acquisition Officer": "contract procurement acquisition vendor solicitation debarment",
    "Chief Data Officer": "statistic dataset metadata",
    "Inspector General": "fraud waste abuse whistleblower misconduct",
    LEGISLATIVE: "congress senator committee testimony hearing briefing",
    "public affairs officer": "press media interview speech",
    "regulatory officer": "regulation rulemaking",
    "environmental officer": "environmental nepa",
    "civil rights officer": "discrimination harassment disability accommodation accessible",
    "security officer": "clearance badge classified continuity",
}
"""What falls to an officer in every agency, said or not: a mission of one line leaves it out."""


def _role(name: str, pattern: str, field: str, law: str = "") -> Role:
    exact = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
    called = re.compile(rf"\b(?:{field})", re.IGNORECASE)
    return Role(name, exact, called, re.compile(law) if law else None, _WORK.get(name, ""))


ROLES = (
    _role(
        "Chief Information Officer",
        r"[Cc]hief [Ii]nformation [Oo]fficers?|CIOs?",
        "information (?:technology|management|officer)|technology",
        r"44 U\.S\.C\. 3[56]\d\d|40 U\.S\.C\. 11[123]\d\d|OMB Circular A-130|Clinger-Cohen|BOD |ED \d",
    ),
    _role(
        "Chief Information Security Officer",
        r"(?:[Cc]hief|[Ss]enior [Aa]gency) [Ii]nformation [Ss]ecurity [Oo]fficers?|CISOs?|SAISOs?",
        "(?:cyber|information) ?security",
        r"44 U\.S\.C\. 355\d|Federal Information Security",
    ),
    _role(
        "Senior Agency Official for Privacy",
        r"[Ss]enior [Aa]gency [Oo]fficials? [Ff]or [Pp]rivacy|SAOPs?|[Cc]hief [Pp]rivacy [Oo]fficers?",
        "privacy",
        r"5 U\.S\.C\. 552a|Privacy Act",
    ),
    _role(
        "Chief FOIA Officer",
        r"[Cc]hief FOIA [Oo]fficers?|FOIA [Ll]iaisons?",
        "FOIA|freedom of information|disclosure|records",
        r"5 U\.S\.C\. 552(?![\da-z])|Freedom of Information|44 U\.S\.C\. (?:29|31|33)\d\d",
    ),
    _role(
        "Chief Financial Officer",
        r"[Cc]hief [Ff]inancial [Oo]fficers?|CFOs?|[Bb]udget [Oo]fficers?",
        "financ|budget|comptroller",
        r"31 U\.S\.C\. (?:(?!901\(b\))9\d\d|1[1345]\d\d|35\d\d)\b|OMB Circular A-(?:11|123|136)\b"
        r"|Antideficiency",
    ),
    _role(
        "General Counsel",
        r"[Gg]eneral [Cc]ounsels?|[Cc]hief [Cc]ounsels?|[Ss]olicitors?|(?:[Cc]hief )?[Ll]egal"
        r" (?:[Aa]dviser|[Oo]fficer)s?",
        "counsel|legal|solicitor",
        r"28 U\.S\.C\. |5 U\.S\.C\. 55[13](?![\da-z])",
    ),
    _role(
        "Chief Human Capital Officer",
        r"[Cc]hief [Hh]uman [Cc]apital [Oo]fficers?|CHCOs?|[Dd]irectors? of [Hh]uman [Rr]esources",
        "human (?:capital|resources)|personnel|workforce",
        r"5 U\.S\.C\. (?:[234567]\d\d\d)\b|5 CFR",
    ),
    _role(
        "Chief Acquisition Officer",
        r"[Cc]hief [Aa]cquisition [Oo]fficers?|[Ss]enior [Pp]rocurement [Ee]xecutives?|CAOs?",
        "acquisition|procurement|contract",
        r"41 U\.S\.C\.|48 CFR|Federal Acquisition",
    ),
    _role(
        "Chief Data Officer",
        r"[Cc]hief [Dd]ata [Oo]fficers?|CDOs?|[Ee]valuation [Oo]fficers?|[Ss]tatistical [Oo]fficials?",
        "data|statistic|evaluation|evidence",
        r"44 U\.S\.C\. 3520",
    ),
    _role("Inspector General", r"[Ii]nspectors? [Gg]eneral|OIG", "inspector general"),
    _role(
        LEGISLATIVE,
        r"(?:[Ll]egislative|[Cc]ongressional) (?:[Aa]ffairs|[Ll]iaison|[Rr]elations)"
        r"(?: [Oo]ffic(?:e|er|ers))?",
        "(?:legislative|congressional|intergovernmental)",
    ),
    _role(
        "public affairs officer",
        r"[Pp]ublic [Aa]ffairs(?: [Oo]ffic(?:e|er|ers))?|[Pp]ress [Oo]ffic(?:e|er|ers|es)",
        "public affairs|communications|external affairs",
    ),
    _role(
        "regulatory officer",
        r"[Rr]egulatory (?:[Pp]olicy|[Rr]eform) [Oo]fficers?|RROs?",
        "regulat|policy",
        r"EO 12866|EO 13563|5 U\.S\.C\. (?:60\d|80\d)\b",
    ),
    _role(
        "environmental officer",
        r"[Cc]hief [Ss]ustainability [Oo]fficers?|NEPA (?:[Cc]ontacts?|[Oo]fficers?)",
        "environment|sustainab",
        r"42 U\.S\.C\. 43[2-7]\d|40 CFR (?:parts? )?150\d|National Environmental Policy",
    ),
    _role(
        "civil rights officer",
        r"(?:EEO|[Ee]qual [Ee]mployment [Oo]pportunity) (?:[Dd]irector|[Oo]fficer)s?"
        r"|[Cc]ivil [Rr]ights [Oo]fficers?",
        "civil rights|equal employment|EEO",
        r"42 U\.S\.C\. 2000|29 CFR (?:part )?1614|29 U\.S\.C\. 79\d",
    ),
    _role(
        "security officer",
        r"[Ss]enior [Aa]gency [Oo]fficials? [Ff]or [Ss]ecurity|[Cc]hief [Ss]ecurity [Oo]fficers?",
        "(?:physical|personnel|homeland) security|security",
    ),
)
"""Laws that create the roles: 40 U.S.C. 11315 and 44 U.S.C. 3506 (CIO), 31 U.S.C. 901 (CFO), 5 U.S.C. 1401
(CHCO), 41 U.S.C. 1702 (CAO), 44 U.S.C. 3520 (CDO), 5 U.S.C. 552(j) (FOIA), EO 12866 sec. 6 (regulatory).
31 U.S.C. 901(b) is cited for its list of agencies, and so is nobody's."""


def roles_cited(citations: tuple[str, ...]) -> Iterator[tuple[Role, str]]:
    """The roles whose law is among the citations, with the citation."""
    for citation in citations:
        for role in ROLES:
            if role.law is not None and role.law.match(citation):
                yield role, citation
                break
