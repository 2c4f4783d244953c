"""Texts that make slow rules slow, each with the step that has to read it.

A family makes a job for a size in bytes. What comes before the measured step is done while the job is made,
and every job has words of its own, so that nothing is answered from a cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from itertools import count

from analysis.citations import recognise
from analysis.consequences import consequences
from analysis.deadlines import deadlines
from analysis.evaluation.places import Crossing
from analysis.metadata import Facts, metadata
from analysis.offline import OfflineAnalyzer
from analysis.outline import Outline, Role, Sentence, outline
from analysis.relations import relations
from analysis.taskings import taskings
from extractors import plain
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.drafting import proposals
from pipeline.findings import Kind
from pipeline.folding import fold
from pipeline.intake import Incoming
from pipeline.media import media_type_of
from store.records import SqlRecords

Job = Callable[[], object]
Maker = Callable[[str], Job]

PLAIN = "the quick brown fox jumps over it. "
"""Text in which nothing is found: what others are compared with."""

AGENCY = Agency("Department of Lighthouses", "DLH", "Secretary of Lighthouses")

CITED = (
    PLAIN, "A ", "(a)", "§ § §", "(", "1-", "Big And Great ", "section 1, ", "of the A and ",
    "Executive Order ", '"', "12866, ", "Act ", "ACT ", "the Act ", "that Act ", "5 U.S.C. 1, ", "title 5 ",
    "Treaty of ", "Act (IEEPA) ", "section 5(a) of ", "OMB M-17-15, ", "HSPD-12 ", "Id. ", "FOIA ",
)  # fmt: skip
RELATED = (
    PLAIN, "Executive Order 12866 is revoked, ", "hereby revoke EO 12866, ", "is amended ", "that order ",
    '"', "``", "“", "(;", ' "a', "Executive Order 13777 (", "the\n\n",
)  # fmt: skip
OUTLINED = (PLAIN, "A ", "(a) ", "(a)\n", "“", "> x\n", "From: a\n", "1\n", "x: (a) ", ". ", "\n", "Sec. 1. ")
TASKED = (
    PLAIN, "The Clerk shall report, ", "The Clerk shall: (a) report; ", "(a) each agency shall ", "shall ",
    "The Clerk shall count the boats by May 1, 2020.\n\n", "Please tell us why. ", "Will you answer? ",
    "Sec. 2. The Clerk shall:\n(a) count;\n(b) report.\n\n",
)  # fmt: skip
COUNTED = "The Clerk shall count the boats by May 1, 2020.\n\n"
CONSEQUENT = (
    PLAIN, "The Board may impose a penalty. ", "may result in ", "failure to comply, ", "within 30 days and ",
    "increases the cost of ", "subject to funds; ",
)  # fmt: skip
DATED = (
    PLAIN, "by May 1, 2020 ", "within 30 days of ", "every year ", "one hundred and ", "the end of ",
    "not later than ", "30 days after the date ", "1, ", "annually, ",
)  # fmt: skip
FOLDED = (PLAIN, " \n", "-\n", "a-\nb", "“’", "ﬁ", "\u00ad", "\t  \t", "e\u0301")
SNIFFED = (
    PLAIN, "<", "<!-- ", "<!---->", "<p ", "</p>", "a: b\n", "From: a@b.example\n", "x: ", "\n ", "a\0",
    "PK\x03\x04", "%PDF-", "<?xml ",
)  # fmt: skip
SPACED = (PLAIN, " ", "\n", "\n \n", "\f", "\r", "\t")


@dataclass(frozen=True, slots=True)
class Family:
    """A step and one kind of text for it; `size` is the smaller of the two sizes in bytes."""

    step: str
    piece: str
    size: int
    make: Maker

    @property
    def name(self) -> str:
        """The text in a form that fits a line."""
        return "plain text" if self.piece == PLAIN else repr(self.piece)

    def job(self, size: int) -> Job:
        """Something to run once, over a text of about this size that no other job has."""
        times = max(1, size // len(self.piece.encode()))
        return self.make(f"x{next(_NUMBERS)} {self.piece * times}z")


_NUMBERS = count(10_000_000)


def families(records: SqlRecords) -> Iterator[Family]:
    """All that is measured, in the order of the table; what is filed is filed in these records."""
    for step, pieces, size, make in _STEPS:
        for piece in pieces:
            yield Family(step, piece, size, make)
    yield Family("filing the drafts of an order", COUNTED, 2_000, partial(_file, records))


def _document(text: str, fingerprint: str = "0" * 64) -> ExtractedDocument:
    return ExtractedDocument(fingerprint, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


def _endless(document: ExtractedDocument) -> Outline:
    return Outline((Sentence(Span(0, len(document.text)), Role.BODY),))


def _cite(text: str) -> Job:
    document = _document(text)
    return lambda: recognise(document, "EO 13777")


def _relate(text: str) -> Job:
    document = _document(text)
    cited, plan = recognise(document).authorities, _endless(document)
    return lambda: relations(document, plan, cited)


def _outline(text: str) -> Job:
    document = _document(text)
    return lambda: outline(document)


def _task(text: str) -> Job:
    document = _document(text)
    plan = outline(document)
    facts = metadata(document, plan)
    return lambda: taskings(document, plan, facts, ())


def _order(text: str) -> Job:
    document = _document(text)
    plan, facts = outline(document), Facts(Kind.EXECUTIVE_ORDER)
    return lambda: taskings(document, plan, facts, ())


def _consequences(text: str) -> Job:
    document = _document(text)
    plan, facts = outline(document), Facts(Kind.EXECUTIVE_ORDER)
    actions = taskings(document, plan, facts, ())
    return lambda: consequences(document, plan, facts, actions, (), lambda *_: ())


def _deadlines(text: str) -> Job:
    return lambda: deadlines(text)


def _fold(text: str) -> Job:
    return lambda: fold(text)


def _find(text: str) -> Job:
    document, quote = _document(text), f"{text[len(text) // 2 : len(text) // 2 + 60]} not there"
    return lambda: document.find(quote)


def _sniff(text: str) -> Job:
    data = text.partition(" ")[2].encode()
    return lambda: media_type_of(data, "a.html")


def _read(text: str) -> Job:
    data = text.encode()
    return lambda: plain.extract(data, "a.txt")


def _align(text: str) -> Job:
    numbered = " ".join(f"w{i % 997} {word} {i}" for i, word in enumerate(text.split()))
    read = numbered.replace("the", "tne")
    return lambda: Crossing(numbered, read).fidelity


def _file(records: SqlRecords, text: str) -> Job:
    """What is filed is a receipt of its own, admitted and read before."""
    now, read = datetime.now(UTC), _document(text, sha256(text.encode()).hexdigest())
    analyzer = OfflineAnalyzer(AGENCY)
    analysis = analyzer.analyse(read)
    records.admit(
        Incoming("folder", read.name, text.encode(), now, source=text[:9]), "text/plain", "benchmark"
    )
    waiting = records.claim("benchmark", now)
    if waiting is None:
        raise RuntimeError("what was admitted does not wait")
    document, rows = records.keep_reading(waiting, read, "plain"), proposals(read, analysis)
    return lambda: records.file(document, analysis, analyzer.stamp, rows)


def _analyse(text: str) -> Job:
    document, analyzer = _document(text), OfflineAnalyzer(AGENCY)
    return lambda: analyzer.analyse(document)


_STEPS: tuple[tuple[str, tuple[str, ...], int, Maker], ...] = (
    ("citations", CITED, 40_000, _cite),
    ("relations, one sentence", RELATED, 20_000, _relate),
    ("outline", OUTLINED, 20_000, _outline),
    ("taskings of an order", TASKED, 20_000, _order),
    ("taskings of a text of no kind", TASKED, 20_000, _task),
    ("consequences, one paragraph", CONSEQUENT, 40_000, _consequences),
    ("deadlines, one sentence", DATED, 20_000, _deadlines),
    ("places of labels", (PLAIN, "a ", "the "), 10_000, _align),
    ("folding", FOLDED, 100_000, _fold),
    ("finding what is not there", FOLDED, 100_000, _find),
    ("media type", SNIFFED, 4_000, _sniff),
    ("reading text", SPACED, 100_000, _read),
    ("the whole analysis", (PLAIN, *TASKED[1:], *DATED[1:3], *RELATED[1:3]), 10_000, _analyse),
)
