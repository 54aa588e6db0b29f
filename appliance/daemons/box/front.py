"""nginx before the console: TLS and HTTP/2, files for browsers, WebSockets to the live feed and to Asterisk."""

import os
from importlib import resources
from pathlib import Path

from appliance.errors import LANGUAGES, catalogue
from appliance.settings import Settings
from appliance.system.files import write_atomic
from appliance.system.paths import Paths
from image import sandbox

CONFIG, STATIC, RUN, TLS, OWN_TLS = "/srv/front", "/srv/static", "/srv/run", "/srv/tls", "/srv/supplied"
FILE = "nginx.conf"
AWAY = "away.html"


def prepare(settings: Settings, paths: Paths) -> None:
    """Write nginx's configuration, and the page that is shown while no console answers."""
    paths.front.mkdir(parents=True, exist_ok=True)
    write_atomic(paths.front / FILE, configuration(settings, as_root=os.geteuid() == 0), mode=0o600)
    write_atomic(paths.front / AWAY, away(), mode=0o600)


def command(root: Path, static: Path, settings: Settings, paths: Paths) -> list[str]:
    """nginx in the foreground, in the runtime root; it sees our sockets, files for browsers, and its certificate."""
    console = settings.console
    supplied = {console.certificate: "server.crt", console.key: "server.key"}
    read_only = {paths.front: CONFIG, static: STATIC, paths.tls: TLS}
    read_only |= {Path(file): f"{OWN_TLS}/{name}" for file, name in supplied.items() if file}
    argv = ("nginx", "-c", f"{CONFIG}/{FILE}", "-e", "stderr")
    return sandbox.command(root, argv, read_only=read_only, writable={paths.run: RUN})


def configuration(settings: Settings, *, as_root: bool) -> str:
    """nginx.conf; paths are those inside the sandbox."""
    console, asterisk = settings.console, settings.asterisk
    return (
        _text("nginx.conf")
        .replace("@user@", "user root root;" if as_root else "")
        .replace("@address@", f"[{console.address}]" if ":" in console.address else console.address)
        .replace("@port@", str(console.port))
        .replace("@tls@", OWN_TLS if console.certificate else TLS)
        .replace("@asterisk@", f"{asterisk.ari_host}:{asterisk.ari_port}")
    )


def away() -> str:
    """The page for browsers while no console answers, in every language; it tries again by itself."""
    texts = [catalogue(language)["console-away"] for language in LANGUAGES]
    said = "".join(f"<h1>{text['what']}</h1><p>{text['why']}</p><p>{text['next']}</p>" for text in texts)
    return _text(AWAY).replace("@said@", said)


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")
