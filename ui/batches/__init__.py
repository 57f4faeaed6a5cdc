"""Batches (批次): the board, and the dialogs of each step."""
