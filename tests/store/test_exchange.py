"""Packages of another coordination system: in whole, again without doubles, out again equal."""

from __future__ import annotations

import os
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import create_engine, text

from coordination.exchange import EntitySchema, FieldSchema, Package, Record, Value, bytes_of, package_of
from coordination.exchange.fields import ACTION, DECISION, DEPENDENCY, TYPE, UPDATE
from pipeline.problems import Damaged
from pipeline.settings import Settings
from store.records import SqlRecords

YES, NO = "147130008", "147130009"


def key(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def lookup(number: int, entity: str, name: str) -> Value:
    return Value(key(number), entity, name)


def kind(**more: str) -> Record:
    told = {"name": "Harbor Order", "defaultpriority": "147130002", "requireslegalauthority": YES} | more
    return Record(TYPE, key(1), {f"appbase_{name}": Value(value) for name, value in told.items()})


def action(number: int, name: str = "Mend the pier", **more: Value) -> Record:
    fields = {
        "actionnumber": Value(f"HAR-{number}"),
        "name": Value(name),
        "executiveactiontype": lookup(1, TYPE, "Harbor Order"),
        "actionstatus": Value("147130001"),
        "lifecyclestage": Value("147130016"),
        "priority": Value("147130003"),
        "accountablelead": lookup(50, "contact", "Ada Pilot"),
        "leadorganizationunit": lookup(60, "appbase_organizationunit", "Harbors"),
        "issuingauthority": lookup(60, "appbase_organizationunit", "Harbors"),
        "targetcompletiondate": Value("2032-03-12T00:00:00.0000000Z"),
        "estimatedbudget": Value("25000.0000000000"),
        "overallhealth": Value("147130043"),
    } | more
    return Record(ACTION, key(number), {f"appbase_{said}": value for said, value in fields.items()})


def dependency(number: int, before: int, after: int) -> Record:
    fields = {
        "name": Value("one → other"),
        "predecessoraction": lookup(before, ACTION, "one"),
        "successoraction": lookup(after, ACTION, "other"),
        "dependencytype": Value("147130117"),
        "dependencystatus": Value("147130120"),
    }
    return Record(DEPENDENCY, key(number), {f"appbase_{said}": value for said, value in fields.items()})


PACKAGE = Package(
    (EntitySchema(ACTION, {"name": ACTION, "displayname": "Executive Action"}),),
    (
        action(10),
        action(11, "Mend the light"),
        kind(),
        dependency(20, 10, 11),
        dependency(21, 10, 11),
        Record(
            UPDATE,
            key(30),
            {
                "appbase_executiveaction": lookup(10, ACTION, "Mend the pier"),
                "appbase_statusdate": Value("2032-01-13T00:00:00.0000000Z"),
                "appbase_percentcomplete": Value("18"),
            },
        ),
        Record(
            DECISION,
            key(40),
            {
                "appbase_executiveaction": lookup(10, ACTION, "Mend the pier"),
                "appbase_decisiondate": Value("2032-01-18T00:00:00.0000000Z"),
                "appbase_decisioncategory": Value("147130118"),
                "appbase_decisiondescription": Value("Two weeks more."),
                "appbase_impactontimeline": Value(YES),
            },
        ),
    ),
)


def facts(package: Package) -> dict[tuple[str, str], dict[str, Value]]:
    return {(record.entity, record.id): dict(record.fields) for record in package.records}


@pytest.fixture
def rows(conf: Settings) -> Iterator[object]:
    engine = create_engine(conf.records_url)

    def ask(query: str) -> list[tuple[object, ...]]:
        with engine.begin() as connection:
            found = connection.execute(text(query))
            return [tuple(row) for row in found] if found.returns_rows else []

    yield ask
    engine.dispose()


def test_a_package_comes_in_whole_and_goes_out_equal(records: SqlRecords) -> None:
    done = records.bring(PACKAGE, "a.zip", "clerk")
    assert done.new == {TYPE: 1, ACTION: 2, DEPENDENCY: 2, UPDATE: 1, DECISION: 1}
    assert (done.changed, done.same, done.stubs, done.apart) == (0, 0, 1, ())
    given = package_of(bytes_of(records.package()))
    assert facts(given) == facts(PACKAGE)
    assert records.verify().holds


def test_what_came_in_is_work_like_any_other(records: SqlRecords) -> None:
    records.bring(PACKAGE, "a.zip", "clerk")
    one = next(row.action for row in records.actions() if row.action.name == "Mend the pier")
    assert one.number and one.number.startswith("EC-A-") and str(one.due_date) == "2032-03-12"
    assert (one.priority.value, one.lead_unit) == ("Critical", "Harbors")


def test_what_came_in_is_found_by_its_words(records: SqlRecords) -> None:
    records.bring(PACKAGE, "a.zip", "clerk")
    records.bring(Package((), (action(11, "Mend the beacon"),)), "b.zip", "clerk")
    assert [found.kind for found in records.search("pier")] == ["action"]
    assert [found.kind for found in records.search("beacon")] == ["action"]


def test_a_completed_action_came_without_its_outcome_and_says_so(records: SqlRecords) -> None:
    done = action(10, actionstatus=Value("147130005"), lifecyclestage=Value("147130018"))
    records.bring(Package((), (kind(), done, action(11))), "a.zip", "clerk")
    later = action(11, actionstatus=Value("147130005"))
    records.bring(Package((), (later,)), "b.zip", "clerk")
    closed = [row.action.closure for row in records.actions()]
    assert all(one and one.by == "system:import" and "did not come" in one.outcome_summary for one in closed)


def test_the_same_dependency_twice_counts_once(records: SqlRecords, rows: object) -> None:
    assert callable(rows)
    records.bring(PACKAGE, "a.zip", "clerk")
    told = rows(
        "SELECT dependency_type, dependency_status, active FROM executive_action_dependency ORDER BY id"
    )
    assert [(kind, status, bool(active)) for kind, status, active in told] == [
        ("Finish to Start", "At Risk", True),
        ("Finish to Start", "At Risk", False),
    ]


def test_again_changes_nothing(records: SqlRecords) -> None:
    records.bring(PACKAGE, "a.zip", "clerk")
    before = facts(records.package())
    again = records.bring(PACKAGE, "a.zip", "clerk")
    assert (again.new, again.changed, again.same) == ({}, 0, len(PACKAGE.records))
    assert facts(records.package()) == before


def test_their_changes_come_in_and_ours_stay(records: SqlRecords, rows: object) -> None:
    assert callable(rows)
    records.bring(PACKAGE, "a.zip", "clerk")
    rows("UPDATE executive_action SET name = 'Mend the north pier' WHERE external_number = 'HAR-10'")
    rows("UPDATE executive_action SET priority = 'Low' WHERE external_number = 'HAR-11'")
    ours = facts(records.package())
    assert ours[ACTION, key(10)]["appbase_name"] == Value("Mend the north pier")
    assert ours[ACTION, key(11)]["appbase_priority"] == Value("147130000")
    theirs = Package((), (action(10, "Mend both piers", priority=Value("147130001")),))
    done = records.bring(theirs, "b.zip", "clerk")
    assert (done.changed, done.new) == (1, {})
    assert [(one.name, "name" in one.why) for one in done.apart] == [("Mend both piers", True)]
    now = facts(records.package())[ACTION, key(10)]
    assert now["appbase_name"] == Value("Mend the north pier")
    assert now["appbase_priority"] == Value("147130001")


def test_what_can_be_no_row_is_kept_and_said(records: SqlRecords) -> None:
    odd = Record("appbase_harbor", key(70), {"appbase_name": Value("North")})
    lost = dependency(71, 98, 99)
    unknown = action(72, actionstatus=Value("147139999"))
    done = records.bring(Package((), (odd, lost, kind(), unknown)), "a.zip", "clerk")
    assert {one.id: one.why for one in done.apart} == {
        key(70): "Chancery has no table for such records.",
        key(71): "It says no predecessor action.",
        key(72): "It says no action status.",
    }
    assert set(facts(records.package())) == {
        ("appbase_harbor", key(70)),
        (DEPENDENCY, key(71)),
        (TYPE, key(1)),
        (ACTION, key(72)),
    }


def test_a_type_of_ours_stays_as_it_is(records: SqlRecords, rows: object) -> None:
    assert callable(rows)
    mine = rows("SELECT name, default_priority FROM executive_action_type ORDER BY id LIMIT 1")[0]
    told = kind(name=str(mine[0]), defaultpriority="147130000", description="theirs")
    records.bring(Package((), (told,)), "a.zip", "clerk")
    assert rows("SELECT name, default_priority FROM executive_action_type ORDER BY id LIMIT 1")[0] == mine
    assert facts(records.package()) == facts(Package((), (told,)))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\3\4 broken", b"<entities/>"],
)
def test_what_is_no_package_is_refused(data: bytes) -> None:
    with pytest.raises(Damaged) as told:
        package_of(data)
    assert len(told.value.lines) == 3


def test_a_package_that_declares_entities_is_refused() -> None:
    import io
    import zipfile

    bomb = b'<!DOCTYPE entities [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><entities>&b;</entities>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("data.xml", bomb)
        archive.writestr("data_schema.xml", bomb)
    with pytest.raises(Damaged, match="no package"):
        package_of(out.getvalue())


words = some.text(
    string.printable.replace("\r", "").replace("\x0b", "").replace("\x0c", "") + "é→&<>\"'", max_size=30
)
values = some.builds(Value, words, some.none() | words, some.none() | words)
packages = some.builds(
    lambda records: Package(
        (
            EntitySchema(
                "thing", {"name": "thing", "displayname": "A thing"}, (FieldSchema("a", {"name": "a"}),)
            ),
        ),
        tuple(Record("thing", key(number), fields) for number, fields in enumerate(records)),
    ),
    some.lists(
        some.dictionaries(some.text(string.ascii_lowercase, min_size=1, max_size=5), values, max_size=4),
        max_size=4,
    ),
)


@settings(max_examples=60, deadline=None)
@given(packages)
def test_writing_and_reading_a_package_gives_it_again(package: Package) -> None:
    again = package_of(bytes_of(package))
    assert (facts(again), again.schema) == (facts(package), package.schema)


@pytest.mark.skipif(
    not (Path(os.environ.get("CHANCERY_CORPUS", "../shared/corpus")).parent / "dataverse").exists(),
    reason="!!! the Dataverse sample beside the corpus IS NOT HERE !!!",
)
def test_the_modules_own_sample_comes_in_whole_and_goes_out_equal(records: SqlRecords) -> None:
    place = Path(os.environ.get("CHANCERY_CORPUS", "../shared/corpus")).parent / "dataverse" / "gov-data.zip"
    package = package_of(place.read_bytes())
    done = records.bring(package, place.name, "clerk")
    assert done.apart == ()
    assert done.new == {TYPE: 10, ACTION: 12, DEPENDENCY: 12, UPDATE: 27, DECISION: 13}
    again = records.bring(package, place.name, "clerk")
    assert (again.new, again.changed, again.same) == ({}, 0, 74)
    given = package_of(bytes_of(records.package()))
    assert facts(given) == facts(package)
    assert {one.name: one.attributes for one in given.schema} == {
        one.name: one.attributes for one in package.schema
    }
