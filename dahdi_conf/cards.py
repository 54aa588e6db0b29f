"""The telephony cards that are known, by their numbers on the bus (cards.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any


class Source(Enum):
    """Where a driver comes from: Debian's dahdi-dkms, DAHDI's source only, no DAHDI any more, or the card's maker."""

    PACKAGED = "packaged"
    SOURCE = "source"
    GONE = "gone"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Product:
    """One row of the table; its fields are explained at the top of cards.toml."""

    key: str
    maker: str
    model: str
    driver: str
    origin: Source
    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    ports: int
    echo: tuple[str, ...] = ()
    echo_on_board: bool = False
    firmware: str = ""
    bus_firmware: bool = False
    clones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All products, the origin of each driver, and the vendors who make telephony hardware only."""

    products: Mapping[str, Product]
    drivers: Mapping[str, Source]
    vendors: Mapping[str, str]
    line_modes: frozenset[str]
    """The drivers that set a span's line mode."""
    by_id: Mapping[str, Product]

    def pci(self, vendor: str, device: str, subvendor: str = "", subdevice: str = "") -> Product | None:
        """The product by four hexadecimal digits each; the longest row that fits wins."""
        plain = f"pci:{vendor}:{device}"
        wanted = (f"{plain}/{subvendor}:{subdevice}", f"{plain}/{subvendor}", plain)
        return next((self.by_id[key] for key in wanted if key in self.by_id), None)

    def usb(self, vendor: str, product: str) -> Product | None:
        """The product by four hexadecimal digits each."""
        return self.by_id.get(f"usb:{vendor}:{product}")

    def maker(self, bus: str, vendor: str) -> str:
        """The name of a vendor who makes telephony hardware only; empty for any other."""
        return self.vendors.get(f"{bus}:{vendor}", "")


def read(text: str) -> Catalogue:
    """The catalogue in a TOML document of that form."""
    document = tomllib.loads(text)
    drivers = {name: Source(origin) for name, origin in document["drivers"].items()}
    products = {key: _product(key, row, drivers) for key, row in document["cards"].items()}
    return Catalogue(
        products,
        drivers,
        document["vendors"],
        frozenset(document["line_modes"]["drivers"]),
        {number: product for product in products.values() for number in product.ids},
    )


@cache
def catalogue() -> Catalogue:
    """The one that comes with the program."""
    return read(resources.files("dahdi_conf").joinpath("cards.toml").read_text("utf-8"))


def _product(key: str, row: Mapping[str, Any], drivers: Mapping[str, Source]) -> Product:
    lists = {name: tuple(row.get(name, ())) for name in ("ids", "kinds", "echo", "clones")}
    origin = Source(row["origin"]) if "origin" in row else drivers[row["driver"]]
    return Product(key, **{**row, **lists, "origin": origin})
