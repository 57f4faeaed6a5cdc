"""Standards (标准): amounts that a document leaves to others, entered with their basis."""
