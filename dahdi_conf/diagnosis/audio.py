"""What a test call heard: law, level, echo, bits. Pure."""

from dahdi_conf.diagnosis.analog import ECHO_LOSS
from dahdi_conf.diagnosis.evidence import Evidence, Finding

LOW, HIGH = -24.0, 2.0
"""dBm0 between which a test tone is (ITU-T G.101: -10 or 0, and what an analog line loses)."""
WRONG_BITS = 1e-4
"""The share of wrong bits at which speech suffers, and fax and modems fail."""


def other_law(seen: Evidence) -> Finding | None:
    sound = seen.sound
    return Finding("law-other", {"number": sound.number, "hertz": sound.hertz}) if sound and sound.other_law else None


def level(seen: Evidence) -> Finding | None:
    """A steady tone that is far too low, or too high."""
    sound = seen.sound
    if not sound or sound.tone is None or sound.other_law or sound.looped or LOW <= sound.tone <= HIGH:
        return None
    values: dict[str, str | int | float] = {"number": sound.number, "level": sound.tone, "hertz": sound.hertz}
    return Finding("level-low", values) if sound.tone < LOW else Finding("level-high", values)


def call_echo(seen: Evidence) -> Finding | None:
    """What we say comes back; on an analog line it is a matter of its port."""
    sound = seen.sound
    if not sound or not seen.digital or sound.looped or sound.echo_loss is None or sound.echo_loss >= ECHO_LOSS:
        return None
    return Finding("call-echo", {"number": sound.number, "loss": sound.echo_loss, "delay": round(sound.echo_delay)})


def wrong_bits(seen: Evidence) -> Finding | None:
    sound = seen.sound
    if not sound or not sound.looped or not sound.bits or sound.wrong_bits < sound.bits * WRONG_BITS:
        return None
    return Finding("loop-bits", {"number": sound.number, "wrong": sound.wrong_bits, "bits": sound.bits})


RULES = (other_law, level, call_echo, wrong_bits)
