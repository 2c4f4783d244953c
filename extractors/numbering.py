"""Numbers of list items as they are printed: decimal, letters, Roman."""

from __future__ import annotations

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

_HTML_NAMES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}


def labelled(number: int, style: str) -> str:
    """The number in a numbering style, by its OOXML name or its HTML letter; unknown styles are decimal."""
    style = _HTML_NAMES.get(style, style)
    if style in ("lowerLetter", "upperLetter"):
        text = letters(number)
    elif style in ("lowerRoman", "upperRoman"):
        text = roman(number)
    elif style == "decimalZero":
        text = f"{number:02d}"
    elif style in ("ordinal", "ordinalText"):
        text = f"{number}{_ordinal_ending(number)}"
    else:
        text = str(number)
    return text.upper() if style.startswith("upper") else text


def letters(number: int) -> str:
    """Letters from a to z, then aa, bb and so on, as word processors count."""
    if number < 1:
        return str(number)
    turns, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * min(turns + 1, 20)


def roman(number: int) -> str:
    """The number in small Roman numerals; decimal outside 1 to 3999."""
    if not 1 <= number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _ordinal_ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
