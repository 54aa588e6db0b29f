"""A dry run: the same interpreter, with a caller made of keys, and nothing that happens to anybody."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from appliance.contact.ivr import interpreter as walk
from appliance.contact.ivr.instructions import (
    Alarm,
    Ask,
    Collected,
    End,
    Found,
    Instruction,
    KeepPlace,
    Key,
    Listen,
    Rated,
    Say,
    Speak,
    Step,
    Stored,
    Visit,
    Wait,
)
from appliance.contact.ivr.lookup import Answer
from appliance.contact.ivr.model import Flow, Place, World
from appliance.contact.ivr.nodes import Play, SayValue

SILENCE = "."
MOST_INPUTS = 200


@dataclass(slots=True)
class Stop:
    """One node on the way: what was heard there and what came of it."""

    flow: str
    node: str
    kind: str
    said: list[str] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {"flow": self.flow, "node": self.node, "type": self.kind, "said": self.said, "notes": self.notes}


Rehearsal: TypeAlias = Generator[Ask, Answer, list[Stop]]


def rehearse(flow: Flow, world: World, keys: str, language: str, *, answered: bool = True) -> Rehearsal:
    """Walk through the flow; each look-up is yielded and its answer is to be sent back.

    A key of `keys` is pressed wherever the flow listens, `.` is silence there, and so is what follows the last key.
    The walk ends in a queue, unless nobody there would answer (`answered` is False).
    """
    path: list[Stop] = []
    waiting = list(keys.replace(" ", ""))
    step = walk.begin(flow, world, language)
    for _ in range(MOST_INPUTS):
        place, instructions = step
        _take_down(path, instructions)
        last = instructions[-1] if instructions else None
        ask = next((item for item in instructions if isinstance(item, Ask)), None)
        if ask:
            step = walk.looked_up(place, ask.visit, (yield ask), world)
        elif isinstance(last, End) or (isinstance(last, Wait) and answered):
            break
        elif isinstance(last, Wait):
            step = walk.left_queue(place, world)
        elif isinstance(last, KeepPlace):
            step = walk.called_back(place, world)
        elif isinstance(last, Say):
            step = walk.finished(place, world)
        else:
            step = _heard(place, waiting, world)
    return path


def _heard(place: Place, waiting: list[str], world: World) -> Step:
    """The node listens."""
    key = waiting.pop(0) if waiting and not isinstance(place.here, Play | SayValue) else SILENCE
    return walk.timed_out(place, world) if key == SILENCE else walk.pressed(place, key, world)


def _take_down(path: list[Stop], instructions: Iterable[Instruction]) -> None:
    for item in instructions:
        match item:
            case Visit(node, kind, flow):
                path.append(Stop(flow, node, kind))
            case Say(prompts):
                path[-1].said += prompts
            case Listen():
                pass
            case _:
                path[-1].notes += [note for note in (_note(item),) if note]


def _note(item: Instruction) -> dict[str, Any] | None:
    match item:
        case Key(_, digit, accepted):
            return {"what": "key", "key": digit, "accepted": accepted}
        case Collected(_, variable, digits, accepted, value):
            return {"what": "collected", "variable": variable, "digits": digits, "accepted": accepted, "value": value}
        case Stored(_, values):
            return {"what": "stored", "values": dict(values)}
        case Rated(_, question, answer):
            return {"what": "survey", "question": question, "answer": answer}
        case Found(_, host, outcome, milliseconds):
            return {"what": "lookup", "host": host, "outcome": outcome, "took_ms": milliseconds}
        case Alarm(_, reason, about):
            return {"what": "alarm", "reason": reason, "about": about}
        case Speak(language):
            return {"what": "language", "language": language}
        case Wait(queue, priority):
            return {"what": "queue", "queue": queue, "priority": priority}
        case End(closed_hours):
            return {"what": "end", "closed_hours": closed_hours}
    return None
