"""Two sets of files compared for a person's eyes."""

import re
from collections.abc import Mapping
from difflib import unified_diff

MASK = "••••"
_SECRET = re.compile(r"^([ +-]?\s*(?:password|md5_cred|secret)\s*=>?\s*)\S.*$", re.IGNORECASE)


def changed(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the files that differ, are new or are gone, sorted."""
    return tuple(name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name))


def diff(old: Mapping[str, str], new: Mapping[str, str], labels: tuple[str, str] = ("installed", "rendered")) -> str:
    """A unified diff of all files; a secret that changed shows that it did, not what it is."""
    lines: list[str] = []
    for name in changed(old, new):
        before, after = (files.get(name, "").splitlines() for files in (old, new))
        lines += unified_diff(before, after, f"{labels[0]}/{name}", f"{labels[1]}/{name}", lineterm="")
    return "".join(_masked(line) + "\n" for line in lines)


def _masked(line: str) -> str:
    return _SECRET.sub(rf"\g<1>{MASK}", line)
