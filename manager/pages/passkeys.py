"""Passkeys: made, named and removed by their owner, and signing in by one."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from appliance.desk.people.accounts.model import Way
from appliance.desk.people.errors import PersonInvalid, SignInStale, TooManyAttempts
from appliance.desk.people.model import Person
from appliance.desk.people.passkeys.errors import PasskeyRefused, PasskeysNeedAName, TooManyPasskeys
from appliance.errors import Refusal
from manager.failures import refused
from manager.pages.account import UNPROVEN, again, done, prove
from manager.pages.signin import Half, half, let_in, turned_away, wanted
from manager.present import address, me
from manager.proving import MAKE, PROVE, asked, has_name, here, remember
from manager.rights import open_to_all, signed_in, signed_in_early
from manager.wiring import console
from manager.words import t

pages = Blueprint("passkeys", __name__)


@pages.post("/account/passkeys/ask")
@signed_in_early
def offer() -> ResponseReturnValue:
    """What the browser makes a passkey with, by the password; raises what stands in the way."""
    prove(request.form.get("old", ""))
    options, asking = console().passkeys.offer(me().person, here())
    remember(asking, MAKE)
    return Response(options, mimetype="application/json")


@pages.post("/account/passkeys")
@signed_in_early
def add() -> ResponseReturnValue:
    """Keep the new passkey; whoever has no recovery codes yet is shown some, once."""
    person, form = me().person, request.form
    try:
        passkey = console().passkeys.add(person, here(), asked(MAKE), form.get("answer", ""), form.get("label", ""))
    except (PasskeyRefused, PasskeysNeedAName, PersonInvalid, TooManyPasskeys) as refusal:
        return again(refusal)
    if person.recovery:
        return done(t("account.passkey-added", name=passkey.name))
    return render_template("account/codes.html", codes=console().second.new_recovery(person))


@pages.post("/account/passkeys/<credential>/name")
@signed_in
def rename(credential: str) -> ResponseReturnValue:
    """Call it otherwise."""
    try:
        console().passkeys.rename(me().person, credential, request.form.get("label", ""))
    except PersonInvalid as refusal:
        return again(refusal)
    return done(t("account.passkey-renamed"))


@pages.post("/account/passkeys/<credential>/remove")
@signed_in
def remove(credential: str) -> ResponseReturnValue:
    """It opens nothing any more; like turning off any second factor this takes a proof."""
    try:
        prove(request.form.get("old", ""))
    except UNPROVEN as refusal:
        return again(refusal)
    console().passkeys.remove(me().person, credential)
    console().second.tidy(console().staff.person(me().person.id))
    return done(t("account.passkey-removed"))


@pages.post("/sign-in/passkey/ask")
@open_to_all
def ask() -> ResponseReturnValue:
    """What the browser proves with who sits at it: anybody, or who has given a password already."""
    begun = _half()
    options, asking = console().passkeys.ask(here(), begun.person if begun else None)
    remember(asking, PROVE)
    return Response(options, mimetype="application/json")


@pages.post("/sign-in/passkey")
@open_to_all
def enter() -> ResponseReturnValue:
    """Sign in by a passkey, alone or as the second factor."""
    begun = _half()
    try:
        person = _proven(request.form.get("answer", ""), begun.person if begun else None)
    except (PasskeyRefused, PasskeysNeedAName, TooManyAttempts) as refusal:
        return _not_let_in(refusal, begun)
    if begun is None:
        return let_in(person, wanted(), way=Way.PASSKEY)
    return let_in(person, begun.target, by=f"{begun.way} and passkey", way=begun.way)


def _proven(answer: str, expected: Person | None) -> Person:
    """Whose passkey it is; a failure counts against that name and this address."""
    asking, passkey = asked(PROVE), console().passkeys.claimed(answer)
    person = console().directory.person(passkey.person) if passkey else None
    login = person.login if person else ""
    console().entrance.refuse_locked(login, address())
    try:
        if passkey is None or person is None or not person.may_enter or (expected and expected.id != person.id):
            raise PasskeyRefused()
        if not expected and not person.opens_here:
            raise PasskeyRefused()
        console().passkeys.prove(passkey, here(), asking, answer)
    except PasskeyRefused:
        console().entrance.failed(login, address(), "passkey")
        raise
    return person


def _half() -> Half | None:
    """Who has given a password; None for nobody."""
    try:
        return half()
    except SignInStale:
        return None


def _not_let_in(refusal: Refusal, begun: Half | None) -> ResponseReturnValue:
    if begun:
        return refused("signin/second.html", refusal, person=begun.person, here=has_name())
    return turned_away(refusal, wanted())
