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
