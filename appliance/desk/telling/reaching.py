"""Where webhooks may go: to other machines, never to what is this one or nobody's."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: IPv4 addresses behind a translator."""
RESERVED = 240
"""RFC 1112 section 4: first octet from which IPv4 addresses are nobody's."""


def may_reach(text: str) -> bool:
    """Whether an address can be another machine's; those of the customer's own network can."""
    try:
        address = plain(ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if isinstance(address, IPv4Address) and not 0 < address.packed[0] < RESERVED:
        return False
    return not (address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified)


def plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 one carries (RFC 4291 section 2.5.5, RFC 3056, RFC 6052), else itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(address.packed[12:])
    return address.ipv4_mapped or address.sixtofour or _compatible(address) or address


def _compatible(address: IPv6Address) -> IPv4Address | None:
    low = int(address)
    return IPv4Address(low) if 1 < low < 1 << 32 else None
