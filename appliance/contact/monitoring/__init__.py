"""Supervisors in agents' calls: who listens to whom, and is heard by whom."""
