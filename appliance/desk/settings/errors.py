"""Why what was filled in cannot be kept: one code for each reason, said beside the field."""

from appliance.errors import Refusal


class SettingMissing(Refusal):
    """A field that must be filled in is empty."""

    code = "setting-missing"


class SettingNotWhole(Refusal):
    """A whole number is wanted."""

    code = "setting-not-whole"


class SettingNotNumber(Refusal):
    """A number is wanted."""

    code = "setting-not-number"


class SettingOutOfRange(Refusal):
    """A number is too small or too large."""

    code = "setting-out-of-range"


class SettingMalformed(Refusal):
    """A text is not written as it must be."""

    code = "setting-malformed"


class SettingNotKnown(Refusal):
    """None of the values that there are."""

    code = "setting-not-known"


class SettingTooLong(Refusal):
    """A text is longer than it may be."""

    code = "setting-too-long"


class SettingTwice(Refusal):
    """The same name stands in a table twice."""

    code = "setting-twice"


class SettingOfOtherKind(Refusal):
    """A document that was not filled in by a form has something else in this place."""

    code = "setting-of-other-kind"


class SettingEitherOr(Refusal):
    """Of two ways to say something just one is to be filled in."""

    code = "setting-either-or"


class SettingLeadsNowhere(Refusal):
    """A document is named that is not there."""

    code = "setting-leads-nowhere"


class KeyMalformed(Refusal):
    """A new document's name cannot be so."""

    code = "setting-key-malformed"


class KeyTaken(Refusal):
    """There is a document of that name already."""

    code = "setting-key-taken"


class DocumentMoved(Refusal):
    """Somebody else has changed the same document since it was looked at; `differences` says what is different now."""

    code = "setting-moved"
