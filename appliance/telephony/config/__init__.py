"""All that Asterisk is told: model -> verify -> render -> diff -> apply -> read back."""
