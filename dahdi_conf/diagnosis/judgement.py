"""From evidence to findings: the lowest layer that is wrong explains what stands on it. Pure."""

from collections.abc import Callable

from dahdi_conf.diagnosis import audio, line, numbers, signalling
from dahdi_conf.diagnosis.analog import ports
from dahdi_conf.diagnosis.evidence import Evidence, Finding

Rule = Callable[[Evidence], Finding | None]

LAYERS: tuple[tuple[Rule, ...], ...] = (
    (line.no_signal,),
    (line.all_ones, line.looped),
    (line.no_frame,),
    (line.crc4_missing,),
    (line.far_end_complains,),
    (line.clock_wrong, line.loose),
    (line.bit_errors,),
    (signalling.wrong_side, signalling.r2_blocked),
    (
        signalling.nobody_answers,
        signalling.not_established,
        signalling.down,
        signalling.ss7_points,
        signalling.ss7_link,
    ),
    (signalling.other_dialect, signalling.r2_variant, signalling.r2_taken_back, signalling.ss7_circuits),
    (signalling.r2_digits,),
    (numbers.numbers_differ, numbers.numbers_refused),
    audio.RULES,
)


def diagnose(seen: Evidence) -> tuple[Finding, ...]:
    """What is wrong with the line; nothing when it is healthy."""
    if not seen.digital:
        heard = (finding for rule in audio.RULES if (finding := rule(seen)))
        return (*ports(seen), *heard)
    for layer in LAYERS:
        if found := tuple(finding for rule in layer if (finding := rule(seen))):
            return found
    return ()
