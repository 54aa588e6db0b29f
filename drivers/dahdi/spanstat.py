"""The ioctl DAHDI_SPANSTAT of dahdi/user.h: the alarms that /proc does not print, and the counters."""

import struct

from drivers.dahdi.model import Alarm, Counters

REQUEST = 0xC13ADA0A
SIZE = 314
_START, _ALARMS, _COUNTS, _MISSED = (struct.Struct(form) for form in ("<i", "<i", "<4i5I", "<i"))
ALARMS_AT, COUNTS_AT, MISSED_AT = 64, 76, 112


def question(number: int) -> bytearray:
    """What the driver fills in: `struct dahdi_spaninfo`, packed, with the number of the span in front."""
    asked = bytearray(SIZE)
    _START.pack_into(asked, 0, number)
    return asked


def answer(filled: bytes | bytearray, slips: int = 0) -> tuple[Alarm, Counters]:
    """Alarms and counters; the driver tells slips only in /proc."""
    (alarms,) = _ALARMS.unpack_from(filled, ALARMS_AT)
    bpv, crc4, ebit, fas, framing, coding, _bits, _pattern, seconds = _COUNTS.unpack_from(filled, COUNTS_AT)
    (missed,) = _MISSED.unpack_from(filled, MISSED_AT)
    # Newer drivers count into the second pair, older ones into the first; none into both.
    return Alarm(alarms), Counters(max(bpv, coding), crc4, ebit, max(fas, framing), slips, missed, seconds)
