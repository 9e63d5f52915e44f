"""Persian text, numbers and time: pure functions that import nothing of the portal."""
