"""What the comparison of readers is made of: words that are dealt once, and files whose words are known."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

_VOCABULARY = """
abandon absence academy account acreage adjourn advance airport alcohol alliance almanac ambient amendment
anchor annual antenna apparel appeal arbiter archive armory arrival article asphalt assembly athlete auction
audience autumn avenue balance ballot banner barrel basin battery beacon bearing benefit bicycle billing
blanket blossom boiler border borrow bottle boulder branch bridge broker bucket budget bulletin bureau
cabinet cable calendar canal candle captain carbon cargo carpet carriage cashier castle catalog cattle
ceiling census cereal channel chapter charter chimney circuit citizen clerk climate cluster coastal collar
colony column comfort commerce compass concert council counter county courier cradle crater credit cruise
culture current custody cushion dairy dealer debate decree delegate deposit desert diesel dinner diploma
district divide dolphin domestic donor drainage drawer driver easement eastern edition elevator emblem
embassy employer engine envelope equity estate estuary evening examiner exhibit expense export fabric
factory fairway farmer fashion federal feeder fellow ferry fiber figure filter finance fishery flannel
flight flora folder forage forest formula fortune founder freight frontier furnace gallery garage garden
garrison gasoline gateway general geology glacier governor granite grazing grocery guardian gymnasium
habitat hallway hammer harvest hatchery hazard headland heater helmet heritage highway history holiday
horizon hospital hostel housing humidity hunter hydrant iceberg import income indoor industry infant inlet
inquiry insect inspector insurer interval invoice island jacket janitor journal journey judge junction jury
kernel kettle keyboard kitchen laborer ladder lagoon lantern laundry lawyer leather lecture ledger legacy
lender lessor letter liberty library lifeboat lighter lineage lobster locker lodging lottery lumber machine
magnet mailbox mainland manager mandate mantle manual marble margin marina market marshal mason material
mayor meadow medal member memorial merchant meridian message meteor method migrant mileage minister mission
mixture monitor monument morning mortgage motor mountain museum mustard narrow native natural neighbor
network nominee northern notary nursery
"""


class Deck:
    """Words that come in random order, none twice before all have come."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._left: list[str] = []

    def deal(self, count: int) -> tuple[str, ...]:
        """The next words."""
        return tuple(self._next() for _ in range(count))

    def _next(self) -> str:
        if not self._left:
            self._left = sorted(set(_VOCABULARY.split()))
            self._chance.shuffle(self._left)
        return self._left.pop()


@dataclass(frozen=True, slots=True)
class Fixture:
    """A file and its words.

    `running` are the words of the running text in reading order; `beside` those that a page shows elsewhere
    (heads, notes, boxes), by what they are, which may stand anywhere in a reader's text; `inside` parts of
    the running text that some readers lose; `apart` what no page shows as its text (deleted, hidden, said in
    the margin). `image` is the page as a picture where the file is a scan.
    """

    name: str
    file: str
    data: bytes
    running: tuple[str, ...]
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    image: bytes = b""

    @property
    def seen(self) -> tuple[str, ...]:
        """Every word that a page shows."""
        return (*self.running, *(word for words in self.beside.values() for word in words))
