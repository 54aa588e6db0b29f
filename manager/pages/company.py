"""Signing in at the company's provider: there, back, and what it was for; linking one's own account."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.people.accounts.errors import AccountRefused, AccountStale
from appliance.desk.people.accounts.model import Account, Provider, Second, Way
from appliance.desk.people.errors import SignInRefused, TooManyAttempts
from appliance.desk.people.model import Person
from appliance.desk.people.openid.model import Asked, Errand
from manager.failures import inside
from manager.pages.account import UNPROVEN, again, done, prove
from manager.pages.signin import TURNED_AWAY, let_in, prove_later, turned_away, wanted
from manager.present import address, asking, language, me
from manager.proving import note_proven
from manager.rights import open_to_all, signed_in, signed_in_early
from manager.wiring import console
from manager.words import t

pages = Blueprint("company", __name__)
AWAY_WITH = "company"
"""The key of what the browser went to the provider with, in its cookie."""
REFUSED = (AccountStale, AccountRefused, SignInRefused, TooManyAttempts, *TURNED_AWAY)


@pages.get("/sign-in/company")
@open_to_all
def begin() -> ResponseReturnValue:
    """To the provider, to come in."""
    try:
        return redirect(_sent(Errand.ENTER, wanted()))
    except REFUSED as refusal:
        return turned_away(refusal, wanted())


@pages.get("/sign-in/company/back")
@open_to_all
def back() -> ResponseReturnValue:
    """From the provider, with what proves who somebody is, or with why not; it counts once."""
    asked = None
    try:
        asked = _taken()
        account = _account(asked)
        match asked.errand:
            case Errand.ENTER:
                return _enter(account, asked)
            case Errand.LINK:
                return _link(account)
            case Errand.PROVE:
                return _prove(account, asked)
    except REFUSED as refusal:
        if asking() and asked and asked.errand is not Errand.ENTER:
            return again(refusal)
        return turned_away(refusal, asked.target if asked else "/")


@pages.post("/account/company/link")
@signed_in
def link() -> ResponseReturnValue:
    """Link the own account, by a proof: else another site could have somebody else's account linked.

    The way goes on by a page, because no form may lead to another site (Content-Security-Policy, form-action).
    """
    try:
        prove(request.form.get("old", ""))
        target = _sent(Errand.LINK, url_for("account.show"))
    except (*UNPROVEN, AccountRefused) as refusal:
        return again(refusal)
    return render_template("account/company.html", target=target), 200, {"Refresh": f"0; url={target}"}


@pages.get("/account/company/prove")
@signed_in_early
def prove_anew() -> ResponseReturnValue:
    """To the provider, to sign in there once more."""
    try:
        return redirect(_sent(Errand.PROVE, wanted()))
    except REFUSED as refusal:
        return again(refusal)


def _sent(errand: Errand, target: str) -> str:
    """Where the browser goes."""
    here = url_for("company.back", _external=True)
    address, asked = console().openid.begin(errand, here, target, language())
    session[AWAY_WITH] = asked.to_json()
    return address


def _taken() -> Asked:
    """What the browser went away with; raises AccountStale for nothing."""
    try:
        return Asked.of_json(session.pop(AWAY_WITH))
    except (KeyError, TypeError, ValueError) as fault:
        raise AccountStale() from fault


def _account(asked: Asked) -> Account:
    """Whose account came back; what proves nothing counts against the address that it came from."""
    console().entrance.refuse_locked("", address())
    try:
        return console().openid.finish(asked, request.args)
    except AccountRefused as refusal:
        console().entrance.failed("", address(), f"{Way.OPENID}: {refusal.details.get('step')}")
        raise


def _enter(account: Account, asked: Asked) -> ResponseReturnValue:
    provider = console().openid.provider()
    if provider is None:
        raise AccountStale()
    person = console().accounts.enter(account, provider.admission, language())
    if not person.may_enter:
        raise console().entrance.failed(person.login, address(), Way.OPENID)
    target = asked.target if inside(asked.target) else "/"
    elsewhere = _asked_there(provider, account)
    if person.second_factor and not elsewhere:
        return prove_later(person, target, Way.OPENID)
    return let_in(person, target, way=Way.OPENID, second_elsewhere=elsewhere)


def _asked_there(provider: Provider, account: Account) -> bool:
    """Whether the second factor is left to the provider."""
    return provider.second is Second.PROVIDER or (provider.second is Second.TOLD and account.second)


def _link(account: Account) -> ResponseReturnValue:
    console().accounts.link(_mine(), account)
    return done(t("account.company-linked"))


def _prove(account: Account, asked: Asked) -> ResponseReturnValue:
    if _mine().outside != account.subject:
        raise AccountRefused(step="subject")
    note_proven()
    return redirect(asked.target if inside(asked.target) else "/")


def _mine() -> Person:
    return me().person
