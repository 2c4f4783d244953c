"""The analyzer that asks a model, audited by the offline one: no sentence is lost, no word invented."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from analysis.cautions import keeps_here
from analysis.endpoint.answers import Answer, answer_of
from analysis.endpoint.asking import Question, Reply
from analysis.endpoint.carrying import is_here
from analysis.endpoint.checking import Checked
from analysis.endpoint.client import Endpoint
from analysis.endpoint.faults import Fault, FaultKind
from analysis.endpoint.masking import mask_of
from analysis.endpoint.merging import complete, merged, with_more
from analysis.endpoint.meter import Bill, Meter, check_caps
from analysis.endpoint.numbering import Part, parts
from analysis.endpoint.own_examples import with_own
from analysis.endpoint.repairing import Turns, repaired, unheard
from analysis.ledger import ledger
from analysis.metadata import Facts, metadata
from analysis.offline import OfflineAnalyzer
from analysis.outline import outline
from analysis.proposal import proposal
from analysis.untied import untied
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument
from pipeline.findings import Analysis, Dropped, Kind, LedgerClass, Provenance
from pipeline.masking import Mask
from pipeline.ports import Account, Stamp
from pipeline.settings import Settings
from prompts import Prompt, prompt

NAME = "model"
_DEEPEST_CUT = 4
_LETTERS = (Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL)


class ModelAnalyzer:
    """Findings of a model and of the rules together; fits `pipeline.ports.Analyzer`.

    Whatever goes wrong with the endpoint, the document gets its offline findings, and says so
    (`provenance.fallback`). Raises Misconfigured for a file of examples that cannot be used.
    """

    def __init__(
        self,
        agency: Agency,
        settings: Settings,
        endpoint: Endpoint | None = None,
        account: Account | None = None,
    ) -> None:
        self._agency = agency
        self._settings = settings
        self._offline = OfflineAnalyzer(agency)
        self._endpoint = endpoint or Endpoint(settings)
        self._prompt = with_own(prompt("findings"), settings.model_examples, agency.name)
        self._head = instructions(self._prompt)
        self._meter = Meter(settings, account)

    def check(self) -> None:
        """Raise Misconfigured where the caps leave no room for any document."""
        check_caps(self._settings, len(self._head))

    @property
    def stamp(self) -> Stamp:
        """The model, the prompts, and the rules that audit it."""
        version = self._offline.stamp.version
        return Stamp(NAME, version, self._settings.model, ((self._prompt.name, self._prompt.fingerprint),))

    def analyse(self, document: ExtractedDocument) -> Analysis:
        """The findings of one document. Never raises for what the endpoint does; Stopped for a person."""
        begun = time.perf_counter()
        rules = self._offline.analyse(document)
        bill = Bill(self._meter)
        why = self._kept_here(document, rules)
        if why is None:
            try:
                rules = self._joined(document, rules, bill)
            except Fault as fault:
                why = f"{fault.kind}: {fault.why}"
        seconds = round(time.perf_counter() - begun, 4)
        return replace(rules, provenance=self._provenance(bill, why, seconds))

    @property
    def remote(self) -> bool:
        """Whether words leave this machine."""
        return not is_here(self._settings.base_url)

    def _kept_here(self, document: ExtractedDocument, rules: Analysis) -> str | None:
        """Why a document is not shown to the model; None where it may be."""
        if not document.text.strip() or rules.document.coverage == "none(language)":
            return "nothing that the analyzer can read"
        mark = keeps_here(document)
        return f"not sent: {mark}" if mark and self.remote else None

    def _joined(self, document: ExtractedDocument, rules: Analysis, bill: Bill) -> Analysis:
        plan = outline(document)
        facts = metadata(document, plan)
        mask = mask_of(self._settings, facts)
        pieces = parts(document, plan)
        answer = Answer()
        with self._meter.held(sum(len(self._head) + len(piece.text) for piece in pieces)):
            asked = _Asked(self, document.sha256, bill, mask, self._endpoint.deadline())
            for number, piece in enumerate(pieces, 1):
                where = f"This is part {number} of {len(pieces)} of it." if len(pieces) > 1 else ""
                answer += asked.about(piece, self._opening(facts, where, mask))
        shown = frozenset(number for piece in pieces for number in piece.numbers)
        return self._merged(Checked(document, plan, facts, shown), rules, answer)

    def _merged(self, checked: Checked, rules: Analysis, answer: Answer) -> Analysis:
        document, plan, facts = checked.document, checked.outline, checked.facts
        alone = [self._offline.led(action, facts, document) for _, action in checked.taskings(answer)]
        actions = merged(rules.actions, alone)
        entries = ledger(document, plan, actions, rules.impacts)
        binding = [entry.evidence[0].span for entry in entries if entry.ledger_class in _BINDING]
        risks: Any = with_more(rules.risks, checked.risks(answer, binding))
        impacts: Any = with_more(rules.impacts, checked.impacts(answer, binding))
        told = checked.summary(answer)
        loose = untied(facts, actions, rules.reply, entries)
        dropped = checked.dropped + _counted(rules.dropped)
        return replace(
            rules,
            actions=actions,
            risks=risks,
            impacts=impacts,
            summary=complete(told, actions) if told else rules.summary,
            executive_action=proposal(document, facts, actions, rules.reply, self._agency, loose),
            ledger=entries,
            dropped=Dropped(dropped.total(), dict(dropped)),
        )

    def _opening(self, facts: Facts, part: str, mask: Mask | None) -> dict[str, str]:
        told = {
            "kind": facts.kind.value,
            "title": facts.title or "none",
            "date": facts.date or "none",
            "sender": facts.sender or "unknown",
            "addressee": facts.addressee or "unknown",
            "part": part,
        }
        return {name: mask.hide(words) if mask else words for name, words in told.items()}

    def _provenance(self, bill: Bill, why: str | None, seconds: float) -> Provenance:
        """Who made the findings and what it cost."""
        stamp = self.stamp
        return Provenance(
            NAME if why is None else "offline",
            bill.model or stamp.model,
            dict(stamp.prompts),
            bill.tokens_in,
            bill.tokens_out,
            round(bill.spent.usd, 6),
            seconds,
            why,
        )


_BINDING = frozenset({LedgerClass.DRAFTED, LedgerClass.SPECIFICATION, LedgerClass.UNCOVERED})


def _counted(dropped: Dropped) -> Counter[str]:
    return Counter(dropped.reasons)


@dataclass(slots=True)
class _Asked:
    """The questions about one document."""

    analyzer: ModelAnalyzer
    original: str
    bill: Bill
    mask: Mask | None
    until: float

    def about(self, piece: Part, opening: dict[str, str], depth: int = 0) -> Answer:
        """The answer about a part; one that is cut off is asked for in two halves. Raises Fault."""
        try:
            return self._repaired(piece, opening)
        except Fault as fault:
            cut = fault.kind in (FaultKind.TRUNCATED, FaultKind.TOO_LONG)
            if not cut or depth >= _DEEPEST_CUT or len(piece.lines) < 2:
                raise
            middle = len(piece.lines) // 2
            halves = (slice(None, middle), slice(middle, None))
            first, second = (Part(piece.numbers[half], piece.lines[half]) for half in halves)
            return self.about(first, opening, depth + 1) + self.about(second, opening, depth + 1)

    def _repaired(self, piece: Part, opening: dict[str, str]) -> Answer:
        """The answer, asked for again at most twice with what is wrong with it."""
        show = self.mask.show if self.mask else str
        return repaired(self._question(piece, opening), self._ask, lambda text: answer_of(text, show))

    def _question(self, piece: Part, opening: dict[str, str]) -> str:
        text = self.mask.hide(piece.text) if self.mask else piece.text
        return self.analyzer._prompt.said(**opening, mark=unheard(text), sentences=text)

    def _ask(self, turns: Turns, spelt: bool) -> Reply:
        used = self.analyzer
        self.bill.check()
        prompts = used._prompt.fingerprint
        question = Question(used._head, tuple(turns), used._prompt.schema, self.original, prompts, spelt)
        return used._endpoint.ask(question, self.bill.keep, self.until)


def instructions(used: Prompt) -> str:
    """What stands at the head of every question, examples included: always the same, so that it is cached."""
    shown = [
        f"An example, not the document:\n{example.document}\n\nIts answer:\n{json.dumps(example.answer)}"
        for example in used.examples
    ]
    return "\n\n".join((used.instructions, *shown))
