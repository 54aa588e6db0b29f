"""Webhooks in the jobs process: messages made of the ledger, sent until they are taken, and the commands for them."""
