"""Why a report cannot be given or kept."""

from appliance.errors import Refusal


class ReportPeriodInvalid(Refusal):
    """A period that is no period, or longer than a report may be."""

    code = "report-period-invalid"


class ReportOutOfScope(Refusal):
    """A report about the whole centre for somebody who deals with a part of it."""

    code = "report-out-of-scope"


class ReportKindUnknown(Refusal):
    """There is no such report, or no such figure in it."""

    code = "report-kind-unknown"


class ReportDetailTooLong(Refusal):
    """The contacts behind a figure of a long period."""

    code = "report-detail-too-long"


class ReportFontMissing(Refusal):
    """The letters of a PDF are not on this machine."""

    code = "report-font-missing"
