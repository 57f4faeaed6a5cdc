"""The ground floor, on SQLite and on PostgreSQL alike."""
