"""Which trunk a call to the outside takes, and when there is none."""

import pytest

from appliance.contact.calls.errors import NumberUndialable, TrunkMissing
from appliance.contact.calls.model import Trunk
from appliance.contact.calls.trunks import way_out

DEAF = Trunk("a", ("192.0.2.1",))
LINES = Trunk("d", (), group=1)
ONE, TWO = Trunk("b", (), "b.example"), Trunk("c", (), "c.example")


@pytest.mark.parametrize(
    ("preferred", "chosen"), [("", ONE), ("c", TWO), ("a", ONE), ("gone", ONE)], ids=["first", "own", "deaf", "gone"]
)
def test_the_preferred_trunk_else_the_first_that_can_place_calls(preferred: str, chosen: Trunk) -> None:
    assert way_out("13800001111", [TWO, DEAF, ONE], preferred) is chosen


def test_a_group_of_lines_is_a_way_out() -> None:
    assert way_out("13800001111", [DEAF, LINES]) is LINES


@pytest.mark.parametrize("trunks", [[], [DEAF]])
def test_without_a_host_there_is_no_way_out(trunks: list[Trunk]) -> None:
    with pytest.raises(TrunkMissing):
        way_out("13800001111", trunks)


@pytest.mark.parametrize("number", ["", "1", "12@evil", "12,34", "+", "1" * 33, "１２３"])
def test_only_digits_are_dialled(number: str) -> None:
    with pytest.raises(NumberUndialable):
        way_out(number, [ONE])
