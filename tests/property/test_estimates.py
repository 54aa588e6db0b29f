"""Ten thousand calls through the plain distributor: the order is kept, and most callers are told the right wait."""

import math
from random import Random

from appliance.contact.acd.model import Candidate, Queue, foreseen
from tests.property.estimating import Load, Outcome, Run
from tests.scenarios.stage import DAY

CALLS = 10_000
QUEUES = (
    Queue("sales", ageing=0.0, wrap_up=15, skills={"sales": 1}),
    Queue("support", ageing=0.0, wrap_up=30, skills={"support": 1}),
)
SKILLS = ({"sales": 1}, {"support": 1}, {"sales": 1, "support": 1}, {"sales": 1, "support": 1})
AGENTS = [Candidate(f"{8001 + number}", SKILLS[number % 4], DAY) for number in range(24)]
MEAN, SPREAD = {"sales": 150.0, "support": 210.0}, 0.6


def handling(random: Random, queue: str) -> float:
    """Log-normal, as talk times are: mean and coefficient of variation."""
    variance = math.log(1 + SPREAD**2)
    return random.lognormvariate(math.log(MEAN[queue]) - variance / 2, math.sqrt(variance))


def peaks(second: float) -> float:
    """An hour in which more calls come than can be served, then an hour to catch up, and so on."""
    served = len(AGENTS) / 205
    return served * (1.3 if second % 7200 < 3600 else 0.65)


LOAD = Load(
    QUEUES,
    AGENTS,
    peaks,
    handling,
    patience=lambda random: random.expovariate(1 / 3600),
    choose=lambda random: random.choice(("sales", "support")),
)


def scored(outcome: Outcome, longer_than: float = 0.0) -> tuple[int, float]:
    """How many estimates were made for answered calls that waited longer, and the share that was right."""
    made = [
        (seconds, (event.data["wait_ms"] - after) / 1000)
        for event in outcome.left
        if event.data["outcome"] == "answered" and event.data["wait_ms"] >= 1000 * longer_than
        for after, seconds in event.data.get("estimates", ())
    ]
    return len(made), sum(foreseen(*one) for one in made) / len(made)


def short(outcome: Outcome) -> float:
    """Of the waits that came to less than a minute, the share that was told so."""
    answered = (event.data for event in outcome.left if event.data["outcome"] == "answered")
    made = [(told, (data["wait_ms"] - at) / 1000) for data in answered for at, told in data.get("estimates", ())]
    found = [(told, came) for told, came in made if came < 60]
    return float(sum(told < 60 for told, _ in found) / len(found))


def test_ten_thousand_calls() -> None:
    outcome = Run(LOAD, CALLS, seed=1).play()
    count, right = scored(outcome)
    assert outcome.passed_over == []
    assert len(outcome.left) == CALLS
    assert count > CALLS / 2
    assert right >= 0.85, right
    assert short(outcome) >= 0.85
    assert scored(outcome, longer_than=120)[1] >= 0.85
