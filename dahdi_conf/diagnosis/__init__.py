"""What is wrong with a line: from what was seen of it to causes."""
