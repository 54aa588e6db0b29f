"""How spans are told."""

import pytest

from appliance.desk.contacts.model import clock


@pytest.mark.parametrize(("seconds", "told"), [(0, "0:00"), (61.4, "1:01"), (3_599, "59:59"), (3_723, "1:02:03")])
def test_a_span_has_hours_from_an_hour_on(seconds: float, told: str) -> None:
    assert clock(seconds) == told
