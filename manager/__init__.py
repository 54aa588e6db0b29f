"""The console: pages over the running centre, for agents, supervisors and administrators."""
