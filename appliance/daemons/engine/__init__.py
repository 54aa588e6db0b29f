"""The engine: live contacts on one event loop, between Asterisk, the ledger and everybody who asks."""
