"""Why figures cannot be given."""

from appliance.errors import Refusal


class FigureUnknown(Refusal):
    """A figure that is not counted of that subject in that period."""

    code = "figure-unknown"


class SubjectUnknown(Refusal):
    """Something that no figures are kept of."""

    code = "figure-subject-unknown"


class PeriodInvalid(Refusal):
    """A period that ends before it begins, or is longer than one answer may be."""

    code = "figure-period-invalid"


class PeriodPartUnknown(Refusal):
    """A length of parts that figures are not given in."""

    code = "figure-part-unknown"


class RebuildOvertaken(Refusal):
    """Another process has counted while the figures were rebuilt; the rows in force stay."""

    code = "figure-rebuild-overtaken"
