"""The honours room (荣誉): bases, craftsmen, introductions, honours of others, budget, eligibility."""
