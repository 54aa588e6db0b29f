"""What became of a fax, as variables of a channel's last event tell it.

A channel that ARI has made runs no dialplan after its hang-up, where the outcome could be put down for later.
"""

from appliance.telephony.ari.values import Json, text

SHOWN = ("FAXSTATUS", "FAXPAGES", "FAXBITRATE", "FAXRESOLUTION", "FAXMODE", "FAXERROR", "REMOTESTATIONID")
"""The variables that ari.conf has to name."""


def outcome(variables: Json) -> str:
    """The line of nine fields that the dialplan of faxes writes too; "" where no fax has ended."""
    status, pages, rate, resolution, mode, error, station = (text(variables, name) for name in SHOWN)
    return "|".join([status, pages, rate, resolution, "", mode, error, "", station]) if status else ""
