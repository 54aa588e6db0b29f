"""The table of countries is whole, and every row can be planned with."""

import re

import pytest

from dahdi_conf.countries import countries
from dahdi_conf.intent import CallerId, CallerIdStart, Mode, Switch
from dahdi_conf.verify.ports import STARTS
from dahdi_conf.verify.signalling import R2_VARIANTS
from tests.unit.dahdi_conf.layouts import site

ZONES = (
    "us au fr nl uk fi es jp no at nz it us-old gr tw cl se be sg il br hu lt pl za pt ee mx in de ch dk cz cn ar my "
    "th bg ve ph ru tr pa mo cr ae"
)
"""Every tone zone of DAHDI."""


def test_china_comes_first_and_is_as_its_network_is() -> None:
    code, china = next(iter(countries().items()))
    assert (code, china.zone, china.impedance, china.digital) == ("cn", "cn", "CHINA", "E1")
    assert (china.r2_variant, china.r2_idle, china.busy, china.caller_id) == ("cn", "1111", (350, 350), "fsk")


def test_every_tone_zone_has_a_country() -> None:
    assert {one.zone for one in countries().values()} == set(ZONES.split()) - {"us-old"}


@pytest.mark.parametrize("code", countries())
def test_a_row_says_only_what_is_known(code: str) -> None:
    land = countries()[code]
    assert land.name.keys() == {"zh", "en"}
    assert Mode(land.digital) is not Mode.AUTO
    assert Switch(land.switch_type) is not Switch.AUTO
    assert land.r2_variant in R2_VARIANTS
    assert re.fullmatch("[01]{4}", land.r2_idle)
    assert CallerIdStart(land.caller_id_start) in STARTS[CallerId(land.caller_id)]
    assert all(100 <= length <= 1000 for length in land.busy)


@pytest.mark.parametrize("code", countries())
def test_its_lines_have_no_problem(code: str) -> None:
    found = site(
        "== hardware\ncard 1TE133F0001 wcte13xp at=A\n  1 E1 both crc4\n"
        "card 1A4B00F0009 wcaxx at=B\n  1 analog FXO FXO FXS FXS\n"
        f"== answers {code} pri 4001234567\n"
    )
    assert found.problems == ()
