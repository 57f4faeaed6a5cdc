"""Self-cases (政策自检): what a policy must say, in a policy officer's words, run by the program itself."""
