"""The steps of a dictation, and that no order of events leads anywhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from appliance.contact.prompts import dictation as steps
from appliance.contact.prompts.dictation import REVIEWS, Dictation, HangUp, Order, Record, Stage, Step, Stop, Tell

TABLE = """
answered          instructed   Tell1
played1           recording    Record
recorded          reviewing    Tell2+
pressed2          instructed   Stop2 Tell3
played2           instructed   -
played3           recording    Record
pressed1          recording    -
recorded          reviewing    Tell4+
pressed*          reviewing    -
played4           reviewing    Tell5
pressed1          kept         HangUp
gone              kept         -
"""


def taken(now: Dictation, news: str) -> Step:
    if news.startswith("played"):
        return steps.played(now, int(news.removeprefix("played")))
    if news.startswith("pressed"):
        return steps.pressed(now, news.removeprefix("pressed"))
    if news == "gone":
        return steps.gone(now)
    return (steps.answered if news == "answered" else steps.recorded)(now)


def word(order: Order) -> str:
    match order:
        case Tell(run, _, recorded):
            return f"Tell{run}{'+' if recorded else ''}"
        case Stop(run):
            return f"Stop{run}"
        case Record():
            return "Record"
        case HangUp():
            return "HangUp"


def test_a_dictation_from_ring_to_keep() -> None:
    now = Dictation()
    for line in TABLE.strip().splitlines():
        news, stage, *orders = line.split()
        now, given_orders = taken(now, news)
        assert (now.stage.value, [word(order) for order in given_orders] or ["-"]) == (stage, orders), line


def test_who_never_presses_a_key_is_let_go() -> None:
    now, _ = steps.recorded(Dictation(Stage.RECORDING))
    for _ in range(REVIEWS - 1):
        now, orders = steps.played(now, now.run)
        assert orders == (Tell(now.run, ("record-review",)),)
    now, orders = steps.played(now, now.run)
    assert (now.stage, orders) == (Stage.OVER, (HangUp(),))


NEWS = ["answered", "recorded", "gone", "pressed1", "pressed2", "pressed#", *(f"played{run}" for run in range(6))]


@given(some.lists(some.sampled_from(NEWS), max_size=30))
def test_kept_only_after_listening_and_the_end_is_the_end(news: list[str]) -> None:
    now, ended = Dictation(), False
    for item in news:
        before = now
        now, orders = taken(now, item)
        if now.stage is Stage.KEPT and before.stage is not Stage.KEPT:
            assert (before.stage, item) == (Stage.REVIEWING, "pressed1")
        if ended:
            assert (now.stage, orders) == (before.stage, ())
        ended = now.stage in (Stage.KEPT, Stage.OVER)


@pytest.mark.parametrize("stage", list(Stage))
def test_a_phone_that_is_gone_keeps_what_was_kept(stage: Stage) -> None:
    assert steps.gone(Dictation(stage))[0].stage is (Stage.KEPT if stage is Stage.KEPT else Stage.OVER)
