"""Why nothing is transcribed, shown or found, and what is wrong with a model."""

from appliance.errors import Refusal


class PhraseListInvalid(Refusal):
    """A rule of a phrase list has a value that means nothing there."""

    code = "phrase-list-invalid"


class PhraseListUnknown(Refusal):
    code = "phrase-list-unknown"


class SpeechRuleInvalid(Refusal):
    """A rule of the recognition has a value that means nothing there."""

    code = "speech-rule-invalid"


class SpeechModelInvalid(Refusal):
    """A folder is no model that the engine can use for the language."""

    code = "speech-model-invalid"


class SpeechModelUnknown(Refusal):
    code = "speech-model-unknown"


class TranscriptMissing(Refusal):
    """The recording has no transcript, or none yet."""

    code = "transcript-missing"


class TranscriptDamaged(Refusal):
    """What was sealed there is not what is there."""

    code = "transcript-damaged"


class SpeechEngineFailed(Refusal):
    """The engine ended without an answer."""

    code = "speech-engine-failed"
