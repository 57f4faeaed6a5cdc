"""Batches (批次): awards taken together through review, publicity, objections and approval."""
