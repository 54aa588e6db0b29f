"""Why a report cannot be sent by mail."""

from appliance.errors import Refusal


class ReportPlanInvalid(Refusal):
    """A time, a day or an address that is none."""

    code = "report-plan-invalid"


class ReportPlanUnknown(Refusal):
    """A plan that is not there, or somebody else's."""

    code = "report-plan-unknown"


class ReportAddressNotAllowed(Refusal):
    """An address to which the administrator allows no reports."""

    code = "report-address-not-allowed"
