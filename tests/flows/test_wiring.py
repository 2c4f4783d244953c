"""The desk put together from the real rooms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.offline import OfflineAnalyzer
from extractors import InProcessReader
from flows.wiring import open_desk, open_tools
from pipeline.findings import Provenance
from pipeline.settings import Settings
from store.seed import agency

LETTER = b"""March 3, 2026

Dear Secretary:

Please send us the list of moorings within 15 days of the date of this letter, as 33 U.S.C. 1223 provides.

Sincerely,
Ada Quill
"""


@pytest.fixture
def conf(settings: Settings) -> Settings:
    return replace(settings, workers=1, analyzer="offline")


def test_the_children_find_what_the_analyzer_finds_here(conf: Settings) -> None:
    here = OfflineAnalyzer(agency()).analyse(InProcessReader().read(LETTER, "letter.txt"))
    with open_tools(conf, agency()) as (reader, analyzer):
        assert analyzer.stamp == OfflineAnalyzer(agency()).stamp
        there = analyzer.analyse(reader.read(LETTER, "letter.txt"))
    blank = Provenance("offline")
    assert replace(there, provenance=blank) == replace(here, provenance=blank)
    assert there.authorities


def test_the_desk_knows_the_agency_on_the_record(conf: Settings) -> None:
    with open_desk(conf) as desk:
        assert desk.records.agency() == agency()
        assert desk.settings is conf
