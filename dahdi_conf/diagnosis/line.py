"""The line itself: signal, frame, far end, clock. Pure."""

from dahdi_conf.diagnosis.evidence import Evidence, Finding, Question

ENOUGH = 10.0
"""Seconds that must have been seen before counts say anything."""
SLIPS = 1.0
"""A minute: a line in step slips less than once in some days (ITU-T G.822)."""
CRC_MISSING = 30_000.0
"""CRC-4 errors a minute: without CRC-4 at the other end nearly every one of the 60,000 blocks is wrong."""
CRC_ERRORS = 60.0
VIOLATIONS = 60.0


def no_signal(seen: Evidence) -> Finding | None:
    """LOS; where a framer tells only red, and counts no frame at all, the same."""
    bare = "red" in seen.signals and not seen.signals & {"lfa", "ais", "rai", "lmfa"}
    if not (seen.digital and ("los" in seen.signals or bare)):
        return None
    shown = {"signals": _shown(seen)}
    if seen.answers.get(Question.SWAPPED_PAIRS):
        return Finding("crossed-pair", shown)
    plug = seen.answers.get(Question.LOOP_PLUG)
    if plug is False:
        return Finding("port-broken", shown)
    if plug is None:
        return Finding("no-signal", shown, Question.LOOP_PLUG)
    asked = Question.SWAPPED_PAIRS in seen.answers
    return Finding("no-signal-from-outside", shown, None if asked else Question.SWAPPED_PAIRS)


def all_ones(seen: Evidence) -> Finding | None:
    return Finding("ais", {"signals": _shown(seen)}) if "ais" in seen.signals else None


def looped(seen: Evidence) -> Finding | None:
    """What we send comes back to us."""
    return Finding("looped", {"signals": _shown(seen)}) if "loopback" in seen.signals else None


def no_frame(seen: Evidence) -> Finding | None:
    """A signal, but no frame in it: coding or framing is of another kind."""
    return Finding("no-frame", {"signals": _shown(seen)}) if "lfa" in seen.signals else None


def far_end_complains(seen: Evidence) -> Finding | None:
    """RAI alone: we hear them, they do not hear us."""
    return Finding("rai", {"signals": _shown(seen), "crc4": _yes(seen.crc4)}) if "rai" in seen.signals else None


def crc4_missing(seen: Evidence) -> Finding | None:
    """We look for multiframes that are not there."""
    rate = seen.counts.per_minute(seen.counts.crc4_errors)
    if not seen.crc4 or not ("lmfa" in seen.signals or (_long(seen) and rate >= CRC_MISSING)):
        return None
    return Finding("crc4-missing", {"errors": round(rate), "signals": _shown(seen)})


def clock_wrong(seen: Evidence) -> Finding | None:
    """It slips: nobody's clock is taken, several are, or not this line's."""
    rate = seen.counts.per_minute(seen.counts.slips)
    if not _long(seen) or rate < SLIPS:
        return None
    clock, values = seen.clock, {"slips": seen.counts.slips, "seconds": round(seen.counts.seconds)}
    if clock.sources == 0:
        return Finding("clock-nobody", values)
    if not clock.taken:
        return Finding("clock-given", values)
    return Finding("clock-other" if not clock.source else "clock-carrier", values)


def bit_errors(seen: Evidence) -> Finding | None:
    """Neither slips nor a missing CRC-4 explain the errors: the way is bad."""
    counts = seen.counts
    crc, violations = counts.per_minute(counts.crc4_errors), counts.per_minute(counts.code_violations)
    if not _long(seen) or not (CRC_ERRORS <= crc < CRC_MISSING or violations >= VIOLATIONS):
        return None
    return Finding("bit-errors", {"crc4": round(crc), "violations": round(violations)})


def loose(seen: Evidence) -> Finding | None:
    """Well now, but an alarm has begun again and again."""
    if seen.counts.alarms < 3:
        return None
    return Finding("loose", {"alarms": seen.counts.alarms, "seconds": round(seen.counts.seconds)})


def _long(seen: Evidence) -> bool:
    return seen.counts.seconds >= ENOUGH


def _shown(seen: Evidence) -> str:
    return ", ".join(sorted(seen.signals)).upper() or "-"


def _yes(value: bool) -> str:
    return "on" if value else "off"
