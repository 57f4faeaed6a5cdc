"""Whole journeys through the command line on real files, told in Chinese."""
