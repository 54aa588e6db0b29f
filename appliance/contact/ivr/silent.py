"""Nodes that a caller passes without a word: each gives the place after it, the next node, and what to do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from appliance.contact.ivr.branching import holds
from appliance.contact.ivr.instructions import Alarm, Instruction, Speak, Stored
from appliance.contact.ivr.model import Insight, Place, World
from appliance.contact.ivr.nodes import Branch, Hours, Language, Return, SetValues, SubFlow, Switch
from appliance.contact.ivr.wording import filled, names

SILENT_NODES = (Hours, Branch, Switch, SetValues, Language, SubFlow, Return)
SilentNode: TypeAlias = Hours | Branch | Switch | SetValues | Language | SubFlow | Return
DEEPEST = 10
LONGEST_VALUE = 200
Passed: TypeAlias = tuple[Place, str | None, tuple[Instruction, ...]]


def passed(place: Place, node: SilentNode, world: World) -> Passed:
    """The next node is None at the end of the outermost flow."""
    match node:
        case Hours():
            return _hours(place, node, world)
        case Branch():
            known = Insight(place, world)
            chosen = next((case.to for case in node.cases if holds(case, known)), node.otherwise)
            return place, chosen, ()
        case Switch():
            return place, node.on if world.site.switch(node.switch) else node.off, ()
        case SetValues():
            return _set(place, node, world)
        case Language():
            return replace(place, language=node.language), node.next, (Speak(node.language),)
        case SubFlow():
            return _into(place, node, world)
        case Return():
            return _back(place)


def stored(place: Place, values: Mapping[str, str], *, secret: bool = False) -> Place:
    """The place with these variables set; a variable stays secret until it is set anew."""
    kept = place.secrets - values.keys()
    return replace(
        place, variables={**place.variables, **values}, secrets=kept | values.keys() if secret else frozenset(kept)
    )


def _hours(place: Place, node: Hours, world: World) -> Passed:
    if not node.calendar:
        return place, node.open if Insight(place, world).hours(node.spans) else node.closed, ()
    if (calendar := world.site.calendar(node.calendar)) is None:
        return place, node.error or node.open, (Alarm(place.node, "calendar-unknown", node.calendar),)
    if node.holiday and calendar.is_holiday(world.now):
        return place, node.holiday, ()
    return place, node.open if calendar.is_open(world.now) else node.closed, ()


def _set(place: Place, node: SetValues, world: World) -> Passed:
    known = Insight(place, world)
    values = {name: filled(text, known.value)[:LONGEST_VALUE] for name, text in node.values.items()}
    hidden = {name for name, text in node.values.items() if place.secrets.intersection(names(text))}
    shown = {name: value for name, value in values.items() if name not in hidden}
    open_ = stored(place, shown)
    secret = {name: values[name] for name in hidden}
    return stored(open_, secret, secret=True), node.next, (Stored(place.node, shown),)


def _into(place: Place, node: SubFlow, world: World) -> Passed:
    flow = world.site.flow(node.flow)
    if flow is None or len(place.within) >= DEEPEST:
        reason = "flow-unknown" if flow is None else "flow-too-deep"
        return place, node.next, (Alarm(place.node, reason, node.flow),)
    return replace(place, flow=flow, within=(*place.within, (place.flow, node.next))), flow.start, ()


def _back(place: Place) -> Passed:
    if not place.within:
        return place, None, ()
    *outer, (flow, node) = place.within
    return replace(place, flow=flow, within=tuple(outer)), node, ()
