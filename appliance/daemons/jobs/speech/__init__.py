"""Speech recognition in the jobs: recordings that wait, one after another, in a process beside."""
