"""Passkeys at the address that the browser is at, and what it was asked to prove oneself with."""

from datetime import datetime, timedelta

from flask import request, session

from appliance.desk.people.model import Person
from appliance.desk.people.passkeys.errors import PasskeyRefused, PasskeysNeedAName
from appliance.desk.people.passkeys.model import Asking, Place
from appliance.desk.people.passkeys.naming import place
from manager.present import me
from manager.wiring import console

ASKED = "asked"
MAKE, PROVE = "make", "prove"
"""What a browser can be asked: for a new passkey, which took a proof, or for one that is known, which takes none."""


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


def remember(asking: Asking, what: str) -> None:
    """Keep in the cookie, which is signed, what was asked."""
    session[ASKED] = {"challenge": asking.challenge, "at": asking.at.isoformat(), "for": what}


def asked(what: str) -> Asking:
    """What was asked, once; raises PasskeyRefused for nothing, and for what was asked for something else."""
    if (kept := session.pop(ASKED, None)) is None or kept.get("for") != what:
        raise PasskeyRefused()
    return Asking(kept["challenge"], datetime.fromisoformat(kept["at"]))


PROVEN, PROVEN_LIFE = "proven", timedelta(minutes=5)
"""Who has signed in anew at the provider, and how long that counts for what asks for a proof."""


def by_password_here(person: Person) -> bool:
    """Whether somebody can prove by a password to be there, one of this box or of the directory."""
    return bool(person.password and person.opens_here) or person.outside.startswith("ldap:")


def note_proven() -> None:
    """Keep that whoever is signed in has just signed in at the provider again."""
    session[PROVEN] = {"session": str(me().session.id), "at": console().clock.now().isoformat()}


def proven_elsewhere() -> bool:
    """Whether whoever is signed in has done so a moment ago, in this very session."""
    kept = session.get(PROVEN)
    if not kept or kept["session"] != str(me().session.id):
        return False
    return console().clock.now() - datetime.fromisoformat(kept["at"]) <= PROVEN_LIFE
