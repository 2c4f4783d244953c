"""Content templates: those of the office, in its home folder, before those that come with the program."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from coordination.wording import Wording, parse
from pipeline.problems import IllegalMove, Misconfigured, NotFound

FOLDER = "letters"
"""The folder of the office's own templates in its home folder."""


def names(home: Path) -> tuple[str, ...]:
    """Every template there is, by name."""
    own = home / FOLDER
    found = {path.stem for path in own.glob("*.txt")} if own.is_dir() else set()
    return tuple(sorted(found | set(_packaged())))


def text_of(home: Path, name: str) -> str:
    """The words of a template. Raises NotFound, or Misconfigured where the file cannot be read."""
    if name not in names(home):
        raise NotFound(f"There is no letter template {name!r}.", f"There are: {', '.join(names(home))}.")
    own = home / FOLDER / f"{name}.txt"
    if not own.is_file():
        return _packaged()[name]
    try:
        return own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"The letter template {own} cannot be read.", str(error)) from None


def load(home: Path, name: str) -> Wording:
    """A template, read. Raises NotFound or Misconfigured."""
    return parse(name, text_of(home, name))


def write_out(home: Path, name: str) -> Path:
    """Put a template that comes with the program into the office's folder, to be edited; where it lies.

    Raises IllegalMove where the office has its own already, NotFound.
    """
    own = home / FOLDER / f"{name}.txt"
    words = text_of(home, name)
    if own.exists():
        raise IllegalMove(f"{own} is there already.", remedy="Edit it.")
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(words, encoding="utf-8")
    return own


def _packaged() -> dict[str, str]:
    folder = resources.files("papers") / "wordings"
    return {
        one.name.removesuffix(".txt"): one.read_text(encoding="utf-8")
        for one in folder.iterdir()
        if one.name.endswith(".txt")
    }
