"""Point codes of SS7: who is who in its network (ITU-T Q.704, ANSI T1.111.4)."""

from itertools import accumulate

from dahdi_conf.intent import Format

WIDTHS = {Format.ITU: (3, 8, 3), Format.ANSI: (8, 8, 8)}
"""Bits of the parts of a code in its dashed form."""


def number(form: Format, value: str) -> int | None:
    """The number that a decimal (`1101`) or dashed code (`1-5-3`) stands for; None if it is none, or 0."""
    widths = WIDTHS[form]
    if value.isascii() and value.isdigit():
        code = int(value)
        return code if 0 < code < 1 << sum(widths) else None
    parts = value.split("-")
    if len(parts) != len(widths) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if not all(int(part) < 1 << width for part, width in zip(parts, widths, strict=True)):
        return None
    shifts = reversed([0, *accumulate(reversed(widths[1:]))])
    return sum(int(part) << shift for part, shift in zip(parts, shifts, strict=True)) or None
