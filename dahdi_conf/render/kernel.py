"""What the kernel is told: which drivers are loaded, with which options, and which spans have which numbers."""

import re
from collections.abc import Iterator

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
    cards: dict[str, list[str]] = {}
    for identity, pin in plan.pins.items():
        card, _, local = identity.rpartition("#")
        cards.setdefault(card, []).append(f"{local}:{pin.number}:{pin.base}")
    found = {card.identity: card for card in plan.cards}
    return file(_assigned(identity, found.get(identity), spans) for identity, spans in cards.items())


def span_types(plan: Plan) -> str:
    """/etc/dahdi/span-types.conf: which of E1 and T1 each line is that can be both."""
    found = {card.identity: card for card in plan.cards}
    return file(
        Block(f"spans.{identity} or country {plan.country.code}", (f"{key(found[card])} {local}:{kind.value}",))
        for identity, kind in plan.modes.items()
        for card, _, local in [identity.rpartition("#")]
    )


def key(card: Card) -> str:
    """The card as assigned-spans.conf matches it: by its own number, else by its place."""
    return _clean(card.hardware_id) if card.hardware_id else "@" + _clean(card.location)


def _assigned(identity: str, card: Card | None, spans: list[str]) -> Block:
    """A card that is not there keeps its line, if it can be named at all without being seen."""
    why = f"pins of card {identity}"
    if card is not None and (card.hardware_id or card.location):
        return Block(why, (f"{key(card)} {' '.join(spans)}",))
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
