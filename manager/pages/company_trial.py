"""Trying the company's accounts: what the provider and the directory answer, in plain words."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.people.accounts import trial
from appliance.desk.people.accounts.errors import AccountAway, AccountOff, AccountRefused
from appliance.desk.people.accounts.model import Admission
from manager.asked import written
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("company_trial", __name__, url_prefix="/settings/accounts")
LONGEST_LOGIN = 256


@pages.get("/try")
@needs("people.grant")
def show() -> ResponseReturnValue:
    """What can be tried."""
    return _shown()


@pages.post("/try/provider")
@needs("people.grant")
def provider() -> ResponseReturnValue:
    """Ask the provider what it says of itself."""
    try:
        found = console().openid.trial()
    except (AccountAway, AccountRefused, AccountOff, ValueError) as fault:
        return _shown(provider_failed=_told(fault))
    return _shown(provider_found=found)


@pages.post("/try/directory")
@needs("people.grant")
def directory() -> ResponseReturnValue:
    """Look somebody up in the directory, and what role would come of it."""
    login = written("login", LONGEST_LOGIN)
    try:
        seen = console().ldap.trial(login)
        server = console().accounts_ways.directory()
    except (AccountAway, AccountRefused, AccountOff, ValueError) as fault:
        return _shown(login=login, directory_failed=_told(fault))
    if seen is None:
        return _shown(login=login, nobody=True)
    admission = server.admission if server else Admission()
    roles, scope = console().accounts.what_comes(seen.account, admission)
    by_hand = not admission.grants
    found = trial.found(seen.account, seen.server, seen.dn, roles, scope, by_hand=by_hand)
    return _shown(login=login, found=found)


def _shown(**values: Any) -> ResponseReturnValue:
    back = url_for("company.back", _external=True)
    return render_template("settings/accounts.html", back=back, **values)


def _told(fault: Exception) -> dict[str, str]:
    """The step at which it ended in plain words, and what was said there."""
    if isinstance(fault, AccountOff):
        return {"what": t("accounts.none"), "why": ""}
    told = trial.failed(fault)
    known = told["step"] in trial.STEPS
    what = t(f"accounts.step-{told['step']}") if known else t("accounts.step-other", step=told["step"])
    return {"what": what, "why": told["why"]}
