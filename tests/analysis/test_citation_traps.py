"""Texts that look like law and are none: no authority is read from any of them."""

from __future__ import annotations

import pytest

from analysis.citations import recognise
from analysis.library import plain_document

TRAPS = [
    "The guards carried M-16 rifles and an M-4 carbine to the range.",
    "Two A-10 aircraft and one F-16 flew over the harbor at noon.",
    "Please review the Source Code before the next release of the software.",
    "Use the QR Code or the Zip Code 20405 to find the office.",
    "Sec. 3. Reports.",
    "Section 12. General Provisions.",
    "Part 4 of the survey asks about parking; chapter 7 of the novel is better.",
    "Call the desk at (202) 555-0142 or fax 202-555-0199 before 5 p.m.",
    "Invoice No. 13777 of January 30, 2017, is overdue by 14 days.",
    "The order of 13,526 buoys was shipped in 12 crates of 40 each.",
    "Purchase Order 12866 was approved by the office manager.",
    "Work order number 13563 is still open; see ticket 44-3501.",
    "She wrote to Fr. Michael and to Sr. Anne about the 81 FR trains.",
    "The train FR 58562 leaves Paris at 8:15.",
    "Charles F. Reed (C.F.R.) signed for the parcel on 40 pages.",
    "The patient needs 5 mg stat. and 10 mg at night.",
    "Act now! Our offer ends on Friday.",
    "It was an act of kindness, and the last act of the play was the best.",
    "The clown's high-wire act drew 300 visitors.",
    "Acts of God are not covered by this policy.",
    "The code of conduct hangs in Room 552 on the third floor.",
    "He lives at 44 U Street, Suite 3501, Washington.",
    "The court met in room 410 of the building; 113 people came in 1973.",
    "We played volleyball on courts 5, 6 and 7.",
    "Our bill of $1,037 was paid; the bill of the heron is yellow.",
    "House Bill and Senate Sam are the names of his two dogs.",
    "The HR office's form 1037 is for leave.",
    "The S. 5 bus stops here every 20 minutes.",
    "NIST makes the best clocks; SP means spare part.",
    "ISO 9001 and ANSI Z39.18 apply to the printing of forms.",
    "Form SF-86, Form W-9 and OF-306 are in the rack.",
    "Part number 52.212-4X fits the pump; part 1500 does not.",
    "Mix 5 parts of sand with 1 part of lime.",
    "Take Interstate 95 to Exit 12, then U.S. 50 and Route 301.",
    "U.S. 1 was closed near milepost 552 after the storm.",
    "The U.S.C. Trojans won 24 to 17 in Los Angeles.",
    "The University of South Carolina (USC) has 35 departments.",
    "His title is Director; her title 5 years ago was Examiner.",
    "Title and deed are kept in box 42.",
    "Chapter meetings of the Rotary Club are on the 2nd and 4th Monday.",
    "Public lawns are mown on Thursdays; Pub. L. is short for Publisher's List.",
    "The Constitution was a frigate with 44 guns.",
    "The treaty room is painted green.",
    "A convention on gardening will be held in the Convention Center.",
    "Proclamation Island lies off the coast of Enderby Land.",
    "The memorandum book on your desk is mine.",
    "A circular saw and a circular A-frame ladder were delivered.",
    "Circulars are thrown away by the janitor.",
    "Flight DOD 5100 landed; the DoD 40 aircraft is a glider tug.",
    "GAO is a Portuguese surname; gate B-12 is now open, gate B-327 is closed.",
    "The bulletin board is in hall 17-01.",
    "In 2009, 21 of January's orders were late.",
    "The ratio was 15:2 and the score 40-52.",
    "The executive ordered 12 lunches and 2 pizzas.",
    "Executive orders lunch at noon.",
    "In order 13 to 17 of the list, names are sorted by rank.",
    "Paragraph 4(a) of my letter was unclear; subsection two repeats it.",
    "The Clean Air filter and the Privacy glass are new.",
    "Jones v. Smith is what we call their chess games.",
    "The amendment of the garden plan adds two benches.",
]


@pytest.mark.parametrize("text", TRAPS)
def test_no_authority_is_read_from_it(text: str) -> None:
    assert [row.citation for row in recognise(plain_document(text)).authorities] == []


def test_there_are_at_least_fifty() -> None:
    assert len(set(TRAPS)) >= 50
