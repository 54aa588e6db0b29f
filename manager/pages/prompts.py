"""Prompts: what callers are told, heard here, recorded in the browser or taken from a file, and where they are used."""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.settings.known import KINDS
from appliance.desk.settings.model import Kind
from appliance.desk.settings.uses import uses
from appliance.errors import LANGUAGES, Refusal
from manager.asked import written
from manager.configuring import keeping, reading, saying
from manager.errors import NotAllowed, NotThere
from manager.failures import status_of, wants_json
from manager.intake import takes
from manager.present import language, me
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("prompts", __name__, url_prefix="/settings/prompts")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME, LONGEST_TEXT, LONGEST_FILE, LONGEST_SEARCH = 64, 2000, 120, 100
PROMPT = Kind("prompt", "flows", ())
LARGEST = 60
"""Megabytes of a file."""
PIECE = 500_000
"""Bytes of it in one line of the control socket."""
MAKING = 90.0
"""Seconds that checking and converting a sound may take."""
SPEEDS = ("120", "150", "190", "230")
VOICES = ("female", "male")
VARIANTS = ("all", "own", "lacking", "unused")


@pages.get("/")
@needs("setup.see")
def listed() -> ResponseReturnValue:
    """Every prompt with its languages, to be heard, and how often it is used."""
    asked = request.args.get("q", "").strip()[:LONGEST_SEARCH].lower()
    only = request.args.get("only", "all")
    there = reading.documents()
    rows = []
    for row in console().ask("jobs", "prompt.list") or ():
        used = uses("prompt", row["prompt"], there.everything(), KINDS)
        kept = {"own": _own(row), "lacking": bool(row["lacks"]), "unused": _own(row) and not used}.get(only, True)
        if kept and asked in row["prompt"]:
            rows.append((row, used))
    return render_template(
        "prompts/list.html", rows=rows, asked=asked, only=only, variants=VARIANTS, may=_may(), languages=LANGUAGES
    )


@pages.post("/new")
@needs("setup.change")
def begin() -> ResponseReturnValue:
    """The page of a prompt that is about to be."""
    name = request.form.get("name", "").strip()
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        flash(t("prompts.name-wrong"), "danger")
        return redirect(url_for("prompts.listed"))
    return redirect(url_for("prompts.show", name=name))


@pages.get("/<name>")
@needs("setup.see")
def show(name: str) -> ResponseReturnValue:
    """One prompt in all languages: heard, made anew, taken back."""
    return _page(name)


@pages.get("/<name>/<tongue>/audio.wav")
@needs("setup.see")
def audio(name: str, tongue: str) -> ResponseReturnValue:
    """What callers hear."""
    _known(name, tongue)
    parts, _ = console().gather("jobs", "prompt.export", prompt=name, language=tongue, within=30.0)
    data = b"".join(base64.b64decode(part["data"]) for part in parts)
    response = Response(data, mimetype="audio/wav")
    return response.make_conditional(request, accept_ranges=True, complete_length=len(data))


@pages.post("/<name>/<tongue>/file")
@needs("setup.change")
@takes(LARGEST + 2)
def put(name: str, tongue: str) -> ResponseReturnValue:
    """A file, or what was recorded in the page, becomes the prompt."""
    _allowed(name, tongue)
    file = request.files.get("file")
    data = file.read() if file else b""
    reason = keeping.reason_given()
    called = (file.filename or "")[-LONGEST_FILE:] if file else ""
    if not data or not reason:
        return _lacking(name, "file" if not data else "reason")

    def kept() -> Any:
        upload = ""
        for start in range(0, len(data), PIECE):
            piece = base64.b64encode(data[start : start + PIECE]).decode()
            upload = console().ask("jobs", "sound.upload", data=piece, upload=upload)["upload"]
        return _asked("prompt.add", name, tongue, reason, upload=upload, file=called)

    return _done(name, tongue, "prompt.put", reason, kept, file=called)


@pages.post("/<name>/<tongue>/say")
@needs("setup.change")
def say(name: str, tongue: str) -> ResponseReturnValue:
    """The built-in voice says it."""
    _allowed(name, tongue)
    text, reason = written("text", LONGEST_TEXT), keeping.reason_given()
    voice, speed = request.form.get("voice", ""), request.form.get("speed", "")
    if not text or not reason or voice not in VOICES or speed not in SPEEDS:
        return _lacking(name, "text" if not text else "reason")
    about = {"text": text, "voice": voice, "speed": int(speed)}
    return _done(name, tongue, "prompt.put", reason, lambda: _asked("prompt.say", name, tongue, reason, **about))


@pages.post("/<name>/<tongue>/undo")
@needs("setup.change")
def undo(name: str, tongue: str) -> ResponseReturnValue:
    """Back to an earlier version."""
    _allowed(name, tongue)
    reason, given = keeping.reason_given(), request.form.get("version", "")
    if not reason or not (given.isascii() and given.isdigit() and len(given) < 9):
        return _lacking(name, "reason")
    back = int(given)
    return _done(name, tongue, "prompt.undo", reason, lambda: _asked("prompt.undo", name, tongue, reason, version=back))


@pages.post("/<name>/<tongue>/remove")
@needs("setup.change")
def remove(name: str, tongue: str) -> ResponseReturnValue:
    """Our own goes; refused, with where, while something plays it and no built-in one takes its place."""
    _allowed(name, tongue)
    if not (reason := keeping.reason_given()):
        return _lacking(name, "reason")
    return _done(name, tongue, "prompt.remove", reason, lambda: _asked("prompt.remove", name, tongue, reason))


def _asked(command: str, name: str, tongue: str, reason: str, **about: Any) -> Any:
    who = me().person.login
    return console().ask("jobs", command, within=MAKING, prompt=name, language=tongue, reason=reason, by=who, **about)


def _done(name: str, tongue: str, act: str, reason: str, step: Any, **about: Any) -> ResponseReturnValue:
    """Make a change, note it, and show the page; a refusal stands on it."""
    try:
        told = step() or {}
    except Refusal as refusal:
        if status_of(refusal) >= 500 or wants_json():
            raise
        return _page(name, refusal=refusal)
    facts = {key: told[key] for key in ("duration_ms", "loudness", "source", "built_in") if key in told}
    console().notes.note(act, f"{name} {tongue}", reason=reason, after={**about, **facts})
    flash(t(f"prompts.did-{act.partition('.')[2]}", name=name))
    target = url_for("prompts.show", name=name, _anchor=tongue)
    return jsonify({"next": target}) if wants_json() else redirect(target)


def _lacking(name: str, what: str) -> ResponseReturnValue:
    return _page(name, lacks=what, status=409)


def _page(name: str, *, refusal: Refusal | None = None, lacks: str = "", status: int = 0) -> ResponseReturnValue:
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise NotThere()
    known = {row["prompt"] for row in console().ask("jobs", "prompt.list") or ()}
    if name not in known and not _may():
        raise NotThere()
    told = console().ask("jobs", "prompt.show", prompt=name) if name in known else {}
    voices = {voice["language"]: voice for voice in (told or {}).get("voices", ())}
    page = render_template(
        "prompts/show.html",
        name=name,
        tongues=LANGUAGES,
        voices=voices,
        histories={tongue: _history(name, tongue) for tongue in LANGUAGES},
        used=uses("prompt", name, reading.documents().everything(), KINDS),
        refusal=refusal.sentence(language()) if refusal else None,
        lacks=lacks,
        may=_may(),
        say=saying,
        speeds=SPEEDS,
        voice_names=VOICES,
        largest=LARGEST,
        texts={name: t(f"prompts.{name}") for name in SAID},
    )
    return page, status or (status_of(refusal) if refusal else 200)


SAID = ("no-microphone", "recording", "recorded", "too-quiet", "too-loud", "sending")
"""Texts that the page's script needs."""


def _history(name: str, tongue: str) -> list[Mapping[str, Any]]:
    """Every version of our own, the newest first."""
    return list(reversed(list(_versions(name, tongue))))


def _versions(name: str, tongue: str) -> Iterator[Mapping[str, Any]]:
    yield from console().ask("jobs", "prompt.history", prompt=name, language=tongue) or ()


def _own(row: Mapping[str, Any]) -> bool:
    return any(row.get(tongue) not in ("", "built-in", None) for tongue in LANGUAGES)


def _known(name: str, tongue: str) -> None:
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name) or tongue not in LANGUAGES:
        raise NotThere()


def _allowed(name: str, tongue: str) -> None:
    _known(name, tongue)
    if not _may():
        raise NotAllowed(right="setup.change")


def _may() -> bool:
    """Prompts are the whole centre's: nobody with a scope changes them."""
    scope = me().person.scope
    return reading.may_change(PROMPT) and scope.queues is None and scope.teams is None
