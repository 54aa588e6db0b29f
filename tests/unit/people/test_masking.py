"""What somebody without the right sees of a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.desk.people.masking import masked, shown


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("13812341234", "138****1234"),
        ("+8613812341234", "+86138****1234"),
        ("013812341234", "0138****1234"),
        ("01062551234", "010****1234"),
        ("021-62551234", "021-****1234"),
        ("+12025550123", "+120****0123"),
        ("62345678", "62****78"),
        ("123456", "****56"),
        ("95588", "95588"),
        ("8001", "8001"),
        ("4008001000", "4008****00"),
        ("sip:wang@example.com", "*" * 20),
        ("wang", "****"),
        ("anonymous", "*" * 9),
        ("", ""),
    ],
)
def test_numbers_are_masked(number: str, seen: str) -> None:
    assert masked(number) == seen


def test_with_the_right_a_number_is_whole() -> None:
    assert shown("13812341234", whole=True) == "13812341234"
    assert shown("13812341234", whole=False) == "138****1234"


@given(st.from_regex(r"\+?[0-9]{6,15}", fullmatch=True))
def test_of_every_outside_number_four_digits_at_least_are_hidden_and_its_length_stays(number: str) -> None:
    seen = masked(number)
    assert len(seen) == len(number)
    assert seen.count("*") >= 4
    assert all(a in (b, "*") for a, b in zip(seen, number, strict=True))


@given(st.text(max_size=30))
def test_whatever_a_caller_sends_is_masked_without_a_fault(number: str) -> None:
    assert len(masked(number)) == len(number)
