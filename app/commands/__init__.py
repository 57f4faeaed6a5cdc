"""Commands for scripts and people without a screen: one module for each group, loaded when it is called."""
