"""Waits are told in steps, and the step is what is held against what happens."""

from dataclasses import replace
from typing import Any

import pytest

from appliance.contact.acd.alarms import ANNOUNCE
from appliance.contact.acd.document import rule_value
from appliance.contact.acd.model import Departure
from appliance.contact.acd.service import Distributor
from appliance.contact.acd.steps import stepped
from tests.unit.acd.rig import AT, ONE, PLAIN, Rig, at


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, 0), (59.9, 59.9), (60, 60), (170, 120), (250, 300), (430, 300), (600, 600), (601, 601)],
)
def test_the_nearest_step(seconds: float, told: float) -> None:
    assert stepped(seconds, (1, 2, 5, 10)) == told


class Oracle:
    """Foretells three minutes, whatever waits."""

    def wait(self, *about: Any) -> float:
        return 170.0


def test_what_was_told_is_what_is_scored() -> None:
    rig = Rig()
    rig.line = Distributor(rig, rig, rig, rig, Oracle())
    rig.takes(replace(PLAIN, announce_every=30, announce_wait=True, announce_steps=(1, 5)))
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.due(ANNOUNCE, ONE, at(30))
    rig.line.leave(ONE, Departure.ANSWERED, at(200))
    assert rig.events[-1].data["estimates"] == [[0, 170.0], [30_000, 60.0]]


def test_without_steps_nothing_is_rounded() -> None:
    assert stepped(170, ()) == 170


def test_steps_are_kept_in_order() -> None:
    assert rule_value("announce_steps", [10, 1, 5]) == (1, 5, 10)


@pytest.mark.parametrize("steps", [[12], [0], [True], ["1"]])
def test_only_minutes_that_have_a_prompt(steps: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        rule_value("announce_steps", steps)
