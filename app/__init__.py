"""What the office does: use-cases, policy and documents. Nothing here knows of a screen."""
