"""The people who answer: where they sit, whether they may be rung, and since when."""
