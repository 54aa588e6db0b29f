"""What a country's telephone network expects, read from countries.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Country:
    """Defaults of one country; every line can differ from them by its own settings.

    `zone` is DAHDI's tone zone (tones and ring cadence), `impedance` the operation mode of FXO chips, `busy` the busy
    tone in ms on and off; `r2_idle` are the ABCD bits of an idle R2 channel; prefixes are those a caller dials.
    """

    code: str
    name: Mapping[str, str]
    zone: str
    impedance: str = "FCC"
    digital: str = "E1"
    crc4: bool = True
    switch_type: str = "euroisdn"
    r2_variant: str = "itu"
    r2_idle: str = "1101"
    caller_id: str = "fsk"
    caller_id_start: str = "ring"
    busy: tuple[int, int] = (500, 500)
    busy_count: int = 4
    international_prefix: str = "00"
    national_prefix: str = "0"


@cache
def countries() -> Mapping[str, Country]:
    """Every country by its code, China first."""
    file = resources.files("dahdi_conf").joinpath("countries.toml")
    return {code: _country(code, row) for code, row in tomllib.loads(file.read_text("utf-8")).items()}


def _country(code: str, row: Mapping[str, object]) -> Country:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Country(code, **values)  # type: ignore[arg-type]  # the table is ours, and a test reads all of it
