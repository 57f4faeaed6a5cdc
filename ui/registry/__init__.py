"""The registry's screens (成绩): contests, their events and results, people and units."""
