"""Which trunk a call to the outside takes."""

import re
from collections.abc import Iterable

from appliance.contact.calls.errors import NumberUndialable, TrunkMissing
from appliance.contact.calls.model import Trunk

_DIALABLE = re.compile(r"\+?[0-9]{2,32}")


def way_out(number: str, trunks: Iterable[Trunk], preferred: str = "") -> Trunk:
    """The trunk for a call to `number`: the preferred one if it can place calls, else the first by name that can.

    Raises NumberUndialable for anything but digits (E.164 with + or as dialled), TrunkMissing if none goes out.
    """
    if not _DIALABLE.fullmatch(number):
        raise NumberUndialable(number=number)
    able = sorted(
        (trunk for trunk in trunks if trunk.goes_out), key=lambda trunk: (trunk.name != preferred, trunk.name)
    )
    if not able:
        raise TrunkMissing(number=number)
    return able[0]
