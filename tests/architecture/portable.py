"""Files that mean the same on every machine: no path, host or package index of the one they were written on."""

import configparser
import fnmatch
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

STANDARD = {
    "bin",
    "boot",
    "dev",
    "etc",
    "home",
    "lib",
    "media",
    "mnt",
    "opt",
    "proc",
    "root",
    "run",
    "srv",
    "sys",
    "tmp",
} | {
    "usr",
    "var",
}
"""First folders that exist on every machine (Filesystem Hierarchy Standard 3.0)."""

EVERYWHERE = {"/usr", "/usr/local", "/srv/checkout", "/srv/environment"}
"""Where a Python can lie on every machine, and where the box has the checkout and its environment (image/box.py)."""

# Put together here, so that no file names one.
PUBLIC = {
    ".".join(words) for words in (("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"))
}
PUBLIC |= {".".join(words) for words in (("proxy", "golang", "org"), ("deb", "debian", "org"))}
INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host")
HOME = re.compile(r"(?<![\w.$~}-])/(?:home|Users)/[A-Za-z]\w*/")
NEVER = (".git", "__pycache__")
LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Machine:
    """What is true of this machine only."""

    paths: tuple[str, ...]
    hosts: tuple[str, ...]


def this_machine(root: Path, environment: Mapping[str, str], pip: Sequence[Path]) -> Machine:
    """The checkout, its Python, and the package indexes that this machine is set to."""
    parent = root.parent
    around = str(parent) + "/" if parent.parts[1:2] and parent.parts[1] not in STANDARD else str(root)
    paths = {around, sys.prefix} - EVERYWHERE
    values = [value for name, value in environment.items() if re.search("index|registry|goproxy", name, re.IGNORECASE)]
    hosts = {
        urlsplit(word).hostname or "" for value in [*values, *_settings(pip)] for word in re.split(r"[\s,|]+", value)
    }
    return Machine(tuple(sorted(paths)), tuple(sorted(hosts - PUBLIC - {""})))


def unportable(root: Path, machine: Machine) -> Iterator[str]:
    """A sentence for each line of a kept text file that names this machine or an index."""
    patterns = [(re.compile(rf"(?<![\w.~/-]){re.escape(path)}"), f"path {path}") for path in machine.paths]
    patterns += [(re.compile(rf"\b{re.escape(host)}\b"), f"host {host}") for host in machine.hosts]
    patterns += [(HOME, "path of a person's home")]
    for file in kept_files(root):
        name = file.relative_to(root)
        for number, line in enumerate(_lines(file), 1):
            yield from (f"{name}:{number}: {what}" for pattern, what in patterns if pattern.search(line))
            if "requirements" in file.name and INDEX.search(line):
                yield f"{name}:{number}: an index; the machine that installs chooses its own"


def kept_files(root: Path) -> Iterator[Path]:
    """Every file that .gitignore does not leave out."""
    file = root / ".gitignore"
    ignored = [line.strip().strip("/") for line in file.read_text().splitlines()] if file.exists() else []
    patterns = [*NEVER, *(line for line in ignored if line and not line.startswith("#"))]
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not _matches(name, patterns))
        yield from (Path(folder, name) for name in sorted(files) if not _matches(name, patterns))


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def _lines(file: Path) -> list[str]:
    if file.is_symlink() or file.stat().st_size > LARGEST:
        return []
    try:
        return file.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def _settings(files: Sequence[Path]) -> list[str]:
    reader = configparser.ConfigParser(interpolation=None, strict=False)
    reader.read(files)
    return [value for section in reader.values() for value in section.values()]
