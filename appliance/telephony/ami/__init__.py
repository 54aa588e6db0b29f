"""The Asterisk Manager Interface, for what ARI cannot do: mute a recording that runs, and tell of lines."""
