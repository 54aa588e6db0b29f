"""The walk through a flow: pure steps from a place and what happened to the next place and what to do there."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from appliance.contact.acd.model import Wish
from appliance.contact.ivr.instructions import (
    Alarm,
    Collected,
    End,
    EndMessage,
    Found,
    Hush,
    Instruction,
    KeepPlace,
    Key,
    Listen,
    Rated,
    Ring,
    Say,
    Step,
    StepAside,
    Stored,
    TakeFax,
    TakeMessage,
    Visit,
    Wait,
)
from appliance.contact.ivr.lookup import ANSWERED, MISSING, Answer, answers, request
from appliance.contact.ivr.model import Flow, Insight, Place, World
from appliance.contact.ivr.nodes import (
    CallBack,
    Collect,
    Enqueue,
    Fax,
    HangUp,
    LookUp,
    Menu,
    Message,
    Play,
    RingAgent,
    SayValue,
    Survey,
)
from appliance.contact.ivr.reading import read_aloud
from appliance.contact.ivr.silent import SILENT_NODES, passed, stored
from appliance.contact.ivr.times import TIME, next_time
from appliance.contact.ivr.wording import filled

MOST_STEPS = 100
BUSY = "busy"
RUNG = {"agent": "agent", "extension": "phone", "outside": "number"}
"""Whom the nodes that ring somebody ring."""
TIMES = frozenset({"callback-outside-hours", "callback-time-past", "callback-window-empty"})
"""Why a call-back cannot be promised for a time that was keyed."""
WHEN = "when"
"""What the facts call a time that was keyed for a call-back."""

LOOK_UP_GRACE = 2
"""Seconds after a look-up's own limit in which its answer may still arrive."""


def begin(flow: Flow, world: World, language: str = "") -> Step:
    """Enter the flow at its start, spoken in `language`."""
    return enter(Place(flow, flow.start, language=language), flow.start, world)


def enter(place: Place, node: str, world: World, so_far: tuple[Instruction, ...] = ()) -> Step:
    """Go to a node and on through those that need no caller; a flow that only goes round ends the call."""
    done = so_far
    for _ in range(MOST_STEPS):
        place = replace(place, node=node, asked=0, played=False, digits="", visit=place.visit + 1)
        here = place.here
        done += (_visit(place),)
        if isinstance(here, SILENT_NODES):
            place, after, more = passed(place, here, world)
            done += more
            if after is None:
                return place, (*done, End())
            node = after
        elif isinstance(here, SayValue) and _aloud(place, here, world) is None:
            done += (Alarm(place.node, "value-unreadable", here.form),)
            node = here.unreadable or here.next
        elif isinstance(here, Menu) and (key := place.ahead) in here.keys:
            done += (Key(node, key, True),)
            place, node = replace(place, ahead=""), here.keys[key]
        else:
            return _stop(place, world, done)
    return place, (*done, End())


def resume(place: Place, world: World) -> Step:
    """Begin anew with the node where the caller stands, as after a restart: its prompts are played again."""
    if isinstance(place.here, SILENT_NODES):
        return enter(place, place.node, world)
    return _stop(replace(place, played=False, digits="", visit=place.visit + 1), world, ())


def finished(place: Place, world: World) -> Step:
    """The prompts have been played to their end."""
    if place.leaving:
        return left_queue(replace(place, leaving=""), world, place.leaving)
    heard = replace(place, played=True)
    match place.here:
        case Play(next=next_) | SayValue(next=next_):
            return enter(heard, next_, world)
        case Menu(seconds=seconds) | Survey(seconds=seconds) | Collect(seconds=seconds) | CallBack(seconds=seconds):
            return heard, (Listen(seconds),)
        case Message(seconds=seconds, box=box):
            take = (TakeMessage(box, seconds),) if box else ()
            return replace(heard, left_message=True), (*take, Listen(seconds))
        case Enqueue() | HangUp() | RingAgent() as here:
            return heard, (_after_prompts(heard, here, world),)
        case _:
            return heard, ()


def pressed(place: Place, digit: str, world: World) -> Step:
    """A key was pressed: taken where the node listens, kept for what follows a `Play`, without effect elsewhere."""
    match place.here:
        case Play(whole=True):
            return replace(place, ahead=digit), ()
        case Play(next=next_) | SayValue(next=next_):
            return enter(replace(place, ahead=digit), next_, world)
        case Message(next=next_) if digit == "#" and place.played:
            return enter(place, next_, world, (Key(place.node, digit, True), *_spoken(place)))
        case Enqueue(keys=keys) if digit in keys and place.played and not place.leaving:
            return enter(place, keys[digit], world, (Key(place.node, digit, True), StepAside()))
        case Menu() as menu:
            if digit in menu.keys:
                return enter(place, menu.keys[digit], world, (Key(place.node, digit, True),))
            return _ask_again(place, menu, Key(place.node, digit, False), world, silent=False)
        case Survey() as survey:
            if digit in survey.keys:
                return enter(place, survey.next, world, (Rated(place.node, survey.question, digit),))
            return _ask_again(place, survey, Key(place.node, digit, False), world, silent=False)
        case Collect() | CallBack() as here:
            return _typed(place, here, digit, world)
        case _:
            return place, ()


def timed_out(place: Place, world: World) -> Step:
    """The time to press a key, to speak a message, or to hear from a host is over."""
    match place.here:
        case Message(next=next_):
            return enter(place, next_, world, _spoken(place))
        case Menu() | Survey() as here:
            return _ask_again(place, here, Key(place.node, "", False), world, silent=True)
        case Collect() as collect:
            return _judge(place, collect, world) if place.digits else _not_accepted(place, collect, world, silent=True)
        case CallBack() as here if place.digits:
            return _appointment(place, here, world)
        case CallBack() as here:
            return _another_time(place, here, here.no_key, world)
        case LookUp():
            return looked_up(place, place.visit, Answer("timed-out"), world)
        case _:
            return place, ()


def looked_up(place: Place, visit: int, answer: Answer, world: World) -> Step:
    """A host has answered, or failed to; an answer to another visit than the present one is nothing."""
    here = place.here
    if not isinstance(here, LookUp) or visit != place.visit:
        return place, ()
    found = answers(here.answers, answer.document) if answer.outcome == ANSWERED else None
    outcome = MISSING if answer.outcome == ANSWERED and found is None else answer.outcome
    told = Found(place.node, here.host, outcome, answer.milliseconds)
    if found is not None:
        return enter(stored(place, found), here.next, world, (told, Stored(place.node, found)))
    if outcome == MISSING:
        return enter(place, here.missing or here.error, world, (told,))
    return enter(place, here.error, world, (told, Alarm(place.node, f"lookup-{outcome}", here.host)))


def called_back(place: Place, world: World, why: str = "") -> Step:
    """The caller's place is kept for a call back, or `why` it cannot be: the number, or the time."""
    here = place.here
    if not isinstance(here, CallBack):
        return place, ()
    if why in TIMES and here.when:
        return _another_time(place, here, here.closed, world)
    if why:
        return enter(place, here.refused, world)
    return enter(place, (here.appointed if place.digits else "") or here.next, world)


def left_queue(place: Place, world: World, exit_: str = "timed-out", prompts: tuple[str, ...] = ()) -> Step:
    """The call leaves its queue without an answer, by an exit of that name, once `prompts` are said."""
    if prompts:
        return replace(place, leaving=exit_), (Say(prompts),)
    here = place.here
    if not isinstance(here, Enqueue):
        return place, (End(),)
    return enter(place, here.exits.get(exit_, here.timed_out), world)


def after_talk(place: Place, world: World) -> Step | None:
    """The agent has hung up first: where the caller goes on, if the node says so."""
    node = after(place)
    return enter(place, node, world) if node else None


def after(place: Place) -> str:
    """The node for callers whose agent hangs up first; "" if there is none."""
    here = place.here
    return here.after if isinstance(here, Enqueue | RingAgent) else ""


def unreached(place: Place, outcome: str, world: World) -> Step:
    """Who was to be rung could not be, or did not answer; `outcome` is `busy` when their phone cannot be rung now."""
    here = place.here
    if not isinstance(here, RingAgent):
        return place, ()
    return enter(place, (here.busy if outcome == BUSY else "") or here.failed, world)


def faxed(place: Place, world: World, *, pages: bool) -> Step:
    """A fax is over, of which perhaps `pages` have come, and the caller is still there."""
    here = place.here
    if not isinstance(here, Fax) or pages or not here.after:
        return place, (End(),)
    return enter(place, here.after, world)


def fax_exit(place: Place) -> Place | None:
    """Where the calling tone of a fax leads: the exit of the flow, or of the nearest one around it; None for none."""
    if isinstance(place.here, Fax):
        return None
    around = [(place.flow, place.within), *((flow, place.within[:at]) for at, (flow, _) in enumerate(place.within))]
    return next((replace(place, flow=flow, node=flow.fax, within=within) for flow, within in around if flow.fax), None)


def tone_heard(place: Place, world: World) -> Step | None:
    """A fax calls; None where the flow has no exit for it."""
    leads = fax_exit(place)
    return enter(replace(leads, leaving="", ahead=""), leads.node, world) if leads else None


def _stop(place: Place, world: World, done: tuple[Instruction, ...]) -> Step:
    """At a node that needs the caller or somebody else."""
    here = place.here
    match here:
        case Enqueue() | HangUp() | RingAgent() if not here.prompts:
            return replace(place, played=True, ahead=""), (*done, _after_prompts(place, here, world))
        case Fax(box=box):
            return replace(place, ahead=""), (*done, TakeFax(box))
        case CallBack(when=when) if when:
            return replace(place, ahead=""), (*done, Say(when))
        case CallBack():
            return replace(place, ahead=""), (*done, _kept(place, here, world))
        case LookUp(prompts=prompts):
            say = (Say(prompts),) if prompts else ()
            ask = request(here, Insight(place, world))
            return replace(place, ahead=""), (*done, *say, ask, Listen(here.seconds + LOOK_UP_GRACE))
        case Collect() if place.ahead.isdecimal():
            return _first_digit(place, here, world, done)
        case Play(prompts=prompts):
            return place, (*done, Say(prompts))
        case SayValue():
            return place, (*done, Say(_aloud(place, here, world) or ()))
        case Menu() | Collect() | Survey() | Message() | Enqueue() | RingAgent() | HangUp():
            return replace(place, ahead=""), (*done, Say(here.prompts))
    raise AssertionError(here)


def _spoken(place: Place) -> tuple[Instruction, ...]:
    return (EndMessage(),) if isinstance(place.here, Message) and place.here.box else ()


def _first_digit(place: Place, here: Collect, world: World, done: tuple[Instruction, ...]) -> Step:
    after, more = _typed(replace(place, ahead=""), here, place.ahead, world)
    return after, (*done, *more)


def _typed(place: Place, here: Collect | CallBack, digit: str, world: World) -> Step:
    """One more digit; `*` begins anew unless it ends the input."""
    judge: Callable[[Place, Any, World], Step] = _judge if isinstance(here, Collect) else _appointment
    if digit in here.end_key:
        return judge(place, here, world)
    hush = () if place.played else (Hush(),)
    if not digit.isdecimal():
        return replace(place, digits="", played=True), (*hush, Listen(here.seconds))
    typed = replace(place, digits=place.digits + digit, played=True)
    if len(typed.digits) >= (here.most if isinstance(here, Collect) else len(TIME)):
        after, more = judge(typed, here, world)
        return after, (*hush, *more)
    return typed, (*hush, Listen(here.between))


def _judge(place: Place, here: Collect, world: World) -> Step:
    """The input is over: taken, or asked for again."""
    typed = place.digits
    if len(typed) < here.least or (here.pattern and not re.fullmatch(here.pattern, typed)):
        return _not_accepted(place, here, world, silent=not typed)
    told = Collected(place.node, here.variable, len(typed), True, None if here.secret else typed)
    return enter(stored(place, {here.variable: typed}, secret=here.secret), here.next, world, (told,))


def _appointment(place: Place, here: CallBack, world: World) -> Step:
    """A time has been keyed, or the end key alone: a place in line as it is."""
    at = next_time(place.digits, world.now)
    if place.digits and at is None:
        return _another_time(place, here, here.wrong_key, world)
    told = (Collected(place.node, WHEN, len(place.digits), True, place.digits),) if at else ()
    return replace(place, played=True), (*told, _kept(place, here, world, at))


def _another_time(place: Place, here: CallBack, complaint: tuple[str, ...], world: World) -> Step:
    """That was no time to be called at: told why, and asked again."""
    told = Collected(place.node, WHEN, len(place.digits), False)
    if place.asked + 1 >= here.tries:
        return enter(place, here.refused, world, (told,))
    return replace(place, asked=place.asked + 1, played=False, digits=""), (told, Say(complaint + here.when))


def _kept(place: Place, here: CallBack, world: World, at: datetime | None = None) -> KeepPlace:
    return KeepPlace(here.queue, filled(here.number, Insight(place, world).value), at)


def _not_accepted(place: Place, here: Collect, world: World, *, silent: bool) -> Step:
    told = Collected(place.node, here.variable, len(place.digits), False)
    return _ask_again(place, here, told, world, silent=silent)


def _ask_again(place: Place, here: Menu | Survey | Collect, told: Instruction, world: World, *, silent: bool) -> Step:
    if place.asked + 1 >= here.tries:
        return enter(place, here.next if isinstance(here, Survey) else here.otherwise, world, (told,))
    complaint = here.no_key if silent else here.wrong_key
    again = replace(place, asked=place.asked + 1, played=False, digits="")
    return again, (told, Say(complaint + here.prompts))


def _aloud(place: Place, here: SayValue, world: World) -> tuple[str, ...] | None:
    value = filled(here.value, Insight(place, world).value)
    said = read_aloud(here.form, value, place.language or "zh")
    return None if said is None else (*here.before, *said, *here.after)


def _visit(place: Place) -> Visit:
    within = tuple(f"{flow.name}/{node}" for flow, node in place.within)
    return Visit(place.node, place.here.kind, place.flow.name, place.flow.version, within)


def _after_prompts(place: Place, node: Enqueue | HangUp | RingAgent, world: World) -> Instruction:
    if isinstance(node, Enqueue):
        agent = filled(node.agent, Insight(place, world).value) or ""
        seconds = node.agent_seconds if agent else 0
        return Wait(node.queue, node.priority, Wish(node.skills, node.fast_lane, agent, seconds))
    if isinstance(node, RingAgent):
        return Ring(RUNG[node.kind], filled(node.target, Insight(place, world).value), node.seconds)
    return End(node.closed_hours)
