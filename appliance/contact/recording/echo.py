"""How much of what the agent says comes back over a line: echo return loss, measured on the recording itself."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from appliance.contact.recording.audio import FRAME, RATE, WAV_HEADER

WINDOW = 2 * RATE
"""Samples that are looked at together."""
KEPT = 8
"""Windows that are judged: those in which the agent is loudest above what comes back."""
REACH = int(0.6 * RATE)
"""Samples within which an echo is back: a satellite's path and the jitter of a phone."""
SPEECH = 300.0
"""Root mean square, of 32768, from which a window holds speech: about -40 dBm0."""
SURE = 12.0
"""How far above what chance gives a likeness must stand to be an echo."""
LENGTH = 1 << (WINDOW + REACH - 1).bit_length()


@dataclass(frozen=True, slots=True)
class Echo:
    """`loss_db` is what the echo lost on its way, within 3 dB (ITU-T G.122: echo return loss); None: none was heard.

    `delay_ms` is when it was back, `spoken_s` the length of the speech that was judged.
    """

    loss_db: float | None
    delay_ms: float | None
    spoken_s: float


class Ear:
    """Listens to a WAV that goes by, agent left and outside party right, and keeps 0.5 MB of it at most."""

    def __init__(self) -> None:
        self._rest = b""
        self._count = 0
        self._kept: list[tuple[float, int, NDArray[np.float64]]] = []

    def hearing(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces; the first begins with the header."""
        skip = WAV_HEADER
        for piece in pieces:
            yield piece
            self._rest += piece[skip:]
            skip = 0
            whole = len(self._rest) // (WINDOW * FRAME) * WINDOW * FRAME
            for start in range(0, whole, WINDOW * FRAME):
                self._keep(np.frombuffer(self._rest, "<i2", 2 * WINDOW, start).reshape(-1, 2))
            self._rest = self._rest[whole:]

    def echo(self) -> Echo | None:
        """None when the agent never spoke alone for long enough to tell."""
        if not self._kept:
            return None
        likeness, energy = np.zeros(REACH), 0.0
        for _, _, window in self._kept:
            sent, back = np.fft.rfft(window[:, 0], LENGTH), np.fft.rfft(window[:, 1], LENGTH)
            likeness += np.fft.irfft(back * sent.conj(), LENGTH)[:REACH]
            energy += float(window[:, 0] @ window[:, 0])
        spoken = len(self._kept) * WINDOW / RATE
        size = np.abs(likeness) * WINDOW / (WINDOW - np.arange(REACH))  # of a late echo less is in the window
        at = int(size.argmax())
        if size[at] <= SURE * float(np.median(size)) / 0.6745:
            return Echo(None, None, spoken)
        loss = -20 * np.log10(size[at] / energy)
        return Echo(round(float(loss), 1), round(at * 1000 / RATE, 1), spoken)

    def _keep(self, samples: NDArray[np.int16]) -> None:
        window = samples.astype(np.float64)
        sent, back = np.sqrt((window**2).mean(axis=0)).tolist()
        if sent < SPEECH or back > 2 * sent:
            return
        self._count += 1
        heapq.heappush(self._kept, (sent / (back + 1), self._count, window))
        if len(self._kept) > KEPT:
            heapq.heappop(self._kept)
