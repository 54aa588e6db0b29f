"""What simulated people say: a tone that a test can find again, or words spoken by espeak-ng."""

import math
import struct
import subprocess
from collections.abc import Sequence

from drivers.simulated.sip import g711


def tone(hertz: float, seconds: float = 2.0, level: float = 0.3, law: g711.Law = g711.Law.A) -> bytes:
    """A sine as a WAV of `law`; `level` is a share of full scale. Whole periods, so that it loops without a click."""
    length = round(round(hertz * seconds) / hertz * g711.RATE)
    step = 2 * math.pi * hertz / g711.RATE
    return g711.wav(g711.encode((round(32767 * level * math.sin(step * at)) for at in range(length)), law), law)


def spoken(espeak: Sequence[str], text: str, voice: str, limit: float = 20.0) -> bytes | None:
    """`text` spoken as an A-law WAV by the command `espeak` (espeak-ng); None when it cannot."""
    command = [*espeak, "-v", voice, "--stdout", text]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=limit, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    pcm = _samples(done.stdout)
    return g711.wav(g711.encode(_at_telephone_rate(*pcm))) if done.returncode == 0 and pcm else None


def _samples(wave: bytes) -> tuple[list[int], int] | None:
    """Mono 16-bit samples and their rate; a stream's header gives no true length, so data runs to the end."""
    data = wave.find(b"data")
    if not wave.startswith(b"RIFF") or data < 0:
        return None
    (rate,) = struct.unpack_from("<I", wave, 24)
    body = wave[data + 8 :]
    count = len(body) // 2
    return list(struct.unpack_from(f"<{count}h", body)), rate


def _at_telephone_rate(samples: Sequence[int], rate: int) -> list[int]:
    """The samples at 8 kHz: the mean of all that fall into each new one, which also takes most aliases away."""
    ratio = rate / g711.RATE
    length = int(len(samples) / ratio)
    spans = ((int(at * ratio), int((at + 1) * ratio)) for at in range(length))
    return [sum(samples[first:last]) // max(1, last - first) for first, last in spans]
