"""Documents of the configuration on pages: read from the engine, filled in, said in words, refused at their fields."""
