from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.evaluation import Report, evaluate, fault_rows, table
from analysis.evaluation.gold import LabelledDocument, load
from pipeline.documents import Evidence, Span
from pipeline.encoding import from_plain, to_plain
from pipeline.findings import (
    ActionFinding,
    Analysis,
    Anchor,
    AuthorityMention,
    AuthorityType,
    Confidence,
    DocumentFacts,
    DueBasis,
    ItemFinding,
    Kind,
    LedgerClass,
    LedgerEntry,
    Provenance,
    Relation,
    RelationKind,
)
from pipeline.problems import Misconfigured, NeedsOcr, NotFound

ORDER = (
    "Order 7 of May 4, 2026\n\nSec. 1. The Warden shall count the boats by June 1, 2026.\n"
    "Sec. 2. The Clerk shall:\n(a) keep the list under 31 U.S.C. 1115; and\n(b) send it to the Warden.\n"
    "Sec. 3. Order 3 is revoked.\n"
)
LETTER = "Dear Warden,\n\nCould you please mend the light? Thank you.\n"

Analyse = Callable[[Path], Analysis]


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def cite(text: str, words: str) -> tuple[Evidence, ...]:
    place = span(text, words)
    return (Evidence(place.start, place.end, words, 1),)


def action(text: str, words: str, **values: Any) -> ActionFinding:
    if values.get("due_date"):
        values["due_basis"] = DueBasis(Anchor.ABSOLUTE)
    return ActionFinding("x", "tasking", cite(text, words), Confidence.HIGH, "stated", **values)


def tasking(doc: str, text: str, words: str, **values: Any) -> dict[str, Any]:
    place = span(text, words)
    row = {"record": "action", "doc": doc, "verbatim": words, "offset": place.start, "end": place.end}
    empty = {"responsible": None, "deadline_as_written": None, "due_date": None, "level": "core"}
    return row | empty | values


def citation(doc: str, text: str, words: str, kind: str, normalized: str, **values: Any) -> dict[str, Any]:
    row = {"record": "citation", "doc": doc, "verbatim": words, "offset": span(text, words).start}
    return row | {"normalized": normalized, "type": kind, "optional": False} | values


META = {"title": None, "date": None, "issuer": None, "addressee": None, "document_number": None}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A labelled folder of one order (fit) and one letter (check)."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "order.txt").write_text(ORDER)
    (tmp_path / "text" / "letter.txt").write_text(LETTER)
    with (tmp_path / "manifest.csv").open("w", newline="") as out:
        rows = csv.DictWriter(out, ["file", "name", "kind", "split"])
        rows.writeheader()
        rows.writerow({"file": "docs/order.pdf", "name": "order", "kind": "executive_order", "split": "fit"})
        rows.writerow(
            {"file": "docs/letter.txt", "name": "letter", "kind": "public_letter", "split": "check"}
        )
    lines(
        tmp_path / "gold" / "meta.jsonl",
        {"doc": "order", "kind": "executive_order"}
        | META
        | {"date": "2026-05-04", "document_number": "Order 7"},
        {"doc": "letter", "kind": "public_letter"} | META | {"addressee": "Warden (the keeper)"},
    )
    lines(
        tmp_path / "gold" / "authorities.jsonl",
        citation("order", ORDER, "Order 7", "executive_order", "EO 7", self_reference=True, optional=True),
        citation("order", ORDER, "31 U.S.C. 1115", "usc", "31 U.S.C. 1115"),
        {"record": "complete_list", "doc": "order"},
        {
            "record": "text_relation",
            "doc": "order",
            "relation": "rescinds",
            "target": "EO 3",
            "in_part": False,
        },
        {
            "record": "official_relations",
            "doc": "order",
            "relations": [
                {"relation": "revokes", "target": "EO 3", "direction": "outbound", "in_part": False},
                {"relation": "see", "target": "EO 2", "direction": "outbound", "in_part": False},
                {"relation": "revoked by", "target": "EO 9", "direction": "inbound", "in_part": False},
            ],
        },
    )
    lines(
        tmp_path / "gold" / "actions.jsonl",
        tasking(
            "order",
            ORDER,
            "The Warden shall count the boats by June 1, 2026.",
            responsible="The Warden",
            deadline_as_written="by June 1, 2026",
            due_date="2026-06-01",
        ),
        tasking("order", ORDER, "The Clerk shall:", responsible="The Clerk"),
        {"record": "document", "doc": "order", "complete": True, "has_taskers": True},
        tasking("letter", LETTER, "Could you please mend the light?"),
        {"record": "document", "doc": "letter", "complete": True, "has_taskers": True},
    )
    return tmp_path


def lines(path: Path, *rows: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def facts(kind: Kind, **values: Any) -> DocumentFacts:
    return DocumentFacts(kind, "text/plain", "0" * 64, "extracted", "full", **values)


def order_analysis() -> Analysis:
    return Analysis(
        facts(Kind.EXECUTIVE_ORDER, date="2026-05-04", number="EO 7"),
        ORDER,
        Provenance("tester", seconds=0.25),
        authorities=(
            AuthorityMention("EO 7", AuthorityType.EXECUTIVE_ORDER, cite(ORDER, "Order 7"), is_self=True),
            AuthorityMention("31 U.S.C. 1115", AuthorityType.USC, cite(ORDER, "31 U.S.C. 1115")),
        ),
        relations=(Relation(RelationKind.REVOKES, "EO 3", cite(ORDER, "Order 3 is revoked.")),),
        actions=(
            action(
                ORDER,
                "The Warden shall count the boats by June 1, 2026.",
                responsible="Warden",
                deadline_text="by June 1, 2026",
                due_date="2026-06-01",
            ),
            action(ORDER, "The Clerk shall:", responsible="The Clerk"),
        ),
    )


def letter_analysis() -> Analysis:
    return Analysis(
        facts(Kind.PUBLIC_LETTER, addressee="Warden"),
        LETTER,
        Provenance("tester", seconds=0.75),
        actions=(action(LETTER, "Could you please mend the light?"),),
    )


def answering(order: Analysis | None = None, letter: Analysis | None = None) -> Analyse:
    answers = {"order": order or order_analysis(), "letter": letter or letter_analysis()}
    return lambda path: answers[path.stem]


def recall(report: Report, measure: str, part: str = "total") -> float | None:
    return report.slice(part).measures[measure].recall


def precision(report: Report, measure: str, part: str = "total") -> float | None:
    return report.slice(part).measures[measure].precision


def test_an_analysis_that_says_what_the_labels_say_scores_one_everywhere(folder: Path) -> None:
    report = evaluate(folder, answering(), errors=True)
    for name, measure in report.slice("total").measures.items():
        assert measure.recall == 1.0, name
        assert measure.precision in (1.0, None), name
    assert report.slice("total").fidelity == 1.0
    assert report.faults == ()
    assert report.analyzer == "tester"


def test_slices_are_total_splits_and_groups(folder: Path) -> None:
    report = evaluate(folder, answering())
    names = [part.name for part in report.slices]
    assert names == [
        "total",
        "fit",
        "check",
        "orders and memos",
        "orders and memos, fit",
        "letters and mail",
        "letters and mail, check",
    ]
    assert report.slice("fit").documents == report.slice("check").documents == 1
    assert report.slice("total").analysis_seconds_median == 0.5


def test_a_relation_stated_and_noted_is_one_label_and_see_is_none(folder: Path) -> None:
    measure = evaluate(folder, answering()).slice("fit").measures["relations"]
    assert (measure.hits, measure.labels, measure.right, measure.found) == (1, 1, 1, 1)


def with_relation(kind: RelationKind, target: str) -> Analysis:
    extra = Relation(kind, target, cite(ORDER, "Order 7"))
    return replace(order_analysis(), relations=(*order_analysis().relations, extra))


@pytest.mark.parametrize(
    ("kind", "expected", "apart"),
    [
        (RelationKind.CITES, 1.0, 0),
        (RelationKind.REVOKES, 0.5, 0),
        (RelationKind.AMENDS, 1.0, 1),
    ],
)
def test_a_wrong_change_counts_where_labels_speak_of_its_kind(
    folder: Path, kind: RelationKind, expected: float, apart: int
) -> None:
    report = evaluate(folder, answering(with_relation(kind, "EO 2")))
    assert precision(report, "relations", "fit") == expected
    counts = report.slice("fit").counts
    assert counts.get("changes that no label speaks of", 0) == apart


def test_every_wrong_change_counts_where_the_list_of_relations_is_complete(folder: Path) -> None:
    labels = folder / "gold" / "authorities.jsonl"
    complete = labels.read_text(encoding="utf-8").replace(
        '"record": "complete_list"', '"record": "complete_list", "relations_complete": true'
    )
    labels.write_text(complete, encoding="utf-8")
    report = evaluate(folder, answering(with_relation(RelationKind.AMENDS, "EO 2")))
    assert precision(report, "relations", "fit") == 0.5


def test_a_missed_tasking_lowers_recall_and_takes_its_deadline_along(folder: Path) -> None:
    order = replace(order_analysis(), actions=order_analysis().actions[1:])
    report = evaluate(folder, answering(order), "fit", errors=True)
    assert recall(report, "taskings") == 0.5
    assert recall(report, "due date") == recall(report, "deadline text") == 0.0
    assert recall(report, "responsible") == 1.0
    assert report.slice("fit").counts["core neither drafted nor listed"] == 1
    assert {fault.measure for fault in report.faults} == {"tasking", "ledger"}


@pytest.mark.parametrize(
    ("entry", "count"),
    [
        (LedgerClass.UNCOVERED, "core not drafted, listed as uncovered"),
        (LedgerClass.CONSTRUCTION, "core not drafted, listed otherwise"),
    ],
)
def test_what_is_not_drafted_but_listed_is_not_lost(folder: Path, entry: LedgerClass, count: str) -> None:
    words = "The Warden shall count the boats by June 1, 2026."
    order = replace(
        order_analysis(),
        actions=order_analysis().actions[1:],
        ledger=(LedgerEntry(entry, cite(ORDER, words)),),
    )
    counts = evaluate(folder, answering(order)).slice("fit").counts
    assert counts["core neither drafted nor listed"] == 0
    assert counts[count] == 1


def test_a_list_member_under_a_labelled_lead_is_right_and_a_stranger_is_not(folder: Path) -> None:
    member = action(ORDER, "send it to the Warden.")
    order = replace(order_analysis(), actions=(*order_analysis().actions, member))
    assert precision(evaluate(folder, answering(order)), "taskings", "fit") == 1.0
    stranger = action(ORDER, "Order 3 is revoked.")
    order = replace(order_analysis(), actions=(*order_analysis().actions, stranger))
    assert precision(evaluate(folder, answering(order)), "taskings", "fit") == pytest.approx(2 / 3, abs=1e-4)


def test_one_row_may_cover_several_labels_through_its_items(folder: Path) -> None:
    whole = action(
        ORDER,
        "The Clerk shall:",
        responsible="The Clerk",
        items=(
            ItemFinding(
                "count",
                cite(ORDER, "The Warden shall count the boats by June 1, 2026."),
                due_date="2026-06-01",
                responsible="the Warden",
            ),
        ),
    )
    report = evaluate(folder, answering(replace(order_analysis(), actions=(whole,))))
    assert recall(report, "taskings", "fit") == precision(report, "taskings", "fit") == 1.0
    assert recall(report, "due date", "fit") == recall(report, "responsible", "fit") == 1.0


def test_a_wrong_due_date_and_one_that_no_label_has_are_counted_apart(folder: Path) -> None:
    first, second = order_analysis().actions
    basis = DueBasis(Anchor.ABSOLUTE)
    wrong = replace(first, due_date="2026-06-02"), replace(second, due_date="2026-06-02", due_basis=basis)
    report = evaluate(folder, answering(replace(order_analysis(), actions=wrong)), "fit", errors=True)
    assert recall(report, "due date") == 0.0
    assert report.slice("fit").counts["due dates where the label has none"] == 1
    assert [fault.found for fault in report.faults if fault.measure == "due date"] == ["2026-06-02"]


def test_a_citation_at_the_place_with_another_normal_form_is_found_but_wrong(folder: Path) -> None:
    wrong = AuthorityMention("31 U.S.C. 1116", AuthorityType.USC, cite(ORDER, "31 U.S.C. 1115"))
    report = evaluate(folder, answering(replace(order_analysis(), authorities=(wrong,))))
    assert recall(report, "citations", "fit") == precision(report, "citations", "fit") == 0.0
    assert recall(report, "citations: place alone", "fit") == 1.0


def test_an_optional_citation_is_neither_error_nor_miss(folder: Path) -> None:
    measure = evaluate(folder, answering()).slice("fit").measures["citations"]
    assert (measure.labels, measure.found) == (1, 1)


def test_an_unread_document_counts_only_over_all(folder: Path) -> None:
    def analyse(path: Path) -> Analysis:
        if path.stem == "letter":
            raise NeedsOcr("a picture of text")
        return order_analysis()

    report = evaluate(folder, analyse)
    total = report.slice("total")
    assert total.by_state == {"extracted": 1, "needs_ocr": 1}
    assert total.measures["taskings"].recall == 1.0
    assert total.measures["taskings"].recall_over_all == pytest.approx(2 / 3, abs=1e-4)
    assert total.read == 1


def test_an_empty_analysis_is_a_document_not_read(folder: Path) -> None:
    empty = Analysis(replace(facts(Kind.OTHER), state="needs_password"), "", Provenance("tester"))
    report = evaluate(folder, answering(letter=empty))
    assert report.slice("check").by_state == {"needs_password": 1}
    assert report.slice("check").fidelity is None


def test_errors_of_the_check_split_are_refused_and_never_among_others(folder: Path) -> None:
    with pytest.raises(Misconfigured):
        evaluate(folder, answering(), "check", errors=True)
    nothing = replace(letter_analysis(), actions=())
    report = evaluate(folder, answering(letter=nothing), errors=True)
    assert recall(report, "taskings", "check") == 0.0
    assert all(fault.document != "letter" for fault in report.faults)


def test_labels_find_their_words_in_a_text_with_other_line_ends_and_hyphens(folder: Path) -> None:
    text = ORDER.replace("count the boats", "count the\nbo-\nats").replace("Order 7 of", "ORDER 7   of")
    words = "The Warden shall count the\nbo-\nats by June 1, 2026."
    order = Analysis(
        facts(Kind.EXECUTIVE_ORDER, date="2026-05-04", number="Order 7"),
        text,
        Provenance("tester"),
        actions=(action(text, words, due_date="2026-06-01"), action(text, "The Clerk shall:")),
    )
    report = evaluate(folder, answering(order))
    assert recall(report, "taskings", "fit") == recall(report, "due date", "fit") == 1.0
    assert report.slice("fit").counts["labels not found in the text as read"] == 0


def test_attachments_are_scored_where_the_reference_holds_them(folder: Path) -> None:
    start = ORDER.index("Sec. 2.")
    first, rest = ORDER[:start], ORDER[start:]
    warden, clerk = order_analysis().actions
    child = Analysis(
        facts(Kind.OTHER), rest, Provenance("tester"), actions=(action(rest, "The Clerk shall:"),)
    )
    parent = Analysis(
        facts(Kind.EXECUTIVE_ORDER), first, Provenance("tester"), actions=(warden,), children=(child,)
    )
    assert clerk.responsible == "The Clerk"
    assert recall(evaluate(folder, answering(parent)), "taskings", "fit") == 1.0


def test_the_report_is_json_and_a_table(folder: Path) -> None:
    report = evaluate(folder, answering(replace(order_analysis(), actions=())), "fit", errors=True)
    assert from_plain(Report, json.loads(json.dumps(to_plain(report)))) == report
    rows = table(report)
    assert rows[0] == ("figure", "total", "fit", "orders and memos")
    assert len({len(row) for row in rows}) == 1
    cells = {row[0]: row[1] for row in rows}
    assert cells["taskings"] == "0.000 (0/2)"
    assert cells["citations"] == "P 1.000 (1/1) R 1.000 (1/1) F1 1.000"
    assert cells["documents read"] == "1 of 1"
    assert len(fault_rows(report)) == len(report.faults) + 1 > 1


def test_a_folder_without_manifest_or_text_is_no_labelled_folder(folder: Path) -> None:
    with pytest.raises(NotFound):
        evaluate(folder / "gold", answering())
    with pytest.raises(NotFound):
        evaluate(folder, answering(), "nosuch")
    (folder / "text" / "letter.txt").unlink()
    with pytest.raises(NotFound):
        evaluate(folder, answering())


@pytest.mark.corpus
def test_the_labels_of_the_corpus_score_one_against_themselves(corpus: Path) -> None:
    documents = {document.path: document for document in load(corpus)}
    report = evaluate(corpus, lambda path: said_again(documents[path]))
    measures = report.slice("total").measures
    assert len(measures) > 10
    for name, measure in measures.items():
        assert measure.recall == 1.0, name
        assert measure.precision in (1.0, None), name
    assert report.slice("total").counts["labels not found in the text as read"] == 0


def said_again(document: LabelledDocument) -> Analysis:
    """The labels of a document as the findings of an analyzer that cannot err."""
    text, labels = document.text, document.facts
    assert labels

    def at(place: Span) -> tuple[Evidence, ...]:
        return (Evidence(place.start, place.end, text[place.start : place.end], 1),)

    return Analysis(
        facts(
            Kind(labels.kind),
            title=labels.title,
            date=labels.date,
            sender=labels.sender,
            addressee=labels.addressee,
            number=labels.number,
        ),
        text,
        Provenance("labels"),
        authorities=tuple(
            AuthorityMention(label.normalized, AuthorityType(label.type), at(label.span))
            for label in document.citations
        ),
        relations=tuple(
            Relation(RelationKind(label.relation), label.target, at(Span(0, 1)))
            for label in document.relations
        ),
        actions=tuple(
            ActionFinding(
                "x",
                "tasking",
                at(label.span),
                Confidence.HIGH,
                "labelled",
                responsible=label.responsible,
                deadline_text=label.deadline,
                due_date=label.due_date,
                due_basis=DueBasis(Anchor.ABSOLUTE) if label.due_date else None,
            )
            for label in document.taskings
        ),
    )


@pytest.mark.parametrize(("drafted", "clean"), [(False, 1.0), (True, 0.0)])
def test_a_document_that_asks_for_nothing_is_clean_while_nothing_is_drafted(
    folder: Path, drafted: bool, clean: float
) -> None:
    labels = folder / "gold" / "actions.jsonl"
    lines(labels, {"record": "document", "doc": "order", "complete": True, "has_taskers": False})
    found = order_analysis() if drafted else replace(order_analysis(), actions=())
    report = evaluate(folder, answering(found), "fit")
    assert recall(report, "asks for nothing, nothing drafted") == clean
