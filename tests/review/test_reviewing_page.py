"""The keys that the review screen has are the keys that the page and the guide tell of."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARROWS = {"ArrowDown": "↓", "ArrowUp": "↑"}


def keys() -> set[str]:
    script = (ROOT / "review/static/review.js").read_text(encoding="utf-8")
    table = re.search(r"^const keys = \{(.*?)^\};", script, re.S | re.M)
    assert table
    found = {quoted or plain for quoted, plain in re.findall(r'(?:"([^"]+)"|\b(\w+)): ', table[1])}
    return {ARROWS.get(key, key) for key in found}


def test_every_key_is_in_the_guide() -> None:
    guide = (ROOT / "docs/reviewing.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([^`]+)`", guide[guide.index("## Keys") :]))
    assert {"a", "J", "↓", "["} <= keys() <= told


def test_every_key_is_told_on_the_page() -> None:
    strip = (ROOT / "review/templates/_strip.html").read_text(encoding="utf-8")
    told = set(re.findall(r"<kbd>([^<]+)</kbd>", strip))
    assert keys() - {"↓", "↑"} <= {{"⇧J": "J", "−": "-"}.get(key, key) for key in told}
