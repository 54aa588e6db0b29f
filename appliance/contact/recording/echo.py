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
BODY = 64
"""Samples to each side of its peak that an echo is spread over: a hybrid is no single point of return."""
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
    """Listens to a WAV that goes by, one side of it the line, and keeps 0.5 MB of it at most."""

    def __init__(self, *, line_left: bool = False) -> None:
        self._sides = [1, 0] if line_left else [0, 1]
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
        windows = [window for _, _, window in self._kept]
        # An echo that comes later or sooner each time, as phones send at their own pace, is weak in all together.
        each = [peak for window in windows if (peak := _peak(_response([window])))]
        found = _middle(each) if 2 * len(each) > len(windows) else _peak(_response(windows))
        loss, at = found or (None, None)
        return Echo(loss, at, len(windows) * WINDOW / RATE)

    def _keep(self, samples: NDArray[np.int16]) -> None:
        window = samples[:, self._sides].astype(np.float64)
        # What is said last comes back when the window is over: it counts as little as in `_response`.
        sent, back = (float(np.sqrt((heard**2).mean())) for heard in (window[:-REACH, 0], window[:, 1]))
        if sent < SPEECH or back > 2 * sent:
            return
        self._count += 1
        heapq.heappush(self._kept, (sent / (back + 1), self._count, window))
        if len(self._kept) > KEPT:
            heapq.heappop(self._kept)


def _peak(response: NDArray[np.float64]) -> tuple[float, float] | None:
    """The loss (dB) and the delay (ms) of an echo that stands out of what chance gives; None if none does."""
    size = np.abs(response)
    at = int(size.argmax())
    if size[at] <= SURE * float(np.median(size)) / 0.6745:
        return None
    loss = -10 * np.log10((response[max(0, at - BODY) : at + BODY] ** 2).sum())
    return round(float(loss), 1), round(at * 1000 / RATE, 1)


def _middle(found: list[tuple[float, float]]) -> tuple[float, float]:
    """That with the middle loss: where the delay changes within a window, its echo is found too weak."""
    return sorted(found)[(len(found) - 1) // 2]


def _response(windows: Iterable[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The impulse response from mouth to ear, by the cross-spectrum (Welch): speech is too like itself to be compared
    as it is.
    """
    across, own = np.zeros(LENGTH // 2 + 1, np.complex128), np.zeros(LENGTH // 2 + 1)
    for window in windows:
        # What is said last comes back when the window is over.
        sent, back = np.fft.rfft(window[:-REACH, 0], LENGTH), np.fft.rfft(window[:, 1], LENGTH)
        across += back * sent.conj()
        own += np.abs(sent) ** 2
    response: NDArray[np.float64] = np.fft.irfft(across / (own + own.mean() / 1000), LENGTH)[:REACH]
    return response
