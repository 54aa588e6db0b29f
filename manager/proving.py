"""Passkeys at the address that the browser is at, and what it was asked to prove oneself with."""

from datetime import datetime

from flask import request, session

from appliance.desk.people.passkeys.errors import PasskeyRefused, PasskeysNeedAName
from appliance.desk.people.passkeys.model import Asking, Place
from appliance.desk.people.passkeys.naming import place

ASKED = "asked"


def here() -> Place:
    """Where the browser is; raises PasskeysNeedAName for an IP address."""
    return place(request.host_url)


def has_name() -> bool:
    """Whether there can be passkeys at this address."""
    try:
        here()
    except PasskeysNeedAName:
        return False
    return True


def remember(asking: Asking) -> None:
    """Keep in the cookie, which is signed, what was asked."""
    session[ASKED] = {"challenge": asking.challenge, "at": asking.at.isoformat()}


def asked() -> Asking:
    """What was asked, once; raises PasskeyRefused for nothing."""
    if (kept := session.pop(ASKED, None)) is None:
        raise PasskeyRefused()
    return Asking(kept["challenge"], datetime.fromisoformat(kept["at"]))
