"""The readers that are compared, each alone in its process: `PYTHON -m benchmarks.peer_readers NAME`.

It needs nothing but the standard library and the reader itself. It reads the paths that come in, one a line,
and answers each with one line of JSON: the `text`, what is kept `apart` from it, and the processor `seconds`
that it took; or the `fault`. `--list` tells the readers that are installed with their versions.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import importlib.metadata
import importlib.util
import json
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

Read = Callable[[str], str | tuple[str, str]]
PICTURES = (".png",)


def _module(name: str) -> Any:
    return importlib.import_module(name)


def ours(path: str) -> tuple[str, str]:
    """What our readers read in this process, without children; hidden words, comments and changes apart."""
    return _parted(_in_process().read(Path(path).read_bytes(), Path(path).name))


@cache
def _in_process() -> Any:
    return _module("extractors").InProcessReader()


def our_desk(path: str) -> tuple[str, str]:
    """The same in limited children, with Tesseract."""
    return _parted(_desk("tesseract").read(Path(path).read_bytes(), Path(path).name))


def our_desk_rapid(path: str) -> tuple[str, str]:
    """The same with RapidOCR."""
    return _parted(_desk("rapidocr").read(Path(path).read_bytes(), Path(path).name))


@cache
def _desk(engine: str) -> Any:
    home = tempfile.TemporaryDirectory(prefix="chancery-peers-")
    atexit.register(home.cleanup)
    settings = _module("pipeline.settings").Settings(home=Path(home.name), ocr=engine, workers=1)
    reader = _module("extractors").open_reader(settings)
    atexit.register(reader.close)
    return reader


def _parted(document: Any) -> tuple[str, str]:
    """The text without what is hidden; and what is hidden, was deleted or is said in the margin."""
    seen, apart, reached = [], [note.text for note in document.annotations if note.text], 0
    for span in document.hidden:
        seen.append(document.text[reached : span.start])
        apart.append(document.text[span.start : span.end])
        reached = span.end
    return "\n".join((*seen, document.text[reached:])), "\n".join(apart)


def raw_pdfium(path: str) -> str:
    """The text as pdfium gives it."""
    document = _module("pypdfium2").PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def pypdf(path: str) -> str:
    """Each page by its plain mode."""
    return "\n".join(page.extract_text() for page in _module("pypdf").PdfReader(path).pages)


def pdfminer(path: str) -> str:
    """Its high-level function."""
    return str(_module("pdfminer.high_level").extract_text(path))


def pdfplumber(path: str) -> str:
    """Each page's text."""
    with _module("pdfplumber").open(path) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def docling_parse(path: str) -> str:
    """The lines of each page."""
    document = _parser().load(path)
    pages = (page for _, page in document.iterate_pages())
    return "\n".join(line.text for page in pages for line in page.textline_cells)


@cache
def _parser() -> Any:
    return _module("docling_parse.pdf_parser").DoclingPdfParser()


def pdf_oxide(path: str) -> str:
    """Each page's text."""
    document = _module("pdf_oxide").PdfDocument(path)
    return "\n".join(document.extract_text(number) for number in range(document.page_count()))


def liteparse(path: str) -> str:
    """Its text, with its own recognition of scans."""
    return str(_lite().parse(path).text)


@cache
def _lite() -> Any:
    return _module("liteparse").LiteParse(quiet=True, tessdata_path=_language_data())


def _language_data() -> str | None:
    """Where Tesseract's language data lies, for readers that would else fetch some."""
    found = sorted(Path("/usr/share").glob("tesseract-ocr/*/tessdata/eng.traineddata"))
    return str(found[-1].parent) if found else None


def extractous(path: str) -> str:
    """Its text, with its own call of Tesseract."""
    return str(_module("extractous").Extractor().extract_file_to_string(path)[0])


def kreuzberg(path: str) -> str:
    """Its content, with Tesseract for what holds no text."""
    library = _module("kreuzberg")
    config = library.ExtractionConfig(ocr=library.OcrConfig(backend="tesseract", language="eng"))
    return str(library.extract_file_sync(path, config=config).content)


def markitdown(path: str) -> str:
    """Its Markdown."""
    return str(_markitdown().convert(path).text_content)


@cache
def _markitdown() -> Any:
    return _module("markitdown").MarkItDown()


def unstructured(path: str) -> str:
    """Its elements one below the other; PDFs by the strategy that needs no model."""
    _prepare_unstructured()
    options = {"strategy": "fast"} if path.endswith(".pdf") else {}
    elements = _module("unstructured.partition.auto").partition(path, **options)
    return "\n".join(element.text for element in elements)


_MODELS = (
    "torch",
    "transformers",
    "transformers.models.table_transformer.modeling_table_transformer",
    "huggingface_hub",
    "huggingface_hub.constants",
    "onnxruntime.quantization",
)


@cache
def _prepare_unstructured() -> None:
    """No network, no model: empty stand-ins for what its layout models import; `fast` never calls it."""
    if importlib.util.find_spec("torch") is None:
        sys.modules.update({name: MagicMock() for name in _MODELS})
    _module("benchmarks.throughput").prepare_unstructured()


def python_docx(path: str) -> tuple[str, str]:
    """Paragraphs and tables in order, tables in cells too, and each section's header; comments apart."""
    document = _module("docx").Document(path)
    heads = [block for section in document.sections for block in _blocks(section.header)]
    return "\n".join([*heads, *_blocks(document)]), "\n".join(note.text for note in document.comments)


def _blocks(holder: Any) -> Iterator[str]:
    for block in holder.iter_inner_content():
        if hasattr(block, "rows"):
            yield from (inner for row in block.rows for cell in row.cells for inner in _blocks(cell))
        else:
            yield block.text


def tesseract(path: str) -> str:
    """The program itself on the picture, with one thread."""
    told = subprocess.run(
        ["tesseract", path, "-", "-l", "eng"],
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return told.stdout.decode("utf-8", "replace")


def rapidocr(path: str) -> str:
    """The lines that it recognises on the picture, in its order."""
    return "\n".join(_rapid()(path).txts or ())


@cache
def _rapid() -> Any:
    return _module("rapidocr").RapidOCR()


READERS: dict[str, tuple[str, str, Read, tuple[str, ...]]] = {
    "ours": ("extractors", "", ours, ()),
    "ours, Tesseract": ("extractors", "", our_desk, ()),
    "ours, RapidOCR": ("extractors", "rapidocr", our_desk_rapid, ()),
    "raw pdfium": ("pypdfium2", "pypdfium2", raw_pdfium, (".pdf",)),
    "pypdf": ("pypdf", "pypdf", pypdf, (".pdf",)),
    "pdfminer.six": ("pdfminer", "pdfminer.six", pdfminer, (".pdf",)),
    "pdfplumber": ("pdfplumber", "pdfplumber", pdfplumber, (".pdf",)),
    "docling-parse": ("docling_parse", "docling-parse", docling_parse, (".pdf",)),
    "pdf_oxide": ("pdf_oxide", "pdf_oxide", pdf_oxide, (".pdf",)),
    "liteparse": ("liteparse", "liteparse", liteparse, (".pdf",)),
    "extractous": ("extractous", "extractous", extractous, ()),
    "kreuzberg": ("kreuzberg", "kreuzberg", kreuzberg, ()),
    "markitdown": ("markitdown", "markitdown", markitdown, ()),
    "unstructured": ("unstructured", "unstructured", unstructured, ()),
    "python-docx": ("docx", "python-docx", python_docx, (".docx",)),
    "tesseract": ("", "", tesseract, PICTURES),
    "rapidocr": ("rapidocr", "rapidocr", rapidocr, PICTURES),
}
"""By name: the module it is found by, the package with its version, how it reads, the endings it takes."""


def installed() -> dict[str, str]:
    """The readers that this interpreter has, with their versions."""
    found = {}
    for name, (module, package, _, _) in READERS.items():
        if module and importlib.util.find_spec(module):
            found[name] = importlib.metadata.version(package) if package else ""
        elif not module and shutil.which(name):
            told = subprocess.run([name, "--version"], capture_output=True, text=True, check=True)
            found[name] = told.stdout.split("\n")[0].split()[-1]
    return found


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _answer(read: Read, path: str) -> dict[str, object]:
    began = _spent()
    try:
        told = read(path)
    except Exception as fault:  # noqa: BLE001 - whatever the reader breaks on is its answer
        return {"fault": f"{type(fault).__name__}: {fault}"[:300]}
    text, apart = told if isinstance(told, tuple) else (told, "")
    return {"text": text, "apart": apart, "seconds": _spent() - began}


def main() -> None:
    """Answer until the input ends; what a reader prints goes to the errors."""
    if sys.argv[1] == "--list":
        print(json.dumps(installed()))
        return
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    logging.disable(logging.ERROR)
    read = READERS[sys.argv[1]][2]
    with contextlib.suppress(BrokenPipeError):
        for line in sys.stdin:
            print(json.dumps(_answer(read, line.rstrip("\n"))), file=answers, flush=True)


if __name__ == "__main__":
    main()
