"""At which addresses passkeys can be: a browser binds each to the name of a host, and an IP address is none."""

from ipaddress import ip_address

from appliance.desk.people.passkeys.errors import PasskeysNeedAName
from appliance.desk.people.passkeys.model import Place


def place(address: str) -> Place:
    """Where `address` (https://host:port) is; raises PasskeysNeedAName for an IP address (WebAuthn section 5.1.2)."""
    scheme, _, rest = address.partition("://")
    netloc = rest.partition("/")[0]
    name, _, port = netloc.rpartition(":")
    host = (name if name and port.isdigit() else netloc).strip("[]").lower()
    if not host or _is_ip(host):
        raise PasskeysNeedAName(host=host or "-")
    return Place(host, f"{scheme}://{netloc}")


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
