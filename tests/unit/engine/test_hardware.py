"""Cards that are pulled or put in while the box runs."""

from dataclasses import replace

from appliance.daemons.engine.hardware import NEW, REMOVED, Cards
from appliance.events import Event
from appliance.node.lines.events import HARDWARE
from dahdi_conf.model import Bus, Card, Hardware
from tests.scenarios.stage import DAY
from tests.unit.lines.desk import Desk

E1 = Card("1TE435F", "te435", Bus.PCI, "0000:05:00.0", "wcte43x", maker="Digium", model="TE435")
ANALOG = replace(E1, identity="1A8B", model="A8B")
IDS, SLOT = "pci:d161:800e/d161:0001", "pci0000:00/1c.4/00.0"
DRIVEN = replace(E1, slot=SLOT, ids=IDS)
BARE = replace(DRIVEN, identity=f"slot:{SLOT}", model="TE435/TE235", driver="")


class Slots:
    """What is told of the cards in the machine."""

    def __init__(self) -> None:
        self.desk, self.events = Desk(), list[Event]()
        self.cards = Cards(self.desk, self.events.append, lambda: DAY)

    def hold(self, *cards: Card) -> list[str]:
        done = len(self.events)
        self.cards.take(Hardware(cards))
        assert {event.kind for event in self.events[done:]} <= {HARDWARE}
        return [f"{event.data['what']} {event.data['name']}" for event in self.events[done:]]


def test_what_is_there_at_the_start_is_nothing_new() -> None:
    slots = Slots()
    assert slots.hold(E1, ANALOG) == []
    assert slots.desk.standing == {}


def test_a_card_is_pulled_and_put_back() -> None:
    slots = Slots()
    slots.hold(E1, ANALOG)
    assert slots.hold(ANALOG) == ["removed 1TE435F"]
    assert slots.desk.standing == {(REMOVED, "1TE435F"): "Digium TE435"}
    assert slots.hold(ANALOG) == []
    assert slots.hold(E1, ANALOG) == ["added 1TE435F"]
    assert (REMOVED, "1TE435F") not in slots.desk.standing


def test_a_new_card_is_an_alarm_until_it_is_taken_out_again() -> None:
    slots = Slots()
    slots.hold(E1)
    assert slots.hold(E1, ANALOG) == ["added 1A8B"]
    assert slots.desk.standing == {(NEW, "1A8B"): "Digium A8B"}
    slots.hold(E1)
    assert set(slots.desk.standing) == {(REMOVED, "1A8B")}


def test_a_card_whose_driver_starts_or_ends_is_the_same_card() -> None:
    slots = Slots()
    slots.hold(BARE)
    assert slots.hold(DRIVEN) == ["changed 1TE435F"]
    assert slots.desk.standing == {}
    assert slots.hold(BARE) == [f"changed slot:{SLOT}"]
    assert slots.hold(DRIVEN) == ["changed 1TE435F"]
    assert slots.desk.standing == {}


def test_a_new_card_stays_new_when_its_driver_starts() -> None:
    slots = Slots()
    slots.hold()
    slots.hold(BARE)
    assert slots.desk.standing == {(NEW, f"slot:{SLOT}"): "Digium TE435/TE235"}
    slots.hold(DRIVEN)
    assert slots.desk.standing == {(NEW, "1TE435F"): "Digium TE435"}


def test_another_card_in_the_same_slot_is_another_card() -> None:
    slots = Slots()
    slots.hold(DRIVEN)
    assert slots.hold(replace(DRIVEN, identity="1TE435F-2")) == ["removed 1TE435F", "added 1TE435F-2"]
    other = replace(BARE, ids="pci:d161:1820/d161:0001", model="TE820")
    assert slots.hold(other) == ["removed 1TE435F-2", f"added slot:{SLOT}"]
    assert {subject for code, subject in slots.desk.standing if code == REMOVED} == {"1TE435F", "1TE435F-2"}
