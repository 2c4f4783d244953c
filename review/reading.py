"""What the record holds, in words for the page."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline.rights import Handling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from store.views import User

_BLANK = re.compile(r"\[\[([^\[\]]*)\]\]")
_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")

HANDLING_WORDS: dict[str | None, str] = {
    Handling.UNRESTRICTED: "unrestricted",
    Handling.CUI: "controlled unclassified (CUI)",
    Handling.RESTRICTED: "CUI Specified and limited dissemination",
    None: "not known yet",
}


def day_words(written: object) -> str:
    """A full ISO date as people write it; what is printed in part stays as it is."""
    text = str(written or "")
    try:
        return f"{date.fromisoformat(text):%-d %b %Y}" if len(text) == 10 else text
    except ValueError:
        return text


def days_in(text: object) -> str:
    """A sentence of the record, its ISO dates as people write them."""
    return _ISO_DAY.sub(lambda found: day_words(found[0]), str(text or ""))


def blanks_in(text: object) -> str:
    """Words of a letter, with what is left for a person to write told as such."""
    return _BLANK.sub(r"(\1: to be written)", str(text or ""))


_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Version/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_words(agent: str | None) -> str:
    """A browser and its system, as `Firefox 140 on Windows`; what is not known stays as it named itself."""
    text = agent or ""
    for mark, name in _BROWSERS:
        if found := re.search(rf"{mark}(\d+)", text):
            system = next((words for part, words in _SYSTEMS if part in text), "")
            return f"{name} {found[1]}" + (f" on {system}" if system else "")
    return text or "unknown"


_MEDIA = {
    **{"pdf": "PDF", "html": "web page", "plain": "plain text", "rfc822": "e-mail", "xml": "XML"},
    **{"csv": "table (CSV)", "markdown": "plain text (Markdown)", "rtf": "rich text", "zip": "archive (ZIP)"},
}
_FAMILIES = {
    **{"wordprocessingml": "Word document", "msword": "Word document", "spreadsheetml": "Excel workbook"},
    **{"presentationml": "PowerPoint slides", "opendocument": "OpenDocument", "image": "picture"},
}


def media_words(media_type: str) -> str:
    """A kind of file as people call it; one that has no such name stays as it is."""
    family = next((words for part, words in _FAMILIES.items() if part in media_type), "")
    return family or _MEDIA.get(media_type.rpartition("/")[2].removeprefix("x-"), media_type)


class Persons:
    """The names by which people are known, looked up once where a page needs them."""

    def __init__(self, users: Callable[[], Iterable[User]]) -> None:
        self._users = users
        self._known: dict[str, str] | None = None

    def __call__(self, name: object) -> str:
        """The display name of who signs in by `name`, or the machine; what is no such name stays as it is."""
        if self._known is None:
            self._known = {user.name: user.display_name for user in self._users()}
        sought = str(name or "")
        if sought == "system" or sought.startswith("system:"):
            return "the machine"
        sought = sought.removeprefix("user:")
        return self._known.get(sought, sought)


def moment_words(moment: datetime, user: User | None, office: ZoneInfo) -> str:
    """A moment in the user's time zone, else in the office's."""
    zone = ZoneInfo(user.time_zone) if user and user.time_zone else office
    return f"{moment.astimezone(zone):%-d %b %Y %H:%M %Z}"


def in_groups(secret: str) -> str:
    """A secret in groups of four, to be typed."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
