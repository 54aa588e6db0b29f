"""What the builder says when it cannot go on: one sentence that names what, why and what to do next."""

import errno
import re


class Refused(Exception):  # noqa: N818 - the field's word: the builder refuses, nothing is broken
    """An expected failure; `str()` is the whole sentence for a person."""

    def __init__(self, what: str, why: str, step: str) -> None:
        super().__init__(f"{what}: {why}; {step}")


_DISK = (
    "the disk is full",
    "free some space, or set CALLSTEAD_CACHE to a folder on a larger disk, and run the command again",
)
_NETWORK = (
    "the package servers cannot be reached",
    "check the network (name server, proxy, cable) and run the command again",
)
_HASHES = (
    "a downloaded package does not have the hash that requirements/lock.txt promises",
    "do not use it; clear pip's cache (pip cache purge) and run the command again",
)
_NAMESPACES = (
    "this user may not make user namespaces",
    "run the command as root, or give the user a range in /etc/subuid and /etc/subgid",
)
_CAUSES = (
    (r"No space left on device|Disk quota exceeded", _DISK),
    (r"DO NOT MATCH THE HASHES", _HASHES),
    (r"unshare|subuid|newuidmap|[Cc]reating new namespace|setting up uid map|user namespaces", _NAMESPACES),
    (r"Temporary failure|Could not resolve|Name or service not known|unreachable|[Cc]onnection", _NETWORK),
    (r"No matching distribution|Could not connect|[Tt]imed out", _NETWORK),
)


def explain(what: str, output: str) -> Refused:
    """The refusal for a program that failed with `output`; an unknown cause is quoted in its own last words."""
    for pattern, (why, step) in _CAUSES:
        if re.search(pattern, output):
            return Refused(what, why, step)
    words = [line.strip() for line in output.splitlines() if line.strip()]
    return Refused(what, words[-1] if words else "no reason given", "see the lines above it and try again")


def from_system(fault: OSError) -> Refused | None:
    """The refusal behind an error of the operating system, or None where it would be a fault of ours."""
    where = fault.filename or "the cache"
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return Refused(f"{where} could not be written", *_DISK)
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        step = "make it writable for this user, or set CALLSTEAD_CACHE to a folder that is"
        return Refused(f"{where} could not be written", "it belongs to someone else or is read-only", step)
    return None
