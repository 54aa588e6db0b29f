"""What simulated callers do: wait for the menu, press keys, wait for an agent, talk, hang up."""

from dataclasses import dataclass

from appliance.cli.demo.story import ANSWERED, MENU
from drivers.simulated.sip.caller import Caller, Cue, Press, Step, Wait
from drivers.simulated.sip.scenario import Audio

MENU_S = 30.0
THINKS_S = 0.5
BETWEEN_KEYS_S = 0.8


@dataclass(frozen=True, slots=True)
class Wish:
    """A call to `number` from `caller` that presses `keys` and talks for `talk` seconds.

    After `patience` seconds without an answer the caller gives up.
    """

    number: str
    caller: str
    keys: str
    talk: float
    patience: float

    @property
    def longest(self) -> float:
        """Seconds that the call can last at most."""
        return MENU_S + len(self.keys) * (THINKS_S + BETWEEN_KEYS_S) + self.patience + self.talk + 10


def scripted(wish: Wish, audio: Audio) -> Caller:
    """The simulated caller; its cues are those of a `Story`."""
    presses: list[Step] = []
    for key in wish.keys:
        presses += [Wait(THINKS_S), Press(key), Wait(BETWEEN_KEYS_S)]
    menu = (Cue(MENU, MENU_S), *presses) if presses else ()
    steps = (*menu, Cue(ANSWERED, wish.patience, give_up=True))
    return Caller(wish.number, wish.caller, audio, steps, wish.talk)
