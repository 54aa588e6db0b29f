"""Telephony cards and spans that come, go or change while the machine runs, told by the kernel through udev."""
