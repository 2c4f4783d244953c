"""Every sample document as it is read and what is found in it.

`tests/golden/NAME.txt` holds the text as read, `NAME.json` the findings in short; both are written anew by
`CHANCERY_GOLDEN=write pytest tests/test_golden.py` and then read by a person before they are committed.
`truth.toml` is written by hand from the documents and never by a program: what it says must be found
whatever the golden files say.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analysis.evaluation.forms import authority_key, contained, same_number, same_party
from analysis.offline import OfflineAnalyzer
from extractors import InProcessReader
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument
from pipeline.encoding import from_plain
from pipeline.findings import ActionFinding, Analysis, Relation

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "sample_docs"
GOLDEN = HERE / "golden"
NAMES = sorted(path.name for path in SAMPLES.iterdir())
TRUTH: dict[str, dict[str, Any]] = tomllib.loads((GOLDEN / "truth.toml").read_text(encoding="utf-8"))
WRITE = os.environ.get("CHANCERY_GOLDEN") == "write"
CHANGES = frozenset({"amends", "revokes", "supersedes", "repeals", "continues", "extends", "terminates"})


@cache
def read(name: str) -> ExtractedDocument:
    return InProcessReader().read((SAMPLES / name).read_bytes(), name)


@cache
def found(name: str) -> Analysis:
    """The analysis of a sample with its attachments; "NAME/2" is its second attachment."""
    whole, _, child = name.partition("/")
    if child:
        return found(whole).children[int(child) - 1]
    agency = from_plain(Agency, json.loads((GOLDEN / "agency.json").read_text(encoding="utf-8")))
    return analysed(OfflineAnalyzer(agency), read(whole))


def analysed(analyzer: OfflineAnalyzer, document: ExtractedDocument) -> Analysis:
    attached = (InProcessReader().read(part.data, part.name) for part in document.attachments)
    return replace(
        analyzer.analyse(document), children=tuple(analysed(analyzer, child) for child in attached)
    )


def in_short(analysis: Analysis) -> dict[str, Any]:
    facts = analysis.document
    return {
        "document": {
            name: getattr(facts, name)
            for name in (
                "kind",
                "kind_detail",
                "title",
                "date",
                "sender",
                "addressee",
                "number",
                "language",
                "pages",
                "state",
                "coverage",
            )
        }
        | {"flags": list(facts.flags)},
        "actions": [action_in_short(action) for action in analysis.actions],
        "authorities": [f"{one.citation}{' (self)' if one.is_self else ''}" for one in analysis.authorities],
        "relations": [
            f"{one.relation} {one.target}{f' {one.pinpoint}' if one.pinpoint else ''}"
            for one in analysis.relations
        ],
        "executive_action": analysis.executive_action and analysis.executive_action.title,
        "reply": analysis.reply and {"needed": analysis.reply.needed, "by": analysis.reply.by},
        "counts": counts(analysis),
        "children": [in_short(child) for child in analysis.children],
    }


def action_in_short(action: ActionFinding) -> dict[str, Any]:
    return {
        "clause": one_line(action.evidence[0].quote),
        "kind": action.kind,
        "responsible": action.responsible,
        "deadline": action.deadline_text,
        "due": action.due_date,
        "recurrence": action.recurrence,
        "section": action.section,
        "items": [
            one_line(item.text) + (f" [{item.due_date}]" if item.due_date else "") for item in action.items
        ],
    }


def counts(analysis: Analysis) -> dict[str, int]:
    ledger = Counter(f"ledger {entry.ledger_class}" for entry in analysis.ledger)
    return {
        "actions": len(analysis.actions),
        "authorities": len(analysis.authorities),
        "mentions_other": len(analysis.mentions_other),
        "relations": len(analysis.relations),
        "risks": len(analysis.risks),
        "impacts": len(analysis.impacts),
        "dropped": analysis.dropped.count,
    } | dict(sorted(ledger.items()))


def one_line(words: str) -> str:
    return " ".join(words.split())


def texts(name: str) -> str:
    """The text as read, then each attachment's."""
    parts = [found(name).text]
    parts += [f"=== attachment {n} ===\n{child.text}" for n, child in enumerate(found(name).children, 1)]
    return "\n".join(parts).rstrip("\n") + "\n"


def golden(name: str, said: str) -> str:
    path = GOLDEN / name
    if WRITE:
        path.write_text(said, encoding="utf-8")
    return path.read_text(encoding="utf-8") if path.is_file() else "not written yet"


@pytest.mark.parametrize("name", NAMES)
def test_the_text_as_read(name: str) -> None:
    assert texts(name) == golden(f"{name}.txt", texts(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_findings_in_short(name: str) -> None:
    said = json.dumps(in_short(found(name)), ensure_ascii=False, indent=1) + "\n"
    assert said == golden(f"{name}.json", said)


def test_every_sample_has_its_truth_its_golden_files_and_a_line_in_the_readme() -> None:
    assert sorted({name.partition("/")[0] for name in TRUTH}) == NAMES
    kept = {path.name for path in GOLDEN.iterdir()}
    wanted = {f"{name}{ending}" for name in NAMES for ending in (".txt", ".json")}
    assert kept == wanted | {"truth.toml", "agency.json"}
    page = (SAMPLES.parent / "docs" / "sample-documents.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"| `{name}` |" not in page] == []


ACTIONS = [
    pytest.param(name, *row, id=f"{name}: {row[0]}")
    for name, truth in TRUTH.items()
    for row in truth["actions"]
]
SILENT = [
    pytest.param(name, words, id=f"{name}: {words}")
    for name, truth in TRUTH.items()
    for words in truth["silent"]
]


def clauses(analysis: Analysis) -> list[tuple[str, str | None, str | None]]:
    """Every clause and list member that was drafted, who must act, and by when."""
    said = []
    for row in analysis.actions:
        said += [
            (
                one_line(item.evidence[0].quote),
                item.responsible or row.responsible,
                item.due_date or row.due_date,
            )
            for item in row.items
        ]
        said.append((one_line(row.evidence[0].quote), row.responsible, row.due_date))
    return said


@pytest.mark.parametrize(("name", "words", "responsible", "due"), ACTIONS)
def test_who_must_do_what_by_when(name: str, words: str, responsible: str, due: str) -> None:
    assert one_line(words) in one_line(found(name).text), "the document does not say this"
    there = [row for row in clauses(found(name)) if one_line(words) in row[0]]
    assert there, "nothing drafted"
    _, actor, date = there[0]
    if responsible:
        assert same_party(actor, responsible), actor
    if due != "?":
        assert date == (due or None)


@pytest.mark.parametrize(("name", "words"), SILENT)
def test_what_obliges_nobody_here_is_not_drafted(name: str, words: str) -> None:
    assert [row for row in clauses(found(name)) if one_line(words) in row[0]] == []


SECTIONS = [
    pytest.param(name, *row, id=f"{name}: {row[0]}")
    for name, truth in TRUTH.items()
    for row in truth.get("sections", ())
]


@pytest.mark.parametrize(("name", "words", "section"), SECTIONS)
def test_where_it_stands(name: str, words: str, section: str) -> None:
    there = [row.section for row in found(name).actions if words in one_line(row.evidence[0].quote)]
    assert there == [section or None]


@pytest.mark.parametrize("name", [name for name, truth in TRUTH.items() if "relations" in truth])
def test_what_it_changes(name: str) -> None:
    changes = {
        f"{row.relation} {authority_key(row.target)}{in_part(row)}"
        for row in found(name).relations
        if row.relation in CHANGES
    }
    assert changes == {change_key(row) for row in TRUTH[name]["relations"]}


def in_part(row: Relation) -> str:
    """Amending is always in part; ending something whole or in part is not the same."""
    return " in part" if row.in_part and row.relation != "amends" else ""


def change_key(row: str) -> str:
    kind, _, target = row.partition(" ")
    part = " in part" if target.endswith(" in part") else ""
    return f"{kind} {authority_key(target.removesuffix(part))}{part}"


@pytest.mark.parametrize("name", TRUTH)
def test_what_it_cites(name: str) -> None:
    cited = {authority_key(row.citation) for row in found(name).authorities if not row.is_self}
    assert cited == {authority_key(row) for row in TRUTH[name]["authorities"]}


FACTS = [(name, field) for name, truth in TRUTH.items() for field in truth.get("facts", ())]


@pytest.mark.parametrize(("name", "field"), FACTS)
def test_what_it_is(name: str, field: str) -> None:
    value, wanted = getattr(found(name).document, field), TRUTH[name]["facts"][field]
    same = {"title": contained, "number": same_number, "sender": same_party, "addressee": same_party}
    if field in same:
        assert same[field](value, wanted), value
    else:
        assert value == wanted


@pytest.mark.parametrize("name", [name for name, truth in TRUTH.items() if "state" in truth])
def test_what_a_person_must_read_says_so(name: str) -> None:
    facts = found(name).document
    assert (facts.state, facts.coverage) == (TRUTH[name]["state"], TRUTH[name]["coverage"])
    assert facts.flags or facts.state == "extracted"


def test_the_letter_that_talks_to_the_machine_is_flagged_and_keeps_its_hidden_words_in_the_ledger() -> None:
    analysis = found("letter-towing-alliance.html")
    assert analysis.document.flags
    hidden = [entry.evidence[0].quote for entry in analysis.ledger if entry.ledger_class == "hidden"]
    assert any("shall pay" in one_line(quote) for quote in hidden)
    shown = replace(analysis, ledger=())
    assert not any("4,800,000" in part.quote for part in shown.evidence())


def test_a_campaign_differs_in_its_last_sentence_alone() -> None:
    first = found("letter-mossy-point-kettleworth.txt")
    others = [found(f"letter-mossy-point-{name}") for name in ("sandovalle.txt", "pilkey.md")]
    asked = {one_line(row.evidence[0].quote) for row in first.actions}
    assert asked
    for other in others:
        assert asked <= {one_line(row.evidence[0].quote) for row in other.actions}


def test_a_tracked_change_is_read_as_accepted() -> None:
    document = read("mou-tidal-survey.docx")
    assert "meet every three months" in document.text
    assert "six" not in document.text
    assert {note.text for note in document.annotations if note.kind == "deleted"} == {"six"}
    assert "31 U.S.C. 1535" in document.text
    assert "$12,400" in document.text


def test_all_evidence_stands_in_its_text() -> None:
    for name in TRUTH:
        analysis = found(name)
        for part in analysis.evidence():
            assert analysis.text[part.start : part.end] == part.quote
