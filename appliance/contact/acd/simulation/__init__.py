"""A centre in simulated time: the same matching rule, with arrivals, talks and patience drawn or replayed."""
