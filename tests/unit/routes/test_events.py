"""Which reached caps still stand."""

from datetime import UTC, datetime

from appliance.contact.routes.events import again, reached, standing

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_a_cap_stands_until_its_period_is_over() -> None:
    one, two = (reached("c", phone, "1 / 0.0 min / 0.00", AT, AT) for phone in ("p1", "p2"))
    assert standing([one, two]) == (one, two)
    assert standing([one, two, again("c", "p1", AT)]) == (two,)
    assert standing([one, again("c", "p1", AT), one]) == (one,)
    assert standing([]) == ()
