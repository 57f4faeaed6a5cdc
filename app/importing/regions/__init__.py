"""Regions (区域): the tables of a sheet, their section lines and what every other filled row is."""
