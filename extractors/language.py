"""Which language a text is in, by its script and its smallest words."""

from __future__ import annotations

import re
from collections import Counter

# The commonest function words of each language that are rare in the others.
_WORDS = {
    "en": (
        "the of and to in that is for it with as be by on this are or from which shall not "
        "have will you your we"
    ),
    "es": (
        "el los las de que y en una por con para del se su al lo como más pero sus ha este es "
        "son está nos le usted"
    ),
    "fr": (
        "le les des et en une est que qui dans pour au par sur du ne pas plus ce cette vous "
        "nous avec sont aux ou je"
    ),
    "de": (
        "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es "
        "an werden aus wir sie"
    ),
    "pt": (
        "o os as de que e em uma por com para do da dos das se seu ao não mais como foi são "
        "pelo pela você nos à é"
    ),
    "it": (
        "il gli di che e la un una per con del della dei non si sono come più dal nel alla lo "
        "le questo anche ed è"
    ),
    "nl": (
        "de het een van en dat in is op te voor met zijn aan niet die er om ook als bij uit "
        "wordt door naar ik wij"
    ),
    "pl": ("i w na z do się nie że jest to o jak po od za dla przez który oraz są być tym pan pani"),
    "vi": ("và của là các có được trong cho không một những với người này đã khi để tôi về"),
    "tl": ("ang ng sa mga na ay at ko ako mo kami po hindi para ito siya namin kayo nila"),
    "ht": ("nan ak yo pou ki sa yon mwen nou pa gen li te se ou fè tout"),
}
_STOP_WORDS = {code: frozenset(words.split()) for code, words in _WORDS.items()}

_SCRIPTS = (
    ("ru", "\u0400-\u04ff"),
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff"),
    ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"),
    ("ko", "\uac00-\ud7af"),
    ("ja", "\u3040-\u30ff"),
    ("zh", "\u4e00-\u9fff"),
)
_SCRIPT_PATTERNS = tuple((code, re.compile(f"[{letters}]")) for code, letters in _SCRIPTS)
_WORD = re.compile(r"[^\W\d_]+")
_BLANKS = "".join(char if char.isalpha() else " " for char in map(chr, range(128)))

_SAMPLE = 6000
_FEWEST_WORDS = 8
_FEWEST_KINDS = 3
_FEWEST_LETTERS = 20
_LEAST_SHARE = 0.08


def language_of(text: str) -> str | None:
    """The ISO 639-1 code (639-2 where there is none) of the prevailing language; None where it is unclear.

    Looks at the beginning, the middle and the end, so that an English cover on a foreign letter does not
    hide it and the time does not grow with the text.
    """
    sample = _sample(text)
    script = _script(sample)
    if script:
        return script
    words = Counter(_words(sample.lower()))
    total = words.total()
    if total < _FEWEST_WORDS:
        return None
    hits = {code: [words[word] for word in stops if word in words] for code, stops in _STOP_WORDS.items()}
    best = max(hits, key=lambda code: sum(hits[code]))
    clear = len(hits[best]) >= _FEWEST_KINDS and sum(hits[best]) >= _LEAST_SHARE * total
    return best if clear else None


def _words(text: str) -> list[str]:
    # the same for plain letters, and some times faster
    return text.translate(_BLANKS).split() if text.isascii() else _WORD.findall(text)


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]} {text[-_SAMPLE:]}"


def _script(sample: str) -> str | None:
    """The language of a script of its own, where that script prevails."""
    if sample.isascii():
        return None
    letters = sum(map(len, _WORD.findall(sample)))
    if letters < _FEWEST_LETTERS:
        return None
    counts = {code: len(pattern.findall(sample)) for code, pattern in _SCRIPT_PATTERNS}
    # Japanese mixes its kana with Chinese characters: a tenth of kana decides.
    if counts["ja"] * 10 > letters:
        return "ja"
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] * 2 > letters else None
