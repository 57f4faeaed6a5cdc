"""What outcomes are computed from besides results: the policy in force, rulings, and standards."""
