"""Dialplan of faxes, received and sent by Asterisk's own terminal: T.38 or in the voice band, with ECM where it can be.

What became of a fax is kept in a global variable before the channel is gone: whoever asks later finds it there. A file
or Asterisk's database would outlive Asterisk, but a channel that has been in an application of ARI may write neither.
"""

from collections.abc import Iterable, Sequence

from appliance.telephony.config import places

IN, OUT = "fax-in", "fax-out"
NAME, STATION, HEADER, TOLD = "FAX_NAME", "FAX_STATION", "FAX_HEADER", "FAX_RESULT"
"""Variables: the file's name without its ending, our own station, the line on top of each page, and where the outcome
is kept."""
DETECTION = "FAXOPT(faxdetect)"
PAGES = ".tif"
SECONDS = 30
"""How long a channel whose fax is over waits for an engine that is away."""

_FILE = f"{places.FAXES}/${{{NAME}}}"
_RESULT = (
    "${FAXSTATUS}|${FAXPAGES}|${FAXBITRATE}|${FAXRESOLUTION}|${FAXOPT(ecm)}|${FAXMODE}"
    "|${FILTER(A-Za-z0-9 .,${FAXERROR})}|${FILTER(A-Za-z0-9 .,${FAXSTATUSSTRING})}|${REMOTESTATIONID}"
)
"""In this order the engine reads them; the last is the other side's to choose."""


def result(name: str) -> str:
    """The global variable that says what became of a fax."""
    return "FAX_" + "".join(filter(str.isalnum, name))


def contexts(app: str) -> Iterable[tuple[str, Iterable[Sequence[str]]]]:
    """Contexts with their extensions, each an extension and its steps."""
    note = f"Set(GLOBAL(${{{TOLD}}})={_RESULT})"
    # A channel that has hung up runs h; one that has not says so by itself.
    over = ("h", 'GotoIf($["${FAX_OVER}" != ""]?done)', note, "(done),NoOp()")
    begun = ("s", "StopMixMonitor()", "Set(FAXOPT(ecm)=yes)", f"Set(FAXOPT(localstationid)=${{{STATION}}})")
    received = (
        *begun,
        f"ReceiveFAX({_FILE}{PAGES},f)",
        note,
        "Set(FAX_OVER=1)",
        "Set(ROUND=1)",
        f"(round),Stasis({app},faxed)",
        'GotoIf($["${STASISSTATUS}" != "FAILED"]?done)',
        "Wait(1)",
        "Set(ROUND=$[${ROUND} + 1])",
        f"GotoIf($[${{ROUND}} <= {SECONDS}]?round)",
        "(done),Hangup()",
    )
    sent = (
        *begun,
        f"Set(FAXOPT(headerinfo)=${{{HEADER}}})",
        f"SendFAX({_FILE}{PAGES},fz)",
        note,
        "Hangup()",
    )
    yield IN, (received, over)
    # ARI runs no h for channels that it has made: what they say when they end tells the outcome then.
    yield OUT, (sent,)
