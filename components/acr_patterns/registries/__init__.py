"""What a registry is made of."""
