"""Names of bridges on both sides of the wire."""

from appliance.daemons.engine.bridges import KEPT, Bridges


def test_a_bridge_is_called_alike_on_both_sides_until_it_is_made_again() -> None:
    bridges = Bridges()
    assert bridges.made("b") == bridges.made("b") == bridges.known("b") == bridges.dropped("b") == "b"
    assert bridges.made("b") == bridges.known("b") == "b~1"
    assert bridges.dropped("b") == "b~1"
    assert bridges.made("b") == "b~2"


def test_what_was_never_made_keeps_its_name() -> None:
    assert Bridges().known("b") == "b"
    assert Bridges().dropped("b") == "b"


def test_a_restart_takes_up_the_names_that_asterisk_has() -> None:
    bridges = Bridges()
    bridges.replace(["a", "b~7"])
    assert (bridges.made("a"), bridges.made("b")) == ("a", "b~7")
    bridges.dropped("b")
    assert bridges.made("b") == "b~8"


def test_names_of_long_ago_are_forgotten() -> None:
    bridges = Bridges()
    for number in range(KEPT + 1):
        bridges.dropped(f"b{number}")
    assert (bridges.made("b0"), bridges.made("b1")) == ("b0", "b1~1")
