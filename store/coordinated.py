"""An open record's executive actions: read, moved, worked on, steered, until they are closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from coordination.acting import ActingOfficial
from coordination.actions import ActionItem, ActionStatus, Closure, ExecutiveAction
from coordination.clearance import Verb
from coordination.extensions import Clock
from coordination.placing import Way
from coordination.policy import Policy
from coordination.templates import Template
from store import (
    acting_for,
    actionfiles,
    conducting,
    coordinating,
    extending,
    item_lists,
    itemizing,
    persons,
    running,
    steering,
    suspending,
    templating,
    worklists,
)
from store.actionfiles import ActionFile
from store.item_lists import START, ItemRow, Part, Whose
from store.known import KnownRecord
from store.new_items import NewItem
from store.steering import DecisionNote, StatusUpdate
from store.views import ActionView
from store.worklists import ActionRow, Wanted


class CoordinatedRecord(KnownRecord):
    """Actions are named by action number; items, runs, milestones and requests by their id.

    Every write raises NotFound for what is not there, IllegalMove where the rules forbid it, Conflict
    where somebody else was quicker.
    """

    # actions

    def actions(self) -> tuple[ActionView, ...]:
        """Every executive action with its items: open ones first, the nearest due date first."""
        with self._read() as connection:
            return coordinating.actions(connection)

    def action_rows(self, wanted: Wanted) -> tuple[ActionRow, ...]:
        """A page of the list of actions."""
        with self._read() as connection:
            return worklists.actions(connection, wanted)

    def action(self, number: str) -> ActionView:
        """One executive action. Raises NotFound."""
        with self._read() as connection:
            return coordinating.action(connection, number)

    def action_types(self) -> tuple[str, ...]:
        """The types of executive action, by name."""
        with self._read() as connection:
            return worklists.types(connection)

    def action_file(self, number: str) -> ActionFile:
        """One executive action with all that is known about it. Raises NotFound."""
        with self._read() as connection:
            return actionfiles.read(connection, number, self.settings)

    def leads(self, number: str, user: str) -> bool:
        """Whether a user is the accountable lead of an action, or acts for them today. Raises NotFound."""
        with self._read() as connection:
            return acting_for.leads(connection, number, user, self._today())

    def make_action(self, name: str, kind: str, actor: str, parent: str | None = None) -> str:
        """Make an action that no document brought, or a sub action; its number."""
        with self._write() as move:
            return conducting.make(move, name, kind, parent, actor)

    def issue_action(self, number: str, day: date, actor: str) -> None:
        """Set an action to work."""
        with self._write() as move:
            conducting.issue(move, number, day, actor)

    def change_action(self, number: str, version: int, changes: Mapping[str, Any], actor: str) -> None:
        """Write fields of an action, `store.conducting.FIELDS`."""
        with self._write() as move:
            conducting.change(move, number, version, changes, actor)

    def action_status(self, number: str, status: ActionStatus, actor: str, reason: str = "") -> ActionView:
        """Move an executive action short of closing it."""
        with self._write() as move:
            conducting.status(move, number, status, actor, reason)
            return coordinating.action(move.connection, number)

    def close(self, number: str, closure: Closure) -> ActionView:
        """Complete an executive action. Refused while work is open or something required is missing."""
        with self._write() as move:
            conducting.close(move, number, closure)
            return coordinating.action(move.connection, number)

    def archive_action(self, number: str, archived: bool, actor: str) -> None:
        """Put an ended action into the archive, or take it out."""
        with self._write() as move:
            conducting.archive(move, number, archived, actor)

    def actions_part(self, wanted: Wanted) -> tuple[ExecutiveAction, ...]:
        """A page of actions without their items. Raises NotFound for a place where it cannot go on."""
        with self._read() as connection:
            return coordinating.part(connection, wanted)

    # items

    def items_part(self, wanted: Part) -> tuple[ActionItem, ...]:
        """A page of the open items of all actions. Raises NotFound for a place where it cannot go on."""
        with self._read() as connection:
            return coordinating.items_part(connection, wanted)

    def my_items(self, user: str, today: date, part: Part = START) -> tuple[ItemRow, ...]:
        """Open items of a user, of those for whom they act, and of their units, the most pressing first."""
        with self._read() as connection:
            return item_lists.rows(connection, item_lists.mine(connection, user, today), part)

    def led_items(self, user: str, today: date, part: Part = START) -> tuple[ItemRow, ...]:
        """Open items that nobody has, of the actions that a user leads, the most pressing first."""
        with self._read() as connection:
            return item_lists.rows(connection, item_lists.led(connection, user, today), part)

    def items_for_word(self, user: str, part: Part = START) -> tuple[ItemRow, ...]:
        """Items that wait for the word of somebody other than who submitted them, the most pressing first."""
        with self._read() as connection:
            return item_lists.rows(connection, item_lists.for_word(user), part)

    def open_items(self, person: str = "", part: Part = START) -> tuple[ItemRow, ...]:
        """Open items, of one user where `person` names one, the most pressing first."""
        with self._read() as connection:
            return item_lists.rows(connection, item_lists.of_all(connection, person), part)

    def count_items(self, whose: Whose, user: str, today: date, part: Part = START) -> int:
        """How many items such a list has, counted as far as the part's limit."""
        with self._read() as connection:
            return self._lasting.of(
                connection,
                ("items", whose, user, today, part),
                lambda connection: item_lists.count(
                    connection, item_lists.ways(connection, whose, user, today), part
                ),
            )

    def pressing_items(self, user: str, today: date, part: Part) -> tuple[int, int]:
        """How many of a user's items lie in this part, and how many of them are overdue."""
        with self._read() as connection:
            return self._lasting.of(
                connection,
                ("pressing", user, today, part),
                lambda connection: item_lists.pressing(
                    connection, item_lists.mine(connection, user, today), today, part
                ),
            )

    def late_with_nobody(self, today: date, most: int = 1001) -> int:
        """How many open items are overdue while no person or team has them, counted as far as `most`."""
        with self._read() as connection:
            return self._lasting.of(
                connection,
                ("late with nobody", today, most),
                lambda connection: item_lists.late_with_nobody(connection, today, most),
            )

    def action_of(self, item_id: str) -> str:
        """The number of the action that an item belongs to. Raises NotFound."""
        with self._read() as connection:
            return worklists.action_of(connection, item_id)

    def add_item(self, number: str, new: NewItem, actor: str) -> str:
        """Add an item of one's own making; its id."""
        with self._write() as move:
            return itemizing.add(move, number, new, actor)

    def change_item(self, item_id: str, version: int, changes: Mapping[str, Any], actor: str) -> str:
        """Write fields of an item; the action's number."""
        with self._write() as move:
            return itemizing.change(move, item_id, version, changes, actor)

    def place_item(self, item_id: str, way: Way, actor: str) -> str:
        """Put an item one step elsewhere in the tree of its action; the action's number."""
        with self._write() as move:
            return itemizing.place(move, item_id, way, actor)

    def work_item(self, item_id: str, verb: Verb, actor: str, words: str = "") -> str:
        """Do with an item what its type and status allow; the action's number."""
        with self._write() as move:
            return itemizing.work(move, item_id, verb, actor, words)

    def delegate_item(self, item_id: str, to: str, reason: str, actor: str) -> str:
        """Hand an item to somebody else; the action's number."""
        with self._write() as move:
            return itemizing.delegate(move, item_id, to, reason, actor)

    def reassign_items(self, items: Collection[str], to: str, reason: str, actor: str) -> int:
        """Hand several items to somebody, all or none; how many."""
        with self._write() as move:
            return itemizing.reassign(move, items, to, reason, actor)

    # processes

    def templates(self, everything: bool = False) -> tuple[Template, ...]:
        """The process templates by name; only those in use unless `everything`."""
        with self._read() as connection:
            return templating.templates(connection, everything=everything)

    def template(self, name: str) -> Template:
        """One process template. Raises NotFound."""
        with self._read() as connection:
            return templating.template(connection, name)

    def put_template(self, wanted: Template, actor: str) -> Template:
        """Store a template; work that runs keeps the steps it was started with."""
        with self._write() as move:
            return templating.put_template(move, wanted, actor)

    def rename_template(self, name: str, new: str, version: int, actor: str) -> Template:
        """The template under another name."""
        with self._write() as move:
            return templating.rename(move, name, new, version, actor)

    def start_process(self, number: str, template: str, day: date, actor: str) -> str:
        """Put a template to work on an action; the run's id. Its first steps begin at once."""
        with self._write() as move:
            return running.start(move, number, template, day, actor)

    def stop_process(self, number: str, run_id: str, reason: str, actor: str) -> None:
        """Let no further step of a process begin."""
        with self._write() as move:
            running.stop(move, number, run_id, reason, actor)

    # suspenses

    def suspense_policy(self) -> Policy:
        """The office's suspense policy. Raises Misconfigured."""
        return suspending.policy(self.settings)

    def set_suspense(
        self, number: str, external: date | None, internal: date | None, reason: str, actor: str
    ) -> None:
        """Set the dates due to the writer and to the front office anew."""
        with self._write() as move:
            suspending.set_dates(move, number, external, internal, reason, actor)

    def transfer_action(self, number: str, day: date, reason: str, actor: str) -> None:
        """Put down that the letter came over from another office; its clock starts anew by the policy."""
        with self._write() as move:
            suspending.transfer(move, number, day, reason, actor)

    def ask_extension(
        self, number: str, item_id: str | None, clock: Clock, new: date, reason: str, actor: str
    ) -> str:
        """Ask for a later date of an action (`clock`) or of one of its items; the request's id."""
        with self._write() as move:
            return extending.ask(move, number, item_id, clock, new, reason, actor)

    def decide_extension(self, event_id: str, granted: bool, comments: str, actor: str) -> str:
        """Grant or refuse an extension, as the policy says who may; the action's number."""
        with self._write() as move:
            return extending.decide(move, event_id, granted, comments, actor)

    def interim_reply(self, number: str, reason: str, document: str | None, actor: str) -> None:
        """Put down that an interim reply went out."""
        with self._write() as move:
            extending.interim(move, number, reason, document, actor)

    def state_lateness(self, number: str, reason: str, approver: str, actor: str) -> None:
        """Put down a statement of lateness and who signs it."""
        with self._write() as move:
            extending.late(move, number, reason, approver, actor)

    # steering

    def add_milestone(self, number: str, name: str, day: date, actor: str, description: str = "") -> str:
        """Add a milestone whose baseline is this day; its id."""
        with self._write() as move:
            return steering.add_milestone(move, number, name, day, description, actor)

    def foresee_milestone(self, number: str, stone: str, day: date, reason: str, actor: str) -> None:
        """Forecast another day for a milestone."""
        with self._write() as move:
            steering.move_milestone(move, number, stone, day, reason, actor, met=False)

    def meet_milestone(self, number: str, stone: str, day: date, actor: str) -> None:
        """Put down the day on which a milestone was met."""
        with self._write() as move:
            steering.move_milestone(move, number, stone, day, "", actor, met=True)

    def report_status(self, number: str, said: StatusUpdate, actor: str) -> None:
        """Report on an action."""
        with self._write() as move:
            steering.report(move, number, said, actor)

    def log_decision(self, number: str, made: DecisionNote, actor: str) -> None:
        """Put a decision into the decision log."""
        with self._write() as move:
            steering.decision(move, number, made, actor)

    def comment(self, number: str, item_id: str | None, words: str, actor: str) -> None:
        """Say something about an action or one of its items."""
        with self._write() as move:
            steering.comment(move, number, item_id, words, actor)

    def attach_paper(
        self, number: str, item_id: str | None, document: str, purpose: str, note: str, actor: str
    ) -> None:
        """Put a document of the record among the papers of an action or an item."""
        with self._write() as move:
            steering.attach(move, number, item_id, document, purpose, note, actor)

    def assess_action(self, number: str, kind: str, said: Mapping[str, str], actor: str) -> None:
        """Add a risk or an impact that somebody found."""
        with self._write() as move:
            steering.assess(move, number, kind, said, actor)

    # people

    def acting_officials(self) -> tuple[ActingOfficial, ...]:
        """Who acts for whom, by user names."""
        with self._read() as connection:
            return persons.acting_officials(connection)

    def put_acting(self, wanted: ActingOfficial, actor: str) -> None:
        """Let somebody act for an official."""
        with self._write() as move:
            persons.put_acting(move, wanted, actor)

    def end_acting(self, name: str, last: date, actor: str) -> None:
        """End that somebody acts for an official with this day."""
        with self._write() as move:
            persons.end_acting(move, name, last, actor)
