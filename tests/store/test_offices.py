"""Units of the agency: changed, never so that an old paper means something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.problems import Conflict, IllegalMove
from store.new_items import NewItem
from store.offices import Office
from store.records import SqlRecords

FOG = Office("OFH", "Office of Fog Horns", "Sounds horns in fog.", "OCFO", ("Chief of Horns",))


def office(records: SqlRecords, abbreviation: str) -> Office:
    return next(one for one in records.offices() if one.abbreviation == abbreviation)


def test_a_new_unit_is_one_that_work_can_go_to(records: SqlRecords) -> None:
    made = records.put_office(FOG, "ada")
    assert (made.parent, made.officers, made.version) == ("OCFO", ("Chief of Horns",), 1)
    unit = next(one for one in records.agency().units if one.abbreviation == "OFH")
    assert (unit.mission, unit.parent) == ("Sounds horns in fog.", "OCFO")
    event = records.audit(1)[0]
    assert (event.who, event.what, event.subject) == ("user:ada", "unit.added", "OFH")


def test_an_earlier_name_still_leads_to_the_unit(records: SqlRecords) -> None:
    made = records.put_office(FOG, "ada")
    renamed = records.put_office(replace(made, name="Office of Sound Signals", aliases=("Horns",)), "ada")
    assert renamed.aliases == ("Horns", "Office of Fog Horns") and renamed.version == 2
    (event,) = records.audit(10, what="unit.changed")
    assert "Office of Fog Horns" in str(event.before) and "Office of Sound Signals" in str(event.after)
    number = records.make_action("Blow", "Operational Directive", "ada")
    records.change_action(number, 1, {"lead_unit": "office of fog horns"}, "ada")
    with pytest.raises(IllegalMove, match="cannot be retired") as refused:
        records.put_office(replace(renamed, active=False), "ada")
    assert "open actions that it leads: 1" in refused.value.why


def test_old_work_of_a_renamed_unit_names_it_as_it_is_called_now(records: SqlRecords) -> None:
    made = records.put_office(FOG, "ada")
    first, second, other = (
        records.make_action(name, "Operational Directive", "ada") for name in ("Blow", "Oil", "Paint")
    )
    records.change_action(first, 1, {"lead_unit": "Office of Fog Horns"}, "ada")
    records.change_action(second, 1, {"coordinating_units": ["Office of Fog Horns", "OGC"]}, "ada")
    records.add_item(second, NewItem("Oil the horn", unit="Office of Fog Horns"), "ada")
    records.change_action(other, 1, {"lead_unit": "OFH"}, "ada")
    records.put_office(replace(made, name="Office of Sound Signals"), "ada")
    assert records.action(first).action.lead_unit == "Office of Sound Signals"
    view = records.action(second)
    assert view.items[0].lead_unit == "Office of Sound Signals"
    assert set(view.action.coordinating_units) == {"Office of Sound Signals", "OGC"}
    assert records.action(other).action.lead_unit == "OFH", "an abbreviation stays"
    told = {
        (row.subject, str(row.before), str(row.after))
        for row in records.audit(20, what="action.unit_renamed")
    }
    change = (str({"unit": "Office of Fog Horns"}), str({"unit": "Office of Sound Signals"}))
    assert told == {(first, *change), (second, *change)}
    assert [row.ref for row in records.search("in:actions sound signals")], "it is found by the new name"


def test_a_unit_is_retired_when_nothing_open_is_left_with_it(records: SqlRecords) -> None:
    made = records.put_office(FOG, "ada")
    number = records.make_action("Blow", "Operational Directive", "ada")
    item = records.add_item(number, NewItem("Oil the horn", due_date=date(2032, 1, 1), unit="OFH"), "ada")
    with pytest.raises(IllegalMove) as refused:
        records.put_office(replace(made, active=False), "ada")
    assert "open items that it has: 1" in refused.value.why
    records.change_item(item, records.action(number).items[0].version, {"unit": "OGC"}, "ada")
    records.put_office(replace(made, active=False), "ada")
    assert "OFH" not in [unit.abbreviation for unit in records.agency().units]
    assert not office(records, "OFH").active and records.offices()[-1].abbreviation == "OFH"
    with pytest.raises(IllegalMove, match="already means OFH"):
        records.put_office(replace(FOG, abbreviation="OFX"), "ada")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "ogc"}, "already means OGC"),
        ({"aliases": ("ogc",)}, "already means OGC"),
        ({"parent": "NONE"}, "to be below"),
        ({"mission": " "}, "no mission"),
        ({"name": "a\x07b"}, "no name"),
        ({"abbreviation": "OCFO"}, "already"),
    ],
)
def test_what_would_mean_two_things_is_refused(
    records: SqlRecords, changes: dict[str, object], told: str
) -> None:
    before = records.verify().events
    with pytest.raises(IllegalMove, match=told):
        records.put_office(replace(FOG, **changes), "ada")  # type: ignore[arg-type]
    assert records.verify().events == before


def test_no_unit_lies_below_itself_and_nobody_overwrites_unseen(records: SqlRecords) -> None:
    made = records.put_office(FOG, "ada")
    above = office(records, "OCFO")
    with pytest.raises(IllegalMove, match="below itself"):
        records.put_office(replace(above, parent="OFH"), "ada")
    with pytest.raises(IllegalMove, match="cannot be retired"):
        records.put_office(replace(above, active=False), "ada")
    records.put_office(replace(made, mission="More."), "ada")
    with pytest.raises(Conflict):
        records.put_office(replace(made, mission="Less."), "bob")
