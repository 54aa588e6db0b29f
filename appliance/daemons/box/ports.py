"""Whether the ports that a box listens on are free."""

import socket
from collections.abc import Iterator

from appliance.daemons.box.errors import PortTaken
from appliance.settings import Settings


def check(settings: Settings) -> None:
    """Raise PortTaken for the first port that somebody else has."""
    for kind, address, port in _wanted(settings):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as fault:
                protocol = "TCP" if kind == socket.SOCK_STREAM else "UDP"
                raise PortTaken(port=port, protocol=protocol, address=address, reason=fault.strerror) from fault


def _wanted(settings: Settings) -> Iterator[tuple[socket.SocketKind, str, int]]:
    sip, asterisk, console = settings.sip, settings.asterisk, settings.console
    yield socket.SOCK_DGRAM, sip.address, sip.udp_port
    yield socket.SOCK_STREAM, sip.address, sip.tcp_port
    yield socket.SOCK_STREAM, sip.address, sip.tls_port
    yield socket.SOCK_STREAM, asterisk.ari_host, asterisk.ari_port
    yield socket.SOCK_STREAM, asterisk.ari_host, asterisk.manager
    yield socket.SOCK_STREAM, console.address, console.port
