"""The `flask` commands, one a module."""
