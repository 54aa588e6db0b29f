"""The numbers of calls, as they come and as they go: another plan at the other end. Pure."""

from dahdi_conf.diagnosis.evidence import Evidence, Finding

CALLS = 3
"""The last calls, so many, must have shown the same."""
REFUSED = frozenset({1, 28})
"""Q.850: nobody has that number; the number is not complete or not in the right form."""
REFUSALS = 3
DIGITS = 3
"""So many digits at least must be the same, for a number to be part of another."""


def numbers_differ(seen: Evidence) -> Finding | None:
    """Calls come for numbers that nobody has here, but that are part of one of ours, or ours of them."""
    strange = seen.arrived.numbers[-CALLS:]
    if len(strange) < CALLS or not seen.arrived.known.isdisjoint(strange):
        return None
    meant = [next((ours for ours in sorted(seen.arrived.known) if _part(number, ours)), "") for number in strange]
    if not all(meant):
        return None
    return Finding("numbers-differ", {"calls": len(strange), "came": strange[-1], "known": meant[-1]})


def numbers_refused(seen: Evidence) -> Finding | None:
    """The exchange finds no number good that we dial."""
    isdn = seen.isdn
    if not isdn or isdn.calls_answered or len(isdn.causes) < REFUSALS or not REFUSED.issuperset(isdn.causes):
        return None
    causes = ", ".join(str(cause) for cause in sorted(set(isdn.causes)))
    return Finding("numbers-refused", {"calls": len(isdn.causes), "causes": causes})


def _part(came: str, ours: str) -> bool:
    short, long = sorted((came.removeprefix("+"), ours.removeprefix("+")), key=len)
    return len(short) >= DIGITS and short != long and (long.endswith(short) or long.startswith(short))
