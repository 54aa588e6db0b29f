"""PINs: kept as hashes, and boxes that lock."""

from datetime import UTC, datetime, timedelta

import pytest

from appliance.contact.voicemail.pin import LOCK, TRIES, fits, hashed, locked_until, right

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SALT = bytes(range(16))


def test_only_the_right_pin_is_right() -> None:
    kept = hashed("4711", SALT)
    assert "4711" not in kept
    assert right("4711", kept)
    assert not any(right(pin, kept) for pin in ("4712", "", "47110"))
    assert hashed("4711", bytes(16)) != kept


def test_without_a_pin_none_is_right() -> None:
    assert not right("", "")


@pytest.mark.parametrize(
    ("pin", "fit"), [("1234", True), ("123", False), ("1" * 13, False), ("12a4", False), ("１２３４", False)]
)
def test_a_pin_is_digits(pin: str, fit: bool) -> None:
    assert fits(pin) is fit


def test_wrong_pins_lock_for_a_while() -> None:
    wrong = [NOW - timedelta(minutes=minutes) for minutes in range(TRIES)]
    assert locked_until(wrong[1:], NOW) is None
    assert locked_until(wrong, NOW) == wrong[-1] + LOCK
    assert locked_until(wrong, NOW + LOCK) is None
