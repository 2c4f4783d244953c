"""What may not stand in the project's files: machine paths, registry hosts, sentences of the corpus."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN = 12

FORMULAE = (
    # how presidential orders open and close, word for word the same for decades
    "by the authority vested in me as president by the constitution and the laws of the united states of "
    "america including it is hereby ordered as follows",
    "by the authority vested in me as president by the constitution and the laws of the united states of "
    "america it is hereby ordered as follows",
    "by the authority vested in me as president by the constitution and the laws of the united states of "
    "america i hereby direct the following",
    "constitution and the laws of the united states of america including section 301 of title 3 united "
    "states code it is hereby ordered as follows section 1",
    "i the authority granted by law to an executive department or agency or the head thereof or ii the "
    "functions of the director of the office of management and budget relating to budgetary administrative "
    "or legislative proposals b this order shall be implemented consistent with applicable law and subject "
    "to the availability of appropriations c this order is not intended to and does not create any right",
    "be it enacted by the senate and house of representatives of the united states of america in congress "
    "assembled section 1 short title this act may be cited as the",
    "d the costs for publication of this order shall be borne by the department of",
    "constitution and the laws of the united states of america including the",
    "sec 7 general provisions a nothing in this order shall be construed to impair or otherwise affect i the "
    "authority granted by law to an executive department or agency or ii the functions of the director "
    "of the office of management and budget",
    "nothing in this order shall be construed to impair or otherwise affect the authority granted by law to "
    "an executive department or agency or the head thereof or the functions of the director of the office of "
    "management and budget relating to budgetary administrative or legislative proposals",
    "nothing in this memorandum shall be construed to impair or otherwise affect the authority granted by "
    "law to an executive department or agency or the head thereof",
    "this order shall be implemented consistent with applicable law and subject to the availability of "
    "appropriations",
    "this memorandum shall be implemented consistent with applicable law and subject to the availability of "
    "appropriations",
    "this order is not intended to and does not create any right or benefit substantive or procedural "
    "enforceable at law or in equity by any party against the united states its departments agencies or "
    "entities its officers employees or agents or any other person",
    "this memorandum is not intended to and does not create any right or benefit substantive or procedural "
    "enforceable at law or in equity by any party against the united states its departments agencies or "
    "entities its officers employees or agents or any other person",
    # how acts, bills and joint resolutions open
    "and for other purposes be it enacted by the senate and house of representatives of the united states of "
    "america in congress assembled",
    "resolved by the senate and house of representatives of the united states of america in congress "
    "assembled",
    # how letters close
    "thank you for your attention to this matter please do not hesitate to contact me if you have any "
    "questions",
)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("this is no git checkout: what is tracked is not known")
    paths = (ROOT / name.decode() for name in listed.stdout.split(b"\0") if name)
    return tuple(path for path in paths if path.is_file())


def text_of(path: Path) -> str | None:
    """The file as text; None when it is none."""
    data = path.read_bytes()
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1") if path.parts[-2] == "sample_docs" else None


# put together here, so that this file does not name them either
_MACHINE = re.compile(r"(?<![\w.:/$})-])/(?:work|root|home/(?!user\b)\w+|Users/\w+)/" + r"\w")
_HOSTS = re.compile(
    "|".join(
        "".join(parts)
        for parts in (
            ("py", r"pi\.org"),
            ("python", r"hosted\.org"),
            ("registry", r"\.npmjs"),
            ("deb", r"\.debian\.org"),
            ("proxy", r"\.golang\.org"),
            ("conda", r"\.anaconda\.org"),
            ("crates", r"\.io"),
        )
    )
)


@pytest.mark.parametrize("pattern", [_MACHINE, _HOSTS], ids=["machine paths", "registry hosts"])
def test_no_file_names(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:90]}"
        for path in tracked()
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not found


def test_no_file_is_larger_than_it_need_be() -> None:
    assert not [path.relative_to(ROOT) for path in tracked() if path.stat().st_size > 1024 * 1024]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _runs(words: list[str]) -> Iterator[str]:
    return (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _says_something(run: str) -> bool:
    """A row of numbers or one word over and over is nobody's sentence."""
    return len({word for word in run.split() if word.isalpha()}) > RUN // 2


@pytest.fixture(scope="module")
def sentences(corpus: Path) -> frozenset[str]:
    """Every twelve-word run of the corpus, less the standing formulae."""
    runs = {
        run
        for path in (corpus / "text").glob("*.txt")
        for run in _runs(_words(path.read_text(encoding="utf-8")))
        if _says_something(run)
    }
    return frozenset(runs - {run for formula in FORMULAE for run in _runs(_words(formula))})


@pytest.mark.corpus
def test_no_file_repeats_twelve_words_of_the_corpus(sentences: frozenset[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {run}"
        for path in tracked()
        for run in _runs(_words(text_of(path) or ""))
        if run in sentences
    ]
    assert not found, "\n".join(found[:20])


@pytest.mark.corpus
def test_no_sample_document_repeats_twelve_words_of_the_corpus(sentences: frozenset[str]) -> None:
    """Samples that are no plain text are read as the product reads them."""
    from extractors import InProcessReader

    reader = InProcessReader()
    found = [
        f"{path.name}: {run}"
        for path in (ROOT / "sample_docs").iterdir()
        if path.is_file()
        for run in _runs(_words(reader.read(path.read_bytes(), path.name).text))
        if run in sentences
    ]
    assert not found, "\n".join(found[:20])


@pytest.mark.corpus
def test_the_check_knows_a_sentence_of_the_corpus_when_it_sees_one(
    sentences: frozenset[str], corpus: Path
) -> None:
    words = _words((corpus / "text" / "eo-13777.txt").read_text(encoding="utf-8"))
    assert any(run in sentences for run in _runs(words[100:200]))
