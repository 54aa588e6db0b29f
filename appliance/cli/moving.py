"""What a configuration takes along to another box beside its documents: a passphrase, and the sounds it names."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appliance.cli.documents import text_of
from appliance.cli.errors import FileUnwritable
from appliance.cli.session import Session
from appliance.cli.sockets import JOBS
from appliance.cli.sounds import PATIENCE, upload, write

Tree = Mapping[str, Mapping[str, Mapping[str, Any]]]


def passphrase_in(file: Path | None) -> dict[str, str]:
    """The first line of the file, as an argument; none without a file."""
    if file is None:
        return {}
    return {"passphrase": text_of(file).partition("\n")[0].strip()}


def sounds_of(tree: Tree) -> list[str]:
    """The sounds that prompts and music of a configuration name."""
    tracks = [track for body in tree.get("music", {}).values() for track in body.get("tracks", {}).values()]
    named = [*tree.get("prompt", {}).values(), *tracks]
    return sorted({str(body["audio"]) for body in named if "audio" in body})


def fetch(session: Session, tree: Tree, folder: Path) -> int:
    """Write every sound that the configuration names into the folder, which may have some already; how many."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise FileUnwritable(file=str(folder), problem=fault.strerror or "") from None
    wanted = sounds_of(tree)
    for sound in wanted:
        if not _there(folder, sound):
            write(_file(folder, sound), session.follow(JOBS, "sound.export", sound=sound))
    return len(wanted)


def bring(session: Session, tree: Tree, folder: Path) -> int:
    """Give the box the sounds that it lacks; how many. One that is in the folder neither is named by the import."""
    lacking = session.ask(JOBS, "sound.lacking", sounds=sounds_of(tree))["sounds"]
    brought = [sound for sound in lacking if _file(folder, sound).is_file()]
    for sound in brought:
        name = upload(session, _file(folder, sound))
        session.ask(JOBS, "sound.keep", within=PATIENCE, sound=sound, upload=name)
    return len(brought)


def _there(folder: Path, sound: str) -> bool:
    file = _file(folder, sound)
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == sound


def _file(folder: Path, sound: str) -> Path:
    return folder / f"{sound}.wav"
