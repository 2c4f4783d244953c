"""Files to measure with: copies of real documents, each with bytes of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_docs"

TEXT = frozenset({".txt", ".md"})
MARKUP = frozenset({".html", ".htm", ".xml"})


def made_unique(data: bytes, suffix: str, number: int) -> bytes:
    """The same document in other bytes, so that nothing already known about it can be used again."""
    mark = f"copy {number}".encode()
    if suffix in MARKUP:
        return data + b"\n<!-- " + mark + b" -->\n"
    if suffix == ".eml":
        return b"X-Copy: " + mark + b"\n" + data
    if suffix == ".docx":
        return _with_comment(data, mark)
    if suffix == ".pdf":
        return data + b"\n% " + mark + b"\n"
    if suffix in TEXT:
        return data + b"\n\n" + mark + b"\n"
    raise ValueError(f"no harmless place for a mark is known in {suffix}")


def _with_comment(data: bytes, comment: bytes) -> bytes:
    whole = io.BytesIO(data)
    with zipfile.ZipFile(whole, "a") as archive:
        archive.comment = comment
    return whole.getvalue()


MARKABLE = TEXT | MARKUP | {".eml", ".docx", ".pdf"}


def documents(folder: Path) -> list[Path]:
    """The files of a folder that hold text of their own, in order; scanned pages are left out."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return [path for path in files if path.suffix.lower() in MARKABLE and ".scan" not in path.suffixes]


def copies(sources: list[Path], target: Path, count: int, first: int = 0) -> Iterator[Path]:
    """Write `count` unique copies, one source after another, and yield each."""
    target.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        source = sources[number % len(sources)]
        path = target / f"{number:05d}-{source.name}"
        path.write_bytes(made_unique(source.read_bytes(), source.suffix.lower(), number))
        yield path
