"""DAHDI's spans as they are now: its files below /proc and its control device."""
