"""What other systems are told of what happens here: as a stream that they read, and by webhooks that call them."""
