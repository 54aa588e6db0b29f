"""What is wrong with the box now: raised where it is seen, kept until it is over."""
