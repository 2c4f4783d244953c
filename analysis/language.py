"""Whether a text is English, by its commonest words."""

from __future__ import annotations

import re

from pipeline.documents import ExtractedDocument

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 25
"""Under so many words nothing is said about the language."""
_ENOUGH_WORDS = 80
"""From so many words on, a text without any common English word is not English."""
_CLEAR, _LEAD, _FAINT = 0.12, 1.3, 0.05
_PAGE_SAMPLE = 2000

_COMMON = {
    "en": "the of and to in is that for with as be by on this are it from or an not shall have will which",
    "es": "de la que el en y los del se las por un para con no una su al lo como más pero sus este",
    "fr": "de la le et les des en un une du que est dans pour par sur au qui ne pas plus ce avec se sont",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an",
    "pt": "de que e o da em um para com não uma os no se na por mais as dos como mas foi ao ele",
    "it": "di e il la che in un per è una sono con del non si da come le dei nel alla più anche",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om als bij ook naar werd door",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}


def language_of(text: str, characters: int = 20_000) -> str | None:
    """The ISO code of the likeliest language; `und` where none fits; None where there is too little text.

    Judged by the share of each language's commonest words among all words. English is believed on
    little (names and addresses have none of these words), another language only when it clearly leads.
    """
    words = [word.lower() for word in _WORD.findall(text[:characters])]
    if len(words) < _FEWEST_WORDS:
        return None
    shares = {
        language: sum(map(common.__contains__, words)) / len(words) for language, common in _WORDS.items()
    }
    best = max(shares, key=lambda language: shares[language])
    if best != "en" and shares[best] >= _CLEAR and shares[best] > _LEAD * shares["en"]:
        return best
    if shares["en"] >= _FAINT:
        return "en"
    foreign_script = sum(not word.isascii() for word in words) > len(words) / 2
    return "und" if foreign_script or len(words) >= _ENOUGH_WORDS else None


def foreign_pages(document: ExtractedDocument) -> bool:
    """Whether a page of some length is in another language than English."""
    if len(document.pages) < 2:
        return False
    starts = (document.text[page.span.start : page.span.end][:_PAGE_SAMPLE] for page in document.pages)
    return any(language_of(start) not in ("en", "und", None) for start in starts)
