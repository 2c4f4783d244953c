"""Work goes to the unit that is named, holds the role, or whose mission says so; else to none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.routing import coordinating, is_ours, lists_others, route
from analysis.routing.lexical import Lexicon, words_of
from benchmarks import routing
from pipeline.agency import Agency, OrganizationUnit

UNITS = (
    OrganizationUnit(
        "Office of Digital Services",
        "ODS",
        "Runs computers, networks, software and websites; patches systems; keeps the inventory of systems.",
        officers=("Chief Information Officer",),
    ),
    OrganizationUnit(
        "Office of Finance",
        "OF",
        "Prepares the budget, pays invoices, manages grants accounting and audits of spending.",
        officers=("Chief Financial Officer",),
    ),
    OrganizationUnit(
        "Office of the General Counsel",
        "OGC",
        "Gives legal advice, defends lawsuits, reviews rules, clears delegations of authority.",
        officers=("General Counsel",),
    ),
    OrganizationUnit(
        "Office of People",
        "OP",
        "Hires and trains employees, sets pay, telework and leave, handles appraisals.",
        officers=("Chief Human Capital Officer",),
    ),
    OrganizationUnit(
        "Office of Purchasing",
        "OPU",
        "Buys goods and services, awards and administers contracts, keeps vendor lists and purchase cards.",
        officers=("Senior Procurement Executive",),
    ),
    OrganizationUnit(
        "Legislative Affairs Staff",
        "LAS",
        "Answers members of Congress, prepares testimony and briefings for committees, tracks bills.",
    ),
    OrganizationUnit(
        "Office of Communications",
        "OCM",
        "Speaks to the press, writes speeches, runs social media and public events.",
    ),
    OrganizationUnit(
        "Privacy and Records Branch",
        "PRB",
        "Handles requests for records, personal information, privacy notices, retention schedules.",
        officers=("Senior Agency Official for Privacy", "Chief FOIA Officer"),
    ),
    OrganizationUnit(
        "Forest Programs",
        "FP",
        "Manages timber, wildfire, trails and campgrounds in forests; forest health and replanting.",
    ),
    OrganizationUnit(
        "Water Programs",
        "WP",
        "Measures rivers, dams, drinking water and irrigation; flood warnings and wetlands.",
    ),
    OrganizationUnit(
        "Office of Buildings",
        "OB",
        "Maintains buildings, leases, parking, energy use and physical security of facilities.",
    ),
    OrganizationUnit(
        "Office of Science",
        "OS",
        "Conducts research, laboratories, peer review of studies and scientific integrity.",
    ),
)
AGENCY = Agency(
    "Department of Lands and Rivers", "DLR", "Secretary of Lands and Rivers", ("Lands and Rivers",), UNITS
)

# text, actor, citations, the unit a person would choose
TASKS = [
    ("shall patch every server within 15 days", "each agency", (), "Office of Digital Services"),
    ("shall submit a plan for replacing outdated software", "agencies", (), "Office of Digital Services"),
    ("shall report on information resources", None, ("44 U.S.C. 3506",), "Office of Digital Services"),
    (
        "shall certify the grants accounting to the Board",
        "the Chief Financial Officer",
        (),
        "Office of Finance",
    ),
    (
        "shall identify spending that its budget does not support",
        "the head of each agency",
        (),
        "Office of Finance",
    ),
    (
        "shall review delegations of authority for legal sufficiency",
        "agencies",
        (),
        "Office of the General Counsel",
    ),
    ("explain why the lawsuit was settled", None, (), "Office of the General Counsel"),
    ("shall freeze the hiring of employees", "each agency", (), "Office of People"),
    ("shall revise telework and leave policies", "agency heads", (), "Office of People"),
    ("shall insert the clause in all contracts with vendors", "agencies", (), "Office of Purchasing"),
    ("limit purchase cards and report awards", None, ("48 CFR 13.301",), "Office of Purchasing"),
    ("provide a briefing to committee staff and copies of testimony", None, (), "Legislative Affairs Staff"),
    ("answer the press about the event", None, (), "Office of Communications"),
    ("release all records about the levee", None, ("5 U.S.C. 552",), "Privacy and Records Branch"),
    ("notify people whose personal information was lost", "agencies", (), "Privacy and Records Branch"),
    ("close trails before the wildfire season", None, (), "Forest Programs"),
    ("explain how much timber will be replanted", None, (), "Forest Programs"),
    ("test drinking water below the dams", None, (), "Water Programs"),
    ("cut energy use of leased buildings by a fifth", "each agency", (), "Office of Buildings"),
    ("subject all studies to peer review", "agencies", (), "Office of Science"),
]


def test_most_tasks_reach_the_unit_a_person_would_choose() -> None:
    found = [[choice.unit for choice in route(AGENCY, text, actor, cited)] for text, actor, cited, _ in TASKS]
    first = sum(units[:1] == [task[3]] for units, task in zip(found, TASKS, strict=True))
    among = sum(task[3] in units for units, task in zip(found, TASKS, strict=True))
    assert first >= 0.75 * len(TASKS)
    assert among >= 0.90 * len(TASKS)


@pytest.mark.parametrize(("text", "actor", "cited", "unit"), TASKS)
def test_every_choice_says_why(text: str, actor: str | None, cited: tuple[str, ...], unit: str) -> None:
    for choice in route(AGENCY, text, actor, cited):
        assert choice.why.split(": ")[-1]
        assert not choice.why.endswith(": ")


def test_the_why_names_words_of_the_task() -> None:
    choice = route(AGENCY, "manage the wildfire season and its campgrounds")[0]
    assert choice.unit == "Forest Programs"
    assert "wildfire" in choice.why
    assert "campgrounds" in choice.why


@pytest.mark.parametrize(
    "actor",
    [
        "the Secretary of Energy",
        "the Director of the Office of Management and Budget",
        "the Attorney General",
        "The Council",
        "the Task Force",
        "the Secretary",
        "Agencies participating in the Council",
        "the agency of the Warden",
        "the Secretary of Energy and heads of bureaus",
    ],
)
def test_work_of_others_gets_no_unit(actor: str) -> None:
    assert not is_ours(AGENCY, actor)
    assert route(AGENCY, "shall hire forest rangers and buy software", actor) == ()


@pytest.mark.parametrize(
    "actor",
    [
        "All agencies of the United States Government",
        "every department of the executive branch",
        None,
        "you",
        "agencies",
        "each agency",
        "the heads of executive departments and agencies",
        "Each agency head",
        "the Department of Lands and Rivers",
        "the Secretary of Energy and the Secretary of Lands and Rivers",
        "DLR",
        "each agency's Chief Information Officer",
        "the Chief Information Officer of each agency",
        "The heads of agencies that employ law enforcement officers",
        "Agencies with firefighters",
        "the General Counsel",
        "Each contracting department or agency",
        "all Government contracting agencies",
        "An agency that leases a dock",
        "a contracting officer",
        "Any executive agency awarding dock leases",
        "The Warden of Docks and the heads of agencies",
        "The Dock Board, and the heads of other appropriate executive departments and agencies",
        "Each agency's senior designee",
        "The liaison in each agency",
        "The Warden of Docks or the head of any executive department or agency charged with mending docks",
    ],
)
def test_everybody_and_ourselves_are_ours(actor: str | None) -> None:
    assert is_ours(AGENCY, actor)


@pytest.mark.parametrize(
    "actor",
    [
        "the head of each governmental entity listed in subsection (a) of this section",
        "The agencies enumerated in section 2(a) of this order",
        "Each of the following executive departments and agencies",
    ],
)
def test_who_is_listed_by_name_is_another_where_no_list_names_this_agency(actor: str) -> None:
    assert lists_others(AGENCY, actor, "(a) (i) the Dock Board; and (ii) the Tide Fund.")
    assert not lists_others(AGENCY, actor, "(a) (i) the Department of Lands and Rivers.")


@pytest.mark.parametrize(
    "actor",
    [
        None,
        "each agency",
        "the agencies listed in section 901(b) of title 31, United States Code",
        "the head of each agency identified in section 2",
    ],
)
def test_whom_the_paper_does_not_list_by_name_it_may_mean_us(actor: str | None) -> None:
    assert not lists_others(AGENCY, actor, "(a) (i) the Dock Board; and (ii) the Tide Fund.")


def test_a_named_officer_wins_over_words() -> None:
    choice = route(AGENCY, "shall hire and train employees", "the Chief Information Officer")[0]
    assert choice.unit == "Office of Digital Services"
    assert "Chief Information Officer" in choice.why


def test_nothing_in_common_means_no_unit() -> None:
    assert route(AGENCY, "consider the matter further") == ()
    assert route(AGENCY, "") == ()
    assert route(Agency("Empty", "E"), "shall hire employees") == ()


def test_one_word_that_any_paper_holds_gives_no_unit() -> None:
    unit = OrganizationUnit("Office of Hooks", "OH", "Solicits offers, permits loans, prescribes practice.")
    others = tuple(OrganizationUnit(f"Office {name}", name, "Sweeps docks.") for name in ("A", "B", "C"))
    docks = Agency("Department of Docks", "DD", units=(unit, *others))
    assert route(docks, "The keepers are permitted to come.") == ()
    assert route(docks, "Solicit comments from the towns.") == ()
    assert [one.unit for one in route(docks, "Solicit comments on hooks.")] == ["Office of Hooks"]


@pytest.mark.parametrize(
    "text",
    [
        "Ensure that the pilot program informs research and development opportunities.",
        "Make the submissions within 30 days of the date on which standards are established.",
        "Work with the Privacy Council, to the extent permitted by law.",
        "Show that your procedures are in compliance with this policy.",
        "Report on financial matters.",
    ],
)
def test_words_of_every_order_give_no_unit(text: str) -> None:
    missions = (
        ("Directorate of Works", "Sets standards, permits work, keeps wharves."),
        ("Office of People", "Opportunities for employees."),
        ("Office of Compliance", "Compliance with policy."),
        ("Office of Ropes", "Ropes and hawsers."),
    )
    units = tuple(OrganizationUnit(name, name[-3:].upper(), mission) for name, mission in missions)
    docks = Agency("Department of Docks", "DD", units=units)
    assert route(docks, text) == ()
    assert route(docks, f"{text} Replace the hawsers.")[0].unit == "Office of Ropes"


def test_a_bare_title_in_running_text_is_no_unit() -> None:
    head = OrganizationUnit("Office of the Director", "OD", "", officers=("Director", "Agency Head"))
    docks = Agency("Department of Docks", "DD", units=(head,))
    assert route(docks, "Report to the agency head as the Director prescribes.") == ()
    assert [one.unit for one in route(docks, "Report.", "The Director")] == ["Office of the Director"]
    assert [one.unit for one in route(docks, "Ask the Office of the Director.")] == ["Office of the Director"]


def test_a_law_cited_for_its_list_of_agencies_is_no_officers() -> None:
    assert route(AGENCY, "count", None, ("31 U.S.C. 901(b)(1)",)) == ()
    assert route(AGENCY, "count", None, ("OMB Circular A-119",)) == ()
    assert [one.unit for one in route(AGENCY, "count", None, ("OMB Circular A-11",))] == ["Office of Finance"]


def test_a_place_is_no_abbreviation() -> None:
    small = Agency("A", "A", units=(OrganizationUnit("Division of Canals", "DC", "Canals."),))
    assert route(small, "send it to Washington, DC 20000") == ()


def test_consulted_officers_coordinate() -> None:
    text = "Each agency, in consultation with its General Counsel and Chief Financial Officer, shall plan."
    names = [choice.unit for choice in coordinating(AGENCY, text)]
    assert set(names) == {"Office of the General Counsel", "Office of Finance"}


def test_the_name_of_the_agency_says_nothing_about_a_unit() -> None:
    choice = route(AGENCY, "The Secretary of Lands and Rivers shall report on the hiring of lawyers")[0]
    assert choice.unit == "Office of People"


def test_a_word_of_the_same_field_speaks_for_a_unit_but_less_than_the_word_itself() -> None:
    assert route(AGENCY, "explain why the job was denied to an applicant")[0].unit == "Office of People"
    own, kindred = Lexicon(("Keeps up dams.", "Keeps up levees.")).ranked(words_of("a dam"))
    assert (own.index, kindred.index) == (0, 1)
    assert own.score > kindred.score > 0
    assert kindred.words == ("dam",)


def test_labelled_taskings_reach_their_unit_in_a_department_of_thirty() -> None:
    made = routing.figures(routing.LARGE, routing.outcomes(routing.LARGE))
    assert made.units == 30
    assert made.ours >= 60
    assert made.first >= routing.FIRST * made.ours
    assert made.among >= routing.AMONG * made.ours
    assert made.stray == 0


@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=60)))
def test_at_most_three_units_each_once_and_always_the_same(text: str, actor: str | None) -> None:
    chosen = route(AGENCY, text, actor)
    assert len(chosen) <= 3
    assert len({choice.unit for choice in chosen}) == len(chosen)
    assert chosen == route(AGENCY, text, actor)


DESK = OrganizationUnit("Office of the Head", "OH", "Leads the agency.", officers=("Director",))
HEADED = Agency("Harbor Agency", "HA", "Director of the Harbor Agency", (), (*UNITS, DESK))


@pytest.mark.parametrize(
    ("actor", "leads"),
    [
        ("the Director", ["Office of the Head"]),
        ("The Director and the General Counsel", ["Office of the Head", "Office of the General Counsel"]),
        ("the National Cyber Director", []),
        ("a Director whom the Secretary selects", []),
    ],
)
def test_a_bare_title_is_ours_only_where_it_stands_alone(actor: str, leads: list[str]) -> None:
    named = [one.unit for one in route(HEADED, "count keys", actor) if one.why.startswith("named")]
    assert sorted(named) == sorted(leads)


def test_one_word_amid_many_others_is_chance() -> None:
    many = (
        "Agencies shall bring gates, ropes, boats, lamps, anchors, sails, oars, buoys, piers, cranes, docks, "
        "barges and audits to the harbor."
    )
    assert route(AGENCY, "Agencies shall collect audits.")
    assert route(AGENCY, many) == ()


def test_a_committee_alone_is_no_sign_of_congress() -> None:
    harbor = Agency("Harbor Agency", "HA", units=UNITS)
    founded = "There is established a Dock Committee of seven wardens."
    assert route(harbor, founded) == ()
    asked = "The Senate Committee on Docks invites the Warden to a hearing."
    assert [one.unit for one in route(harbor, asked)][:1] == ["Legislative Affairs Staff"]
