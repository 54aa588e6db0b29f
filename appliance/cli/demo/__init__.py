"""`callstead demo`: simulated callers and agents in a demo centre."""

from appliance.cli.demo.commands import demo

__all__ = ["demo"]
