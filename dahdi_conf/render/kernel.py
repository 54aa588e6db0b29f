"""What the kernel is told: which drivers are loaded, with which options, and which spans have which numbers."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from dahdi_conf.model import Bus, Card, CardState
from dahdi_conf.plan import Plan
from dahdi_conf.render import places
from dahdi_conf.render.block import Block, file

LINE_MODE = ("wct4xxp", "wcte12xp", "wcte13xp", "wcte43x")
"""Drivers whose cards can be E1 or T1; some are T1 until they are told."""

OPERATION_MODE = ("opvxa1200", "wcaxx", "wctdm", "wctdm24xxp")
"""Drivers whose FXO chips are set to a country's impedance, current and ringing."""

RIVALS = {
    "netjet": ("opvxa1200", "wcfxo", "wct1xxp", "wctdm", "wcte11xp"),
    "hfcmulti": ("wcb4xxp",),
}
"""Modules of the kernel's own that would take these drivers' cards away."""

NO_SERIAL = ("slot:", "switch:")
"""How the identity of a card without a number of its own begins."""


def modules(plan: Plan) -> str:
    """/etc/dahdi/modules: one driver a line, in the order of loading."""
    cards = [Block(f"card {_cards(plan, driver)}", (driver,)) for driver in _drivers(plan)]
    software = sorted({span.echo for span in plan.spans} | {port.echo for port in plan.ports})
    return file([*cards, *(Block("echo_canceller", (f"dahdi_echocan_{name}",)) for name in software if name)])


def options(plan: Plan) -> str:
    """/etc/modprobe.d/callstead-dahdi.conf."""
    drivers = list(_drivers(plan))
    blocks = [Block("pins: spans get the numbers of assigned-spans.conf only", ("options dahdi auto_assign_spans=0",))]
    why, mode = places.land(plan.country), plan.country.digital.lower()
    blocks += [Block(why, (f"options {one} default_linemode={mode}",)) for one in drivers if one in LINE_MODE]
    blocks += [Block(why, (f"options {one} opermode={plan.impedance}",)) for one in drivers if one in OPERATION_MODE]
    for rival, taken in RIVALS.items():
        if rightful := [one for one in drivers if one in taken]:
            blocks.append(Block(f"card {_cards(plan, rightful[0])}", (f"blacklist {rival}",)))
    return file(blocks)


def assigned_spans(plan: Plan) -> str:
    """/etc/dahdi/assigned-spans.conf: a card a line, `local:span:first channel` for each of its spans."""
    known, cards = keys(plan.cards), dict[str, list[str]]()
    for identity, pin in plan.pins.items():
        card, _, local = identity.rpartition("#")
        cards.setdefault(card, []).append(f"{local}:{pin.number}:{pin.base}")
    return file(_assigned(identity, known.get(identity, ""), spans) for identity, spans in cards.items())


def span_types(plan: Plan) -> str:
    """/etc/dahdi/span-types.conf: which of E1 and T1 each line is that can be both."""
    known = keys(plan.cards)
    return file(
        Block(f"spans.{identity} or country {plan.country.code}", (f"{known[card]} {local}:{kind.value}",))
        for identity, kind in plan.modes.items()
        for card, _, local in [identity.rpartition("#")]
        if card in known
    )


def keys(cards: Collection[Card]) -> Mapping[str, str]:
    """Each card as assigned-spans.conf matches it: by its own number, or by its place where others claim that number.

    A card that no driver has is missing: DAHDI does not know it either.
    """
    serials = Counter(card.hardware_id for card in cards)
    own = {card.identity: card.hardware_id for card in cards if card.hardware_id and serials[card.hardware_id] == 1}
    places = {card.identity: f"@{_clean(card.location)}" for card in cards if card.location}
    return places | {identity: _clean(serial) for identity, serial in own.items()}


def _assigned(identity: str, key: str, spans: list[str]) -> Block:
    """A card that is not there keeps its line, if it can be named at all without being seen."""
    why = f"pins of card {identity}"
    if key:
        return Block(why, (f"{key} {' '.join(spans)}",))
    if identity.startswith(NO_SERIAL):
        return Block(f"{why}: kept free ({' '.join(spans)})", ())
    return Block(why, (f"{_clean(identity)} {' '.join(spans)}",))


def _clean(value: str) -> str:
    return re.sub(r"[^A-Za-z0-9/:.-]", "_", value.replace("!", "/"))


def _drivers(plan: Plan) -> Iterator[str]:
    known = (one.driver for one in plan.cards if one.bus is not Bus.LOOP and one.state is not CardState.UNKNOWN_CARD)
    return iter(sorted({driver for driver in known if driver}))


def _cards(plan: Plan, driver: str) -> str:
    return ", ".join(card.identity for card in plan.cards if card.driver == driver)
