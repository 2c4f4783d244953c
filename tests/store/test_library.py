"""The library of authorities: filled without doubles, what became of each computed, everything found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from pipeline.findings import AuthorityType, RelationKind
from pipeline.intake import IntakeDocument
from pipeline.library import LibraryEntry, LibraryReference, LibraryText
from pipeline.problems import AnalyzerAway, NotFound
from store.records import SqlRecords
from store.related import Question

Take = Callable[..., IntakeDocument]
ORDER = AuthorityType.EXECUTIVE_ORDER
_K = RelationKind


def entry(
    number: int,
    *references: tuple[RelationKind, str, bool],
    text: str = "",
    signed: date | None = None,
    title: str | None = None,
    in_part: bool = False,
) -> LibraryEntry:
    """An order that says things of others: relation, target, whether the Register's note says so."""
    name = f"EO {number}"
    words = text or f"Order {number} on harbors."
    return LibraryEntry(
        name,
        ORDER,
        LibraryText(name, f"row {number}", title=title, text=words, signed=signed),
        tuple(
            LibraryReference(
                name,
                relation,
                target,
                ORDER,
                in_part=in_part,
                noted=noted,
                start=0,
                end=0 if noted else 5,
                quote="" if noted else words[:5],
            )
            for relation, target, noted in references
        ),
    )


def test_a_stub_is_filled_without_a_double(records: SqlRecords) -> None:
    first = records.shelve([entry(2, (_K.CITES, "EO 1", False))], "one", "clerk")
    assert (first.new, first.stubs, first.references) == (1, 1, 1)
    assert not records.authority("EO 1").row.held
    second = records.shelve([entry(1, title="Of channels", signed=date(2020, 5, 1))], "two", "clerk")
    assert (second.new, second.filled, second.stubs) == (0, 1, 0)
    view = records.authority("EO 1")
    assert (view.row.held, view.row.title, view.signed, view.source) == (
        True,
        "Of channels",
        date(2020, 5, 1),
        "two",
    )
    assert [row.citation for row in records.authorities()] == ["EO 1", "EO 2"]
    assert records.authority_text("eo  1") == "Order 1 on harbors."


def test_the_same_again_changes_nothing(records: SqlRecords) -> None:
    batch = [entry(2, (_K.CITES, "EO 1", False)), entry(3, (_K.REVOKES, "EO 2", True))]
    records.shelve(batch, "one", "clerk")
    before = (records.authorities(), records.verify().events)
    again = records.shelve(batch, "one", "clerk")
    assert (again.same, again.new, again.references) == (2, 0, 0)
    assert (records.authorities(), records.verify().events) == before


def test_a_text_that_changed_replaces_the_one_held(records: SqlRecords) -> None:
    records.shelve([entry(2, (_K.CITES, "EO 1", False), text="About silt.")], "one", "clerk")
    changed = records.shelve([entry(2, (_K.CITES, "EO 9", False), text="About gravel.")], "one", "clerk")
    assert (changed.changed, changed.references) == (1, 1)
    assert records.authority_text("EO 2") == "About gravel."
    assert [row.citation for row in records.authority("EO 2").leans_on] == ["EO 9"]
    assert not [row for row in records.search("in:authorities silt")]
    assert [row.ref for row in records.search("in:authorities gravel")] == ["EO 2"]


@pytest.mark.parametrize(
    ("relation", "noted", "in_part", "status"),
    [
        (_K.REVOKES, True, False, "Revoked"),
        (_K.SUPERSEDES, True, False, "Superseded"),
        (_K.AMENDS, True, False, "Amended"),
        (_K.REVOKES, True, True, "Amended"),
        (_K.REVOKES, False, False, "In Effect"),
        (_K.CITES, True, False, "In Effect"),
    ],
)
def test_what_became_of_an_authority(
    records: SqlRecords, relation: RelationKind, noted: bool, in_part: bool, status: str
) -> None:
    """What a text alone seems to say is shown, and decides nothing."""
    records.shelve([entry(1)], "one", "clerk")
    later = entry(2, (relation, "EO 1", noted), signed=date(2021, 1, 20), in_part=in_part)
    records.shelve([later], "one", "clerk")
    view = records.authority("EO 1")
    assert view.row.status == status and view.status_why
    if relation is not _K.CITES:
        (row,) = view.changed_by
        assert (row.citation, row.date, row.in_part) == ("EO 2", date(2021, 1, 20), in_part)
        assert row.basis == ("note" if noted else "text")
        assert row.relation.endswith(" by")
    if not noted and relation is _K.REVOKES:
        assert "nobody has confirmed" in view.status_why


def test_a_note_that_is_withdrawn_leaves_nothing_behind(records: SqlRecords) -> None:
    records.shelve([entry(1), entry(2, (_K.AMENDS, "EO 1", True))], "one", "clerk")
    assert records.authority("EO 1").row.status == "Amended"
    corrected = replace(entry(2, (_K.CITES, "EO 1", True)), text=replace(entry(2).text, notes="corrected"))
    records.shelve([corrected], "one", "clerk")
    assert records.authority("EO 1").changed_by == ()
    assert records.authority("EO 1").row.status == "In Effect"


def test_changes_stand_in_order_of_time(records: SqlRecords) -> None:
    records.shelve([entry(1)], "one", "clerk")
    for number, year in ((4, 2019), (2, 2003), (3, 2011)):
        records.shelve([entry(number, (_K.AMENDS, "EO 1", True), signed=date(year, 1, 1))], "one", "clerk")
    assert [row.citation for row in records.authority("EO 1").changed_by] == ["EO 2", "EO 3", "EO 4"]


def test_note_and_text_that_agree_are_told_once(records: SqlRecords) -> None:
    both = entry(2, (_K.AMENDS, "EO 1", True), (_K.AMENDS, "EO 1", False))
    records.shelve([entry(1), both], "one", "clerk")
    (row,) = records.authority("EO 1").changed_by
    assert row.basis == "note"


def test_the_graph_around_an_authority(records: SqlRecords) -> None:
    chain = [entry(2, (_K.AMENDS, "EO 1", True)), entry(3, (_K.CITES, "EO 2", True)), entry(1)]
    records.shelve(chain, "one", "clerk")
    assert records.authority_graph("EO 1") == (("EO 2", "amends", "EO 1"),)
    assert set(records.authority_graph("EO 1", depth=2)) == {
        ("EO 2", "amends", "EO 1"),
        ("EO 3", "cites", "EO 2"),
    }
    assert records.authority_graph("EO 3", changes_only=True) == ()


def test_what_is_not_in_the_library_says_so(records: SqlRecords) -> None:
    records.shelve([entry(2, (_K.CITES, "EO 1", False))], "one", "clerk")
    with pytest.raises(NotFound, match="EO 77 is not in the library"):
        records.authority("EO 77")
    with pytest.raises(NotFound, match="text of EO 1 is not held"):
        records.authority_text("EO 1")


def test_one_search_finds_every_kind(
    records: SqlRecords, drafted: Take, approve: Callable[..., Any], now: datetime
) -> None:
    document = drafted("ORDER Dredge the lagoon", "SHALL dredge the lagoon", "RISK Silt in the lagoon")
    approve(document)
    filed = records.finish(document.control_number, "reviewer", now)
    records.shelve([entry(5, text="Whoever dredges a lagoon shall tell the harbor master.")], "one", "clerk")
    found = records.search("lagoon")
    kinds = {row.kind.split()[0] for row in found}
    assert kinds >= {"document", "draft", "action", "item", "authority"}
    assert filed.action in {row.ref for row in found if row.kind == "action"}
    assert {row.kind for row in records.search("in:drafts kind:risk lagoon")} == {"draft risk"}
    assert [row.ref for row in records.search('in:documents "dredge the lagoon"')] == [
        document.control_number
    ]
    assert records.search('in:documents "lagoon dredge"', 5) == ()
    assert records.search("in:documents lagoon -dredge") == ()
    assert records.search("in:documents lagoon before:2020-01-01") == ()
    before = records.search("lagoon")
    records.reindex()
    assert {(row.kind, row.ref) for row in records.search("lagoon")} == {
        (row.kind, row.ref) for row in before
    }


SILT = "The harbor master shall survey silt in every channel and report what the dredgers found there. "
LOCKS = "Lock keepers shall inspect gates, valves and chains of the lock before the ice of winter. "


def filled(records: SqlRecords) -> None:
    records.shelve(
        [
            entry(1, text=SILT * 12, title="Silt in channels", signed=date(2001, 3, 5)),
            entry(2, (_K.CITES, "EO 1", False), text=LOCKS * 12, title="Locks in winter"),
            entry(3, text="Libraries shall keep what they are given. " * 20, title="Libraries"),
        ],
        "one",
        "clerk",
    )
    assert records.index() == 3


def test_what_is_cited_comes_first_and_the_rest_says_why(records: SqlRecords) -> None:
    filled(records)
    found = records.related(Question("ice at the gates of a lock in winter", cited=("EO 3",)))
    assert [row.name for row in found][:2] == ["EO 3", "EO 2"]
    assert found[0].why == ("cited here",)
    assert any(why.startswith("the words ") for why in found[1].why)
    assert found[1].passage and LOCKS[:30] in found[1].passage
    text = records.authority_text("EO 2")
    assert text[found[1].start : found[1].end] == found[1].passage


def test_a_date_leads_to_what_was_signed_on_it(records: SqlRecords) -> None:
    filled(records)
    found = records.related(Question("the order of that day", dates=(date(2001, 3, 5),)))
    assert any(row.name == "EO 1" and "signed on a date named here" in row.why for row in found)


def test_each_list_can_be_left_out(records: SqlRecords) -> None:
    filled(records)
    for name in ("words", "likeness", "title"):
        found = records.related(Question("silt in the channels", lists=frozenset({name})))
        assert found[0].name == "EO 1", name


def test_what_came_later_is_found_and_what_was_replaced_is_not(records: SqlRecords) -> None:
    filled(records)
    records.shelve([entry(4, text="Cranes on quays shall be painted yellow. " * 20)], "one", "clerk")
    records.shelve([entry(1, text="Ferries shall sound their horns in fog. " * 20)], "one", "clerk")
    assert records.index() == 2
    likeness = frozenset({"likeness"})
    assert records.related(Question("painted cranes", lists=likeness))[0].name == "EO 4"
    assert "silt" not in records.related(Question("silt in the channels", lists=likeness))[0].passage
    assert records.related(Question("horns in fog", lists=likeness))[0].name == "EO 1"


def test_new_weights_are_made_when_the_texts_have_doubled(records: SqlRecords) -> None:
    filled(records)
    records.related(Question("silt"))
    first = records._edition
    assert first is not None
    many = [
        entry(number, text=f"Buoy {number} is moored by chain {number}. " * 60) for number in range(100, 130)
    ]
    records.shelve(many, "two", "clerk")
    records.index()
    found = records.related(Question("buoy moored by chain 117", lists=frozenset({"likeness"})))
    assert found[0].name == "EO 117"
    assert records._edition is not None and records._edition.id > first.id
    assert records._edition.weights.passages > 2 * first.weights.passages


def test_the_index_of_vectors_can_be_thrown_away(records: SqlRecords) -> None:
    filled(records)
    before = records.related(Question("silt in the channels"))
    records.reindex()
    assert records.index() == 3
    assert [row.name for row in records.related(Question("silt in the channels"))] == [
        row.name for row in before
    ]


def test_another_process_that_writes_is_waited_for_by_nobody(records: SqlRecords) -> None:
    filled(records)
    records.shelve([entry(4)], "one", "clerk")
    with records.vectors.writing() as mine:
        assert mine
        with SqlRecordsCopy(records) as other:
            assert other.index() == 0
    assert records.index() == 1


class SqlRecordsCopy:
    """The same records, opened by somebody else."""

    def __init__(self, records: SqlRecords) -> None:
        import store

        self._records = store.open_records(records.settings)

    def __enter__(self) -> SqlRecords:
        return self._records

    def __exit__(self, *rest: object) -> None:
        self._records.dispose()


def test_a_reader_sees_what_another_wrote(records: SqlRecords) -> None:
    """An open index answers from what it read when it was opened: it must notice."""
    filled(records)
    records.related(Question("silt"))
    with SqlRecordsCopy(records) as other:
        other.shelve([entry(4, text="Cranes on quays shall be painted yellow. " * 20)], "one", "clerk")
        assert other.index() == 1
    found = records.related(Question("painted cranes", lists=frozenset({"likeness"})))
    assert found[0].name == "EO 4"


class Concepts:
    """An embedding model of three concepts; `away` once it shall not answer."""

    name = "concepts-1"

    def __init__(self) -> None:
        self.away = False
        self.seen: list[str] = []

    def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        if self.away:
            raise AnalyzerAway("The endpoint gave no vectors.")
        self.seen += texts
        groups = (("ferries", "ships", "vessels"), ("cranes", "hoists"), ("silt", "mud"))
        return [
            [float(any(word in text.lower() for word in group)) + 0.01 for group in groups] for text in texts
        ]


MEANING = frozenset({"meaning"})


def meant(records: SqlRecords, model: Concepts, words: str) -> list[str]:
    vector = tuple(model.vectors([words])[0])
    question = Question(words, lists=MEANING, meaning=vector, model=model.name)
    return [row.name for row in records.related(question, 1)]


def test_a_model_of_meaning_finds_other_words_for_it(records: SqlRecords, drafted: Take) -> None:
    drafted("A letter about ships that nobody outside may see", "SHALL answer")
    records.shelve([entry(4, text="Ferries sound their horns. " * 30)], "one", "clerk")
    records.shelve([entry(5, text="Cranes are painted yellow. " * 30)], "one", "clerk")
    model = Concepts()
    records.index(embedder=model)
    assert meant(records, model, "mooring of vessels") == ["EO 4"]
    assert meant(records, model, "hoists") == ["EO 5"]
    assert not any("letter" in text for text in model.seen if "mooring" not in text), "no receipt is shown"


def test_a_model_that_comes_later_sees_what_is_there(records: SqlRecords) -> None:
    filled(records)
    model = Concepts()
    records.index(embedder=model)
    assert meant(records, model, "mud") == ["EO 1"]


def test_a_model_that_is_away_costs_nothing_and_begins_anew(records: SqlRecords) -> None:
    model = Concepts()
    model.away = True
    records.shelve([entry(1, text=SILT * 12)], "one", "clerk")
    assert records.index(embedder=model) >= 1
    assert records.related(Question("silt in the channels"))[0].name == "EO 1"
    model.away = False
    records.index(embedder=model)
    assert meant(records, model, "mud") == ["EO 1"]
