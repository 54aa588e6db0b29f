"""Why a sound is not taken, or a prompt not changed."""

from appliance.errors import Refusal


class SoundKindUnknown(Refusal):
    """Neither WAV nor MP3."""

    code = "sound-kind-unknown"


class SoundDamaged(Refusal):
    """A file that cannot be read to its end."""

    code = "sound-damaged"


class SoundTooShort(Refusal):
    """Shorter than anybody could understand; milliseconds."""

    code = "sound-too-short"


class SoundTooLong(Refusal):
    """Longer than `limit` seconds."""

    code = "sound-too-long"


class SoundTooLarge(Refusal):
    """A file of more than `limit` bytes."""

    code = "sound-too-large"


class SoundSilent(Refusal):
    """Nothing can be heard."""

    code = "sound-silent"


class SoundClipped(Refusal):
    """Recorded too loud: `share` percent of the samples lie in cut-off peaks."""

    code = "sound-clipped"


class SoundTooQuiet(Refusal):
    """So quiet that its noise would be raised with it; LUFS."""

    code = "sound-too-quiet"


class SoundNameInvalid(Refusal):
    """Names of prompts and music are small letters, digits and hyphens."""

    code = "sound-name-invalid"


class LanguageUnknown(Refusal):
    """The centre does not speak that language."""

    code = "prompt-language-unknown"


class PromptUnknown(Refusal):
    """There is no such prompt in that language."""

    code = "prompt-unknown"


class PromptBuiltIn(Refusal):
    """A built-in prompt can be replaced, not removed."""

    code = "prompt-built-in"


class PromptInUse(Refusal):
    """A published flow, a queue or a voicemail box plays it; `flows` names them."""

    code = "prompt-in-use"


class PromptTextMissing(Refusal):
    """Nothing to say."""

    code = "prompt-text-missing"


class VoiceUnknown(Refusal):
    """The built-in voice has no such variant."""

    code = "voice-unknown"


class VersionUnknown(Refusal):
    """There is no such earlier version."""

    code = "sound-version-unknown"


class SoundGone(Refusal):
    """The sound of an old version was let go by plan."""

    code = "sound-gone"


class MusicUnknown(Refusal):
    """There is no such music class, or no such track in it."""

    code = "music-unknown"


class MusicInUse(Refusal):
    """A queue plays it."""

    code = "music-in-use"


class DictationPhoneBusy(Refusal):
    """The phone is in a call."""

    code = "prompt-phone-busy"


class DictationUnanswered(Refusal):
    """Nobody picked the phone up, or it is not there."""

    code = "prompt-phone-unanswered"


class DictationAbandoned(Refusal):
    """The phone was hung up before the recording was kept."""

    code = "prompt-recording-abandoned"
