"""What all blueprints share."""
