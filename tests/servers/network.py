"""Test processes that run side by side have a network each: a loaded plug-in, for the workers of pytest-xdist."""

import ctypes
import fcntl
import socket
import struct
from contextlib import suppress

import pytest

CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1


def pytest_configure(config: pytest.Config) -> None:
    """Who may not make networks shares one, and finds ports that nobody listens on."""
    if hasattr(config, "workerinput"):
        with suppress(PermissionError):
            own()


def own() -> None:
    """From here on this thread and its children are in a new network that has a loopback device alone."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWNET)")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))
