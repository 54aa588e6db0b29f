import errno

import pytest

from image.refusal import Refused, explain, from_system


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("tar: ./usr/lib: Cannot write: No space left on device\n", "the disk is full"),
        ("W: Failed to fetch http://x/InRelease  Temporary failure resolving 'x'\n", "cannot be reached"),
        ("NewConnectionError: Failed to establish a new connection: [Errno 111]\n", "cannot be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n", "does not have the hash"),
        ("E: newuidmap 12 failed\n", "user namespaces"),
        ("bwrap: No permissions to creating new namespace\n", "user namespaces"),
    ],
)
def test_known_causes_are_named(output: str, why: str) -> None:
    text = str(explain("it could not be built", output))
    assert text.startswith("it could not be built: ")
    assert why in text
    assert text.count("; ") >= 1


def test_an_unknown_cause_is_quoted() -> None:
    assert "E: strange things" in str(explain("no", "I: fine\nE: strange things\n\n"))
    assert "no reason given" in str(explain("no", ""))


def test_faults_of_the_system() -> None:
    full = from_system(OSError(errno.ENOSPC, "No space left on device", "/c/root"))
    closed = from_system(PermissionError(errno.EACCES, "Permission denied", "/c"))
    assert isinstance(full, Refused)
    assert str(full).startswith("/c/root could not be written: the disk is full; ")
    assert "CALLSTEAD_CACHE" in str(closed)
    assert from_system(OSError(errno.EBADF, "Bad file descriptor")) is None
