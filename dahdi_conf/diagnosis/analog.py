"""Analog lines: battery, tones, polarity, echo. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from dahdi_conf.diagnosis.evidence import Evidence, Finding, Port, Question

CALLS = 3
"""So many calls must have shown the same before it is believed."""
APART = 0.15
"""A tone whose times differ from those expected by more than this part is another tone."""
ECHO_LOSS = 12.0
"""dB: below, the caller hears himself in spite of a canceller, which needs about 6 dB to train at all (G.168)."""


def ports(seen: Evidence) -> Iterator[Finding]:
    """What is wrong with each port; one without battery tells nothing else."""
    hung_up = bool(seen.answers.get(Question.HUNG_UP))
    for port in (replace(one, silent_now=one.silent_now and hung_up) for one in seen.ports):
        if not port.battery:
            yield Finding("no-battery", {"channel": port.channel})
            continue
        yield from (found for rule in RULES if (found := rule(port)))


def no_busy_tone(port: Port) -> Finding | None:
    """Calls stay up after the other side has gone: another tone is played, or none."""
    if now := _now(port):
        return now
    if port.hung_on_tone + port.hung_on_silence < CALLS:
        return None
    values: dict[str, str | int | float] = {
        "channel": port.channel,
        "calls": port.hung_on_tone + port.hung_on_silence,
    }
    if port.hung_on_tone < CALLS:
        return Finding("no-busy-tone", values)
    values |= {"expected": port.busy_tone, "heard": port.tone_heard}
    return Finding("other-busy-tone", values) if differs(port.busy_tone, port.tone_heard) else None


def _now(port: Port) -> Finding | None:
    """What one call shows that is up at this moment."""
    if port.silent_now:
        return Finding("no-busy-tone", {"channel": port.channel, "calls": 1})
    if not differs(port.busy_tone, port.tone_now):
        return None
    tones = {"expected": port.busy_tone, "heard": port.tone_now}
    return Finding("other-busy-tone", {"channel": port.channel, "calls": 1, **tones})


def no_reversal(port: Port) -> Finding | None:
    """We wait for a reversal that the exchange does not make: calls out never count as answered."""
    waits = port.answer_on_polarity and port.calls_out >= CALLS and not port.reversals_at_answer
    return Finding("polarity-missing", {"channel": port.channel, "calls": port.calls_out}) if waits else None


def unused_reversal(port: Port) -> Finding | None:
    """The exchange reverses the line, and nobody makes use of it."""
    most = max(port.reversals_at_answer, port.reversals_at_end)
    unused = most >= CALLS and not (port.answer_on_polarity or port.hangup_on_polarity)
    return Finding("polarity-unused", {"channel": port.channel, "reversals": most}) if unused else None


def reversed_wires(port: Port) -> Finding | None:
    """The two wires are exchanged: only matters where reversals are listened to."""
    listens = port.answer_on_polarity or port.hangup_on_polarity
    return Finding("wires-reversed", {"channel": port.channel}) if port.reversed_at_rest and listens else None


def echo(port: Port) -> Finding | None:
    if port.echo_loss is None or port.echo_loss >= ECHO_LOSS:
        return None
    loss, canceller = round(port.echo_loss, 1), port.echo_canceller or "-"
    values: dict[str, str | int | float] = {"channel": port.channel, "loss": loss, "canceller": canceller}
    return Finding("echo" if port.echo_canceller else "echo-uncancelled", values)


def differs(expected: str, heard: str) -> bool:
    """Whether two cadences, `on,off` in ms, are of different tones."""
    times = [_times(expected), _times(heard)]
    if not all(times) or len(times[0]) != len(times[1]):
        return bool(times[1])
    return any(abs(one - other) > APART * one for one, other in zip(*times, strict=True))


def _times(cadence: str) -> tuple[int, ...]:
    parts = cadence.split(",")
    return tuple(map(int, parts)) if all(part.strip().isdigit() for part in parts) else ()


RULES: tuple[Callable[[Port], Finding | None], ...] = (
    no_busy_tone,
    no_reversal,
    unused_reversal,
    reversed_wires,
    echo,
)
