"""Our client of Asterisk's REST interface: commands and events over one WebSocket."""
