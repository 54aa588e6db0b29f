"""The Asterisk Manager Interface, for the one thing that ARI cannot do: mute a recording that runs."""
