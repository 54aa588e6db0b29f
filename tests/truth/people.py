"""What callers do: they come, press keys, wait or lose patience, leave a message, want to be called back."""

from tests.truth.parties import Line, TownCall, Wish
from tests.truth.town import START, Town

NUMBER = "4008001000"
HOUR = 3_600_000


class Callers:
    """`calls` callers over so many hours."""

    def __init__(self, town: Town, calls: int, hours: float) -> None:
        self.town = town
        town.heard, town.back_in_line = self._hears, self._waits
        for number in range(calls):
            town.at(START + round(town.chance.uniform(0.05, hours) * HOUR), lambda n=number: self._comes(n))  # type: ignore[misc]

    def _comes(self, number: int) -> None:
        town = self.town
        channel, caller = f"c{number}", f"139{number:08}"
        call = TownCall(town.now, NUMBER, "carrier", moves=town.chance.choice((0, 0, 1, 1, 2, 3, 5)))
        town.calls.append(call)
        call.customer = line = town.line(channel, "customer", caller, call)
        line.up = True
        town.witness.arrives(call, town.now)
        town.centre.phones.created(channel, "carrier")
        town.centre.calls.arrived(channel, "box", NUMBER, caller, "carrier", town.stage.now)
        town.centre.calls.answered(channel, town.stage.now)

    def _hears(self, call: TownCall, prompt: str, run: str) -> None:
        """Prompts end by themselves; what a caller does depends on which it is."""
        town, line = self.town, call.customer
        assert line
        town.later(3, 6, lambda: self._played(line, prompt, run))
        if prompt == "main-menu":
            town.later(1, 9, lambda: self._chooses(call))
        elif prompt == "greeting":
            town.later(2, 30, lambda: self.leaves(call))
        elif town.chance.random() < 0.2:
            town.later(0.5, 3, lambda: self.leaves(call))

    def _played(self, line: Line, prompt: str, run: str) -> None:
        if line.alive:
            if prompt == "greeting":
                line.call.message = True
            self.town.centre.calls.played(run, self.town.stage.now)

    def leaves(self, call: TownCall) -> None:
        """The customer hangs up."""
        if call.customer:
            self.town.hangs_up(call.customer)

    def _chooses(self, call: TownCall) -> None:
        town, line = self.town, call.customer
        if line is None or not line.alive or call.node != "main/menu":
            return
        choice = town.chance.choices(("1", "2", "3", "9", "7", "silent", "gone"), (48, 35, 3, 3, 3, 4, 4))[0]
        if choice == "gone":
            self.leaves(call)
        elif choice != "silent":
            town.witness.presses(call, choice, "main/menu", town.now, accepted=choice != "7")
            if queue := {"1": "sales", "2": "support"}.get(choice):
                town.witness.visits(call, f"main/{queue}", town.now)
                town.enters(call, queue, from_flow=True)
            town.centre.calls.pressed(line.name, choice, town.stage.now)

    def _waits(self, call: TownCall) -> None:
        """In line: how long patience lasts, and whether a call-back is wanted meanwhile."""
        town, stay = self.town, call.stay
        call.epoch += 1
        if town.chance.random() < 0.5:
            town.later(1, 220, lambda: self._loses_patience(call, stay))
        if call.queue == "sales" and town.chance.random() < 0.3:
            town.later(8, 40, lambda: self._wants_back(call, stay))

    def _loses_patience(self, call: TownCall, stay: int) -> None:
        if call.in_line and call.stay == stay:
            self.leaves(call)

    def _wants_back(self, call: TownCall, stay: int) -> None:
        """Only who came into line out of the menu has that choice."""
        town, line = self.town, call.customer
        if line is None or not call.in_line or call.stay != stay or stay != 1 or call.outbound:
            return
        town.witness.presses(call, "5", "main/sales", town.now)
        town.witness.visits(call, "main/back", town.now)
        call.asked_back = True
        town.wishes[line.who] = wish = Wish(line.who, call.queue, town.now)
        town.witness.wishes(wish)
        town.witness.leaves(call, "call-back", town.now)
        town.centre.calls.pressed(line.name, "5", town.stage.now)
