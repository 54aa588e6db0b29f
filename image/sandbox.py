"""The command line that runs a program inside the runtime root, walled off by bubblewrap."""

from collections.abc import Mapping, Sequence
from pathlib import Path

SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"

MOUNT_POINTS = (
    "/etc/asterisk",
    "/etc/ssl/certs",
    "/var/lib/asterisk",
    "/var/spool/asterisk",
    "/var/log/asterisk",
)
"""Folders that every root has for binding; any place outside /etc, /usr and /var can be bound too."""


def command(
    root: Path,
    argv: Sequence[str],
    *,
    read_only: Mapping[Path, str],
    writable: Mapping[Path, str],
    network: bool = True,
    die_with_parent: bool = True,
    environment: Mapping[str, str] | None = None,
    folder: str = "/",
    devices: Sequence[str] = (),
) -> list[str]:
    """The bubblewrap words that run `argv` in `folder` of the read-only `root`, with no capabilities.

    `read_only` and `writable` map host paths to absolute places inside; `devices` are there where the host has them.
    The program sees a clean environment of PATH, HOME, LC_ALL and what `environment` adds; without `network` it has a
    loopback of its own.
    """
    return [
        "bwrap",
        *(["--die-with-parent"] if die_with_parent else []),
        *["--unshare-pid", "--unshare-ipc", *([] if network else ["--unshare-net"]), "--cap-drop", "ALL"],
        *_root(root),
        *["--proc", "/proc", "--dev", "/dev"],
        *(word for name in devices for word in ("--dev-bind-try", name, name)),
        *["--tmpfs", "/tmp", "--tmpfs", "/run", "--tmpfs", "/srv"],  # noqa: S108 - places inside the root
        *_host_files(network),
        *_binds(read_only, writable),
        *["--remount-ro", "/"],
        *_environment(environment or {}),
        *["--chdir", folder, "--", *argv],
    ]


def _root(root: Path) -> list[str]:
    """The root's folders read-only in an empty one, in which any other place can be bound."""
    folders = [word for name in ("etc", "usr", "var") for word in ("--ro-bind", str(root / name), f"/{name}")]
    return folders + [
        word for name in ("bin", "lib", "lib64", "sbin") for word in ("--symlink", f"usr/{name}", f"/{name}")
    ]


def _host_files(network: bool) -> list[str]:
    names = ["/etc/hosts", "/etc/localtime", *(["/etc/resolv.conf"] if network else [])]
    return [word for name in names for word in ("--ro-bind-try", name, name)]


def _binds(read_only: Mapping[Path, str], writable: Mapping[Path, str]) -> list[str]:
    """Outer places before inner ones, else the outer would cover the inner."""
    binds = [("--ro-bind", source, inside) for source, inside in read_only.items()]
    binds += [("--bind", source, inside) for source, inside in writable.items()]
    ordered = sorted(binds, key=lambda bind: Path(bind[2]).parts)
    return [word for option, source, inside in ordered for word in (option, str(source), inside)]


def _environment(values: Mapping[str, str]) -> list[str]:
    home = "/tmp"  # noqa: S108 - of the sandbox alone
    whole = {"PATH": SEARCH_PATH, "HOME": home, "LC_ALL": "C.UTF-8", **values}
    return ["--clearenv", *(word for name, value in whole.items() for word in ("--setenv", name, value))]
