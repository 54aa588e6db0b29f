"""A real OpenLDAP server on loopback: people and groups as OpenLDAP has them, and as Active Directory has them."""

import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from ldap3 import SIMPLE, Connection
from ldap3 import Server as Address

from tests.servers.outside import Authority

BASE, ROOT, ROOT_PASSWORD = "dc=acme,dc=example", "cn=root,dc=acme,dc=example", "root of the test"
SERVICE, SERVICE_PASSWORD = f"cn=service,{BASE}", "may look, nothing else"
SCHEMA = """
attributetype ( 1.3.6.1.4.1.99999.1 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.99999.2 NAME 'userPrincipalName' EQUALITY caseIgnoreMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.99999.3 NAME 'objectGUID' EQUALITY octetStringMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.99999.4 NAME 'userAccountControl' EQUALITY integerMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
objectclass ( 1.3.6.1.4.1.99999.5 NAME 'user' SUP inetOrgPerson STRUCTURAL
  MAY ( sAMAccountName $ userPrincipalName $ objectGUID $ userAccountControl ) )
objectclass ( 1.3.6.1.4.1.99999.6 NAME 'computer' SUP user STRUCTURAL )
"""
CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include {folder}/ad.schema
pidfile {folder}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
TLSCACertificateFile {tls}/ca.crt
TLSCertificateFile {tls}/server.crt
TLSCertificateKeyFile {tls}/server.key
# As careless as servers are: a name without a password is let in, as nobody.
allow bind_anon_cred bind_anon_dn
security simple_bind=64
database mdb
maxsize 16777216
suffix "{base}"
rootdn "{root}"
rootpw "{password}"
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{service}" read by * none
overlay memberof
"""


@dataclass
class Slapd:
    """Where it listens, and whoever may change what is in it."""

    plain: str
    secure: str
    ca: str
    root: Connection

    def put(self, dn: str, classes: list[str], **attributes: object) -> None:
        done = self.root.add(dn, classes, attributes)
        assert done, self.root.result

    def person(self, uid: str, password: str, name: str = "", **more: object) -> str:
        """Somebody as in OpenLDAP; the DN."""
        dn, name = f"uid={uid},ou=people,{BASE}", name or uid.title()
        self.put(dn, ["inetOrgPerson"], cn=name, sn=name, userPassword=password, **more)
        return dn

    def user(self, name: str, password: str, guid: UUID, control: int = 512, **more: object) -> str:
        """Somebody as in Active Directory; the DN."""
        dn = f"cn={name.title()} (Sales),ou=people,{BASE}"
        own: Mapping[str, object] = {"sAMAccountName": name, "userPrincipalName": f"{name}@acme.example"}
        told = {**own, "objectGUID": guid.bytes_le, "userAccountControl": control, "displayName": name.title(), **more}
        self.put(dn, ["user"], sn=name, userPassword=password, **told)
        return dn

    def group(self, name: str, *members: str) -> str:
        dn = f"cn={name},ou=groups,{BASE}"
        self.put(dn, ["groupOfNames"], member=list(members))
        return dn

    def change(self, dn: str, **attributes: object) -> None:
        changes = {name: [("MODIFY_REPLACE", [value] if value else [])] for name, value in attributes.items()}
        assert self.root.modify(dn, changes), self.root.result

    def remove(self, dn: str) -> None:
        assert self.root.delete(dn), self.root.result


@contextmanager
def slapd(folder: Path) -> Iterator[Slapd]:
    """One with two branches and the account to search with, until the block ends."""
    tls = Authority(folder / "tls")
    (folder / "data").mkdir()
    (folder / "ad.schema").write_text(SCHEMA)
    values = {"folder": folder, "tls": folder / "tls", "base": BASE, "root": ROOT, "service": SERVICE}
    (folder / "slapd.conf").write_text(CONFIGURATION.format(**values, password=ROOT_PASSWORD))
    plain, secure = (_free_port() for _ in range(2))
    addresses = f"ldap://127.0.0.1:{plain} ldaps://127.0.0.1:{secure}"
    command = ["/usr/sbin/slapd", "-d", "0", "-f", str(folder / "slapd.conf"), "-h", addresses]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait_until_it_listens(process, plain, secure)
        root = Connection(Address("127.0.0.1", plain), ROOT, ROOT_PASSWORD, authentication=SIMPLE)
        root.open()
        assert root.start_tls()
        assert root.bind(), root.result
        one = Slapd(f"ldap://127.0.0.1:{plain}", f"ldaps://127.0.0.1:{secure}", tls.ca.read_text(), root)
        one.put(BASE, ["organization", "dcObject"], o="Acme", dc="acme")
        for name in ("people", "groups"):
            one.put(f"ou={name},{BASE}", ["organizationalUnit"])
        one.put(SERVICE, ["person"], sn="service", userPassword=SERVICE_PASSWORD)
        yield one
        root.unbind()
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr:
            process.stderr.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", *ports: int) -> None:
    for port in ports:
        for _ in range(200):
            assert process.poll() is None, (process.stderr.read() if process.stderr else b"").decode()
            try:
                socket.create_connection(("127.0.0.1", port), 5).close()
            except ConnectionRefusedError:
                _pause(process)
            else:
                break
        else:
            raise AssertionError(f"slapd does not listen at {port}")


def _pause(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return
