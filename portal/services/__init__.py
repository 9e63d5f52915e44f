"""Use cases: one public function is one transaction, and the actor is an argument."""
