"""The event ledger: append only, one writer, the single source of every figure and record."""
