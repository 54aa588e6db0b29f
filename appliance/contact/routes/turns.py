"""In which order the trunks of a group are tried."""

from appliance.contact.routes.model import Group, Turns


def arranged(group: Group, turn: int) -> tuple[str, ...]:
    """The members for the call number `turn`, counted from 0: who is first, then the others in their order."""
    names = [member.trunk for member in group.members]
    if not names or group.turns is Turns.ORDER:
        return tuple(names)
    first = turn % len(names) if group.turns is Turns.ROUND_ROBIN else _by_share(group, turn)
    return tuple(names[first:] + names[:first])


def _by_share(group: Group, turn: int) -> int:
    """Smooth shares: within every round of as many calls as there are shares, each member has exactly its own."""
    shares = [max(member.share, 0) for member in group.members]
    whole = sum(shares)
    if not whole:
        return 0
    credit, chosen = [0] * len(shares), 0
    for _ in range(turn % whole + 1):
        credit = [had + share for had, share in zip(credit, shares, strict=True)]
        chosen = max(range(len(credit)), key=lambda place: (credit[place], -place))
        credit[chosen] -= whole
    return chosen
