"""What a container group is made of."""
