"""What is wrong with a board."""

from appliance.errors import Refusal


class BoardNameInvalid(Refusal):
    """A name that cannot stand in an address, or that is ours."""

    code = "board-name-invalid"


class BoardNameTaken(Refusal):
    """Another board has that name."""

    code = "board-name-taken"


class BoardTitleInvalid(Refusal):
    """A board without a title, or a title that is too long."""

    code = "board-title-invalid"


class BoardTilesInvalid(Refusal):
    """No tile, too many, or one of a kind or width that there is not."""

    code = "board-tiles-invalid"


class ThresholdInvalid(Refusal):
    """A threshold that is no number of 0 or more."""

    code = "board-threshold-invalid"
