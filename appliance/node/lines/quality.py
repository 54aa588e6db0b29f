"""What the counts of the last minutes say about a line that carries calls: pure."""

from collections.abc import Mapping

SLIPPING, ERRORS = "span-slipping", "span-errors"

SLIPS = 8
"""In a quarter of an hour: about 30 in an hour, where ITU-T G.822 says that service is seriously degraded."""

ERRORED = 60
"""Looks, a second apart, with an error in a quarter of an hour; ITU-T G.821 allows 8 % of seconds, which is 72."""


def complaints(counts: Mapping[str, int]) -> dict[str, str]:
    """The alarms that a quarter's counts are reason for, each with its evidence for people."""
    found: dict[str, str] = {}
    if (slips := counts.get("slips", 0)) >= SLIPS:
        found[SLIPPING] = f"{slips} slips in 15 minutes"
    errored = counts.get("errored_looks", 0)
    if errored >= ERRORED:
        found[ERRORS] = (
            f"{errored} s with errors in 15 minutes: {counts.get('code_violations', 0)} code violations, "
            f"{counts.get('crc4_errors', 0)} CRC-4 errors, {counts.get('frame_errors', 0)} frame errors"
        )
    return found
