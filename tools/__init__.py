"""What makes the data that the product ships: run by hand, never installed with it."""
