"""Process templates: steps in a tree, when each is due, who gets it, what it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from coordination.actions import ItemType
from pipeline.problems import IllegalMove

DEEPEST = 6
MOST_STEPS = 500


class StepType(StrEnum):
    """What a step of a template is."""

    STAGE = "Stage"
    TASK = "Task"
    APPROVAL = "Approval"
    DOCUMENT = "Document"
    NOTIFICATION = "Notification"


class Order(StrEnum):
    """Whether the steps below one come one after another or all at once."""

    SERIAL = "Serial"
    PARALLEL = "Parallel"


class Calculation(StrEnum):
    """From where the due date of a step is counted. Offsets from a due date are mostly negative."""

    FROM_START = "From Start"
    FROM_DUE_DATE = "From Due Date"
    FROM_INTERNAL = "From Internal Due Date"
    AFTER_PREDECESSOR = "After Predecessor"


class DayUnit(StrEnum):
    """Which days an offset counts."""

    CALENDAR = "calendar"
    BUSINESS = "business"


class AssignTo(StrEnum):
    """Who gets the item that a step becomes. A step for coordinating units becomes one item for each."""

    ORIGINATOR = "Originator"
    ACCOUNTABLE_LEAD = "Accountable Lead"
    EXECUTIVE_SPONSOR = "Executive Sponsor"
    LEAD_UNIT = "Lead Unit"
    COORDINATING_UNITS = "Coordinating Units"
    NAMED_PERSON = "Named Person"
    NAMED_UNIT = "Named Unit"
    ROLE = "Role"

    @property
    def named(self) -> bool:
        """Whether the step must say a name."""
        return self in (AssignTo.NAMED_PERSON, AssignTo.NAMED_UNIT, AssignTo.ROLE)


@dataclass(frozen=True, slots=True)
class Step:
    """A step. `key` names it within its template; `after` are keys of steps that must have ended before.

    `order` is how the steps below it follow each other. Without `method` an item gets no due date.
    """

    key: str
    name: str
    step_type: StepType = StepType.TASK
    action_type: ItemType = ItemType.TASK
    details: str = ""
    assign_to: AssignTo = AssignTo.LEAD_UNIT
    assign_to_name: str | None = None
    method: Calculation | None = None
    offset: int = 0
    unit: DayUnit = DayUnit.BUSINESS
    order: Order = Order.SERIAL
    mandatory: bool = True
    after: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise IllegalMove("A step needs a name.", remedy="Write what is to be done.")
        if self.assign_to.named and not (self.assign_to_name or "").strip():
            raise IllegalMove(
                f"The step “{self.name}” is for a {self.assign_to.value.lower()} and names none.",
                remedy="Write the name, or choose somebody else.",
            )
        if not -3660 <= self.offset <= 3660:
            raise IllegalMove(f"The step “{self.name}” lies more than ten years off.")


@dataclass(frozen=True, slots=True)
class Template:
    """A way in which work of a kind is done: its steps in a tree, in order.

    Raises IllegalMove where keys repeat, or where steps wait for each other.
    """

    name: str
    steps: tuple[Step, ...] = ()
    details: str = ""
    order: Order = Order.SERIAL
    version: int = 1
    active: bool = True

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise IllegalMove("A process template needs a name.")
        keys = [step.key for _, step in walk(self.steps)]
        if len(keys) != len(set(keys)):
            raise IllegalMove(f"Two steps of “{self.name}” have one key.")
        if len(keys) > MOST_STEPS or max((depth for depth, _ in walk(self.steps)), default=0) >= DEEPEST:
            raise IllegalMove(
                f"“{self.name}” is too large.",
                f"A template has {MOST_STEPS} steps in {DEEPEST} levels at most.",
            )
        _check_waiting(self)

    def step(self, key: str) -> Step:
        """The step with this key. Raises KeyError."""
        for _, step in walk(self.steps):
            if step.key == key:
                return step
        raise KeyError(key)


def walk(steps: tuple[Step, ...], depth: int = 0) -> Iterator[tuple[int, Step]]:
    """Every step with its depth, parents before what lies below them."""
    for step in steps:
        yield depth, step
        yield from walk(step.steps, depth + 1)


def waits(template: Template) -> dict[str, frozenset[str]]:
    """For each step that holds none, the steps without members that must have ended before it may begin.

    A step waits for what it names itself, for what its ancestors name, and, in a serial row, for all that
    stands before it or before an ancestor.
    """
    leaves = {step.key: frozenset(_leaves(step)) for _, step in walk(template.steps)}
    found: dict[str, frozenset[str]] = {}

    def visit(steps: tuple[Step, ...], order: Order, held: frozenset[str]) -> None:
        before = held
        for step in steps:
            own = before.union(*(leaves.get(key, frozenset()) for key in step.after))
            if step.steps:
                visit(step.steps, step.order, own)
            else:
                found[step.key] = own
            if order is Order.SERIAL:
                before = before | leaves[step.key]

    visit(template.steps, template.order, frozenset())
    return found


def _leaves(step: Step) -> Iterator[str]:
    if not step.steps:
        yield step.key
    for below in step.steps:
        yield from _leaves(below)


def _check_waiting(template: Template) -> None:
    known = {step.key for _, step in walk(template.steps)}
    for _, step in walk(template.steps):
        unknown = [key for key in step.after if key not in known]
        if unknown:
            raise IllegalMove(f"“{step.name}” waits for a step that is not there.", ", ".join(unknown))
    try:
        tuple(TopologicalSorter(waits(template)).static_order())
    except CycleError as error:
        names = " → ".join(template.step(key).name for key in error.args[1])
        raise IllegalMove(
            f"In “{template.name}” steps wait for each other.", names, "Take out one of the dependencies."
        ) from None
