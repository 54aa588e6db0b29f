"""How spans are told."""

import pytest

from appliance.desk.contacts.story import clock


@pytest.mark.parametrize(
    ("milliseconds", "told"), [(0, "0:00"), (61_400, "1:01"), (3_599_000, "59:59"), (3_723_000, "1:02:03")]
)
def test_a_span_has_hours_from_an_hour_on(milliseconds: float, told: str) -> None:
    assert clock(milliseconds) == told
