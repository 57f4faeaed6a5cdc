"""Values (取值): what one cell says, read by the kind of its field, or why it cannot be used."""
