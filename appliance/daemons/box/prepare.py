"""Everything a box needs before its processes start; repeated at every start, it changes only what is missing."""

import json
import secrets
import tomllib
from pathlib import Path

from appliance.clock import SystemClock
from appliance.daemons.box import asterisk, demo, front
from appliance.daemons.engine.configuration import read
from appliance.daemons.site import site
from appliance.daemons.sounds import laid_out as sounds_laid_out
from appliance.settings import Settings, load
from appliance.store import schema
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.system import memory
from appliance.system.files import write_atomic
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from appliance.telephony import certificates
from appliance.telephony.config.apply import render_first

PRIVATE = 0o600


def prepare(paths: Paths, root: Path, sounds: Path) -> Settings:
    """Folders, settings, keys, certificates, database, demo centre, Asterisk's configuration."""
    paths.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in (*asterisk.folders(paths), paths.run, paths.logs, paths.recordings, paths.simulator):
        folder.mkdir(parents=True, exist_ok=True)
    memory.restore(paths)
    _settings(paths, root, sounds)
    settings, now = load(paths.settings), SystemClock().now()
    # A box that lost its key must say so: a new one would open none of its recordings.
    key = Keyring.ensure(paths.keys) if schema.current(settings.database_url) is None else Keyring.load(paths.keys)
    names = dict.fromkeys(("localhost", settings.sip.address, settings.console.address))
    certificates.ensure(paths.tls, tuple(names), now, keys=paths.keys)
    front.prepare(settings, paths)
    schema.upgrade(settings.database_url)
    database = open_engine(settings.database_url)
    demo.load(Documents(database), key, now)
    sounds_laid_out(settings, database)
    render_first(site(settings, read(database), key), paths.asterisk_config)
    database.dispose()
    return settings


def _settings(paths: Paths, root: Path, sounds: Path) -> None:
    """Write the settings file; what somebody has set in it stays, only the places of root, font and sounds follow."""
    present = tomllib.loads(paths.settings.read_text("utf-8")) if paths.settings.exists() else {}
    font = root / Settings().font.relative_to("/")
    present |= {"state": str(paths.state), "sounds": str(sounds), "font": str(font)}
    present.setdefault("asterisk", {}).setdefault("ari_password", secrets.token_urlsafe(24))
    present["tools"] = {"box": asterisk.tools(root)}
    present["demo"] = {"sipp": asterisk.sipp(root, paths.simulator), "work": str(paths.simulator)}
    write_atomic(paths.settings, _toml(present), mode=PRIVATE)


def _toml(tree: dict[str, object]) -> str:
    """Settings as TOML: plain values first, then one table per section."""
    plain = [f"{key} = {_value(value)}" for key, value in tree.items() if not isinstance(value, dict)]
    for section, values in tree.items():
        if isinstance(values, dict):
            plain += ["", f"[{section}]", *(f"{key} = {_value(value)}" for key, value in values.items())]
    return "\n".join(plain) + "\n"


def _value(value: object) -> str:
    """Strings, numbers, booleans and lists of strings are the same in TOML as in JSON."""
    return json.dumps(value, ensure_ascii=False)
