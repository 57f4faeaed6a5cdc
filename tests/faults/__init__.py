"""What goes wrong around the program: disks, locks, damaged files, killed processes."""
