"""DAHDI's files below /etc, and DAHDI's own programs."""

import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from appliance.system.files import write_atomic

ETC = Path("/etc")
FILES = (
    "dahdi/assigned-spans.conf",
    "dahdi/modules",
    "dahdi/span-types.conf",
    "dahdi/system.conf",
    "modprobe.d/callstead-dahdi.conf",
)
"""No other file is read or written."""
SECONDS = 30


def read(etc: Path = ETC) -> dict[str, str]:
    """What lies there now."""
    return {name: (etc / name).read_text("utf-8", "replace") for name in FILES if (etc / name).is_file()}


def write(files: Mapping[str, str | None], etc: Path = ETC) -> None:
    """Each file in one step; None removes it. Raises ValueError on any other file."""
    if unknown := files.keys() - set(FILES):
        raise ValueError(f"not of the lines: {sorted(unknown)}")
    for name, text in files.items():
        if text is None:
            (etc / name).unlink(missing_ok=True)
        else:
            write_atomic(etc / name, text)


def check(text: str) -> str:
    """What dahdi_cfg has against a system.conf; "" for nothing. Nothing is changed."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".conf") as file:
        file.write(text)
        file.flush()
        return _said(["dahdi_cfg", "-t", "-c", file.name])


def configure(spans: Iterable[tuple[int, Sequence[int]]], modules: Iterable[str]) -> str:
    """Load the drivers and configure those spans with their channels (first, last); what went wrong, or "".

    A span of 0 stands for analog channels. Spans that are not named are not touched.
    """
    for module in modules:
        if said := _said(["modprobe", "--", module]):
            return said
    for span, (first, last) in spans:
        only = ["-S", str(int(span))] if span else []
        if said := _said(["dahdi_cfg", *only, "-C", f"{int(first)}-{int(last)}"]):
            return said
    return ""


def _said(words: list[str]) -> str:
    """The complaints of a program that failed; "" of one that did not."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, check=False)
    return "" if done.returncode == 0 else (done.stderr + done.stdout).strip() or f"{words[0]}: {done.returncode}"
