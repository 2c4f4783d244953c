"""Which engine recognises pages here, and the job that it does in its own child process."""

from __future__ import annotations

import hashlib
import json
import struct
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast

from extractors.aids import Picture, RecognisedPage
from extractors.ocr import rapid, tesseract
from extractors.ocr.patches import patch_on
from extractors.ocr.straighten import is_blank
from pipeline.encoding import from_plain, to_plain
from pipeline.problems import Quarantined

_HEAD = struct.Struct(">dddII16s")
JOB = "extractors.ocr.engines:answer"


class Recogniser(Protocol):
    """The shape of an engine's module."""

    def version(self) -> str:
        """The engine's name and version."""

    def recognise(self, picture: Picture, seconds: float) -> RecognisedPage:
        """The words of one page, with their boxes on the page as it came."""


def chosen(wish: str) -> str:
    """The engine for this setting: `tesseract`, `rapidocr`, or empty where none is wanted or installed."""
    if wish in ("auto", tesseract.NAME) and tesseract.program():
        return tesseract.NAME
    if wish in ("auto", rapid.NAME) and rapid.is_installed():
        return rapid.NAME
    return ""


def version_of(engine: str) -> str:
    """The engine's name and version; empty for no engine."""
    return _module(engine).version() if engine else ""


def fingerprint(engine: str) -> str:
    """Changes whenever the same pixels could give other words: the engine's version and our own code."""
    seen = hashlib.sha256(version_of(engine).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


def recognise(engine: str, picture: Picture, seconds: float) -> RecognisedPage:
    """The words of one page. Raises Quarantined where it takes too long, ResourceShort where nothing runs."""
    if is_blank(picture):
        return RecognisedPage((), version_of(engine), blank=True)
    try:
        page = _module(engine).recognise(picture, seconds)
    except subprocess.TimeoutExpired:
        raise Quarantined(
            f"Recognising a page took longer than {seconds:g} seconds.", "The OCR program was stopped."
        ) from None
    return replace(page, patch=patch_on(picture))


def question(engine: str, picture: Picture, seconds: float) -> bytes:
    """A request to recognise this page, for a child process."""
    size = picture.points_width, picture.points_height
    return _HEAD.pack(seconds, *size, picture.width, picture.height, engine.encode().ljust(16)) + picture.gray


def answer(payload: bytes) -> bytes:
    """Answer a request made by `question`; `page_of` takes it apart."""
    seconds, across, down, width, height, engine = _HEAD.unpack_from(payload)
    picture = Picture(width, height, payload[_HEAD.size :], across, down)
    page = recognise(engine.decode().strip(), picture, seconds)
    return json.dumps(to_plain(page), separators=(",", ":")).encode()


def page_of(data: bytes) -> RecognisedPage:
    """The page that `answer` gave."""
    return from_plain(RecognisedPage, json.loads(data))


def _module(engine: str) -> Recogniser:
    return cast(Recogniser, {tesseract.NAME: tesseract, rapid.NAME: rapid}[engine])
