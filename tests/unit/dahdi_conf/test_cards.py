"""The table of cards against the device tables of DAHDI 3.4's drivers, and against itself."""

import re
from collections import Counter
from pathlib import Path

import pytest

from dahdi_conf.cards import Catalogue, Source, catalogue
from dahdi_conf.model import SpanKind

IDS = Path(__file__).parents[2] / "data/hardware/dahdi-3.4-ids.tsv"
CLAIMS = [line.split("\t") for line in IDS.read_text("utf-8").splitlines() if not line.startswith("#")]
OURS = (Source.PACKAGED, Source.SOURCE)
CARDS = catalogue()


def key(bus: str, vendor: str, device: str, subvendor: str) -> str:
    return f"{bus}:{vendor}:{device}" + ("" if subvendor == "-" else f"/{subvendor}")


@pytest.mark.parametrize("claim", CLAIMS, ids="-".join)
def test_every_card_that_a_driver_claims_is_in_the_table(claim: list[str]) -> None:
    driver, *numbers = claim
    product = CARDS.by_id[key(*numbers)]
    assert (product.driver, product.origin in OURS) == (driver, True)


def test_no_card_is_said_to_be_driven_that_no_driver_claims() -> None:
    claimed = {key(*numbers) for _, *numbers in CLAIMS}
    for product in CARDS.products.values():
        if product.origin in OURS and not product.bus_firmware:
            assert set(product.ids) <= claimed, product.key


def test_no_number_names_two_cards() -> None:
    counts = Counter(number for product in CARDS.products.values() for number in product.ids)
    assert [number for number, count in counts.items() if count > 1] == []


def test_numbers_are_written_as_the_kernel_writes_them() -> None:
    pattern = r"(pci:[0-9a-f]{4}:[0-9a-f]{4}(/[0-9a-f]{4}(:[0-9a-f]{4})?)?|usb:[0-9a-f]{4}:[0-9a-f]{4})"
    assert [number for number in CARDS.by_id if not re.fullmatch(pattern, number)] == []


def test_every_driver_has_an_origin_and_a_card() -> None:
    assert {product.driver for product in CARDS.products.values()} == set(CARDS.drivers)
    assert CARDS.line_modes <= set(CARDS.drivers)


def test_kinds_are_those_of_spans_and_cards_with_kinds_have_ports() -> None:
    kinds = {kind.value for kind in SpanKind}
    for product in CARDS.products.values():
        assert set(product.kinds) <= kinds, product.key
        assert bool(product.kinds) == bool(product.ports), product.key
        assert product.maker, product.key
        assert product.model, product.key
        assert bool(product.echo) or not product.echo_on_board, product.key


@pytest.mark.parametrize(
    ("numbers", "card"),
    [
        (("d161", "0405", "0003", "0001"), "te405p-gen3"),
        (("d161", "0405", "d161", "0001"), "te405p-gen2"),
        (("e159", "0001", "b100", "0003"), "tdm400p-e"),
        (("1397", "08b4", "1397", "e888"), "b200p"),
        (("1397", "08b4", "1397", "ffff"), "hfc-4s"),
        (("e159", "0001", "ffff", "0001"), None),
        (("8086", "100e", "1af4", "1100"), None),
    ],
)
def test_the_longest_row_that_fits_names_the_card(numbers: tuple[str, str, str, str], card: str | None) -> None:
    product = CARDS.pci(*numbers)
    assert (product.key if product else None) == card


def test_a_maker_of_telephony_hardware_only_is_known_by_its_vendor_number() -> None:
    def maker(of: Catalogue, bus: str, vendor: str) -> str:
        return of.maker(bus, vendor)

    assert maker(CARDS, "pci", "d161") == "Digium"
    assert maker(CARDS, "usb", "d161") == ""
