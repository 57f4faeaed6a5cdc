"""Tests of the command line, inside one process."""
