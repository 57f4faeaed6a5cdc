"""Cleaning (清洗): the rows of a sheet as records, with what is wrong in each."""
