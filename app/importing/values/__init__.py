"""Values (取值): one cell read by the rules of its field: its value, or why it cannot be used."""
