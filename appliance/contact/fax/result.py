"""What Asterisk writes beside the pages when a fax is over, read."""

from appliance.contact.fax.model import CUT, Outcome

SUCCESS = "SUCCESS"
FIELDS = 9


def read(text: str) -> Outcome:
    """The outcome in a line of nine fields parted by bars; of one that means nothing, that the fax was cut."""
    fields = text.strip("\r\n").split("|", FIELDS - 1)
    if len(fields) != FIELDS or not fields[0]:
        return CUT
    status, pages, rate, resolution, ecm, mode, error, told, station = fields
    whole = status == SUCCESS
    return Outcome(
        whole=whole,
        pages=_number(pages),
        rate=_number(rate),
        resolution=resolution,
        ecm=ecm in ("yes", "enabled", "true"),
        mode=mode,
        error="" if whole else error or status,
        told=told,
        station="".join(filter(str.isprintable, station)).strip()[:20],
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0
