"""Who issues authorities of a kind, where their citation alone settles it."""

from __future__ import annotations

import re

from pipeline.findings import AuthorityType

JURISDICTIONS = ("Federal", "State", "County", "Municipal", "Tribal", "International")

_T = AuthorityType
_PRESIDENT, _CONGRESS = "The President", "Congress"
_BUDGET, _COURT = "Office of Management and Budget", "Supreme Court"
_AVIATION, _INTELLIGENCE = "Federal Aviation Administration", "Director of National Intelligence"
_CYBER = "Cybersecurity and Infrastructure Security Agency"
_OF_KIND = {
    _T.USC: _CONGRESS,
    _T.PUBLIC_LAW: _CONGRESS,
    _T.STAT: _CONGRESS,
    _T.ACT: _CONGRESS,
    _T.BILL: _CONGRESS,
    _T.EXECUTIVE_ORDER: _PRESIDENT,
    _T.PRESIDENTIAL_MEMORANDUM: _PRESIDENT,
    _T.PROCLAMATION: _PRESIDENT,
    _T.OMB_MEMO: _BUDGET,
    _T.OMB_CIRCULAR: _BUDGET,
}
_OF_FORM = (
    (_T.DIRECTIVE, re.compile(r"(?:HSPD|SPD|P[PDS]D|PRD|NS(?:PD|PM|DD|DM|SM|M|D))[- ]\d"), _PRESIDENT),
    (_T.DIRECTIVE, re.compile(r"(?:BOD|ED)[- ]\d"), _CYBER),
    (_T.DIRECTIVE, re.compile(r"AD[- ]\d"), _AVIATION),
    (_T.DIRECTIVE, re.compile(r"ICD[- ]\d"), _INTELLIGENCE),
    (_T.CASE, re.compile(r"\d+ (?:U\.S\.|S\. ?Ct\.) \d"), _COURT),
)
ISSUERS = (_CONGRESS, _CYBER, _INTELLIGENCE, _AVIATION, _BUDGET, _COURT, _PRESIDENT)
"""Every issuing body that `issued_by` can name, by its first letter."""


def issued_by(kind: AuthorityType, citation: str) -> str | None:
    """The body that issued an authority; None where its citation does not tell.

    A regulation's citation names a title and no agency; a state law's names no chamber.
    """
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    found = (issuer for form, shape, issuer in _OF_FORM if form is kind and shape.match(citation))
    return next(found, None)
