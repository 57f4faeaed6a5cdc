"""Explanations (依据说明): why an award is what it is, as an object, as text, and as stable JSON."""
