"""Setting up the lines: three questions, what they would come to, and bringing it into force while one watches."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.errors import Refusal, Sentence, explain
from manager import asked
from manager.errors import RequestMalformed
from manager.failures import UNAVAILABLE, status_of
from manager.hardware import document, reading, saying
from manager.hardware.document import Body
from manager.present import language, me
from manager.rights import needs
from manager.shown import sentence
from manager.wiring import console
from manager.words import t

pages = Blueprint("lines_setup", __name__, url_prefix="/lines/set-up")

WAYS = ("pri", "mfcr2", "ss7", "em", "bri")
LONGEST_REASON, LONGEST_NUMBERS = 500, 4000
PLAN, UPS = 30.0, ("30", "60", "120", "0")
"""Seconds: for a plan, and that lines may take to come up (0: they are not plugged in yet)."""
WATCH = 20.0
STEPS = ("check", "release", "configure", "take", "wait")
EDITED = "lines-edited"


@dataclass(frozen=True, slots=True)
class Look:
    """What a document would come to. `compared` is None where nobody may look at the files that lie there."""

    planned: Mapping[str, Any] = field(default_factory=dict)
    compared: Mapping[str, Any] | None = None
    unseen: Sentence | None = None

    @property
    def problems(self) -> list[Mapping[str, Any]]:
        return list(self.planned.get("problems") or ())

    @property
    def blocks(self) -> bool:
        return any(one["blocks"] for one in self.problems) or not self.planned

    @property
    def hands(self) -> list[str]:
        """Files that somebody has written or changed by hand."""
        compared = self.compared or {}
        return [*compared.get("edited", ()), *compared.get("foreign", ())]


@pages.get("/")
@needs("lines.change")
def show() -> ResponseReturnValue:
    """The three questions, and the document that is in force."""
    return _questions({})


@pages.post("/propose")
@needs("lines.change")
def propose() -> ResponseReturnValue:
    """What three answers make of the cards that are in."""
    names = ("country", "signalling", "first_phone", "carrier")
    given = {name: asked.written(name, asked.LONGEST) for name in names}
    numbers = asked.written("numbers", LONGEST_NUMBERS).replace(",", "\n").replace("，", "\n").split()
    try:
        told = console().ask(
            "jobs",
            "lines.propose",
            numbers=numbers,
            country=given["country"] or None,
            signalling=given["signalling"] or None,
            first_phone=given["first_phone"] or None,
        )
    except Refusal as refusal:
        if status_of(refusal) == UNAVAILABLE:
            raise
        return _questions({**given, "numbers": "\n".join(numbers)}, refusal)
    body = document.read((told or {}).get("document", ""))
    for row in body.get("spans", {}).values():
        if given["carrier"] and row.get("signalling", "unused") != "unused":
            row["name"] = given["carrier"]
    return _form(body)


@pages.get("/edit")
@needs("lines.change")
def edit() -> ResponseReturnValue:
    """The document in force, line by line, with those that cards have and it does not speak of."""
    return _form(document.with_cards(_in_force(), reading.cards() or ()))


@pages.post("/edit")
@needs("lines.change")
def look() -> ResponseReturnValue:
    """What was filled in: its problems and what it would change, or into force."""
    try:
        body = document.filled(document.read(request.form.get("document", "")), request.form)
    except (ValueError, AttributeError, TypeError) as fault:
        raise RequestMalformed() from fault
    wanted = document.written(document.said(body))
    seen, reason = _looked(wanted), asked.written("reason", LONGEST_REASON)
    mark, overwrite = _mark(wanted, seen), request.form.get("overwrite") == "1"
    keeps = request.form.get("do") == "apply" and request.form.get("mark") == mark and not seen.blocks
    if not keeps or not reason or (seen.hands and not overwrite):
        lacks = "reason" if keeps and not reason else "overwrite" if keeps else ""
        return _form(body, seen=seen, mark=mark, reason=reason, lacks=lacks, within=_within())
    by, changed = me().person.login, document.changes(_in_force(), document.said(body))
    given: dict[str, Any] = {
        "document": wanted,
        "reason": reason,
        "by": by,
        "seconds": float(_within()),
        "overwrite_edits": overwrite,
    }
    try:
        console().ask("jobs", "lines.begin", **given)
    except Refusal as refusal:
        if status_of(refusal) == UNAVAILABLE:
            raise
        page = _form(body, seen=seen, mark=mark, reason=reason, within=_within(), refusal=sentence(refusal))
        return page, status_of(refusal)
    console().notes.note(
        "lines.change",
        "",
        reason=reason,
        before={f"{one.line}.{one.path}".strip("."): one.before for one in changed},
        after={f"{one.line}.{one.path}".strip("."): one.after for one in changed},
    )
    return redirect(url_for("lines_setup.work"))


@pages.get("/work")
@needs("lines.change")
def work() -> ResponseReturnValue:
    """How the last change goes or what it came to; `after` waits for the next step of one that goes on."""
    after = asked.number("after", most=10**9)
    given = {} if after is None else {"after": after, "seconds": WATCH}
    told = console().ask("jobs", "lines.progress", within=WATCH + 10.0, **given) or {}
    refusal = told.get("refusal")
    return render_template(
        "lines/work-now.html" if asked.text("part") else "lines/work.html",
        work=told,
        steps=STEPS,
        gone_by=dict(told.get("steps") or ()),
        latest=([name for name, _ in told.get("steps") or ()] or [""])[-1],
        rolled_back=any(name == "back" for name, _ in told.get("steps") or ()),
        refusal=explain(refusal["code"], refusal["details"], language()) if refusal else None,
        edits=refusal["details"].get("diff", "") if refusal and refusal["code"] == EDITED else "",
        say=saying,
    )


def _questions(given: Mapping[str, str], refusal: Refusal | None = None) -> ResponseReturnValue:
    found, cards = reading.in_force(), reading.cards()
    page = render_template(
        "lines/questions.html",
        given=given,
        countries=reading.countries(),
        ways=WAYS,
        in_force=found,
        cards=cards,
        any_lines=any(card["spans"] for card in cards or ()),
        refusal=sentence(refusal) if refusal else None,
        wrong=str(refusal.details.get("answer", "")) if refusal else "",
        say=saying,
    )
    return page, status_of(refusal) if refusal else 200


def _form(body: Body, *, seen: Look | None = None, **more: Any) -> str:
    looked = seen or _looked(document.written(document.said(body)))
    places = document.beside(looked.problems, body)
    rows = {row["line"]: row for row in looked.planned.get("lines") or ()}
    return render_template(
        "lines/edit.html",
        body=body,
        document=document.written(body),
        lines=document.lines(body),
        fields=document.FIELDS,
        shown=document.shown,
        countries=reading.countries(),
        rows=rows,
        look=looked,
        problems=lambda number, path: [_said(one) for one in places.get((number, path), ())],
        others=[_said(one) for (number, _), found in places.items() if number < 0 for one in found],
        changes=document.changes(_in_force(), document.said(body)),
        ups=UPS,
        say=saying,
        previewed=seen is not None,
        **{"mark": "", "reason": "", "lacks": "", "within": UPS[0], "refusal": None, **more},
    )


def _said(problem: Mapping[str, Any]) -> tuple[bool, Sentence]:
    """Whether it blocks, and what it is."""
    values = {**problem["details"], "where": t("lines.here")}
    return bool(problem["blocks"]), explain(problem["code"], values, language())


def _looked(text: str) -> Look:
    planned = console().ask("jobs", "lines.plan", document=text, within=PLAN) or {}
    if not planned.get("files"):
        return Look(planned)
    try:
        compared = (console().ask("jobs", "lines.plan", document=text, compare=True, within=PLAN) or {}).get(
            "installed"
        )
    except Refusal as refusal:
        if status_of(refusal) == UNAVAILABLE:
            raise
        return Look(planned, None, sentence(refusal))
    return Look(planned, compared)


def _in_force() -> Body:
    try:
        return document.read(str(reading.in_force().get("document", "")))
    except ValueError:
        return {}


def _mark(wanted: str, seen: Look) -> str:
    """What was previewed, with the files as they lay there: another preview is another mark."""
    diff = (seen.compared or {}).get("diff", "")
    return hashlib.sha256(f"{wanted}\0{diff}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _within() -> str:
    given = request.form.get("within", "")
    return given if given in UPS else UPS[0]
