"""What the record holds, in words for the page."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline.rights import Handling

if TYPE_CHECKING:
    from store.views import User

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


def moment_words(moment: datetime, user: User | None, office: ZoneInfo) -> str:
    """A moment in the user's time zone, else in the office's."""
    zone = ZoneInfo(user.time_zone) if user and user.time_zone else office
    return f"{moment.astimezone(zone):%-d %b %Y %H:%M %Z}"


def in_groups(secret: str) -> str:
    """A secret in groups of four, to be typed."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
