"""What letters ask in the third person: for a constituent, a client, a committee, a town."""

from __future__ import annotations

import hashlib

import pytest

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding

LETTER = """May 4, 2026

The Honorable Roland Pike
Secretary of the Interior
1849 C Street NW
Washington, DC 20240

Dear Secretary Pike:

I write about the ferry at Bandon.

{asked}

Sincerely,

Delia Marsh
Member of Congress
"""

ASKED = (
    "My constituent asks that the Department renew his permit before May 31, 2026.",
    "My constituent, a third-generation rancher, asks that the Department renew his permit.",
    "Our constituents request a meeting with the regional director.",
    "Mr. Dole requests a copy of his file.",
    "Mrs. Irma Dole respectfully requests reconsideration of the decision of March 3.",
    "Ms. Quill would like to know why her claim was denied.",
    "Dr. Finch wishes to know when the report will be released.",
    "The Town of Kestrel (population 1,100) requests a loan to replace its well.",
    "The City of Bandon asks for a public hearing.",
    "The Committee would appreciate a written reply by June 1, 2026.",
    "The Subcommittee therefore requests that the Department produce the contracts.",
    "The Silver Lake Band of Ojibwe requests consultation before any decision.",
    "Our client seeks a waiver of the fee.",
    "My client, Harbor Light, Inc., respectfully requests an extension of 60 days.",
    "The undersigned request that the comment period be extended.",
    "The Association urges the Department to withdraw the rule.",
    "Brightwater Foods, Inc. requests confidential treatment of Exhibit B.",
    "We would be grateful if the Department could send an engineer to the site.",
    "It would be appreciated if your staff could call the harbor master.",
    "The petitioners ask the Secretary to reopen the record.",
    "The family asks for an answer.",
    "She asks that you review her file.",
    "He is asking that his name be corrected.",
    "They request that the gate be opened in winter.",
    "Mr. Dole has asked that your office review his file.",
    "Ms. Quill has requested that I contact you on her behalf about the gate.",
    "The residents of Bandon want to know when the ferry will run.",
    "The farmers are requesting that the canal be cleaned before summer.",
    "The Garcias ask that you look into the delay.",
    "Our office's constituent, Mr. Lee Tran, is seeking an update on his application.",
    "The Board of County Commissioners of Toole County respectfully requests that the Service reconsider.",
    "Local growers urge your agency to act before harvest.",
    "Pastor Amos Pell asks for prayers and for a flag.",
    "Her daughter wants to know whether the benefit will continue.",
    "The National Association of Small Airports requests a 60-day extension of the comment period.",
    "Mr. and Mrs. Dole would be grateful for any help.",
    "Counsel for the petitioner requests oral argument.",
    "The State of Montana requests that the Secretary approve its plan.",
    "My constituents and I ask that you meet with us in June.",
    "Therefore, the Committee requests the following documents by June 12, 2026.",
    "Miss Ida Lowe begs you to restore her pension.",
    "The veterans at the Bandon home have asked that you visit.",
    "The Chamber would welcome your response.",
    "On his behalf, I request that you expedite the case.",
)

TOLD = (
    "Mr. Dole requested a copy of his file in 2024.",
    "The plaintiff asks the court to stay the rule.",
    "The Governor asked the legislature for more money.",
    "The bill requests nothing of the States.",
    "Many people ask me about the ferry.",
    "The Committee will request the documents from the contractor.",
    "Congress requests appropriations from nobody.",
    "He never asks for help.",
    "The form asks for a date of birth.",
    "Nobody requests a permit anymore.",
    "Every visitor asks for the map at the counter.",
    "The Department requests proposals each spring.",
    "The regulation asks that applicants file twice.",
    "Applicants who request a hearing wait for a year.",
    "The company asked its customers to return the product.",
    "The report asks whether the program works.",
    "Some say the Department asks too much.",
    "The widow asked me last year to write to you.",
    "The agency's form requests a social security number.",
    "Veterans who seek care travel for hours.",
    "The union wants nothing but peace.",
    "Mr. Dole seeks no special treatment.",
)


def drafted(asked: str) -> list[ActionFinding]:
    text = LETTER.format(asked=asked)
    page = Page(1, Span(0, len(text)))
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    document = ExtractedDocument(fingerprint, "letter.txt", "text/plain", text, (page,))
    found = OfflineAnalyzer(Agency("Department of the Interior", "DOI", "Secretary of the Interior", (), ()))
    return [row for row in found.analyse(document).actions if row.evidence[0].quote == asked]


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_for_somebody_is_asked_of_the_addressee(asked: str) -> None:
    (row,) = drafted(asked)
    assert row.kind == "request"
    told = ("Roland Pike", "Department", "Service", "your", "Secretary")
    assert any(word in (row.responsible or "") for word in told)
    assert not row.title.lower().startswith(("that ", "for ", "to ", "the department ", "your "))


@pytest.mark.parametrize("told", TOLD)
def test_what_others_ask_of_others_is_no_request(told: str) -> None:
    assert not drafted(told)


PASSED_ON = """From: Voss, Karen <karen.voss@example.gov>
To: Grant, Lewis <lewis.grant@example.gov>
Date: Mon, 1 Jun 2026 10:00:00 -0400
Subject: FW: gate

From: Quill, Ida <ida.quill@example.gov>
Sent: Monday, June 1, 2026 9:12 AM
To: Voss, Karen <karen.voss@example.gov>
Cc: Dole, Irma <irma.dole@example.gov>
Subject: gate

Karen, could you please tell the harbor master when the gate will open?
"""


def test_you_in_a_message_passed_on_is_whom_that_message_was_written_to() -> None:
    page = Page(1, Span(0, len(PASSED_ON)))
    document = ExtractedDocument("0" * 64, "mail.txt", "text/plain", PASSED_ON, (page,))
    found = OfflineAnalyzer(Agency("Department of the Interior", "DOI", "Secretary of the Interior", (), ()))
    (row,) = found.analyse(document).actions
    assert row.responsible == "Voss, Karen"
    assert row.field_evidence["responsible"].quote == "Voss, Karen <karen.voss@example.gov>"
