"""Sites written as text: what was found, what is wanted, and (beside it) what came of both.

    == hardware
    card 1TE133F0001 wcte13xp ec=VPMOCT032 at=PCI_Bus_05_Slot_01
      1 T1 both crc4 now=1:1
    card slot:pci0000:00/1d.0 wcaxx at=PCI_Bus_06_Slot_01
      1 analog FXO FXO - FXS
    == intent                    (a document)   or   == answers cn pri 02161230000-02161230099

A card is named by its identity and driver. A span: its number on the card, its kind, `both` where it can be E1 and T1,
`crc4`, `te` or `nt` where the hardware fixes the side, `now=SPAN:CHANNEL` DAHDI's present numbers; or its ports.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from dahdi_conf.intent import Intent, Signalling
from dahdi_conf.intent_document import parse
from dahdi_conf.model import Bus, Card, CardState, Hardware, Port, PortType, Reason, Role, Span, SpanKind
from dahdi_conf.plan import Plan, plan
from dahdi_conf.problem import Problem
from dahdi_conf.proposal import Answers, propose
from dahdi_conf.verify import verify

FOLDER = Path(__file__).parents[2] / "data" / "lines"
SIZES = {SpanKind.E1: 31, SpanKind.T1: 24, SpanKind.J1: 24, SpanKind.BRI: 3}


@dataclass(frozen=True, slots=True)
class Site:
    """A layout read, with the problems of its document's form."""

    hardware: Hardware
    intent: Intent
    form: tuple[Problem, ...] = ()

    @property
    def plan(self) -> Plan:
        return plan(self.hardware, self.intent)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.form, *verify(self.hardware, self.intent, self.plan))


def layout(name: str) -> Site:
    """The layout of tests/data/lines/<name>.site."""
    return site((FOLDER / f"{name}.site").read_text("utf-8"))


def site(text: str) -> Site:
    """A site of text as above."""
    parts = [part.partition("\n") for part in text.split("== ")[1:]]
    found = hardware(next(body for head, _, body in parts if head.strip() == "hardware"))
    for head, _, body in parts:
        kind, *words = head.split()
        if kind == "intent":
            intent, form = parse(body)
            return Site(found, intent, form)
        if kind == "answers":
            answers = Answers(words[0], Signalling(words[1]), tuple(words[2:]))
            return Site(found, propose(found, answers))
    return Site(found, Intent())


def hardware(text: str) -> Hardware:
    """Cards of text as above."""
    cards: list[Card] = []
    for line in filter(str.strip, text.splitlines()):
        words = line.split()
        if words[0] == "card":
            cards.append(_card(words[1:]))
        else:
            card = cards[-1]
            cards[-1] = replace(card, spans=(*card.spans, _span(card.identity, words)))
    return Hardware(tuple(cards))


def _card(words: list[str]) -> Card:
    identity, driver, *rest = words
    said = dict(word.partition("=")[::2] for word in rest)
    state = CardState(said.get("state", "ok"))
    serial = "" if identity.startswith(("slot:", "switch:")) else identity
    return Card(
        identity,
        said.get("product", driver),
        Bus(said.get("bus", "usb" if driver == "xpp_usb" else "pci")),
        "",
        driver,
        state,
        None if state is CardState.OK else Reason(said.get("reason", state.value)),
        hardware_id=serial if state is CardState.OK else "",
        location=said.get("at", "").replace("_", " ") if state is CardState.OK else "",
        echo_canceller=said.get("ec", ""),
    )


def _span(card: str, words: list[str]) -> Span:
    local, kind, *rest = int(words[0]), SpanKind(words[1]), *words[2:]
    now = next((word[4:].split(":") for word in rest if word.startswith("now=")), None)
    rest = [word for word in rest if not word.startswith("now=")]
    modules = rest if kind is SpanKind.ANALOG else []
    ports = tuple(Port(place, PortType("empty" if word == "-" else word)) for place, word in enumerate(modules, 1))
    return Span(
        card,
        local,
        kind,
        SIZES.get(kind) or len(ports),
        ports,
        Role("nt") if "nt" in rest else Role("te") if "te" in rest else None,
        int(now[0]) if now else None,
        int(now[1]) if now else None,
        modes=(SpanKind.E1, SpanKind.T1) if "both" in rest else (),
        crc4="crc4" in rest,
    )
