"""Rendered text read as Asterisk reads it: objects and their options."""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_network

Options = tuple[tuple[str, str], ...]


def sections(text: str) -> Iterator[tuple[str, Options]]:
    """Each `[name]` of a rendered file with its `key = value` lines, in order."""
    name, pairs = "", list[tuple[str, str]]()
    for line in text.splitlines():
        if line.startswith("["):
            if name:
                yield name, tuple(pairs)
            name, pairs = line.strip("[]"), []
        elif " = " in line and not line.startswith(";"):
            key, _, value = line.partition(" = ")
            pairs.append((key, value))
    if name:
        yield name, tuple(pairs)


def objects(text: str) -> dict[tuple[str, str], Options]:
    """The objects of a pjsip.conf by (type, name)."""
    return {(dict(pairs).get("type", ""), name): pairs for name, pairs in sections(text)}


def transports(text: str) -> dict[str, Options]:
    """The transports of a pjsip.conf: Asterisk reads them at its start and never again."""
    return {name: pairs for (kind, name), pairs in objects(text).items() if kind == "transport"}


def same(key: str, wrote: str, held: str) -> bool:
    """Whether what Asterisk holds means what was written; it spells some values its own way."""
    return _spelled(key, wrote) == _spelled(key, held)


def _spelled(key: str, value: str) -> str:
    if key == "allow":
        return value.strip("()").replace("|", ",")
    if key == "callerid":
        # Asterisk takes the dashes out of numbers.
        return value.strip("<>").replace("-", "")
    if key == "match":
        return ",".join(sorted(str(_network(source)) for source in value.split(",") if source))
    return {"yes": "true", "no": "false"}.get(value.lower(), value)


def _network(source: str) -> IPv4Network | IPv6Network:
    """Asterisk tells IPv6 networks with a mask (2001:db8::/ffff:ffff::), which Python does not read."""
    address, _, mask = source.partition("/")
    return ip_network(f"{address}/{int(IPv6Address(mask)).bit_count()}" if ":" in mask else source)
