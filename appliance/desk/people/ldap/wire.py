"""Talking with a directory: never in clear, and by the first server that answers."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from ldap3 import ANONYMOUS, NONE, SIMPLE, SUBTREE, SYNC, Connection, Tls
from ldap3 import Server as Ldap3Server
from ldap3.core.exceptions import LDAPException, LDAPExceptionError
from ldap3.core.results import RESULT_INVALID_CREDENTIALS, RESULT_SIZE_LIMIT_EXCEEDED, RESULT_SUCCESS

from appliance.desk.people.accounts.errors import AccountAway
from appliance.desk.people.accounts.model import Server
from appliance.desk.people.ldap.entries import Entry

TLS_PORT, PLAIN_PORT = 636, 389
MOST_GROUPS = 500

Dial = Callable[[Server, str, str, str], Connection]


@contextmanager
def bound(server: Server, address: str, user: str, password: str) -> Iterator[Connection]:
    """A connection as `user` ("" for nobody); raises AccountAway, and what `user` may not, says the result of bind."""
    connection = _opened(server, address, user, password)
    try:
        with _told("bind", address):
            connection.bind()
        yield connection
    finally:
        with _ignored():
            connection.unbind()


def is_bound(connection: Connection) -> bool:
    return bool(connection.bound) and connection.result["result"] == RESULT_SUCCESS


def is_refused(connection: Connection) -> bool:
    """Whether name or password was wrong, or the account is closed; anything else is a trouble of the server."""
    return bool(connection.result["result"] == RESULT_INVALID_CREDENTIALS)


def said(connection: Connection) -> str:
    """What the server said last, for whoever sets it up."""
    result = connection.result
    return f"{result['description']} {result.get('message') or ''}".strip()[:200]


def found(
    connection: Connection, address: str, base: str, search: str, attributes: list[str], most: int, seconds: int
) -> list[Entry]:
    """The entries under `base` that the filter finds, at the most `most`."""
    with _told("search", address):
        connection.search(base, search, SUBTREE, attributes=attributes, size_limit=most, time_limit=seconds)
    if connection.result["result"] not in (RESULT_SUCCESS, RESULT_SIZE_LIMIT_EXCEEDED):
        raise AccountAway(step="search", why=f"{address}: {said(connection)}")
    return [
        Entry(one["dn"], {name.lower(): tuple(map(bytes, values)) for name, values in one["raw_attributes"].items()})
        for one in connection.response or ()
        if one["type"] == "searchResEntry"
    ]


def _opened(server: Server, address: str, user: str, password: str) -> Connection:
    parts = urlsplit(address)
    secure, host = parts.scheme == "ldaps", (parts.hostname or "").strip("[]")
    number = _number(host)
    with _told("ca", address):
        tls = Tls(validate=ssl.CERT_REQUIRED, ca_certs_data=server.ca or None, valid_names=["*"] if number else None)
        there = Ldap3Server(
            host,
            parts.port or (TLS_PORT if secure else PLAIN_PORT),
            use_ssl=secure,
            tls=tls,
            connect_timeout=server.seconds,
            get_info=NONE,
        )
        connection = Connection(
            there,
            user or None,
            password or None,
            authentication=SIMPLE if user else ANONYMOUS,
            client_strategy=SYNC,
            read_only=True,
            auto_referrals=False,
            check_names=False,
            receive_timeout=server.seconds,
        )
    with _told("connect", address):
        connection.open(read_server_info=False)
    if not secure:
        with _told("tls", address):
            if not connection.start_tls(read_server_info=False):
                raise AccountAway(step="tls", why=f"{address}: {said(connection)}")
    if number:
        _check_number(connection, address, number)
    return connection


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _check_number(connection: Connection, address: str, number: IPv4Address | IPv6Address) -> None:
    """Compare the certificate with an address: ldap3 compares names alone where Python has no match_hostname."""
    with _told("tls", address):
        names = connection.socket.getpeercert().get("subjectAltName", ())
        if number not in {ip_address(value) for kind, value in names if kind == "IP Address"}:
            raise ValueError(f"the certificate is not for {number}")


@contextmanager
def _told(step: str, address: str) -> Iterator[None]:
    try:
        yield
    except (LDAPException, OSError, ValueError) as fault:
        # One and the same kind of exception says that nobody is there, and that somebody else is.
        of_tls = step == "connect" and ("certificate" in str(fault).lower() or "ssl" in str(fault).lower())
        raise AccountAway(step="tls" if of_tls else step, why=f"{address}: {fault}"[:200]) from fault


@contextmanager
def _ignored() -> Iterator[None]:
    try:
        yield
    except (LDAPExceptionError, OSError):
        return
