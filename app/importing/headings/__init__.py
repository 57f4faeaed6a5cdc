"""Text around a table: titles and lines above its header, section lines inside it, names of sheets."""
