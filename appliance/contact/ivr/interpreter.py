"""The walk through a flow: pure steps from a place and what happened to the next place and what to do there."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from appliance.contact.ivr.model import Enqueue, Flow, HangUp, Hours, Menu, Message, Place, Play, Span

MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Visit:
    """The caller has come to a node."""

    node: str
    kind: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key, or "" for a time-out, was heard at a node that listens."""

    node: str
    digit: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Say:
    """Play prompts; then `finished` is to be called. Interrupts what plays."""

    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listen:
    """Nothing plays any more: wait so many seconds for a key, then call `timed_out`."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait in a queue."""

    queue: str
    priority: int


@dataclass(frozen=True, slots=True)
class StepAside:
    """The caller waits in a queue and has chosen something else: nobody is rung, the place in line is kept."""


@dataclass(frozen=True, slots=True)
class End:
    """The flow is over: hang up."""

    closed_hours: bool = False


Instruction: TypeAlias = Visit | Key | Say | Listen | Wait | StepAside | End
Step: TypeAlias = tuple[Place, tuple[Instruction, ...]]


def begin(flow: Flow, now: datetime) -> Step:
    """Enter the flow; `now` is in the site's time zone, as in every function here."""
    return enter(Place(flow, flow.start), flow.start, now)


def enter(place: Place, node: str, now: datetime, so_far: tuple[Instruction, ...] = ()) -> Step:
    """Go to a node and on through those that need no caller; a flow that only goes round ends the call."""
    done = so_far
    for _ in range(MOST_STEPS):
        place = replace(place, node=node, asked=0, played=False)
        here = place.flow.nodes[node]
        done += (Visit(node, here.kind),)
        if isinstance(here, Hours):
            node = here.open if is_open(here.spans, now) else here.closed
        elif isinstance(here, Menu) and (key := place.ahead) in here.keys:
            done += (Key(node, key, True),)
            place, node = replace(place, ahead=""), here.keys[key]
        elif isinstance(here, Enqueue | HangUp) and not here.prompts:
            return replace(place, played=True), (*done, _after_prompts(here))
        else:
            ahead = place.ahead if isinstance(here, Play) else ""
            return replace(place, ahead=ahead), (*done, Say(here.prompts))
    return place, (*done, End())


def resume(place: Place) -> Step:
    """Ask again at the node where the caller stands: after a restart its prompts are played anew."""
    here = place.flow.nodes[place.node]
    if isinstance(here, Hours):
        return place, (End(),)
    if isinstance(here, Enqueue | HangUp) and not here.prompts:
        return replace(place, played=True), (_after_prompts(here),)
    return replace(place, played=False), (Say(here.prompts),)


def finished(place: Place, now: datetime) -> Step:
    """The prompts have been played to their end."""
    if place.leaving:
        return left_queue(replace(place, leaving=""), now, place.leaving)
    here = place.flow.nodes[place.node]
    heard = replace(place, played=True)
    if isinstance(here, Play):
        return enter(heard, here.next, now)
    if isinstance(here, Menu):
        return heard, (Listen(here.seconds),)
    if isinstance(here, Message):
        return replace(heard, left_message=True), (Listen(here.seconds),)
    return heard, (() if isinstance(here, Hours) else (_after_prompts(here),))


def pressed(place: Place, digit: str, now: datetime) -> Step:
    """A key was pressed: chosen in a menu, kept for the menu that follows a `Play`, or without effect elsewhere."""
    here = place.flow.nodes[place.node]
    if isinstance(here, Play):
        early = replace(place, ahead=digit)
        return (early, ()) if here.whole else enter(early, here.next, now)
    if isinstance(here, Enqueue) and digit in here.keys and place.played and not place.leaving:
        return enter(place, here.keys[digit], now, (Key(place.node, digit, True), StepAside()))
    if isinstance(here, Message) and digit == "#" and place.played:
        return enter(place, here.next, now, (Key(place.node, digit, True),))
    if not isinstance(here, Menu):
        return place, ()
    if digit in here.keys:
        return enter(place, here.keys[digit], now, (Key(place.node, digit, True),))
    return _ask_again(place, here, digit, here.wrong_key, now)


def timed_out(place: Place, now: datetime) -> Step:
    """The time to press a key, or to speak a message, is over."""
    here = place.flow.nodes[place.node]
    if isinstance(here, Message):
        return enter(place, here.next, now)
    if isinstance(here, Menu):
        return _ask_again(place, here, "", here.no_key, now)
    return place, ()


def left_queue(place: Place, now: datetime, exit_: str = "timed-out", prompts: tuple[str, ...] = ()) -> Step:
    """The call leaves its queue without an answer, by an exit of that name, once `prompts` are said."""
    if prompts:
        return replace(place, leaving=exit_), (Say(prompts),)
    here = place.flow.nodes[place.node]
    if not isinstance(here, Enqueue):
        return place, (End(),)
    return enter(place, here.exits.get(exit_, here.timed_out), now)


def is_open(spans: tuple[Span, ...], now: datetime) -> bool:
    """Whether `now` (site time) lies in one of the spans; one that ends before it starts runs past midnight."""
    return any(_within(span, now) for span in spans)


def _within(span: Span, now: datetime) -> bool:
    today, yesterday = now.weekday(), (now.weekday() - 1) % 7
    clock = now.time().replace(tzinfo=None)
    if span.start < span.end:
        return today in span.days and span.start <= clock < span.end
    return (today in span.days and clock >= span.start) or (yesterday in span.days and clock < span.end)


def _ask_again(place: Place, menu: Menu, digit: str, complaint: tuple[str, ...], now: datetime) -> Step:
    heard = Key(place.node, digit, False)
    if place.asked + 1 >= menu.tries:
        return enter(place, menu.otherwise, now, (heard,))
    return replace(place, asked=place.asked + 1, played=False), (heard, Say(complaint + menu.prompts))


def _after_prompts(node: Enqueue | HangUp) -> Instruction:
    if isinstance(node, Enqueue):
        return Wait(node.queue, node.priority)
    return End(node.closed_hours)
