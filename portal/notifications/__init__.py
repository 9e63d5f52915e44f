"""Notices: outbox (who hears what), messages (texts), delivery (claim, send, record)."""
