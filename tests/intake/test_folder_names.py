"""Names of mail folders as the wire has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.folder_names import decoded, encoded


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("INBOX", "INBOX"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("R&D", "R&-D"),
    ],
)
def test_the_examples_of_the_standard(name: str, wire: str) -> None:
    assert encoded(name) == wire
    assert decoded(wire.encode()) == name


@given(st.text(st.characters(codec="utf-8")))
def test_there_and_back(name: str) -> None:
    wire = encoded(name)
    assert all(" " <= letter <= "~" for letter in wire)
    quoted = '"' + wire.replace("\\", "\\\\").replace('"', '\\"') + '"'
    assert decoded(quoted.encode()) == name


@given(st.binary(max_size=80))
def test_any_bytes_give_a_name(wire: bytes) -> None:
    assert isinstance(decoded(wire), str)
