"""Why a flow cannot be published."""

from collections.abc import Sequence

from appliance.errors import Refusal


class FlowUnknown(Refusal):
    """No flow of that name is published."""

    code = "flow-unknown"


class FlowFaulty(Refusal):
    """The document has problems; `problems` lists them all, one sentence each."""

    code = "flow-faulty"

    def __init__(self, flow: str, problems: Sequence[str]) -> None:
        super().__init__(flow=flow, problems="; ".join(problems), count=len(problems))
        self.problems = tuple(problems)
