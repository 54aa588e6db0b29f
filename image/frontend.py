"""The console's JavaScript and styles: built from locked npm packages in a Debian of its own, which no box has."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from image import cache, root
from image.processes import follow, say
from image.refusal import Refused, explain
from image.sandbox import command

TOOLS = root.HERE / "mmdebstrap" / "frontend.txt"
SOURCES = Path("manager/frontend")
BUILT = Path("manager/static/built")
MANIFEST = "manifest.json"
LOCKED = ("package.json", "package-lock.json")
LEFT_OUT = ("node_modules",)
WORK, OUT = "/srv/frontend", "/srv/built"
OWN_ENVIRONMENT = ("NPM_CONFIG_", "NODE_EXTRA_", "SSL_", "HTTP_", "HTTPS_", "NO_PROXY", "ALL_PROXY")


def sources(folder: Path) -> dict[str, bytes]:
    """What is built: every file below `folder` by its path, but not what npm puts there."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = ((path.relative_to(folder), path) for path in found)
    return {str(name): path.read_bytes() for name, path in named if name.parts[0] not in LEFT_OUT}


def identity(tools: Path, files: Mapping[str, bytes]) -> str:
    """The fingerprint of these files built by the tools of that root."""
    return cache.fingerprint(tools.name, WORK, {name: data.hex() for name, data in files.items()})


def tools() -> Path:
    """The root with Node.js and npm."""
    return root.beside("node", TOOLS, "Node.js")


def modules(place: Path, files: Mapping[str, bytes]) -> Path:
    """The folder with `node_modules` as package-lock.json has them; no package's own script runs."""
    locked = {name: files[name] for name in LOCKED}

    def build(folder: Path, hold: int) -> None:
        say("frontend: fetching the npm packages")
        write(folder, locked)
        cache = "/tmp/npm"  # noqa: S108 - of the sandbox alone
        npm = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", cache)
        outcome = follow(inside(place, {}, {folder: WORK}, *npm, network=True), hold=hold)
        if outcome.status:
            raise explain("the npm packages could not be installed", outcome.output)

    return cache.built("npm", identity(place, locked), build)


def ready(checkout: Path) -> Path:
    """The checkout's `manager/static/built`, made anew unless it is what these sources give."""
    files, folder = sources(checkout / SOURCES), checkout / BUILT
    place = tools()

    def build(made: Path, hold: int) -> None:
        say("frontend: bundling")
        outcome = follow(_with_sources(place, files, checkout, made, "node", "build.mjs", OUT), hold=hold)
        if outcome.status:
            raise explain("the console's JavaScript could not be built", outcome.output)
        say(f"frontend: {outcome.output.strip().replace(chr(10), ', ')}")

    shared = cache.built("frontend", identity(place, files), build)
    with cache.claimed(cache.place() / "checkout.lock"):
        if not same(shared, folder):
            lay_out(shared, folder)
    return folder


def check(checkout: Path) -> None:
    """Refuse with what tsc or eslint have to say."""
    files, place = sources(checkout / SOURCES), tools()
    for words in (("node_modules/.bin/tsc", "--noEmit"), ("node_modules/.bin/eslint", ".")):
        outcome = follow(_with_sources(place, files, checkout, None, *words), shown=lambda line: line)
        if outcome.status:
            raise Refused(f"{words[0].rpartition('/')[2]} found faults", "see the lines above", "correct them")


def same(shared: Path, folder: Path) -> bool:
    """Whether the checkout has just what was built: the names of the files tell their content."""
    mine, theirs = folder / MANIFEST, shared / MANIFEST
    return mine.is_file() and mine.read_bytes() == theirs.read_bytes() and _names(folder) == _names(shared)


def lay_out(shared: Path, folder: Path) -> None:
    """A copy, in one step for whoever reads it: what is served must not lead outside the checkout."""
    fresh, old = folder.with_name(folder.name + ".partial"), folder.with_name(folder.name + ".old")
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(shared, fresh)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def inside(
    place: Path,
    read_only: Mapping[Path, str],
    writable: Mapping[Path, str],
    *argv: str,
    network: bool = False,
) -> list[str]:
    """The words that run a program of the tools' root in the work folder."""
    own = {name: value for name, value in os.environ.items() if name.upper().startswith(OWN_ENVIRONMENT)}
    given = {**own, "CI": "1"}
    files = {path: path_inside for path, path_inside in _host_files().items() if path.exists()}
    return command(
        place,
        argv,
        read_only={**files, **read_only},
        writable=writable,
        network=network,
        environment=given,
        folder=WORK,
    )


def _with_sources(place: Path, files: Mapping[str, bytes], checkout: Path, made: Path | None, *argv: str) -> list[str]:
    """The same, on the sources beside the npm packages they are locked to; without network."""
    installed = modules(place, files)
    binds = {checkout / SOURCES / name: f"{WORK}/{name}" for name in _tops(files)}
    binds[installed / "node_modules"] = f"{WORK}/node_modules"
    return inside(place, binds, {made: OUT} if made else {}, *argv)


def _tops(files: Mapping[str, bytes]) -> list[str]:
    return sorted({Path(name).parts[0] for name in files})


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _host_files() -> dict[Path, str]:
    """The host's certificates and npm settings, at the places where the root's npm looks for them."""
    return {
        Path("/etc/ssl/certs"): "/etc/ssl/certs",
        Path.home() / ".npmrc": "/tmp/.npmrc",  # noqa: S108 - the root's home
    }
