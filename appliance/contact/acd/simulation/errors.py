"""Why something cannot be simulated."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from appliance.errors import Refusal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a description; `details` fill the catalogue's texts."""

    code: str
    where: str
    details: dict[str, Any] = field(default_factory=dict)


class SimulationFaulty(Refusal):
    """The description has problems; `problems` lists them all, each with its code and place."""

    code = "simulation-faulty"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems=[asdict(problem) for problem in problems], count=len(problems))


class SimulationTooLarge(Refusal):
    """More calls than a run may have."""

    code = "simulation-too-large"


class ReplayEmpty(Refusal):
    """The ledger holds no queued call of that day."""

    code = "replay-empty"


class PlanEmpty(Refusal):
    """No queue had a call in the period."""

    code = "plan-empty"


class PlanShareInvalid(Refusal):
    """A share in per cent is out of its range."""

    code = "plan-share-invalid"


class SimulationTooLong(Refusal):
    """The run did not end within its limit."""

    code = "simulation-too-long"


class ReplayDayInvalid(Refusal):
    """Not a day."""

    code = "replay-day-invalid"
