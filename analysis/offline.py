"""The offline analyzer: every part put together, with no key and no network."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import replace

from analysis.cautions import cautions
from analysis.citations import recognise
from analysis.consequences import consequences
from analysis.coverage import coverage_of
from analysis.deadlines import deadlines
from analysis.edition import fingerprint
from analysis.ledger import ledger
from analysis.masthead.kinds import LETTER_DETAILS
from analysis.metadata import Facts, metadata
from analysis.outline import Outline, outline
from analysis.proposal import actor_of, proposal
from analysis.relations import relations
from analysis.routing import concerned, lists_others, route
from analysis.summary import summary
from analysis.taskings import asks, taskings
from analysis.taskings.actors import bound_by
from analysis.taskings.clauses import read
from analysis.taskings.reply_dates import with_day
from analysis.unfinished import unfinished
from analysis.untied import untied
from analysis.visible import Visible
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument
from pipeline.encoding import to_plain
from pipeline.findings import (
    ActionFinding,
    Analysis,
    DocumentFacts,
    Kind,
    Provenance,
)
from pipeline.ports import Stamp

NAME = "offline"
RELEASE = "1.0"
"""For people; the fingerprint behind it changes with every rule, so no kept analysis answers for old ones."""


_OFFICES = (Kind.AGENCY_MEMO, Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL)
"""Papers in which "my memorandum of May 4" is no President's."""


class OfflineAnalyzer:
    """Findings by rule; fits `pipeline.ports.Analyzer`. Equal documents differ in `seconds` only."""

    def __init__(self, agency: Agency) -> None:
        self._agency = agency
        units = json.dumps(to_plain(agency), sort_keys=True).encode()
        self._stamp = Stamp(NAME, f"{RELEASE}+{fingerprint()}.{hashlib.sha256(units).hexdigest()[:4]}")

    @property
    def stamp(self) -> Stamp:
        """Name and version of the rules and of the agency they route for, as "1.0+ab12cd34.5e6f"."""
        return self._stamp

    def analyse(self, document: ExtractedDocument) -> Analysis:
        """The findings of one document; without text, or in a foreign language, its facts alone."""
        begun = time.perf_counter()
        _forget()
        return self._read(document, begun) if document.text.strip() else _unread(document, begun)

    def _read(self, document: ExtractedDocument, begun: float) -> Analysis:
        plan = outline(document)
        facts = metadata(document, plan)
        coverage = coverage_of(document, facts.language, bool(unfinished(document, plan)))
        described = _described(document, facts, coverage)
        if coverage == "none(language)":
            return Analysis(described, document.text, _since(begun))
        return self._found(document, plan, facts, described, begun)

    def _found(
        self,
        document: ExtractedDocument,
        plan: Outline,
        facts: Facts,
        described: DocumentFacts,
        begun: float,
    ) -> Analysis:
        visible = Visible(document)
        office = facts.kind in _OFFICES or facts.kind_detail in LETTER_DETAILS
        cited = recognise(document, facts.number, facts.date, of_an_office=office)
        authorities = visible.only(cited.authorities)
        actions = visible.only(
            tuple(
                self.led(action, facts, document) for action in taskings(document, plan, facts, authorities)
            )
        )
        changed = visible.only(relations(document, plan, authorities))
        reply = with_day(visible.reply(asks(document, plan, facts)), actions, facts.date)
        risks, impacts = consequences(document, plan, facts, actions, changed, self._affected)
        told = ledger(document, plan, actions, impacts)
        loose = untied(facts, actions, reply, told)
        draft = proposal(document, facts, actions, reply, self._agency, loose)
        said = summary(document, plan, facts, actions, changed, authorities, reply, loose)
        return Analysis(
            described,
            document.text,
            summary=visible.only(said),
            authorities=authorities,
            mentions_other=visible.only(cited.others),
            relations=changed,
            executive_action=draft,
            actions=actions,
            risks=visible.only(risks),
            impacts=visible.only(impacts),
            reply=reply,
            ledger=told,
            dropped=visible.dropped,
            provenance=_since(begun),
        )

    def led(self, action: ActionFinding, facts: Facts, document: ExtractedDocument) -> ActionFinding:
        """The action with the units that should lead it."""
        actor = actor_of(action, facts)
        if lists_others(self._agency, actor, document.text):
            return action
        words = " ".join((action.evidence[0].quote, *(item.text for item in action.items)))
        return replace(action, lead_units=route(self._agency, words, actor, action.authorities))

    def _affected(self, text: str, action: ActionFinding | None) -> tuple[str, ...]:
        if action is not None:
            return tuple(choice.unit for choice in action.lead_units)
        bound = bound_by(text)
        choices = route(self._agency, text, bound) if bound else concerned(self._agency, text)
        return tuple(choice.unit for choice in choices)


def _forget() -> None:
    """Let go of what the sentences of the document before said: this one has its own."""
    for known in (read, deadlines):
        known.cache_clear()


def _described(document: ExtractedDocument, facts: Facts, coverage: str) -> DocumentFacts:
    return DocumentFacts(
        facts.kind,
        document.media_type,
        document.sha256,
        document.state,
        coverage,
        facts.kind_detail,
        facts.title,
        facts.date,
        facts.sender,
        facts.addressee,
        facts.number,
        facts.language,
        len(document.pages),
        tuple(dict.fromkeys((*document.flags, *cautions(document)))),
    )


def _since(begun: float) -> Provenance:
    return Provenance(NAME, seconds=round(time.perf_counter() - begun, 4))


def _unread(document: ExtractedDocument, begun: float) -> Analysis:
    described = DocumentFacts(
        Kind.OTHER,
        document.media_type,
        document.sha256,
        document.state,
        coverage_of(document, None),
        language=document.language,
        pages=len(document.pages),
        flags=document.flags,
    )
    return Analysis(described, document.text, _since(begun))
