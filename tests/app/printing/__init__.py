"""Certificates: what is printed is right, copies out right, and is numbered without gaps."""
