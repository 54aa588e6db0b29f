"""Which passwords are refused, and by which rule."""

import pytest

from appliance.desk.people.passwords import broken_rule, normal


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("", "short"),
        ("Tr0ub4dor", "short"),
        ("x1" * 101, "long"),
        ("aaaaaaaaaaaa", "repeated"),
        ("121212121212", "repeated"),
        ("Password2026", "common"),
        ("Callstead!1", "common"),
        ("woaini5201314", "common"),
        ("abcdefghij99", "row"),
        ("9876543210zz", "row"),
        ("wangfang123", "own-name"),
        ("四月的茶馆今天开门晚一点", None),
        ("an umbrella for each of us", None),
        ("kX7#pQ2$vL9z", None),
    ],
)
def test_rules(password: str, rule: str | None) -> None:
    assert broken_rule(password, "wangfang", "王芳") == rule


def test_the_same_letters_typed_otherwise_are_the_same_password() -> None:
    assert normal("cafe\u0301") == normal("caf\u00e9")
