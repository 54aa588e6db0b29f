"""Accounts that people have elsewhere, at a provider or in a directory of their company, and what they open here."""
