"""One call and many calls, played from the first ring to the last word of the engine."""

import asyncio
from collections.abc import Callable, Mapping

from appliance.cli.demo.errors import CallRefused, CallUnseen, SimulatorFailed
from appliance.cli.demo.figures import Figures
from appliance.cli.demo.script import Wish, scripted
from appliance.cli.demo.stage import Inbox, Item, Stage, placing
from appliance.cli.demo.story import KINDS, Story, Told
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.result import Result
from drivers.simulated.sip.runner import Sipp

LAST_WORDS_S = 4.0
MOST_AT_ONCE = 1900


async def one_call(stage: Stage, wish: Wish, tell: Callable[[Told], None]) -> Story:
    """Place the call and tell each step; raises CallRefused, CallUnseen or SimulatorFailed."""
    inbox: Inbox = asyncio.Queue()
    story = Story(wish.caller)
    callers = stage.callers(scripted(wish, stage.voices["caller"]), Load(), inbox)
    async with stage.facts(KINDS, inbox), placing(callers, inbox, wish.longest):
        try:
            async with asyncio.timeout(wish.longest + LAST_WORDS_S) as deadline:
                while not story.over:
                    item = await inbox.get()
                    _one(item, story, callers, tell)
                    if isinstance(item, Result):
                        deadline.reschedule(asyncio.get_running_loop().time() + LAST_WORDS_S)
        except TimeoutError:
            raise CallUnseen(number=wish.number) from None
    return story


async def many_calls(
    stage: Stage, wish: Wish, load: Load, figures: Figures, seconds: float, changed: Callable[[], None]
) -> Result:
    """Place the calls of `load` within `seconds`, counted in `figures`; the result of the callers.

    `changed` is called after each thing that happened. Raises SimulatorFailed when no call could be placed.
    """
    inbox: Inbox = asyncio.Queue()
    callers = stage.callers(scripted(wish, stage.voices["caller"]), load, inbox)
    limit = seconds + wish.longest
    over: Result | None = None
    async with stage.facts(("contact", "flow.node", "bridge"), inbox), placing(callers, inbox, limit):
        try:
            async with asyncio.timeout(limit + LAST_WORDS_S) as deadline:
                while over is None or figures.live:
                    item = await inbox.get()
                    _many(item, figures, callers)
                    changed()
                    if isinstance(item, Result):
                        over = item
                        deadline.reschedule(asyncio.get_running_loop().time() + LAST_WORDS_S)
        except TimeoutError:
            pass
    if over is None or not figures.placed:
        raise SimulatorFailed(problem="; ".join(over.errors[:1]) if over else "")
    return over


def _one(item: Item, story: Story, callers: Sipp, tell: Callable[[Told], None]) -> None:
    match item:
        case Exception():
            raise item
        case Note(kind=Kind.REFUSED):
            raise CallRefused(status=item.detail)
        case Result() if not item.notes:
            raise SimulatorFailed(problem="; ".join(item.errors[:1]))
        case Mapping():
            if told := story.hear(item):
                tell(told)
            for cue in story.take_cues():
                callers.cue(callers.notes[0].call, cue)


def _many(item: Item, figures: Figures, callers: Sipp) -> None:
    match item:
        case Exception():
            raise item
        case Note():
            figures.note(item)
        case Mapping():
            for call, cue in figures.fact(item):
                callers.cue(call, cue)
