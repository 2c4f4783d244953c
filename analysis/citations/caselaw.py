"""Cases of every reporter and state statutes, through eyecite where the `caselaw` extra is installed.

Our own families know the federal reporters; theirs is the catalogue of all others. It is asked only about
paragraphs that look as if they cite a case or a state's code, for it costs more than all the rest together.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from analysis.citations.found import Found
from pipeline.citation_forms import parse
from pipeline.findings import AuthorityType

# each begins with signs that are rare in prose: three short searches cost less than one for all
_PARTIES = re.compile(r"v\.(?<!\wv\.)\s")
_REPORTER = re.compile(
    r"\d\s+(?:[NS]\.\s?[EW]\.|So\.|A\.|P\.|Cal\.|N\.\s?Y\.|Ill\.|Ohio|Wash\.|Mass\.|Tex\.|Pa\.|Va\.)"
    r"\s?(?:App\.\s?|Supp\.\s?|St\.\s?)?(?:[2-5](?:d|th)\s)?\s?\d{1,4}\b"
)
_CODE = re.compile(r"\b(?:Code|Stat\.|Laws?)\s[^§\n]{0,20}§")
_FEDERAL = frozenset({"U.S.C.", "C.F.R.", "Fed. Reg.", "Pub. L.", "Stat.", "Fed. R."})
_NO_REPORTER = frozenset({"WL", "LEXIS", "U.S. LEXIS", "U.S. App. LEXIS"})
_LONGEST = 20_000


@cache
def installed() -> bool:
    """Whether the extra is there."""
    return importlib.util.find_spec("eyecite") is not None


def more(text: str) -> Iterator[Found]:
    """Cases and state statutes in a plain text, by their places; none without the extra."""
    if not installed() or not _likely(text):
        return
    start = 0
    for paragraph in text.split("\n\n"):
        if len(paragraph) <= _LONGEST and _likely(paragraph):
            yield from _in_paragraph(paragraph, start)
        start += len(paragraph) + 2


def _likely(text: str) -> bool:
    return bool(_PARTIES.search(text) or _REPORTER.search(text) or ("§" in text and _CODE.search(text)))


def _in_paragraph(text: str, offset: int) -> Iterator[Found]:
    from eyecite.models import CitationToken
    from eyecite.tokenizers import default_tokenizer

    # tokens alone: looking up the court of each case, which nothing here asks for, takes most of the time
    for _, token in default_tokenizer.tokenize(text)[1]:
        if not isinstance(token, CitationToken) or token.short:
            continue
        start, end = int(token.start), int(token.end)
        source = _source(token)
        found = None
        if source == "reporters":
            found = _case(token.groups)
        elif source == "laws":
            found = _law(token.groups, text[start:end])
        authority = parse(found[1]) if found else None
        if found and authority is not None and authority.type is found[0]:
            yield Found(offset + start, offset + end, found[0], found[1])


def _source(token: Any) -> str:
    """The catalogue that knows this spelling: "reporters", "laws" or "journals"."""
    edition = next(iter((*token.exact_editions, *token.variation_editions)), None)
    return str(edition.reporter.source) if edition is not None else ""


def _case(groups: dict[str, Any]) -> tuple[AuthorityType, str] | None:
    volume, reporter, page = (str(groups.get(name) or "") for name in ("volume", "reporter", "page"))
    if not page.isdigit() or reporter in _NO_REPORTER:
        return None
    return AuthorityType.CASE, f"{volume} {reporter} {page}"


def _law(groups: dict[str, Any], said: str) -> tuple[AuthorityType, str] | None:
    if groups.get("reporter") in _FEDERAL or not groups.get("section"):
        return None
    code = " ".join(re.split(r"[,§]", said)[0].split())
    return AuthorityType.STATE_LAW, f"{code} sec. {groups['section']}"
