"""Why something cannot be simulated."""

from collections.abc import Sequence

from appliance.errors import Refusal


class SimulationFaulty(Refusal):
    """The description has problems; `problems` lists them all, each with its place."""

    code = "simulation-faulty"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems=list(problems), count=len(problems))


class SimulationTooLarge(Refusal):
    """More calls than a run may have."""

    code = "simulation-too-large"


class ReplayEmpty(Refusal):
    """The ledger holds no queued call of that day."""

    code = "replay-empty"


class SimulationTooLong(Refusal):
    """The run did not end within its limit."""

    code = "simulation-too-long"


class ReplayDayInvalid(Refusal):
    """Not a day."""

    code = "replay-day-invalid"
