"""From telephony cards to lines: what is in the box, and what DAHDI and Asterisk are told about it."""
