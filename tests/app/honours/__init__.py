"""Tests of the honours room."""
