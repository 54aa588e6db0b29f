"""Which phones carry a leg, through every order of news."""

from appliance.contact.calls.phones import PhonesInUse


def test_a_phone_is_in_use_until_its_last_leg_is_gone() -> None:
    phones: PhonesInUse[str] = PhonesInUse()
    phones.created("x", "p1")
    phones.created("y", "p1")
    phones.destroyed("x")
    assert phones.in_use("p1")
    phones.destroyed("y")
    assert not phones.in_use("p1")


def test_news_that_comes_twice_counts_once() -> None:
    phones: PhonesInUse[str] = PhonesInUse()
    phones.created("x", "p1")
    phones.created("x", "p1")
    phones.destroyed("x")
    phones.destroyed("x")
    assert not phones.in_use("p1")
    phones.created("y", "p1")
    assert phones.in_use("p1")


def test_the_whole_truth_replaces_what_was_believed() -> None:
    phones: PhonesInUse[str] = PhonesInUse()
    phones.created("x", "p1")
    phones.replace([("y", "p2"), ("z", "p2")])
    assert not phones.in_use("p1")
    phones.destroyed("x")
    phones.destroyed("y")
    assert phones.in_use("p2")
    phones.destroyed("z")
    assert not phones.in_use("p2")
