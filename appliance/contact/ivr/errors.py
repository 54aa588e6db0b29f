"""Why a wish about flows cannot be met."""

from collections.abc import Sequence

from appliance.contact.ivr.problem import Problem
from appliance.errors import Refusal


class FlowUnknown(Refusal):
    """No flow of that name is published."""

    code = "flow-unknown"


class FlowVersionUnknown(Refusal):
    """The flow has no version of that number."""

    code = "flow-version-unknown"


class FlowFaulty(Refusal):
    """The document has problems; details list each one as {code, where, details}."""

    code = "flow-faulty"

    def __init__(self, flow: str, problems: Sequence[Problem]) -> None:
        listed = [problem.to_json() for problem in problems]
        super().__init__(flow=flow, problems=listed, count=len(problems))
        self.problems = tuple(problems)


class CalendarFaulty(Refusal):
    """The document has problems; details list each one as {code, where, details}."""

    code = "calendar-faulty"

    def __init__(self, calendar: str, problems: Sequence[Problem]) -> None:
        listed = [problem.to_json() for problem in problems]
        super().__init__(calendar=calendar, problems=listed, count=len(problems))
        self.problems = tuple(problems)


class CalendarUnknown(Refusal):
    """No calendar of that name is configured."""

    code = "calendar-unknown"


class ListUnknown(Refusal):
    """No list of callers has that name."""

    code = "caller-list-unknown"


class ListEntryInvalid(Refusal):
    """A list holds telephone numbers, or beginnings of them."""

    code = "caller-list-entry-invalid"


class SwitchInvalid(Refusal):
    """Names of switches are short and plain."""

    code = "switch-invalid"


class HostUnknown(Refusal):
    """No look-up host of that name is configured."""

    code = "lookup-host-unknown"


class HostInvalid(Refusal):
    """A look-up host has a plain name and an http or https address without a query."""

    code = "lookup-host-invalid"


class InUse(Refusal):
    """A published flow names it."""

    code = "flow-needs-it"
