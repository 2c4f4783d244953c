"""Numbers, units, months and days as deadlines spell them."""

from __future__ import annotations


def _listed(text: str) -> list[str]:
    return text.split()


_ONES = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
_NAMES = _listed("January February March April May June July August September October November December")
_DAYS = _listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

VALUES: dict[str, int] = {word: value for value, word in enumerate(_ONES)}
VALUES |= {word: 20 + 10 * index for index, word in enumerate(_TENS)}
VALUES |= {"a": 1, "an": 1, "hundred": 100}
MONTHS: dict[str, int] = {name[:3].lower(): number for number, name in enumerate(_NAMES, start=1)}
WEEKDAYS: dict[str, int] = {name[:3].lower(): number for number, name in enumerate(_DAYS)}
ORDINALS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th")), 1
    )
    for word in words
}

_SMALL = "|".join([*_ONES[1:], *_TENS])
COUNT = (
    rf"(?:\d{{1,4}}|(?-i:[lIO]\d{{1,3}}|\d{{1,3}}[lO])"
    rf"|(?:an?|{_SMALL})(?:[- ](?:{_SMALL}|hundred)){{0,2}}(?:(?: and)?[- ](?:{_SMALL})){{0,2}})"
    r"(?:\s*\(\d{1,4}\))?"
)
"""A count in digits or words, with the digits repeated in brackets; "l5" is a misread one, of no value."""
UNIT = (
    r"(?:calendar|consecutive|business|working|work|week|federal\s+working|government\s+business|full)?[-\s]*"
    r"(?:days?|weeks?|months?|years?|hours?)"
)
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"


def count(words: str) -> int | None:
    """The value of a count ("ten (10)", "one hundred and eighty", "a"); None when it is none."""
    bare = words.split("(")[0].strip().lower().replace("-", " ")
    if bare.isdigit():
        return int(bare)
    total = 0
    for word in bare.split():
        if word == "and":
            continue
        value = VALUES.get(word)
        if value is None:
            return None
        total = max(total, 1) * 100 if word == "hundred" else total + value
    return total or None


def unit(words: str) -> str:
    """The unit's name in a sum: days, business_days, weeks, months, years or hours."""
    bare = " ".join(words.lower().replace("-", " ").split())
    noun = bare.split()[-1].rstrip("s") + "s"
    working = noun == "days" and any(word in bare for word in ("business", "work", "week"))
    return "business_days" if working else noun


def month(word: str) -> int:
    """The number of a month, from its name or its beginning."""
    return MONTHS[word[:3].lower()]


def weekday(word: str) -> int:
    """The number of a weekday, Monday 0."""
    return WEEKDAYS[word[:3].lower()]


def year(digits: str) -> int:
    """A year in two digits lies in 1951 to 2050."""
    value = int(digits)
    if value >= 100:
        return value
    return value + (1900 if value > 50 else 2000)
