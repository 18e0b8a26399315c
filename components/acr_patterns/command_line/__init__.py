"""The commands of `acr-patterns` that need more than a few lines, one a file."""
