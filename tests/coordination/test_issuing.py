"""Who issues what, as far as a citation tells."""

from __future__ import annotations

import pytest

from coordination.issuing import ISSUERS, issued_by
from pipeline.findings import AuthorityType as Kind


@pytest.mark.parametrize(
    ("kind", "citation", "issuer"),
    [
        (Kind.EXECUTIVE_ORDER, "EO 13526", "The President"),
        (Kind.USC, "44 U.S.C. 3501", "Congress"),
        (Kind.OMB_MEMO, "OMB M-22-09", "Office of Management and Budget"),
        (Kind.DIRECTIVE, "HSPD-12", "The President"),
        (Kind.DIRECTIVE, "NSPM-33", "The President"),
        (Kind.DIRECTIVE, "BOD 22-01", "Cybersecurity and Infrastructure Security Agency"),
        (Kind.DIRECTIVE, "ICD 503", "Director of National Intelligence"),
        (Kind.DIRECTIVE, "AD 2024-01-05", "Federal Aviation Administration"),
        (Kind.CASE, "467 U.S. 837", "Supreme Court"),
    ],
)
def test_the_citation_settles_it(kind: Kind, citation: str, issuer: str) -> None:
    assert issued_by(kind, citation) == issuer and issuer in ISSUERS


@pytest.mark.parametrize(
    ("kind", "citation"),
    [
        (Kind.CFR, "40 CFR 60"),
        (Kind.DIRECTIVE, "DoDD 5000.01"),
        (Kind.CASE, "12 F.3d 345"),
        (Kind.STATE_LAW, "Cal. Gov. Code 11000"),
        (Kind.OTHER, "HSPD-12"),
    ],
)
def test_nothing_is_said_where_it_does_not(kind: Kind, citation: str) -> None:
    assert issued_by(kind, citation) is None
