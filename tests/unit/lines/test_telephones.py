"""Telephones on ports beside SIP phones."""

import pytest

from appliance.daemons.lines import taken
from dahdi_conf.intent_document import parse


@pytest.mark.parametrize(
    ("use", "number", "places"),
    [
        ("phone", "8001", ["ports.1A8B00F0007#1/5.number"]),
        ("phone", "8101", []),
        ("line", "8001", []),
    ],
)
def test_a_number_that_a_sip_phone_has_is_refused(use: str, number: str, places: list[str]) -> None:
    intent, _ = parse(f'[ports."1A8B00F0007#1/5"]\nuse = "{use}"\nnumber = "{number}"\n')
    found = list(taken(intent, {"8001"}))
    assert [problem.where for problem in found] == places
    assert all(problem.blocks and problem.code == "lines-phone-taken" for problem in found)
