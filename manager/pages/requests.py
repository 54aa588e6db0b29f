"""Requests for recordings: who asks to hear or to take away what, why, what others say, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from manager.asked import reason_written
from manager.errors import NotThere
from manager.pages.hearing import whole_file
from manager.pages.taking import packed_file
from manager.present import me
from manager.reach import reach
from manager.rights import needs
from manager.sound import LONGEST_REASON
from manager.wiring import console
from manager.words import t

pages = Blueprint("requests", __name__, url_prefix="/recordings/requests")
OPEN, APPROVED = "open", "approved"


@pages.get("/")
@needs("recordings.hear")
def show() -> ResponseReturnValue:
    """What the person asked for and what became of it; for whoever may agree, also what others ask."""
    known, mine = _requests(), me().person.login
    others = [one for one in known if one["who"] != mine] if me().may("recordings.approve") else []
    return render_template(
        "requests/show.html",
        waiting=[one for one in others if one["stage"] == OPEN][::-1],
        mine=[one for one in known if one["who"] == mine],
        answered=[one for one in others if one["stage"] != OPEN],
        longest=LONGEST_REASON,
    )


@pages.post("/<name>/approve")
@needs("recordings.approve")
def approve(name: str) -> ResponseReturnValue:
    """Agree to what somebody else asks for."""
    return _answer(name, agree=True)


@pages.post("/<name>/refuse")
@needs("recordings.approve")
def refuse(name: str) -> ResponseReturnValue:
    """Say no to it."""
    return _answer(name, agree=False)


@pages.post("/<name>/take")
@needs("recordings.hear")
def take(name: str) -> ResponseReturnValue:
    """Take away, once, what somebody else has agreed to."""
    one = _known(name)
    if one["who"] != me().person.login or not one["export"] or not one["within"]:
        raise NotThere()
    told: Any = console().ask("jobs", "recording.use", request=name, who=me().person.login, within=60.0)
    ids = [UUID(id) for id in (told or {}).get("recordings", ())]
    console().notes.note(
        "recording.export", name, reason=one["reason"], after={"recordings": list(map(str, ids)), "agreed": one["by"]}
    )
    return whole_file(ids[0]) if len(ids) == 1 else packed_file(ids)


def _answer(name: str, *, agree: bool) -> ResponseReturnValue:
    one, reason = _known(name), reason_written(LONGEST_REASON)
    console().ask(
        "jobs", "recording.answer", request=name, agree=agree, reason=reason, by=me().person.login, within=60.0
    )
    act = "recording.approve" if agree else "recording.refuse"
    console().notes.note(act, name, reason=reason, after={"who": one["who"], "recordings": one["recordings"]})
    flash(t("requests.said-yes", who=one["who"]) if agree else t("requests.said-no", who=one["who"]))
    return redirect(url_for("requests.show"))


def _known(name: str) -> Mapping[str, Any]:
    """A request that the person may see; for all others it does not exist."""
    if (found := next((one for one in _requests() if one["request"] == name), None)) is None:
        raise NotThere()
    return found


def _requests() -> list[dict[str, Any]]:
    """The requests of the last 90 days, the newest first: one's own, and those about contacts that one may see."""
    told: list[dict[str, Any]] = console().ask("jobs", "recording.requests") or []
    sealed = console().register.find({UUID(id) for one in told for id in one["recordings"]})
    contacts = {one.contact for one in sealed.values() if one.contact}
    seen = console().contacts.among(contacts, reach())
    found = []
    for one in told:
        there = [sealed[UUID(id)] for id in one["recordings"] if UUID(id) in sealed]
        within = bool(there) and all(each.contact in seen for each in there)
        if within or one["who"] == me().person.login:
            moments = {name: datetime.fromisoformat(one[name]) for name in ("at", "answered_at") if one[name]}
            ms = sum(each.duration_ms for each in there)
            found.append({**one, **moments, "sealed": there, "ms": ms, "within": within})
    return found
