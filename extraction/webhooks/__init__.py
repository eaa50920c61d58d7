"""Events that are announced, and how they reach those who asked for them."""
