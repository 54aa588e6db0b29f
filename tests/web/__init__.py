"""The console through Flask's client, over a fresh store and a process that speaks the real control protocol."""
