"""Assessment (评定): read results as facts, evaluate them, and write the awards that differ."""
