"""API versions that azure-native does not use by default."""
