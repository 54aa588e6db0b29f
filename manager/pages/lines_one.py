"""One line: how it was, what is wrong with it, what passes on it, and letting it learn its settings."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from appliance.control.once import stream_once
from appliance.errors import Refusal
from manager.asked import written
from manager.errors import RequestMalformed
from manager.failures import UNAVAILABLE, status_of
from manager.hardware import reading, saying
from manager.present import language, me
from manager.rights import needs
from manager.shown import sentence
from manager.wiring import console
from manager.words import t

pages = Blueprint("lines_one", __name__, url_prefix="/lines")

QUESTIONS = ("loop-plug", "swapped-pairs", "hung-up")
DIAGNOSE, TEST, UP = 45.0, 120.0, 30.0
"""Seconds that each may take; a line that is mended has as many to come up."""
CAPTURES = (15, 30, 60, 120)
LONGEST, LONGEST_REASON = 32, 500
NEVER = 180.0
"""Seconds between two signals after which a capture is given up: beyond the longest one there is."""


@pages.get("/<int:number>")
@needs("lines.see")
def show(number: int) -> ResponseReturnValue:
    """How the line is and was."""
    return _page(number)


@pages.post("/<int:number>/diagnose")
@needs("lines.see")
def diagnose(number: int) -> ResponseReturnValue:
    """What is wrong with it, with what somebody at the line has found out; nothing of it is noticed on the line."""
    reading.line(number)
    return _looked(number, answers=_answers())


@pages.post("/<int:number>/loop")
@needs("lines.change")
def loop(number: int) -> ResponseReturnValue:
    """The card loops itself for some seconds: calls on the line end, which needs a reason."""
    line, reason = reading.line(number), _reason()
    if not reason:
        return _without_reason(number)
    anyway = request.form.get("anyway") == "1"
    console().notes.note("lines.loop", line.name, reason=reason, after={"span": number, "anyway": anyway})
    return _looked(number, answers=_answers(), loop=True, anyway=anyway)


@pages.post("/<int:number>/test")
@needs("lines.change")
def call(number: int) -> ResponseReturnValue:
    """A test call from a free channel."""
    line, to = reading.line(number), written("number", LONGEST)
    looped = request.form.get("looped") == "1"
    console().notes.note("lines.test", line.name, after={"span": number, "number": to, "looped": looped})
    try:
        told = console().ask("engine", "span.test", span=str(number), number=to, looped=looped, within=TEST)
    except Refusal as refusal:
        return _refused(number, refusal, to=to)
    return _page(number, told=told or {}, heard=told or {}, to=to)


@pages.post("/<int:number>/capture")
@needs("lines.change")
def capture(number: int) -> ResponseReturnValue:
    """Everything on the signalling channel from now on, as a file for Wireshark; it holds numbers of callers."""
    line, reason = reading.line(number), _reason()
    wanted = request.form.get("seconds", "")
    if wanted not in map(str, CAPTURES):
        raise RequestMalformed()
    if not reason:
        return _without_reason(number)
    args = {"span": str(number), "seconds": float(wanted), "file": True}
    parts = stream_once(console().sockets["engine"], "span.capture", args, NEVER, language())
    try:
        first = next(parts)
    except StopIteration:
        raise RequestMalformed() from None
    except Refusal as refusal:
        return _refused(number, refusal)
    console().notes.note("lines.capture", line.name, reason=reason, after={"span": number, "seconds": int(wanted)})
    headers = {"Content-Disposition": f'attachment; filename="span-{number}.pcap"', "X-Accel-Buffering": "no"}
    return Response(stream_with_context(_file(first, parts)), mimetype="application/vnd.tcpdump.pcap", headers=headers)


@pages.post("/<int:number>/mend")
@needs("lines.change")
def mend(number: int) -> ResponseReturnValue:
    """Bring into force what the findings ask for, if it is what was shown."""
    line, found, channel = reading.line(number), _findings(), request.form.get("channel", "")
    remedy = _remedy(number, found, int(channel) if channel.isascii() and channel.isdecimal() else 0)
    if not remedy.get("changes") or _mark(remedy) != request.form.get("mark"):
        flash(t("lines.mend-moved"), "warning")
        return redirect(url_for("lines_one.show", number=number))
    if not (reason := _reason()):
        return _without_reason(number)
    by = me().person.login
    given = {"document": remedy["document"], "reason": reason, "by": by, "seconds": UP}
    console().ask("jobs", "lines.begin", **given)
    after = {f"{one['line']}.{one['setting']}": one["after"] for one in remedy["changes"]}
    before = {f"{one['line']}.{one['setting']}": one["before"] for one in remedy["changes"]}
    console().notes.note("lines.mend", line.name, reason=reason, before=before, after=after)
    return redirect(url_for("lines_setup.work"))


def _looked(number: int, **given: Any) -> ResponseReturnValue:
    """The page with a diagnosis in it."""
    answers = given.pop("answers")
    said = [f"{question}={answer}" for question, answer in answers.items()]
    try:
        told = console().ask("engine", "span.diagnose", span=str(number), answers=said, within=DIAGNOSE, **given)
    except Refusal as refusal:
        return _refused(number, refusal, answers=answers)
    return _page(number, told=told or {}, answers=answers)


def _refused(number: int, refusal: Refusal, **more: Any) -> ResponseReturnValue:
    if status_of(refusal) == UNAVAILABLE:
        raise refusal
    return _page(number, refusal=sentence(refusal), **more), status_of(refusal)


def _page(number: int, told: Mapping[str, Any] | None = None, **more: Any) -> str:
    line = reading.line(number)
    found = saying.findings(told) if told else []
    channel = int((told or {}).get("channel") or 0)
    raw = [{"code": one["code"], "values": one["values"]} for one in (told or {}).get("findings") or ()]
    remedy = _remedy(number, raw, channel) if raw else {}
    return render_template(
        "lines/one.html",
        line=line,
        changes=reading.changes(number),
        told=told,
        found=found,
        questions=[one for one in saying.questions(found, told or {}) if one not in more.get("answers", {})],
        remedy=remedy,
        raw=json.dumps(raw),
        mark=_mark(remedy),
        channel=channel,
        captures=CAPTURES,
        say=saying,
        **more,
    )


def _remedy(number: int, found: list[dict[str, Any]], channel: int) -> dict[str, Any]:
    told = console().ask("jobs", "lines.remedy", span=number, findings=found, channel=channel)
    return dict(told or {})


def _mark(remedy: Mapping[str, Any]) -> str:
    """What was shown and is to be done: nothing else is."""
    return hashlib.sha256(json.dumps(remedy.get("changes") or [], sort_keys=True).encode()).hexdigest()[:16]


def _findings() -> list[dict[str, Any]]:
    try:
        found = json.loads(request.form.get("findings", ""))
    except (ValueError, RecursionError) as fault:
        raise RequestMalformed() from fault
    if not (isinstance(found, list) and all(isinstance(one, dict) for one in found)):
        raise RequestMalformed()
    return found


def _answers() -> dict[str, str]:
    given = {question: request.form.get(f"answer-{question}", "") for question in QUESTIONS}
    return {question: answer for question, answer in given.items() if answer in ("yes", "no")}


def _reason() -> str:
    return written("reason", LONGEST_REASON)


def _without_reason(number: int) -> ResponseReturnValue:
    flash(t("lines.reason-missing"), "warning")
    return redirect(url_for("lines_one.show", number=number))


def _file(first: Mapping[str, Any], parts: Iterator[Any]) -> Iterator[bytes]:
    yield bytes.fromhex(first["pcap"])
    yield from (bytes.fromhex(part["pcap"]) for part in parts)
