"""What the rule finglish is trained from; nothing here is imported while the portal runs."""
