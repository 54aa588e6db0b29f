"""Tokens by which other systems come in, each with a part of what its maker may."""
