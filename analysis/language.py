"""Whether a text is English, by its commonest words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.documents import ExtractedDocument

_WORD, _PLAIN_WORD = re.compile(r"[^\W\d_]+"), re.compile("[a-z]+")
"""In plain letters a word is found in half the time."""
_FEWEST_WORDS = 25
"""Under so many words nothing is said about the language."""
_ENOUGH_WORDS = 80
"""From so many words on, a text without any common English word is not English."""
_CLEAR, _LEAD, _FAINT = 0.12, 1.3, 0.05
_KINDS = 4
"""One word that is common elsewhere, such as the "No." of every docket, makes no foreign language."""

_FEWEST_LETTERS = 20
_SCRIPTS = (
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
_KANA = 0.1
"""Japanese mixes its kana with Chinese characters: a tenth of kana decides."""

_PASSAGE = 400
"""Characters in which a change of language shows: about a paragraph."""

_SPACE = re.compile(r"\s")

_MOST_PASSAGES = 50_000

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
_ANY = frozenset().union(*_WORDS.values())


def language_of(text: str, characters: int = 20_000) -> str | None:
    """The ISO code of the likeliest language; `und` where none fits; None where there is too little text.

    Judged by the share of each language's commonest words among all words. English is believed on
    little (names and addresses have none of these words), another language only when it clearly leads.
    """
    words = _words(text[:characters])
    script = _script("".join(words))
    if script or len(words) < _FEWEST_WORDS:
        return script
    known = [word for word in words if word in _ANY]
    shares = {
        language: sum(map(common.__contains__, known)) / len(words) for language, common in _WORDS.items()
    }
    best = max(shares, key=lambda language: shares[language])
    kinds = len(_WORDS[best].intersection(known))
    if best != "en" and kinds >= _KINDS and shares[best] >= _CLEAR and shares[best] > _LEAD * shares["en"]:
        return best
    if shares["en"] >= _FAINT:
        return "en"
    foreign_script = sum(not word.isascii() for word in words) > len(words) / 2
    return "und" if foreign_script or len(words) >= _ENOUGH_WORDS else None


def _words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return (_PLAIN_WORD if text.isascii() else _WORD).findall(text.lower())


def _script(letters: str) -> str | None:
    """The language of a script of its own, where that script prevails."""
    if letters.isascii() or len(letters) < _FEWEST_LETTERS:
        return None
    shares = {code: len(script.findall(letters)) / len(letters) for code, script in _SCRIPTS}
    if shares["ja"] > _KANA:
        return "ja"
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] > 0.5 else None


def foreign_passages(document: ExtractedDocument) -> bool:
    """Whether a passage of about a paragraph is in another language than English."""
    return any(language_of(passage) not in ("en", "und", None) for passage in _passages(document.text))


def english_passages(document: ExtractedDocument) -> bool:
    """Whether a passage of about a paragraph is surely English, whatever the rest is in."""
    return any(_surely_english(passage) for passage in _passages(document.text))


def _surely_english(passage: str) -> bool:
    words = [word.lower() for word in _WORD.findall(passage)]
    common = [word for word in words if word in _WORDS["en"]]
    plain = language_of(passage) == "en" and len(set(common)) >= _KINDS
    return plain and len(common) >= _CLEAR * len(words)


def _passages(text: str) -> Iterator[str]:
    """The text in runs of about a paragraph, cut between words."""
    at = 0
    for _ in range(_MOST_PASSAGES):
        if at >= len(text):
            return
        end = at + _PASSAGE
        space = _SPACE.search(text, end, end + _PASSAGE)
        end = space.end() if space else end
        yield text[at:end]
        at = end
