"""How a figure is written, and when its goal is met."""

import pytest

from tests.bench.figure import Figure, Goal


def test_a_line_holds_name_value_unit_baseline_and_ratio() -> None:
    goal = Goal(most=30, ratio_most=0.1)
    assert Figure("route.latency.p50", 8.641, "ms", goal, 164.3).line() == "route.latency.p50 8.641 ms 164.3 0.05259"
    assert Figure("engine.recover", 0.8, "s", goal).line() == "engine.recover 0.8 s - -"


@pytest.mark.parametrize(
    ("goal", "value", "baseline", "met"),
    [
        (Goal(most=30), 30, None, True),
        (Goal(most=30), 30.1, None, False),
        (Goal(least=200), 199, 1000, False),
        (Goal(ratio_most=1.5), 3, 2, True),
        (Goal(ratio_most=1.5), 3.1, 2, False),
        (Goal(ratio_least=0.9), 8, 10, False),
        (Goal(ratio_least=0.9), 9, 10, True),
        (Goal(most=30, ratio_most=0.1), 20, 100, False),
        (Goal(ratio_most=1.5), 3, None, False),
    ],
)
def test_every_limit_counts(goal: Goal, value: float, baseline: float | None, met: bool) -> None:
    assert Figure("name", value, "unit", goal, baseline).to_json()["met"] is met


def test_a_goal_is_shown_in_words() -> None:
    assert str(Goal(most=30, ratio_most=0.1)) == "value <= 30, ratio <= 0.1"
