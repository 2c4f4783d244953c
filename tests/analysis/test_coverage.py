"""What was not read whole waits for a person, says why, and is never approved in one go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.coverage import coverage_of
from analysis.language import foreign_passages, language_of
from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.decisions import Draft, at_once
from pipeline.documents import (
    Attachment,
    Block,
    BlockKind,
    ExtractedDocument,
    Page,
    PageSource,
    Span,
)
from pipeline.drafting import proposals
from pipeline.failing import coverage_words
from pipeline.problems import IllegalMove, ReadingState

ENGLISH = (
    "March 3, 2026\n\nDear Secretary Quill:\n\nThe harbor board asks that the bureau answer this letter. "
    "Please send the inventory of moorings to the Committee by May 4, 2026. We met twice this winter and "
    "have had no word from the bureau on the matter.\n\nSincerely,\nAda Holm"
)
FOREIGN = {
    "es": "Estimada señora secretaria: le escribo para pedirle que la agencia repare el muelle de la bahía "
    "antes del invierno, porque los pescadores no tienen otro lugar donde dejar sus barcos por la noche.",
    "fr": "Madame la secrétaire, je vous écris pour demander que le bureau répare le quai de la baie avant "
    "la fin de l'hiver, car les pêcheurs ne trouvent plus de place pour leurs bateaux dans le port.",
    "de": "Sehr geehrte Frau Sekretärin, ich bitte Sie, dass das Amt den Steg in der Bucht vor dem Winter "
    "ausbessert, weil die Fischer für ihre Boote in der Nacht keinen anderen Platz haben und nicht warten.",
    "pt": "Senhora secretária, escrevo para pedir que a agência conserte o cais da baía antes do inverno, "
    "porque os pescadores não têm outro lugar para deixar os seus barcos durante a noite.",
    "ru": "Уважаемая госпожа секретарь, просим отремонтировать причал до зимы.",
    "zh": "尊敬的秘书长：请贵局在冬季之前修好海湾的码头，因为渔民没有别的地方停船。请于五月四日之前答复。",
}


def paper(text: str = ENGLISH, **values: object) -> ExtractedDocument:
    document = ExtractedDocument(
        "0" * 64,
        "x",
        "application/pdf",
        text,
        (Page(1, Span(0, len(text))),),
    )
    return replace(document, **values)  # type: ignore[arg-type]


def pages(*confidences: float) -> tuple[Page, ...]:
    cut = len(ENGLISH) // len(confidences)
    edges = [cut * number for number in range(len(confidences))] + [len(ENGLISH)]
    return tuple(
        Page(number, Span(edges[number - 1], edges[number]), PageSource.OCR, sure)
        for number, sure in enumerate(confidences, 1)
    )


def with_hidden() -> ExtractedDocument:
    end = ENGLISH.index("Sincerely")
    seen = Block(BlockKind.PARAGRAPH, Span(0, end), 1)
    return paper(blocks=(seen, Block(BlockKind.PARAGRAPH, Span(end, len(ENGLISH)), 1, hidden=True)))


def carrying(text: str, kind: str) -> ExtractedDocument:
    return paper(text, media_type=kind, attachments=(Attachment("a.pdf", b"%PDF"),))


PARTIAL = ReadingState.EXTRACTED_PARTIAL
BLANK = (Page(1, Span(0, len(ENGLISH))), Page(2, Span(len(ENGLISH), len(ENGLISH)), PageSource.NONE))
CASES: dict[str, tuple[ExtractedDocument, str]] = {
    "recognised with doubt": (paper(pages=pages(0.95, 0.72)), "partial(ocr)"),
    "recognised in vain": (paper(pages=pages(0.5, 0.4)), "none(ocr)"),
    "hidden text": (with_hidden(), "partial(hidden text)"),
    "a page without words": (paper(pages=BLANK), "partial(pages)"),
    "read in part": (paper(state=PARTIAL), "partial(pages)"),
    "capped": (
        paper(flags=("3 embedded files are too many or too large and were left out.",)),
        "partial(left out)",
    ),
    "pictures": (paper(flags=("Pictures in it were not read.",)), "partial(pictures)"),
    "handwriting": (
        paper(flags=("Page 1 is marked by what may be handwriting or a stamp, which was not read.",)),
        "partial(handwriting)",
    ),
    "a form": (
        paper(state=PARTIAL, flags=("It is an XFA form; what was filled in cannot be read.",)),
        "partial(form)",
    ),
    "sealed mail": (
        paper(
            "From: a@x.org\nSubject: Sealed",
            media_type="message/rfc822",
            attachments=(Attachment("smime.p7m", b"0"),),
            state=PARTIAL,
            flags=("The message is encrypted; only its header could be read.",),
        ),
        "partial(locked)",
    ),
    "an invitation": (
        paper("Subject: Board\nStart: 2026-04-01", media_type="text/calendar"),
        "partial(invitation)",
    ),
    "an archive": (
        paper("a.pdf (2 kB)", media_type="application/zip", metadata={"container": "archive"}),
        "partial(container)",
    ),
    "a mail that only carries": (
        carrying("From: Lee <lee@x.org>\nTo: desk@x.gov\nSubject: Scan 0041", "message/rfc822"),
        "partial(container)",
    ),
    **{code: (paper(words), "none(language)") for code, words in FOREIGN.items()},
    "two languages on one page": (paper(f"{ENGLISH}\n\n{FOREIGN['es'] * 2}"), "partial(language)"),
    "two scripts on one page": (paper(f"{ENGLISH}\n\n{FOREIGN['ru'] * 6}"), "partial(language)"),
}


@pytest.fixture
def analyzer() -> OfflineAnalyzer:
    return OfflineAnalyzer(Agency("Department of Harbors", "DH"))


def drafts_of(document: ExtractedDocument, analyzer: OfflineAnalyzer) -> tuple[list[Draft], str]:
    found = analyzer.analyse(document)
    drafts = [
        Draft(
            str(n), "EC-1", n, one.kind, one.title, one.values, one.values, one.evidence, one.confidence, ""
        )
        for n, one in enumerate(proposals(document, found), 1)
    ]
    return drafts, found.document.coverage


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_whole_says_why_and_waits_for_a_person(name: str, analyzer: OfflineAnalyzer) -> None:
    document, expected = CASES[name]
    drafts, coverage = drafts_of(document, analyzer)
    assert coverage == expected
    assert coverage_words(coverage).endswith(".")
    with pytest.raises(IllegalMove):
        at_once(drafts, coverage)


def test_a_letter_that_was_read_whole_may_be_approved_in_one_go(analyzer: OfflineAnalyzer) -> None:
    drafts, coverage = drafts_of(paper(), analyzer)
    assert coverage == "full"
    assert coverage_words(coverage) == ""
    assert at_once(drafts, coverage)


@pytest.mark.parametrize(
    "flag",
    [
        "It carries macros; they were not run.",
        "It needed a password: ada opened it.",
        "Page 1 is scanned; the text was recognised by tesseract 5.3.0.",
        "Its character set is not declared; it was read as cp1252.",
    ],
)
def test_a_remark_that_leaves_nothing_out_costs_nothing(flag: str) -> None:
    assert coverage_of(paper(flags=(flag,)), "en") == "full"


def test_a_table_of_figures_is_no_noise() -> None:
    figures = "\n".join(f"{year} | {year * 7}.50 | {year * 31}" for year in range(1990, 2026))
    assert coverage_of(paper(figures), None) == "full"


def test_a_mail_with_words_of_its_own_is_no_mere_carrier() -> None:
    mail = carrying(f"From: Lee <lee@x.org>\nSubject: Files\n\n{ENGLISH}", "message/rfc822")
    assert coverage_of(mail, "en") == "full"


def test_dockets_and_numbers_are_no_foreign_passage() -> None:
    docket = "Case No. F-2014-20439 Doc No. C05770607 Date: 08/31/2015 Department of State\n" * 8
    assert not foreign_passages(paper(docket + ENGLISH))


def test_chinese_needs_no_spaces_to_be_told() -> None:
    assert language_of(FOREIGN["zh"]) == "zh"
