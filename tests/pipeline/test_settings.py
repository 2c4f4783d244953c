"""Settings that cannot work are refused when they are read, with the variable's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.problems import Misconfigured
from pipeline.settings import FILE_NAME, load


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CHANCERY_WORKERS", "-1"),
        ("CHANCERY_SETTLE_SECONDS", "nan"),
        ("CHANCERY_SETTLE_SECONDS", "inf"),
        ("CHANCERY_SETTLE_SECONDS", "-0.1"),
        ("CHANCERY_PORT", "65536"),
        ("CHANCERY_PORT", "-1"),
        ("CHANCERY_OFFICE", "a/../b"),
        ("CHANCERY_OFFICE", "ec"),
        ("CHANCERY_OFFICE", "EC-"),
        ("CHANCERY_OFFICE", "A" * 17),
    ],
)
def test_a_value_that_cannot_work_is_refused(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(Misconfigured, match=variable) as told:
        load({"CHANCERY_HOME": str(tmp_path), variable: value})
    assert len(told.value.lines) == 3


@pytest.mark.parametrize("office", ["EC", "OS-EC", "2A"])
def test_an_office_of_capitals_digits_and_hyphens_is_taken(tmp_path: Path, office: str) -> None:
    assert load({"CHANCERY_HOME": str(tmp_path), "CHANCERY_OFFICE": office}).office == office


def test_a_settings_file_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(Misconfigured, match=FILE_NAME):
        load({"CHANCERY_HOME": str(tmp_path)})


WHOLE = {
    "CHANCERY_OIDC_ISSUER": "https://login.example.gov/staff",
    "CHANCERY_OIDC_CLIENT": "chancery",
    "CHANCERY_ORIGIN": "https://chancery.example.gov",
    "CHANCERY_TRUSTED_PROXIES": "10.1.1.1",
}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CHANCERY_OIDC_ISSUER", "http://login.example.gov"),
        ("CHANCERY_OIDC_ISSUER", "https://login.example.gov?realm=staff"),
        ("CHANCERY_OIDC_ISSUER", "https://user@login.example.gov"),
        ("CHANCERY_OIDC_ISSUER", "login.example.gov"),
        ("CHANCERY_OIDC_ISSUER", "https://[::1"),
        ("CHANCERY_OIDC_SCOPES", "email profile"),
        ("CHANCERY_OIDC_ROLES", "Leads"),
        ("CHANCERY_OIDC_ROLES", "Leads="),
        ("CHANCERY_OIDC_ROLES", "=reviewer"),
        ("CHANCERY_OIDC_ROLES", "Leads=reviewer,emperor"),
        ("CHANCERY_OIDC_NEW", "yes"),
        ("CHANCERY_CARD_HEADER", "X Card"),
        ("CHANCERY_CARD_HEADER", "X_Card"),
    ],
)
def test_half_a_word_on_who_vouches_for_people_is_refused(tmp_path: Path, variable: str, value: str) -> None:
    home = {"CHANCERY_HOME": str(tmp_path)}
    assert load(home | WHOLE | {"CHANCERY_CARD_HEADER": "X-Card-Name"}).card_header
    with pytest.raises(Misconfigured, match=variable) as told:
        load(home | WHOLE | {variable: value})
    assert len(told.value.lines) == 3


@pytest.mark.parametrize("missing", ["CHANCERY_OIDC_CLIENT", "CHANCERY_ORIGIN", "CHANCERY_TRUSTED_PROXIES"])
def test_what_a_voucher_needs_is_named(tmp_path: Path, missing: str) -> None:
    given = WHOLE | {"CHANCERY_HOME": str(tmp_path), "CHANCERY_CARD_HEADER": "X-Card-Name"}
    with pytest.raises(Misconfigured) as told:
        load({name: value for name, value in given.items() if name != missing})
    assert missing in told.value.why


def test_groups_may_hold_what_directories_write(tmp_path: Path) -> None:
    roles = "CN=Leads,OU=Staff=reviewer, approver ; /chancery/clerks=clerk;CN=Leads,OU=Staff=auditor"
    known = load({"CHANCERY_HOME": str(tmp_path), "CHANCERY_OIDC_ROLES": roles}).roles_by_group
    assert known == {
        "CN=Leads,OU=Staff": {"reviewer", "approver", "auditor"},
        "/chancery/clerks": {"clerk"},
    }
