"""What a process must know before it can read the database: one typed file, overridden by the environment."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

from appliance.errors import Refusal


class SettingUnknown(Refusal):
    """A key that no process knows: a typing error must not be ignored."""

    code = "setting-unknown"


class SettingInvalid(Refusal):
    """A value of the wrong type."""

    code = "setting-invalid"


class Secret:
    """Text that shows itself only when asked: `reveal()`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True, slots=True)
class Database:
    """`url` is an SQLAlchemy URL; empty means the embedded SQLite file in the state folder."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class Asterisk:
    """Where Asterisk's HTTP server and its manager listen (loopback only), and who we are to both.

    A `manager_port` of 0 is the port after `ari_port`.
    """

    ari_host: str = "127.0.0.1"
    ari_port: int = 8088
    ari_user: str = "callstead"
    ari_password: Secret = field(default_factory=lambda: Secret(""))
    app: str = "callstead"
    node: str = "box"
    manager_port: int = 0

    @property
    def manager(self) -> int:
        return self.manager_port or self.ari_port + 1


@dataclass(frozen=True, slots=True)
class Sip:
    """Addresses and ports that phones and carriers reach; RTP ports are an inclusive range."""

    address: str = "127.0.0.1"
    udp_port: int = 5060
    tcp_port: int = 5060
    tls_port: int = 5061
    rtp_first: int = 10000
    rtp_last: int = 11999


@dataclass(frozen=True, slots=True)
class Console:
    """Where browsers reach the console (TLS). `certificate` and `key` name PEM files to use instead of the box's own.

    `workers` are processes of the console, each with eight threads. `api_per_minute` is how many requests one token
    may make at the interface for other systems, a sixth of them at once.
    """

    address: str = "127.0.0.1"
    port: int = 8443
    certificate: str = ""
    key: str = ""
    workers: int = 2
    api_per_minute: int = 600


@dataclass(frozen=True, slots=True)
class Demo:
    """Set where a demo centre runs: the command that starts SIPp, and the folder it works in."""

    sipp: tuple[str, ...] = ()
    work: Path = Path()


@dataclass(frozen=True, slots=True)
class Tools:
    """`box`: the words that run a program of the runtime root without network; `{work}` stands for its folder."""

    box: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Jobs:
    """`pace`: seconds between two looks at what nothing tells of (the disk), and until what failed is tried again.

    `webhooks_here`: whether webhooks may go to this machine itself, as in trials.
    """

    pace: int = 60
    webhooks_here: bool = False

    @property
    def seconds(self) -> float:
        return float(max(1, self.pace))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a box's processes. `state` holds everything the box keeps, `sounds` its prompts and music.

    `font` is a TrueType file with Chinese, of whose letters PDF files are made.
    """

    state: Path = Path(".callstead")
    sounds: Path = Path("/usr/share/callstead")
    font: Path = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
    language: str = "zh"
    time_zone: str = "Asia/Shanghai"
    database: Database = field(default_factory=Database)
    asterisk: Asterisk = field(default_factory=Asterisk)
    sip: Sip = field(default_factory=Sip)
    console: Console = field(default_factory=Console)
    demo: Demo = field(default_factory=Demo)
    tools: Tools = field(default_factory=Tools)
    jobs: Jobs = field(default_factory=Jobs)

    @property
    def database_url(self) -> str:
        return self.database.url or f"sqlite:///{self.state.absolute() / 'callstead.db'}"


def load(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Defaults, then the TOML file at `path`, then `CALLSTEAD_SET_SECTION__KEY`; raises on an unknown key."""
    values = tomllib.loads(path.read_text("utf-8")) if path else {}
    settings: Settings = _overlay(Settings(), values, str(path))
    settings = _overlay(settings, _from_environment(environment), "environment")
    return settings


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in environment.items():
        if name.startswith("CALLSTEAD_SET_"):
            *sections, key = name.removeprefix("CALLSTEAD_SET_").lower().split("__")
            place = tree
            for section in sections:
                place = place.setdefault(section, {})
            place[key] = value
    return tree


def _overlay(base: Any, values: Mapping[str, Any], where: str, path: str = "") -> Any:
    known = {item.name for item in fields(base)}
    hints = get_type_hints(type(base))
    changes: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise SettingUnknown(key=path + key, where=where, known=", ".join(sorted(known)))
        current = getattr(base, key)
        if is_dataclass(current) and isinstance(value, Mapping):
            changes[key] = _overlay(current, value, where, f"{path}{key}.")
        else:
            changes[key] = _typed(hints[key], value, path + key, where)
    return replace(base, **changes)


def _typed(kind: Any, value: Any, key: str, where: str) -> Any:
    try:
        if kind == tuple[str, ...]:
            return tuple(str(item) for item in value)
        if kind is int and isinstance(value, bool | float):
            raise ValueError(value)
        return kind(value)
    except (TypeError, ValueError) as fault:
        raise SettingInvalid(key=key, value=str(value), expected=kind.__name__, where=where) from fault
