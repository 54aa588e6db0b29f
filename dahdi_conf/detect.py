"""From what the kernel says to cards: which they are, whether they work and if not why, and who they stay."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dahdi_conf.cards import Catalogue, Product
from dahdi_conf.facts import DahdiDevice, Facts, PciDevice, UsbDevice
from dahdi_conf.model import Bus, Card, CardState, Hardware, Reason
from dahdi_conf.reasons import Verdict, failure, missing, troubles, words
from dahdi_conf.spans import spans

TELEPHONY = ("0402", "0204")
"""PCI classes of computer telephony and of ISDN controllers (PCI Code and ID Assignment 1.15)."""

SWITCH = re.compile(r"Board ID Switch (\d+)")
DUMMY = "DAHDI Dummy Timing"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a card is: what of it is known before any driver says a word."""

    bus: Bus
    address: str
    ids: str
    driver: str
    slot: str
    product: Product | None
    maker: str


def detect(facts: Facts, catalogue: Catalogue) -> Hardware:
    """The telephony cards of this machine; each has an identity of its own, whatever else is in it."""
    devices = {device.name: device for device in facts.devices if device.type != DUMMY}
    places = [*_pci_places(facts, catalogue), *_usb_places(facts, catalogue)]
    pairs = {place.address: _device(place, facts, devices) for place in places}
    known = [place for place in places if place.product or place.maker or pairs[place.address]]
    found = [_card(place, pairs[place.address], facts, catalogue) for place in known]
    taken = {device.name for device in pairs.values() if device}
    found += [_alone(device) for name, device in devices.items() if name not in taken]
    return Hardware(tuple(sorted(_distinct(found), key=lambda card: card.identity)))


def _pci_places(facts: Facts, catalogue: Catalogue) -> Iterator[_Place]:
    for item in facts.pci:
        product = catalogue.pci(item.vendor, item.device, item.subvendor, item.subdevice)
        maker = catalogue.maker("pci", item.vendor)
        maker = maker or ("?" if item.device_class.startswith(TELEPHONY) else "")
        yield _Place(Bus.PCI, item.address, _pci_ids(item), item.driver, _slot(item.path), product, maker)


def _usb_places(facts: Facts, catalogue: Catalogue) -> Iterator[_Place]:
    for item in facts.usb:
        product, maker = catalogue.usb(item.vendor, item.product), catalogue.maker("usb", item.vendor)
        ids = f"usb:{item.vendor}:{item.product}"
        yield _Place(Bus.USB, item.name, ids, item.driver, _usb_slot(item), product, maker)


def _device(place: _Place, facts: Facts, devices: Mapping[str, DahdiDevice]) -> DahdiDevice | None:
    if place.bus is Bus.PCI:
        return devices.get(f"pci:{place.address}")
    usb = next(item for item in facts.usb if item.name == place.address)
    connector = f"usb-{usb.controller}-{usb.port}"
    return next((device for device in devices.values() if device.location == connector), None)


def _card(place: _Place, device: DahdiDevice | None, facts: Facts, catalogue: Catalogue) -> Card:
    product = place.product
    driver = product.driver if product else place.driver
    said = words(facts, driver, place.address)
    card = Card(
        identity=f"slot:{place.slot}",
        slot=place.slot,
        product=product.key if product else "",
        bus=place.bus,
        address=place.address,
        driver=place.driver or driver,
        maker=product.maker if product else place.maker.strip("?"),
        model=product.model if product else "",
        ids=place.ids,
    )
    if device:
        return _working(card, device, product, said, line_modes=driver in catalogue.line_modes)
    state, reason = _verdict(place, facts)
    return replace(card, state=state, reason=reason)


def _verdict(place: _Place, facts: Facts) -> Verdict:
    product = place.product
    if product is None:
        return CardState.UNKNOWN_CARD, Reason("unknown-card", place.ids)
    if product.bus_firmware and not place.driver:
        return CardState.NO_DRIVER, Reason("firmware-first", product.firmware)
    return missing(product, facts) or failure(product, place.driver, place.address, facts)


def _working(
    card: Card, device: DahdiDevice, product: Product | None, said: tuple[str, ...], *, line_modes: bool
) -> Card:
    identity = _identity(device) or card.identity
    echo = _echo_canceller(device, product)
    return replace(
        card,
        identity=identity,
        maker=device.manufacturer or card.maker,
        model=_model(device) or card.model,
        hardware_id=device.hardware_id,
        location=device.location,
        device=device.name,
        echo_canceller=echo,
        notes=troubles(said, echo_canceller=bool(echo)),
        spans=spans(identity, device, product, line_modes, said),
    )


def _alone(device: DahdiDevice) -> Card:
    """A DAHDI device without a card that we could name: a loop, or one of a driver that keeps its bus to itself."""
    loop = device.name.startswith("dynamic:")
    card = Card(
        identity=f"device:{device.name}",
        product="",
        bus=Bus.LOOP if loop else Bus.USB if device.name.startswith("usb") else Bus.PCI,
        address=device.name,
        driver="dahdi_dynamic" if loop else "",
    )
    return _working(card, device, None, (), line_modes=False)


def _distinct(cards: list[Card]) -> Iterator[Card]:
    """Cards whose numbers are not their own, as on some clones, are told apart by where they sit."""
    often = Counter(card.identity for card in cards)
    for card in cards:
        yield card if often[card.identity] == 1 else _renamed(card, f"slot:{card.slot or card.address}")


def _renamed(card: Card, identity: str) -> Card:
    return replace(card, identity=identity, spans=tuple(replace(span, card=identity) for span in card.spans))


def _identity(device: DahdiDevice) -> str:
    if device.hardware_id:
        return device.hardware_id
    match = SWITCH.fullmatch(device.location)
    return f"switch:{match[1]}" if match else ""


def _model(device: DahdiDevice) -> str:
    """`Wildcard TE435 (VPMOCT128)` is a TE435, `OpenVox D115P` a D115P."""
    name = re.sub(r" \(VPM\w+\)$", "", device.type).removeprefix(f"{device.manufacturer} ")
    return name.removeprefix("Wildcard ").strip()


def _echo_canceller(device: DahdiDevice, product: Product | None) -> str:
    if match := re.search(r"\((VPM\w+)\)", device.type):
        return match[1]
    if product and product.echo_on_board:
        return product.echo[0]
    used = {part.echo_canceller for span in device.spans for part in span.parts}
    return next((name for name in (product.echo if product else ()) if name in used), "")


def _pci_ids(item: PciDevice) -> str:
    return f"pci:{item.vendor}:{item.device}/{item.subvendor}:{item.subdevice}"


def _slot(path: str) -> str:
    """`sys/devices/pci0000:00/0000:00:1c.4/0000:05:00.0` is `pci0000:00/1c.4/00.0`: no bus number, they change."""
    _, _, below = path.partition("devices/")
    return "/".join(re.sub(r"^[0-9a-f]{4,}:[0-9a-f]{2}:", "", part) for part in below.split("/"))


def _usb_slot(item: UsbDevice) -> str:
    host = item.path.partition("/usb")[0]
    return f"{_slot(host)}/usb-{item.port}"
