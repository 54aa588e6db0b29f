"""Reports: figures of past periods, compared, charted and taken away."""
