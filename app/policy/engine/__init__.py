"""The engine: facts, a policy and rulings in; an outcome with its grounds out. Pure; there is no other."""
