"""What a phone is told, as prompts."""

SIGNED_IN = ("signed-in", "ready")
UNHEARD = ("thank-you-goodbye",)
LATER = "code-after-this-call"
OTHERWISE = "not-accepted"

_REFUSED = {
    "sign-in-wrong": "code-sign-in-wrong",
    "sign-in-locked": "code-sign-in-locked",
    "phone-taken": "code-phone-taken",
    "agent-engaged": "code-in-a-call",
    "target-busy": "code-in-a-call",
    "nobody-at-phone": "code-nobody-at-phone",
    "pause-reason-unknown": "code-reason-unknown",
    "not-wrapping-up": "code-no-wrap-up",
    "nothing-to-pick-up": "code-nothing-to-pick-up",
    "call-not-waiting": "code-nothing-to-pick-up",
    "slot-empty": "code-slot-empty",
    "nothing-to-park": "code-nothing-to-park",
    "call-in-consult": "code-in-consult",
    "page-group-unknown": "code-page-unknown",
    "page-not-allowed": "code-page-not-allowed",
    "page-running": "code-page-running",
    "page-reaches-nobody": "code-page-nobody",
}


def refused(code: str) -> tuple[str, ...]:
    """The prompt that tells why not."""
    return (_REFUSED.get(code, OTHERWISE),)


def row(digits: str) -> tuple[str, ...]:
    """Digits one by one."""
    return tuple(f"say-{digit}" for digit in digits)
