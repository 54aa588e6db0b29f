"""What people would say of a conversation, on the scale from 1 to 5: the E-model of ITU-T G.107.

R = (Ro - Is) - Id - Ie,eff, with Ro - Is = 93.2, the value for the default values of table 2 (no noise, no echo, level
as intended; advantage factor A = 0). Id is Idd, the impairment by absolute delay of clause 7.4. Ie,eff is the formula
of clause 7.5 for losses at random (BurstR = 1), with the planning values of ITU-T G.113, appendix I: for G.711 those
with packet loss concealment, which phones have. The wide-band codecs (G.722, Opus) have no values on this scale;
they are judged as G.711, than which they are not worse. Annex B gives MOS from R.
"""

import math
from collections.abc import Mapping

BEST = 93.2
_G711 = (0.0, 25.1)
_G729 = (11.0, 19.0)
_G723 = (15.0, 16.1)
CODECS: Mapping[str, tuple[float, float]] = {
    **dict.fromkeys(("ulaw", "alaw", "g722", "opus"), _G711),
    "g729": _G729,
    "g723": _G723,
}
"""Impairment without loss (Ie) and robustness against it (Bpl), by Asterisk's names."""


def mos(codec: str, loss: float, delay_ms: float) -> float | None:
    """The score at a share of lost packets (0 to 1) and a delay from mouth to ear; None for a codec without values."""
    if (values := CODECS.get(codec)) is None:
        return None
    return round(score(BEST - _by_delay(delay_ms) - _by_loss(*values, 100 * loss)), 2)


def score(rating: float) -> float:
    """MOS of a transmission rating R (annex B); below R = 6.5 its curve turns, where nothing is better than 1."""
    if rating <= 0:
        return 1.0
    if rating >= 100:
        return 4.5
    return max(1.0, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6)


def _by_delay(milliseconds: float) -> float:
    if milliseconds <= 100:
        return 0.0
    x = math.log2(milliseconds / 100)
    return 25 * (math.pow(1 + x**6, 1 / 6) - 3 * math.pow(1 + (x / 3) ** 6, 1 / 6) + 2)


def _by_loss(impairment: float, robustness: float, percent: float) -> float:
    return impairment + (95 - impairment) * percent / (percent + robustness)
