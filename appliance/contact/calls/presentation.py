"""Which number of ours a called party sees: presented or withheld (CLIP and CLIR, ITU-T I.251.3 and I.251.4)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from appliance.contact.acd.model import Queue
from appliance.contact.calls.model import Call, Direction, Leg, Purpose, Trunk
from appliance.contact.calls.ports import Directory, Line

BY_THE_AGENT = frozenset({Purpose.OUTBOUND, Purpose.CONSULT})
"""Legs that an agent calls in the own name, not in that of a queue."""

_NUMBER = re.compile(r"\+?[0-9]{2,32}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number, "" for none of ours; `hidden` tells the carrier to keep it from the called party."""

    number: str = ""
    hidden: bool = False


def shown(trunk: Trunk, wanted: Iterable[str], *, hidden: bool = False) -> Shown:
    """The first wanted number that the trunk may show, else the trunk's own."""
    allowed = (number for number in wanted if number and may_show(trunk, number))
    return Shown(next(allowed, trunk.outbound_number), hidden or trunk.hide_number)


def may_show(trunk: Trunk, number: str) -> bool:
    """Whether the number belongs to the trunk; carriers refuse, or replace, one that does not."""
    if not trunk.numbers:
        return not trunk.outbound_number
    return any(number.startswith(one[:-1]) if one.endswith("*") else number == one for one in trunk.numbers)


def is_number(text: str) -> bool:
    """Whether a carrier could show it: digits, perhaps with + in front."""
    return bool(_NUMBER.fullmatch(text))


def passed(trunk: Trunk, caller: str, first: str = "") -> Shown:
    """To a PBX the caller's number as it came; to a carrier the PBX's, where that trunk may show it."""
    if trunk.behind:
        return Shown(caller, hidden=not caller)
    return shown(trunk, [first, caller])


class Presentation:
    """Knows the numbers of queues, agents and trunks as they are configured now."""

    def __init__(self, directory: Directory, line: Line) -> None:
        self._directory, self._line = directory, line

    def of(
        self, call: Call, trunk: str, purpose: Purpose, originator: Leg, *, hidden: bool = False, first: str = ""
    ) -> Shown:
        """What a leg to the outside shows that is made for `originator`; `first` is the number that its route names."""
        way = next((one for one in self._directory.trunks() if one.name == trunk), Trunk(trunk, ()))
        if purpose is Purpose.PASSED:
            return passed(way, call.caller, first)
        person = self._directory.person(originator.agent) if purpose in BY_THE_AGENT else None
        queues = self._queues(call, sorted(person.queues) if person else ())
        wanted = [first, person.outbound_number if person else "", *(rule.outbound_number for rule in queues)]
        hides = hidden or bool(person and person.hide_number) or any(rule.hide_number for rule in queues[:1])
        return shown(way, [*wanted, _service_number(call)], hidden=hides)

    def _queues(self, call: Call, own: Sequence[str]) -> list[Queue]:
        """The queue that the call is of, else those that the agent serves."""
        return [self._line.rule(name) for name in ([call.queue] if call.queue else own)]


def _service_number(call: Call) -> str:
    """The number of ours that the customer dialled; an agent's own call has none."""
    if call.direction is Direction.INBOUND:
        return call.dialled
    return call.caller if call.callback else ""
