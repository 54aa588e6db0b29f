"""Why a report cannot be saved, or not by this person."""

from appliance.errors import Refusal


class SavedReportInvalid(Refusal):
    """A name that is none, or a team that the person does not deal with."""

    code = "saved-report-invalid"


class SavedReportUnknown(Refusal):
    """A saved report that is not there, or not for this person."""

    code = "saved-report-unknown"


class SavedReportNotYours(Refusal):
    """Somebody else's report is to be changed."""

    code = "saved-report-not-yours"


class SavedReportsTooMany(Refusal):
    """One person keeps more reports than anybody finds again."""

    code = "saved-reports-too-many"
