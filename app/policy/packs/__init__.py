"""Policy, ruling and standards files: read with lines, checked whole, every fault found at once."""
