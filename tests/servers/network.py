"""Test processes that run side by side have a network each: a loaded plug-in, for the workers of pytest-xdist."""

import ctypes
import fcntl
import socket
import struct
from contextlib import suppress

import pytest

CLONE_NEWNET = 0x40000000
SIOCSIFADDR, SIOCSIFNETMASK, SIOCSIFFLAGS = 0x8916, 0x891C, 0x8914
IFF_UP = 0x1
SITE = "10.255.77.1"


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


def with_address() -> None:
    """A network that has nothing but loopback gets an address of its own: WebRTC uses none of 127.0.0.0/8."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            _set(probe, SIOCSIFADDR, SITE)
            _set(probe, SIOCSIFNETMASK, "255.255.255.255")


def _set(any_socket: socket.socket, what: int, address: str) -> None:
    fcntl.ioctl(any_socket, what, struct.pack("16sHH4s16x", b"lo:1", socket.AF_INET, 0, socket.inet_aton(address)))
