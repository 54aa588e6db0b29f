"""The architecture as tests: each rule is a function from sources to sentences, proven on a tree that breaks it."""
