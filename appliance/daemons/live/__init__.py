"""The process between the engine and browsers: one picture of the centre, pushed to all who may see it."""
