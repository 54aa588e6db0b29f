"""The figures of `make bench`: each measured on a real box, its baseline in the same run on the same machine."""
