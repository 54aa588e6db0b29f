"""Why there is no page, and what is wrong with a page group."""

from appliance.errors import Refusal


class PageGroupUnknown(Refusal):
    """No page group has that name or number."""

    code = "page-group-unknown"


class PageGroupInvalid(Refusal):
    """A rule of a page group has a value that means nothing there."""

    code = "page-group-invalid"


class PageNotAllowed(Refusal):
    """Neither the phone nor who sits there may page the group."""

    code = "page-not-allowed"


class PageRunning(Refusal):
    """The group hears a page already."""

    code = "page-running"


class PageReachesNobody(Refusal):
    """Every phone of the group is to be left alone."""

    code = "page-reaches-nobody"


class PageNotRunning(Refusal):
    """There is no page to be stopped."""

    code = "page-not-running"


class PagePhoneBusy(Refusal):
    """The phone at which somebody is to speak is in use."""

    code = "page-phone-busy"


class PageSpeechUnclear(Refusal):
    """A page is spoken by a prompt or at a phone, by exactly one of them."""

    code = "page-speech-unclear"


class PagePromptUnknown(Refusal):
    """There is no such prompt in that language."""

    code = "page-prompt-unknown"
