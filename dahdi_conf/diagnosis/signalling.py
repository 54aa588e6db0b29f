"""The signalling of a line that is well: D-channel and R2. Pure."""

from collections import Counter

from dahdi_conf.diagnosis.evidence import R2, DChannel, Evidence, Finding, Isdn

SAME_SIDE = "but they think they're the"
"""libpri's words (q921.c) when both ends are the same side: `We think we're the CPE, but they think ... CPE too.`"""
DIALECT = frozenset({79, 95, 96, 97, 99, 100, 101, 111})
"""Causes of Q.850 by which a switch says that it does not understand what it was sent."""
MULTIPLE_FREQUENCIES = ("multi frequency", "unexpected mf", "group b", "invalid mf")
TAKEN_BACK = 3
"""So many calls in a row: callers hang up too, but seldom while the registers still talk."""
NO_END = frozenset({"cn"})
"""The variants in which no signal says that a number is whole (China: YD/T 1090, as openr2 has it)."""
TIMEOUT = 5.0
SHORT = 2
"""So many calls in a row have brought too few digits."""
END_OF_DIGITS = 4.0
"""Seconds: with more digits asked for than come, each call waits 5 s for the rest."""


def wrong_side(seen: Evidence) -> Finding | None:
    if not (seen.isdn and any(SAME_SIDE in notice for notice in seen.isdn.notices)):
        return None
    return Finding("isdn-same-side", {"side": _side(seen.isdn), "other": _side(seen.isdn, other=True)})


def nobody_answers(seen: Evidence) -> Finding | None:
    """We send frames and none comes back."""
    isdn = seen.isdn
    if not isdn or seen.d_channel is not DChannel.DOWN or isdn.frames_received != 0:
        return None
    return Finding("d-channel-silent", {"sent": isdn.frames_sent or 0})


def not_established(seen: Evidence) -> Finding | None:
    """Frames come, the link does not: the far end refuses, or is about to start."""
    isdn = seen.isdn
    if not isdn or seen.d_channel is not DChannel.DOWN or not isdn.frames_received:
        return None
    return Finding("d-channel-refused", {"sent": isdn.frames_sent or 0, "received": isdn.frames_received})


def down(seen: Evidence) -> Finding | None:
    """The D-channel is down, and nobody counted its frames."""
    isdn = seen.isdn
    if not isdn or seen.d_channel is not DChannel.DOWN or isdn.frames_received is not None:
        return None
    return Finding("d-channel-down", {"side": _side(isdn), "switch_type": isdn.switch_type or "-"})


def other_dialect(seen: Evidence) -> Finding | None:
    isdn = seen.isdn
    if not isdn or seen.d_channel is not DChannel.UP:
        return None
    strange = Counter(cause for cause in isdn.causes if cause in DIALECT)
    if strange.total() < 2 or isdn.calls_answered:
        return None
    causes = ", ".join(str(cause) for cause, _ in strange.most_common())
    return Finding("isdn-dialect", {"causes": causes, "switch_type": isdn.switch_type})


def r2_variant(seen: Evidence) -> Finding | None:
    r2 = seen.r2
    if not r2:
        return None
    strange = [text for text in r2.errors if any(word in text.lower() for word in MULTIPLE_FREQUENCIES)]
    if len(strange) < 2:
        return None
    return Finding("r2-variant", {"variant": r2.variant, "error": strange[-1], "count": len(strange)})


def r2_taken_back(seen: Evidence) -> Finding | None:
    """The exchange seizes channels and gives each up before its number is whole: our signals mean nothing to it."""
    r2 = seen.r2
    if not r2 or r2.taken_back < TAKEN_BACK or r2_variant(seen):
        return None
    return Finding("r2-taken-back", {"variant": r2.variant, "count": r2.taken_back})


def r2_blocked(seen: Evidence) -> Finding | None:
    if not (seen.r2 and seen.r2.far_end_blocked):
        return None
    return Finding("r2-blocked", {"channels": seen.r2.far_end_blocked})


def r2_digits(seen: Evidence) -> Finding | None:
    """Fewer digits come than are waited for, and every call is late."""
    r2 = seen.r2
    if not r2 or not r2.digits_received:
        return None
    came, late = max(r2.digits_received[-SHORT:]), min(r2.seconds_to_offer, default=_waited(r2))
    if came >= r2.dnis_digits or late < END_OF_DIGITS:
        return None
    return Finding("r2-digits", {"asked": r2.dnis_digits, "came": came, "late": round(late, 1)})


def _waited(r2: R2) -> float:
    """Seconds that openr2 waits for the rest of a number, where the variant cannot say that there is none."""
    return TIMEOUT if r2.variant in NO_END and len(r2.digits_received) >= SHORT else 0.0


def ss7_points(seen: Evidence) -> Finding | None:
    """The exchange talks, to somebody else than we think we are."""
    ss7 = seen.ss7
    if not ss7 or seen.d_channel is not DChannel.DOWN or not ss7.strange_points:
        return None
    return Finding("ss7-points", {"own": ss7.own_point, "theirs": ss7.strange_points[-1]})


def ss7_link(seen: Evidence) -> Finding | None:
    """The line is well and the link is not, and nothing that came says why."""
    ss7 = seen.ss7
    if not ss7 or seen.d_channel is not DChannel.DOWN or ss7.strange_points:
        return None
    return Finding("ss7-link-down", {"own": ss7.own_point, "adjacent": ss7.adjacent_point})


def ss7_circuits(seen: Evidence) -> Finding | None:
    ss7 = seen.ss7
    if not ss7 or not ss7.strange_circuits:
        return None
    return Finding("ss7-circuits", {"circuits": ", ".join(dict.fromkeys(ss7.strange_circuits))})


def _side(isdn: Isdn, *, other: bool = False) -> str:
    return "net" if isdn.network_side is not other else "cpe"
