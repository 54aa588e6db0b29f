"""Figures by quarter of an hour, counted from the ledger and from nothing else."""
